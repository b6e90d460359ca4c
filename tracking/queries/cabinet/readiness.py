"""What keeps a report to Cabinet from being handed in or accepted, and what is still to be cleared."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracking.enums import CabinetReportState, HeadingHolds, ScanState
from tracking.models import Post
from tracking.models.cabinet import (
    CabinetAppendix,
    CabinetReport,
    CabinetReportRevision,
    CabinetSection,
    RecommendedDecision,
    SectionClearance,
)


class Gap(StrEnum):
    """What is missing before a report can be handed in."""

    KEY_DECISION = "key_decision"
    CALL_IN = "call_in"
    SECTION = "section"
    DECISIONS = "decisions"
    VIRUS = "virus"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing; `heading_pk` and `heading` for that of a section, `title` for that of an appendix."""

    gap: Gap
    heading_pk: int | None = None
    heading: str = ""
    title: str = ""


@dataclass(frozen=True)
class ClearingFacts:
    """Whether a compliance section that a post clears was cleared as it stands.

    `by` is who cleared it, or who accepted the report without; then `why_not` says why.
    """

    section: CabinetSection
    post: Post
    by: str = ""
    at: datetime | None = None
    why_not: str = ""

    @property
    def is_cleared(self) -> bool:
        return self.at is not None and not self.why_not


def missing_of(report: CabinetReport, revision: CabinetReportRevision) -> tuple[Missing, ...]:
    """Return what must still be said before the report can be handed in, in the order of its pages."""
    gaps = []
    if report.is_key_decision is None:
        gaps.append(Missing(Gap.KEY_DECISION))
    if report.is_open_to_call_in is None:
        gaps.append(Missing(Gap.CALL_IN))
    sections = CabinetSection.objects.filter(revision=revision).select_related("heading").order_by("heading__position")
    gaps += [gap for section in sections if (gap := _gap(section)) is not None]
    if not RecommendedDecision.objects.filter(revision=revision).exists():
        gaps.append(Missing(Gap.DECISIONS))
    infected = CabinetAppendix.objects.filter(revision=revision, file__scan_state=ScanState.INFECTED)
    gaps += [Missing(Gap.VIRUS, title=title) for title in infected.values_list("title", flat=True)]
    return tuple(gaps)


def _gap(section: CabinetSection) -> Missing | None:
    heading = section.heading
    if heading.holds != HeadingHolds.TEXT or section.text.strip() or section.not_required_reason.strip():
        return None
    return Missing(Gap.SECTION, heading.pk, heading.heading)


def clearing_of(revision: CabinetReportRevision) -> tuple[ClearingFacts, ...]:
    """Return each section that a post clears, with how it stands, in the order of the template.

    What is said not to be required needs clearing all the same: that post says whether it is so.
    """
    sections = CabinetSection.objects.filter(revision=revision, heading__cleared_by__isnull=False)
    sections = sections.select_related("heading__cleared_by", "revision__report").order_by("heading__position")
    standing = SectionClearance.objects.standing().select_related("recorded_by__person")
    rows = {row.section_id: row for row in standing.filter(section__in=sections)}
    return tuple(_clearing(section, rows.get(section.pk)) for section in sections)


def _clearing(section: CabinetSection, row: SectionClearance | None) -> ClearingFacts:
    post = section.heading.cleared_by
    assert post is not None  # noqa: S101 - what was filtered for
    if row is None:
        return ClearingFacts(section, post)
    return ClearingFacts(section, post, str(row.recorded_by), row.recorded_at, row.not_cleared_reason)


def can_be_cleared(report: CabinetReport) -> bool:
    """Whether its compliance sections may still be cleared."""
    return report.state in CabinetReportState.cleared()
