"""The agenda of a meeting: published Progress Reports, documents and issued documents, in order and numbered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tracking.models import AgendaDocument, AgendaItem, CommitteePack, IssuedDocument, Meeting, ProgressReport

Thing = ProgressReport | AgendaDocument | IssuedDocument


@dataclass(frozen=True)
class AgendaEntry:
    """A report, a document of the clerk or an issued document. `number` is None while it is left out of the pack.

    `is_issued`: it stands in a pack that was issued, and keeps its number for ever.
    """

    report: ProgressReport | None
    document: AgendaDocument | None
    issued: IssuedDocument | None
    left_out: bool
    number: int | None
    is_issued: bool

    @property
    def key(self) -> str:
        if self.issued is not None:
            return issued_key(self.issued.pk)
        return report_key(self.report.pk) if self.report else document_key(self.document.pk if self.document else 0)


def report_key(pk: int) -> str:
    return f"report-{pk}"


def document_key(pk: int) -> str:
    return f"document-{pk}"


def issued_key(pk: int) -> str:
    return f"issued-{pk}"


def agenda_of(meeting: Meeting) -> tuple[AgendaEntry, ...]:
    """Return everything on a meeting’s agenda, what is left out of the pack included, in four queries.

    First what was issued, by its number; then in the order the clerk gave; what has no place yet comes last, documents
    behind reports. Item numbers go on from the highest that was issued. Of issued documents only public ones are read,
    so that nothing withheld comes into a public edition with them.
    """
    reports = ProgressReport.objects.public().filter(meeting=meeting).order_by("published_at", "pk")
    documents = AgendaDocument.objects.on_agenda().filter(meeting=meeting).order_by("pk")
    places = _places(meeting)
    found: dict[str, Thing] = {
        **{report_key(report.pk): report for report in reports.select_related("inquiry", "lead_post")},
        **{document_key(document.pk): document for document in documents},
        **{key: row.issued for key, row in places.items() if row.issued is not None and row.issued.is_public},
    }
    issued = issued_items(meeting)
    order = sorted(found, key=lambda key: _rank(key, places, issued))
    return tuple(_numbered(((key, found[key]) for key in order), places, issued))


def issued_items(meeting: Meeting) -> dict[str, dict[str, Any]]:
    """What the issued packs of a meeting say of each item, by key: the latest word where it was issued again.

    The keys of each are those of `queries.pack_contents`; "late_news" has the numbers of every pack.
    """
    packs = (
        CommitteePack.objects.filter(meeting=meeting)
        .order_by("number", "edition")
        .values_list("document__contents", flat=True)
    )
    latest: dict[str, dict[str, Any]] = {}
    for contents in packs:
        for key, item in contents.get("items", {}).items():
            before = latest.get(key, {})
            news = {*before.get("late_news", ()), *item.get("late_news", ())}
            latest[key] = {**before, **item, "late_news": sorted(news)}
    return latest


def issued_documents_of(meeting: Meeting) -> QuerySet[IssuedDocument]:
    """Return the issued documents on a meeting’s agenda."""
    on_it = AgendaItem.objects.filter(meeting=meeting, issued__isnull=False)
    return IssuedDocument.objects.public().filter(pk__in=on_it.values("issued"))


def _places(meeting: Meeting) -> dict[str, AgendaItem]:
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("issued").defer("issued__contents")
    return {_key_of(row): row for row in rows}


def _key_of(row: AgendaItem) -> str:
    if row.issued_id:
        return issued_key(row.issued_id)
    return report_key(row.report_id) if row.report_id else document_key(row.document_id or 0)


def _rank(key: str, places: Mapping[str, AgendaItem], issued: Mapping[str, Mapping[str, Any]]) -> tuple[int, int]:
    """Issued first; then places; sorting is stable for the rest."""
    if key in issued:
        return (0, issued[key]["number"])
    return (1, places[key].position) if key in places else (2, 0)


def _numbered(
    entries: Iterable[tuple[str, Thing]],
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
            issued=thing if isinstance(thing, IssuedDocument) else None,
            left_out=left_out,
            number=issued[key]["number"] if is_issued else None if left_out else following,
            is_issued=is_issued,
        )
