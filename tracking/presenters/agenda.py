"""The agenda of a meeting as the pack builder lists it: its items, how each stands, and what can be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tracking import dates, rules
from tracking.enums import ReportState, ScanState
from tracking.models import AgendaDocument, IssuedDocument, Meeting, ProgressReport, Viewer
from tracking.presenters.evidence import withheld_words
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.wording import counted, file_size, written_date
from tracking.queries.agenda import AgendaEntry
from tracking.queries.paper_readiness import PackReadiness


@dataclass(frozen=True)
class StateTag:
    """A state in a tag; `tone` is a colour of GOV.UK's tags, which only supports the words."""

    words: str
    tone: str


@dataclass(frozen=True)
class ItemLine:
    """An item of the agenda. An address is empty where the viewer cannot, or need not, do that with it."""

    key: str
    number: str
    title: str
    href: str
    detail: str
    tags: tuple[StateTag, ...]
    note: str
    move_href: str = ""
    goes_up: bool = False
    goes_down: bool = False
    leave_out_href: str = ""
    put_back_href: str = ""
    change_href: str = ""
    remove_href: str = ""


def item_lines(readiness: PackReadiness, viewer: Viewer, *, can_change: bool) -> tuple[ItemLine, ...]:
    movable = [entry.key for entry in readiness.agenda if not entry.is_issued]
    lines = []
    for entry in readiness.agenda:
        acts = _acts(entry, readiness.meeting, movable) if can_change else {}
        lines.append(_item(entry, readiness.meeting, viewer, acts))
    return tuple(lines)


def _item(entry: AgendaEntry, meeting: Meeting, viewer: Viewer, acts: dict[str, Any]) -> ItemLine:
    number = str(entry.number) if entry.number is not None else ""
    if entry.report is not None:
        report = entry.report
        href, detail = reverse("report_detail", args=[report.pk]), f"Report of {report.lead_post}"
        return ItemLine(entry.key, number, str(report.inquiry), href, detail, tuple(_tags(entry)), "", **acts)
    if entry.issued is not None:
        href, detail = reverse("issued_document", args=[entry.issued.pk]), issued_facts(entry.issued)
        return ItemLine(entry.key, number, entry.issued.title, href, detail, tuple(_tags(entry)), "", **acts)
    document = entry.document or AgendaDocument()
    return ItemLine(
        key=entry.key,
        number=number,
        title=document.title,
        href=_file_href(document, meeting, viewer),
        detail=document_facts(document),
        tags=tuple(_tags(entry)),
        note=_held_back_note(document),
        **acts,
    )


def item_title(entry: AgendaEntry) -> str:
    """The inquiry that a report is on, or what a document is called."""
    return str(entry.report.inquiry) if entry.report else str(entry.document or entry.issued)


def document_changed_meanwhile(document: AgendaDocument) -> str:
    """What somebody else has made of a document while it was being changed."""
    supplier = f"supplied by {document.supplied_by}" if document.supplied_by else ""
    said = [f"“{document.title}”", supplier, withheld_words(document) or "public"]
    return (
        f"Somebody else changed this while you were writing. It now says: {', '.join(filter(None, said))}. "
        "What you typed is below. Saving it takes the place of theirs."
    )


def _file_href(document: AgendaDocument, meeting: Meeting, viewer: Viewer) -> str:
    """The address of a document's file; none where the virus scanner holds it back from the viewer."""
    is_uploader = document.scan_state == ScanState.WAITING and document.recorded_by_id == viewer.pk
    if document.scan_state in ScanState.held_back() and not is_uploader:
        return ""
    return reverse("agenda_document", args=[meeting.committee.slug, meeting.date_slug, document.pk])


def document_facts(document: AgendaDocument) -> str:
    """ "PDF, 3 pages, 120 KB. Supplied by Committee Services."."""
    kind = ["PDF"]
    if document.page_count:
        kind.append(counted(document.page_count, "page"))
    if document.size:
        kind.append(file_size(document.size))
    supplier = f" Supplied by {document.supplied_by}." if document.supplied_by else ""
    return f"{', '.join(kind)}.{supplier}"


def issued_facts(document: IssuedDocument) -> str:
    """ "PDF, 12 pages. Issued on 9 June 2015."."""
    return f"PDF, {counted(document.page_count, 'page')}. Issued on {written_date(dates.today(document.issued_at))}."


def _tags(entry: AgendaEntry) -> Iterable[StateTag]:
    if entry.is_issued:
        yield StateTag("Issued", "green")
    else:
        yield StateTag("Left out", "grey") if entry.left_out else StateTag("Goes in", "blue")
    if entry.document is None:
        return
    if withheld := withheld_words(entry.document):
        yield StateTag(withheld, "purple")
    match entry.document.scan_state:
        case ScanState.WAITING:
            yield StateTag("Waiting for the virus scanner", "yellow")
        case ScanState.INFECTED:
            yield StateTag("Virus found", "red")


def _held_back_note(document: AgendaDocument) -> str:
    if document.scan_state == ScanState.INFECTED:
        return "Its pages are left out. Remove it, and add a file without a virus."
    return ""


def _acts(entry: AgendaEntry, meeting: Meeting, movable: list[str]) -> dict[str, Any]:
    """What the clerk can do with an item: nothing with one that was issued."""
    if entry.is_issued:
        return {}
    place = movable.index(entry.key)
    acts: dict[str, Any] = {
        "move_href": meeting_href("agenda_item_move", meeting, key=entry.key),
        "goes_up": place > 0,
        "goes_down": place < len(movable) - 1,
    }
    name = "put_back_href" if entry.left_out else "leave_out_href"
    acts[name] = meeting_href(f"agenda_item_{name.removesuffix('_href')}", meeting, key=entry.key)
    if entry.document is not None:
        where = [meeting.committee.slug, meeting.date_slug, entry.document.pk]
        acts["change_href"] = reverse("agenda_document_change", args=where)
        acts["remove_href"] = reverse("agenda_document_remove", args=where)
    if entry.issued is not None:
        where = [meeting.committee.slug, meeting.date_slug, entry.issued.pk]
        acts["remove_href"] = reverse("agenda_issued_remove", args=where)
    return acts


def not_ready_lines(readiness: PackReadiness, viewer: Viewer) -> tuple[Link, ...]:
    """Reports that are not published: those handed in, then those still awaited, which have no page yet."""
    publishes = rules.can_publish_report(viewer, readiness.meeting)
    return (
        *(_handed_in(report, publishes=publishes) for report in readiness.handed_in),
        *(
            Link(str(report.inquiry), "", f"Report of {report.lead_post}. Asked for, not handed in: will be left out.")
            for report in readiness.awaited
        ),
    )


def _handed_in(report: ProgressReport, *, publishes: bool) -> Link:
    to_publish = publishes and report.state == ReportState.ACCEPTED
    href = reverse("report_publish" if to_publish else "report_detail", args=[report.pk])
    act = "Publish it, or it will be left out" if to_publish else "will be left out"
    return Link(
        str(report.inquiry), href, f"Report of {report.lead_post}. {ReportState(report.state).label}: {_lower(act)}."
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
