"""The page on which the clerk puts a meeting's papers together, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from tracking import rules
from tracking.enums import MeetingState, PackJobState, ReportState, ScanState
from tracking.models import AgendaDocument, CommitteePack, Meeting, PackJob, ProgressReport, Viewer
from tracking.presenters.evidence import withheld_words
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.pack_issue import deadline
from tracking.presenters.pack_jobs import EditionLine, edition_line, written_moment
from tracking.presenters.pack_reading import pack_links
from tracking.presenters.since_issue import SinceIssueFace, since_issue_face
from tracking.presenters.wording import counted, file_size, written_date, written_list
from tracking.queries.agenda import AgendaEntry
from tracking.queries.pack_builder import BuilderFacts
from tracking.queries.pack_jobs import open_findings
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


@dataclass(frozen=True)
class MissingLine:
    """Something that is missing; `act` is what can be done about it, with its address."""

    words: str
    act: Link | None = None


@dataclass(frozen=True)
class PacksBox:
    """The packs as they were made last: words on how they stand, the editions, and what was found in them."""

    heading: str
    sentences: tuple[str, ...]
    editions: tuple[EditionLine, ...] = ()
    not_printed: tuple[str, ...] = ()
    is_out_of_date: bool = False


@dataclass(frozen=True)
class MainStep:
    """The one thing to do next: a page to go to or, with `is_post`, something to be done at once."""

    text: str
    href: str
    is_post: bool = False


@dataclass(frozen=True)
class BuilderFace:
    """Everything the page says."""

    heading: str
    state: str
    can_change: bool
    items: tuple[ItemLine, ...]
    not_ready: tuple[Link, ...]
    deadline: str
    is_late: bool
    missing: tuple[MissingLine, ...]
    packs: PacksBox
    since: SinceIssueFace | None
    issued: tuple[Link, ...]
    step: MainStep | None
    add_href: str
    order_href: str


def builder_face(facts: BuilderFacts, viewer: Viewer, *, today: date) -> BuilderFace:
    """Say how a meeting's papers stand, and what this viewer can do about them."""
    readiness, meeting = facts.readiness, facts.readiness.meeting
    can_change = rules.can_issue_papers(viewer, meeting) and meeting.state in MeetingState.agenda_open()
    return BuilderFace(
        heading=f"Papers for {written_date(meeting.held_on)}",
        state=state_sentence(facts),
        can_change=can_change,
        items=_items(readiness, viewer, can_change=can_change),
        not_ready=_not_ready(readiness, viewer),
        deadline=deadline_sentence(readiness, today=today),
        is_late=meeting.state == MeetingState.PLANNED and readiness.is_late,
        missing=_missing(readiness, viewer),
        packs=_packs(facts),
        since=since_issue_face(facts.since) if facts.since else None,
        issued=pack_links(_with_meeting(facts)),
        step=_main_step(facts) if can_change else None,
        add_href=meeting_href("agenda_document_add", meeting) if can_change else "",
        order_href=meeting_href("agenda_order", meeting) if can_change else "",
    )


def state_sentence(facts: BuilderFacts) -> str:
    """Say in a sentence or two what is on the agenda, and whether it is issued."""
    meeting, agenda = facts.readiness.meeting, facts.readiness.agenda
    out = sum(entry.left_out for entry in agenda)
    left_out = f" {counted(out, 'is', 'are')} left out." if out else ""
    match MeetingState(meeting.state):
        case MeetingState.CANCELLED:
            return "This meeting is cancelled. Its papers stay as they are."
        case MeetingState.MINUTES_APPROVED:
            return "The minutes of this meeting are approved. Its papers stay as they are."
        case MeetingState.PLANNED if not facts.next_count:
            return f"Nothing is on the agenda that can go into the pack.{left_out}"
        case MeetingState.PLANNED:
            return f"{counted(facts.next_count, 'item')} will go into the pack.{left_out}"
        case _ if facts.next_count:
            brings = f"{counted(facts.next_count, 'item')} changed since, so supplement {facts.supplement} is due."
            return f"The pack is issued. {brings}{left_out}"
        case _:
            return f"The pack is issued, and nothing has changed since.{left_out}"


def deadline_sentence(readiness: PackReadiness, *, today: date) -> str:
    """By when the papers must be out, and how that stands today; once they are out, by when that was."""
    if readiness.meeting.state == MeetingState.PLANNED:
        return deadline(readiness, today=today)
    days = counted(readiness.clear_days_required, "clear working day")
    return f"They were due out by {readiness.due_on:%A} {written_date(readiness.due_on)}, {days} before the meeting."


# --- The agenda --------------------------------------------------------------------------------


def _items(readiness: PackReadiness, viewer: Viewer, *, can_change: bool) -> tuple[ItemLine, ...]:
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
    """The inquiry that a report is on, or what the clerk calls a document."""
    return str(entry.report.inquiry) if entry.report else str(entry.document)


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
    return acts


def _not_ready(readiness: PackReadiness, viewer: Viewer) -> tuple[Link, ...]:
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


# --- What is missing ---------------------------------------------------------------------------


