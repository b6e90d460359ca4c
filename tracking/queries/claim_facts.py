"""Reads what the claim check asks of a Progress Report: each tracked leaf, its evidence, and the report as printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracking.claim_check import EvidenceFacts, LeafFacts, PaperFacts, means_the_paper
from tracking.enums import AsksFor, Exemption, Timing
from tracking.models import (
    Assessment,
    EvidenceUse,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportRevision,
    SelfAssessment,
    Viewer,
)
from tracking.queries.last_rounds import views_before
from tracking.queries.paper_facts import appendix_numbers


@dataclass(frozen=True)
class SectionFacts:
    """What the leaves of one section share; `paper` only where its texts point into the report."""

    update: ProgressUpdate
    meeting_on: date
    evidence: tuple[EvidenceFacts, ...]
    paper: PaperFacts | None

    def leaf(
        self,
        leaf: Recommendation,
        claim: SelfAssessment | None,
        views: Iterable[Assessment],
        *,
        speaks_for_section: bool,
    ) -> LeafFacts:
        """Return what the claim check asks of a tracked leaf; `views` are those given before, the latest first."""
        category = claim.category if claim else None
        return LeafFacts(
            leaf_pk=leaf.pk,
            reference=leaf.reference,
            label=leaf.label,
            recommendation=self.update.recommendation.label,
            part=leaf.letter if leaf.parent_id else "",
            meeting_on=self.meeting_on,
            due_on=leaf.due.due_on,
            agreed_due_on=next((view.agreed_due_on for view in views if view.agreed_due_on), None),
            has_no_end=leaf.due.has_no_end,
            category_name=str(category) if category else "",
            achieved=category.achieved if category else False,
            timing=Timing(category.timing) if category else Timing.NONE,
            asks_for=AsksFor(category.asks_for) if category else AsksFor.NOTHING,
            is_proposal=bool(claim and claim.proposed_conclusion),
            completed_on=claim.completed_on if claim else None,
            anticipated_on=claim.anticipated_on if claim else None,
            anticipated_text=claim.anticipated_text if claim else "",
            obstacle=claim.obstacle if claim else "",
            pointer_text=claim.pointer_text if claim else "",
            evidence_text=self.update.evidence_text,
            overall_statement=self.update.overall_statement,
            evidence=self.evidence,
            speaks_for_section=speaks_for_section,
            paper=self.paper,
        )


class ClaimFactsReader:
    """Reads the facts of a revision section by section; how it will be printed is asked at most once, and only then."""

    def __init__(self, report: ProgressReport, revision: ReportRevision, viewer: Viewer) -> None:
        self.report = report
        self.revision = revision
        self.viewer = viewer

    def section(self, update: ProgressUpdate) -> SectionFacts:
        """`update` comes with its self-assessments and its uses of evidence."""
        texts = [update.evidence_text, *(claim.pointer_text for claim in update.self_assessments.all())]
        return SectionFacts(
            update=update,
            meeting_on=self.report.meeting.held_on,
            evidence=tuple(_evidence(use) for use in update.evidence_uses.all()),
            paper=self._paper if means_the_paper(texts) else None,
        )

    @cached_property
    def _paper(self) -> PaperFacts:
        """The appendices and the evidence of the report as everyone will read it."""
        uses = EvidenceUse.objects.filter(update__revision=self.revision).select_related("evidence")
        evidence: dict[int, EvidenceFacts] = {}
        for use in uses.order_by("update__recommendation__number", "position", "pk"):
            evidence.setdefault(use.evidence_id, _evidence(use))
        scheme = self.report.inquiry.scheme
        numbers = appendix_numbers(
            overview=bool(self.revision.overview.strip()),
            tracking_process=scheme.standing_questions.exists() or scheme.categories.exists(),
            tracked_today=True,
            concluded=self._has_concluded_leaves(),
            evidence=bool(evidence),
        )
        return PaperFacts(
            appendices=frozenset(numbers.values()),
            evidence_appendix=numbers.get("evidence"),
            evidence=tuple(evidence.values()),
        )

    def _has_concluded_leaves(self) -> bool:
        standing: dict[int, Assessment] = {}
        for view in views_before(self.report, self.viewer):
            standing.setdefault(view.leaf_id, view)
        concluded = [pk for pk, view in standing.items() if view.concludes]
        return Recommendation.objects.filter(pk__in=concluded).leaves().exists()


def _evidence(use: EvidenceUse) -> EvidenceFacts:
    """What is withheld is known by its pages alone: what the claim check says of it is printed."""
    evidence = use.evidence
    return EvidenceFacts(
        title=evidence.title if evidence.exemption == Exemption.PUBLIC else "",
        page_count=evidence.page_count,
        pages=use.pages,
        leaf_pk=use.leaf_id,
    )
