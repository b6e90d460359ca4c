"""Reads the evidence of a report for the public edition: what is withheld is known only by its place."""

from tracking.enums import Exemption, ScanState
from tracking.models import Evidence, EvidenceUse, ProgressUpdate, ReportRevision, Viewer
from tracking.queries.paper_facts import EvidenceFacts, EvidenceUseFacts


def evidence_of(revision: ReportRevision, *, seen_by: Viewer) -> tuple[EvidenceFacts, ...]:
    """Return the evidence of the sections of a revision that the viewer reads, each piece once, numbered by first use.

    The rows come from `Evidence.objects.public()`, which cannot see a withheld one; of those only the paragraph of
    Schedule 12A is asked for, so that every edition numbers alike and the gap is marked (Local Government Act 1972,
    section 100B(5)).
    """
    uses = uses_in(revision, seen_by=seen_by)
    public = Evidence.objects.public().select_related("supplied_by").in_bulk(uses)
    paragraphs = dict(
        Evidence.objects.filter(pk__in=uses, exemption__in=Exemption.withheld()).values_list("pk", "exempt_paragraph")
    )
    return tuple(
        evidence_facts(number, public[pk], used) if pk in public else _withheld_evidence(number, paragraphs[pk], used)
        for number, (pk, used) in enumerate(uses.items(), start=1)
    )


def uses_in(revision: ReportRevision, *, seen_by: Viewer) -> dict[int, list[EvidenceUse]]:
    """Return where each piece of evidence is used, by its primary key, in the order in which they are numbered."""
    uses: dict[int, list[EvidenceUse]] = {}
    sections = ProgressUpdate.objects.read_by(seen_by).filter(revision=revision)
    rows = EvidenceUse.objects.filter(update__in=sections).select_related("leaf", "update__recommendation")
    for use in rows.order_by("update__recommendation__number", "position", "pk"):
        uses.setdefault(use.evidence_id, []).append(use)
    return uses


def evidence_facts(number: int, evidence: Evidence, uses: list[EvidenceUse]) -> EvidenceFacts:
    """The facts of evidence that the edition prints."""
    scan_state = ScanState(evidence.scan_state)
    return EvidenceFacts(
        number=number,
        uses=tuple(EvidenceUseFacts(_used_for(use), use.pages) for use in uses),
        pk=evidence.pk,
        title=evidence.title,
        stored_name="" if scan_state in ScanState.held_back() else evidence.file.name or "",
        original_name=evidence.original_name,
        content_type=evidence.content_type,
        link=evidence.link,
        sha256=evidence.sha256,
        page_count=evidence.page_count,
        scan_state=scan_state,
        supplied_by=evidence.supplied_by.name if evidence.supplied_by else "",
        is_withheld=evidence.is_withheld,
        exempt_paragraph=evidence.exempt_paragraph,
    )


def _withheld_evidence(number: int, paragraph: int | None, uses: list[EvidenceUse]) -> EvidenceFacts:
    return EvidenceFacts(
        number=number,
        uses=tuple(EvidenceUseFacts(_used_for(use), "") for use in uses),
        is_withheld=True,
        exempt_paragraph=paragraph,
    )


def _used_for(use: EvidenceUse) -> str:
    return (use.leaf or use.section.recommendation).label
