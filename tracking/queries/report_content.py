"""One revision of a Progress Report as it was read: what it says, and what of it is still open."""

from dataclasses import dataclass
from functools import cached_property

from tracking.claim_check import Finding, LeafFacts, check_leaf
from tracking.enums import ScanState
from tracking.models import (
    Assessment,
    ClaimCheckOverride,
    ContactOfficer,
    Evidence,
    EvidenceUse,
    Post,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportRevision,
    SelfAssessment,
)
from tracking.queries.exempt_passages import PassageInReport


@dataclass(frozen=True)
class LeafInReport:
    """One leaf as the report has it.

    A tracked one has `facts`, and `claim` once something was saved; one already concluded has neither. `view` is the
    committee's view at the report's own meeting, `standing_view` the latest one before that meeting; `last_claim` the
    Cabinet Member's assessment in the round before.
    """

    leaf: Recommendation
    claim: SelfAssessment | None
    view: Assessment | None
    standing_view: Assessment | None
    last_claim: SelfAssessment | None
    facts: LeafFacts | None
    is_writable: bool

    @property
    def is_tracked(self) -> bool:
        return self.facts is not None

    @property
    def is_answered(self) -> bool:
        return self.claim is not None and self.claim.is_complete

    @property
    def overrides(self) -> dict[str, ClaimCheckOverride]:
        """The reasons given against warnings, by the warning's code."""
        return {row.code: row for row in self.claim.overrides.all()} if self.claim else {}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return check_leaf(self.facts) if self.facts else ()

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Errors, and warnings that nobody has answered as they read now."""
        return tuple(finding for finding in self.findings if finding.blocks or not self.is_overridden(finding))

    def is_overridden(self, finding: Finding) -> bool:
        """Whether a reason was given against this warning as it reads now."""
        override = self.overrides.get(finding.code)
        return override is not None and override.message in ("", finding.message)

    @property
    def standing_overrides(self) -> tuple[ClaimCheckOverride, ...]:
        """Those given against warnings as they read now."""
        standing = {finding.code for finding in self.findings if self.is_overridden(finding)}
        return tuple(override for code, override in self.overrides.items() if code in standing)

    def reason_against(self, finding: Finding) -> str:
        """The reason that stands against a warning; nothing where it was given against other words."""
        return self.overrides[finding.code].reason if self.is_overridden(finding) else ""

    def earlier_reason_against(self, finding: Finding) -> str:
        """A reason given while the warning read otherwise, to be thought over again."""
        is_earlier = finding.code in self.overrides and not self.is_overridden(finding)
        return self.overrides[finding.code].reason if is_earlier else ""


@dataclass(frozen=True)
class EvidenceInReport:
    """A use of evidence; the evidence itself only where the viewer may open it."""

    use: EvidenceUse
    evidence: Evidence
    is_open_to_viewer: bool
    file_opens: bool
    """Whether the viewer may open it as well: nothing that the virus scanner holds back from them."""


@dataclass(frozen=True)
class Section:
    """The report's section for one recommendation."""

    update: ProgressUpdate
    recommendation: Recommendation
    posts: tuple[Post, ...]
    tracked: tuple[LeafInReport, ...]
    concluded: tuple[LeafInReport, ...]
    evidence: tuple[EvidenceInReport, ...]
    passages: tuple[PassageInReport, ...]
    is_writable: bool
    is_readable: bool
    """Whether the viewer may read what it says; otherwise only that it is there, how far it is and who has it."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for leaf in self.tracked for finding in leaf.findings)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        return tuple(finding for leaf in self.tracked for finding in leaf.open_findings)

    @property
    def is_started(self) -> bool:
        has_something = bool(self.evidence or self.passages)
        return self.update.version > 0 or has_something or any(leaf.is_answered for leaf in self.tracked)

    @property
    def infected(self) -> tuple[EvidenceInReport, ...]:
        """Evidence in which the virus scanner found something."""
        return tuple(row for row in self.evidence if row.evidence.scan_state == ScanState.INFECTED)

    @property
    def is_complete(self) -> bool:
        """Every tracked part is answered, nothing contradicts itself, and something is said or shown for it."""
        if not self.tracked:
            return True
        has_evidence = bool(self.update.evidence_text.strip() or self.evidence or self.passages)
        return has_evidence and not self.open_findings and not self.infected


@dataclass(frozen=True)
class ReportContent:
    """One revision of a Progress Report with everything a page about it shows."""

    report: ProgressReport
    revision: ReportRevision
    posts: tuple[Post, ...]
    contact_officers: tuple[ContactOfficer, ...]
    every_section: tuple[Section, ...]
    is_writable: bool
    """Whether the viewer may write the overview and the contact officers now."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """Those the viewer may read."""
        return tuple(section for section in self.every_section if section.is_readable)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        return tuple(finding for section in self.sections for finding in section.open_findings)

    @property
    def infected(self) -> tuple[tuple[Section, EvidenceInReport], ...]:
        """Evidence with a virus, in any section: such a report cannot be signed."""
        return tuple((section, row) for section in self.every_section for row in section.infected)
