"""What the claim check asks of an update on a plan: each rating with its date, the text behind it and its files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from tracking.claim_check import EvidenceFacts, Finding, LeafFacts, check_leaf
from tracking.enums import AsksFor, Exemption, Timing
from tracking.models import ClaimCheckOverride, EvidenceUse
from tracking.models.plans import LeadAssessment, PlanItem, PlanUpdateRevision
from tracking.queries.plans.ratings import month_ends_on

_LONGEST = 60


@dataclass(frozen=True)
class CheckedRating:
    """A rating of an update with what the claim check finds in it, and the reasons given against that."""

    assessment: LeadAssessment
    findings: tuple[Finding, ...]

    @property
    def overrides(self) -> dict[str, ClaimCheckOverride]:
        return {row.code: row for row in self.assessment.overrides.all()}

    def is_overridden(self, finding: Finding) -> bool:
        """Whether a reason was given against this warning as it reads now."""
        override = self.overrides.get(finding.code)
        return override is not None and override.message in ("", finding.message)

    def reason_against(self, finding: Finding) -> str:
        return self.overrides[finding.code].reason if self.is_overridden(finding) else ""

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Errors, and warnings that nobody has answered as they read now."""
        return tuple(row for row in self.findings if row.blocks or not self.is_overridden(row))


def checked_ratings(revision: PlanUpdateRevision) -> tuple[CheckedRating, ...]:
    """Check every rating of a revision that has a category; "not rated" claims nothing. Three queries."""
    rows = revision.assessments.select_related("category", "item__aim__theme", "item__theme", "aim__theme")
    uses = list(revision.evidence_uses.select_related("evidence").order_by("position", "pk"))
    return tuple(
        CheckedRating(row, check_leaf(claim_facts(row, revision, uses)) if row.category else ())
        for row in rows.prefetch_related("overrides")
    )


def claim_facts(row: LeadAssessment, revision: PlanUpdateRevision, uses: Iterable[EvidenceUse]) -> LeafFacts:
    """Return what the claim check asks of a rating; its date is held against the end of the month."""
    month, category, item = revision.update.round.month, row.category, row.item
    return LeafFacts(
        leaf_pk=row.pk,
        reference=str(row.pk),
        label=unit_label(row),
        recommendation=unit_label(row),
        meeting_on=month_ends_on(month),
        told_at=f"the end of {month:%B %Y}",
        done_word="complete",
        in_time_words="to be on track",
        due_on=_due_on(item),
        has_no_end=item.has_no_end if item else False,
        category_name=str(category) if category else "",
        achieved=category.achieved if category else False,
        timing=Timing(category.timing) if category else Timing.NONE,
        asks_for=AsksFor(category.asks_for) if category else AsksFor.NOTHING,
        recovery_text=row.recovery_text,
        recovery_on=row.recovery_on,
        evidence_text=revision.text,
        evidence=tuple(_evidence(use) for use in uses),
    )


def unit_label(row: LeadAssessment) -> str:
    """What a finding calls a unit: its aim or theme, and how its words begin."""
    item = row.item
    if item is None:
        return f"Aim {row.aim}"
    place = str(item.aim) if item.aim else f"Theme {item.of_theme.number}"
    return f"{place} “{shorten(item.text, _LONGEST, placeholder='…')}”"


def _due_on(item: PlanItem | None) -> date | None:
    return item.due_on if item else None


def _evidence(use: EvidenceUse) -> EvidenceFacts:
    """What is withheld is known by its pages alone: what the claim check says of it is printed."""
    evidence = use.evidence
    title = evidence.title if evidence.exemption == Exemption.PUBLIC else ""
    return EvidenceFacts(title=title, page_count=evidence.page_count, pages=use.pages)