def _missing(readiness: PackReadiness, viewer: Viewer) -> tuple[MissingLine, ...]:
    meeting = readiness.meeting
    if meeting.state not in MeetingState.agenda_open():
        return ()
    cover = _missing_on_cover(meeting, viewer) if meeting.state == MeetingState.PLANNED else []
    held_back = [MissingLine(_held_back(row)) for row in readiness.held_back]
    reports = [
        MissingLine(f"{counted(len(rows), 'report')} {words}", Link("See which", "#not-ready"))
        for rows, words in (
            (readiness.handed_in, f"handed in but not published {_is(readiness.handed_in)} left out."),
            (readiness.awaited, f"asked for {_is(readiness.awaited)} not handed in."),
        )
        if rows
    ]
    return (*cover, *held_back, *reports)


def _is(rows: tuple[Any, ...]) -> str:
    return "is" if len(rows) == 1 else "are"


def _missing_on_cover(meeting: Meeting, viewer: Viewer) -> list[MissingLine]:
    lines = []
    asked = [words for words, value in (("time", meeting.starts_at), ("place", meeting.place)) if not value]
    if asked:
        manages = rules.can_manage_meetings_of(viewer, meeting)
        words = written_list(asked)
        act = Link(f"Add the {words}", meeting_href("manage_meeting", meeting)) if manages else None
        lines.append(MissingLine(f"The cover will not say the {words} of the meeting.", act))
    committee = meeting.committee
    if not (committee.contact_name or committee.contact_telephone or committee.contact_email):
        lines.append(MissingLine("The cover will not say whom to contact. An administrator can add that."))
    return lines


def _held_back(row: Any) -> str:
    if row.scan_state == ScanState.WAITING:
        return f"“{row.title}” is still being checked for viruses. Wait until it is done, or it is left out."
    return f"A virus was found in “{row.title}”. It is left out."


# --- The packs and the next step ----------------------------------------------------------------


def _packs(facts: BuilderFacts) -> PacksBox:
    job = facts.job
    heading = f"Supplement {facts.supplement}" if facts.supplement else "The packs"
    if job is None or job.state == PackJobState.ISSUED:
        return PacksBox(heading, ("Not made yet.",) if facts.next_count else ())
    match PackJobState(job.state):
        case PackJobState.READY:
            return _ready_packs(facts, job, heading)
        case PackJobState.FAILED:
            return PacksBox(heading, (job.failure,))
        case _:
            return PacksBox(heading, ("Being made now.",))


def _ready_packs(facts: BuilderFacts, job: PackJob, heading: str) -> PacksBox:
    sentences = [f"Made at {written_moment(job.finished_at)}."]
    editions = tuple(edition_line(made, job) for made in job.editions.all())
    if not facts.is_up_to_date:
        sentences.append("Something has changed since. Make them again before you issue.")
    else:
        sentences.append(_leakage(job))
        if len(editions) == 1:
            sentences.append("Nothing is withheld, so there is no restricted edition.")
    return PacksBox(heading, tuple(sentences), editions, tuple(job.not_printed), not facts.is_up_to_date)


def _leakage(job: PackJob) -> str:
    """What the search for exempt words in the public edition came to."""
    still_open, found = len(open_findings(job)), len(job.findings)
    if still_open:
        return f"{counted(still_open, 'place')} in the public edition may be exempt. Look at each before you issue."
    if found:
        return f"{counted(found, 'place')} in the public edition may be exempt, each with your reason why not."
    return "Nothing exempt was found in the public edition."


def _with_meeting(facts: BuilderFacts) -> tuple[CommitteePack, ...]:
    """The packs issued, each told of its meeting, which need not be read again."""
    for pack in facts.issued:
        pack.meeting = facts.readiness.meeting
    return facts.issued


def _main_step(facts: BuilderFacts) -> MainStep | None:
    job, meeting = facts.job, facts.readiness.meeting
    if job is not None and job.state in PackJobState.unfinished():
        return MainStep("See how far they are", meeting_href("meeting_pack_progress", meeting))
    if not facts.next_count:
        return None
    if job is not None and job.state == PackJobState.READY and facts.is_up_to_date:
        if open_findings(job):
            return MainStep("Look at what may be exempt", meeting_href("meeting_pack_findings", meeting))
        return MainStep(_issue_words(facts, job), meeting_href("meeting_pack_issue", meeting))
    return MainStep(_make_words(facts), meeting_href("meeting_pack_make", meeting), is_post=True)


def _issue_words(facts: BuilderFacts, job: PackJob) -> str:
    """ "Issue the public and restricted packs", "Issue supplement 1"."""
    if facts.supplement:
        return f"Issue supplement {facts.supplement}"
    return "Issue the public and restricted packs" if len(job.editions.all()) > 1 else "Issue the pack"


def _make_words(facts: BuilderFacts) -> str:
    again = facts.job is not None and facts.job.state in {PackJobState.READY, PackJobState.FAILED}
    what = f"supplement {facts.supplement}" if facts.supplement else "the packs"
    return f"Make {what} again" if again else f"Make {what}"
