"""Reads what the public edition of a pack withholds: the only place in the papers that does."""

from django.contrib.auth.models import AnonymousUser

from tracking.models import AgendaDocument, Evidence, ExemptPassage, ReportRevision
from tracking.models.base import Exemptible
from tracking.queries.exempt_passages import numbered_passages
from tracking.queries.pack_facts import (
    DocumentFacts,
    PackPaper,
    WithheldDocument,
    WithheldEvidence,
    WithheldItem,
    WithheldPassage,
)
from tracking.queries.paper_documents import document_facts
from tracking.queries.paper_evidence import evidence_facts, uses_in
from tracking.queries.paper_facts import PassagePlace, ReportPaper


def withheld_of(public: PackPaper) -> tuple[WithheldItem, ...]:
    """Return what is withheld of each item of a pack, for its restricted edition; items with nothing are left out.

    It fits the places that the public facts mark: nothing is read for which they have none.
    """
    items = (
        WithheldItem(
            key=item.key,
            evidence=_evidence(item.report) if item.report else (),
            passages=_passages(item.report) if item.report else (),
            document=_document(item.document) if item.document else None,
        )
        for item in public.items
    )
    return tuple(item for item in items if item)


def _evidence(report: ReportPaper) -> tuple[WithheldEvidence, ...]:
    numbers = {item.number for item in report.evidence if item.is_withheld}
    if not numbers:
        return ()
    uses = uses_in(_revision(report), seen_by=AnonymousUser())
    wanted = {pk: number for number, pk in enumerate(uses, start=1) if number in numbers}
    rows = Evidence.objects.select_related("supplied_by").in_bulk(wanted)
    return tuple(
        WithheldEvidence(evidence_facts(number, rows[pk], uses[pk]), _why(rows[pk])) for pk, number in wanted.items()
    )


def _passages(report: ReportPaper) -> tuple[WithheldPassage, ...]:
    places = {place.number: place for place in report.passages}
    if not places:
        return ()
    marks = [mark for mark in numbered_passages(_revision(report)) if mark.number in places]
    rows = ExemptPassage.objects.in_bulk([mark.pk for mark in marks])
    return tuple(_passage(places[mark.number], rows[mark.pk]) for mark in marks)


def _passage(place: PassagePlace, row: ExemptPassage) -> WithheldPassage:
    return WithheldPassage(place, row.text, _why(row))


def _document(document: DocumentFacts) -> WithheldDocument | None:
    if not document.is_withheld:
        return None
    row = AgendaDocument.objects.get(pk=document.pk)
    return WithheldDocument(document_facts(row), _why(row))


def _revision(report: ReportPaper) -> ReportRevision:
    return ReportRevision.objects.get(report=report.pk, is_current=True)


def _why(row: Exemptible) -> str:
    return row.public_interest_reason or row.confidential_ground
