"""The agenda of a meeting: published Progress Reports and the clerk’s documents, in order and numbered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracking.models import AgendaDocument, AgendaItem, CommitteePack, Meeting, ProgressReport


@dataclass(frozen=True)
class AgendaEntry:
    """A report or a document. `number` is None while it is left out of the pack.

    `is_issued`: it stands in a pack that was issued, and keeps its number for ever.
    """

    report: ProgressReport | None
    document: AgendaDocument | None
    left_out: bool
    number: int | None
    is_issued: bool

    @property
    def key(self) -> str:
        return report_key(self.report.pk) if self.report else document_key(self.document.pk if self.document else 0)


def report_key(pk: int) -> str:
    return f"report-{pk}"


def document_key(pk: int) -> str:
    return f"document-{pk}"


def agenda_of(meeting: Meeting) -> tuple[AgendaEntry, ...]:
    """Return everything on a meeting’s agenda, what is left out of the pack included, in four queries.

    First what was issued, by its number; then in the order the clerk gave; what has no place yet comes last, documents
    behind reports. Item numbers go on from the highest that was issued.
    """
    reports = ProgressReport.objects.public().filter(meeting=meeting).order_by("published_at", "pk")
    documents = AgendaDocument.objects.on_agenda().filter(meeting=meeting).order_by("pk")
    found: dict[str, ProgressReport | AgendaDocument] = {
        **{report_key(report.pk): report for report in reports.select_related("inquiry", "lead_post")},
        **{document_key(document.pk): document for document in documents},
    }
    places = _places(meeting)
    issued = issued_items(meeting)
    order = sorted(found, key=lambda key: _rank(key, places, issued))
    return tuple(_numbered(((key, found[key]) for key in order), places, issued))


def issued_items(meeting: Meeting) -> dict[str, dict[str, Any]]:
    """What the issued packs of a meeting say of each item, by key: the latest word where it was issued again.

    The keys of each are those of `queries.pack_contents`; "late_news" has the numbers of every pack.
    """
    packs = (
        CommitteePack.objects.filter(meeting=meeting).order_by("number", "edition").values_list("contents", flat=True)
    )
    latest: dict[str, dict[str, Any]] = {}
    for contents in packs:
        for key, item in contents.get("items", {}).items():
            before = latest.get(key, {})
            news = {*before.get("late_news", ()), *item.get("late_news", ())}
            latest[key] = {**before, **item, "late_news": sorted(news)}
    return latest


def _places(meeting: Meeting) -> dict[str, AgendaItem]:
    rows = AgendaItem.objects.filter(meeting=meeting)
    return {report_key(row.report_id) if row.report_id else document_key(row.document_id or 0): row for row in rows}


def _rank(key: str, places: Mapping[str, AgendaItem], issued: Mapping[str, Mapping[str, Any]]) -> tuple[int, int]:
    """Issued first; then places; sorting is stable for the rest."""
    if key in issued:
        return (0, issued[key]["number"])
    return (1, places[key].position) if key in places else (2, 0)


def _numbered(
    entries: Iterable[tuple[str, ProgressReport | AgendaDocument]],
    places: Mapping[str, AgendaItem],
    issued: Mapping[str, Mapping[str, Any]],
) -> Iterable[AgendaEntry]:
    following = max((item["number"] for item in issued.values()), default=0)
    for key, thing in entries:
        is_issued = key in issued
        left_out = not is_issued and key in places and places[key].left_out
        if not (is_issued or left_out):
            following += 1
        yield AgendaEntry(
            report=thing if isinstance(thing, ProgressReport) else None,
            document=thing if isinstance(thing, AgendaDocument) else None,
            left_out=left_out,
            number=issued[key]["number"] if is_issued else None if left_out else following,
            is_issued=is_issued,
        )
