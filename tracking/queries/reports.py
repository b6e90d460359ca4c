"""What a Progress Report says, read in the same few queries whatever its length."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q

from tracking import dates, rules
from tracking.claim_check import Finding, LeafFacts, check_leaf
from tracking.enums import Outcome, ReportState, ScanState
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
    Viewer,
)
from tracking.models.evidence import not_held_back_from
from tracking.queries.claim_facts import ClaimFactsReader, SectionFacts
from tracking.queries.last_rounds import last_claims, views_by_leaf


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
        return self.update.version > 0 or bool(self.evidence) or any(leaf.is_answered for leaf in self.tracked)

    @property
    def infected(self) -> tuple[EvidenceInReport, ...]:
        """Evidence in which the virus scanner found something."""
        return tuple(row for row in self.evidence if row.evidence.scan_state == ScanState.INFECTED)

    @property
    def is_complete(self) -> bool:
        """Every tracked part is answered, nothing contradicts itself, and something is said or shown for it."""
        if not self.tracked:
            return True
        has_evidence = bool(self.update.evidence_text.strip() or self.evidence)
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


def read_report(
    report: ProgressReport,
    *,
    viewer: Viewer,
    revision: ReportRevision | None = None,
    recommendation: Recommendation | None = None,
) -> ReportContent:
    """Read a revision of a report (the current one unless told) for a viewer; one section with `recommendation`.

    `sections` are those the viewer may read: whoever merely answers for something in a report reads their own of it
    until it is published. What they may write is `rules.WritingRights`, asked of every leaf.
    While the report is written, the leaves are those tracked today; once handed in, those it was handed in with.
    """
    revision = revision or report.revisions.get(is_current=True)
    updates = _updates(revision, recommendation)
    whole = [update.recommendation_id for update in updates]
    family = _family(whole)
    reader = _Reader(report, revision, viewer, updates, [leaf.pk for members in family.values() for leaf in members])
    return ReportContent(
        report=report,
        revision=revision,
        posts=tuple(row.post for row in report.report_posts.select_related("post")),
        contact_officers=tuple(revision.contact_officers.all()),
        every_section=tuple(reader.section(update, family[update.recommendation_id]) for update in updates),
        is_writable=reader.is_written and reader.rights.is_of_the_report,
    )


def _updates(revision: ReportRevision, recommendation: Recommendation | None) -> list[ProgressUpdate]:
    claims = SelfAssessment.objects.select_related("category", "leaf__parent").prefetch_related("overrides")
    updates = (
        revision.updates.select_related("recommendation", "recorded_by__person")
        .prefetch_related(
            Prefetch("self_assessments", claims),
            Prefetch("evidence_uses", EvidenceUse.objects.select_related("evidence__supplied_by", "leaf")),
        )
        .order_by("recommendation__number")
    )
    return list(updates.filter(recommendation=recommendation) if recommendation else updates)


def _family(whole: Sequence[int]) -> dict[int, list[Recommendation]]:
    """Each recommendation followed by its parts, by the whole recommendation's primary key."""
    members: dict[int, list[Recommendation]] = defaultdict(list)
    rows = Recommendation.objects.filter(Q(pk__in=whole) | Q(parent__in=whole)).order_by("number", "letter")
    for row in rows.with_responsibilities():
        members[row.parent_id or row.pk].append(row)
    return members


class _Reader:
    """What all sections of one report share while it is read."""

    def __init__(
        self,
        report: ProgressReport,
        revision: ReportRevision,
        viewer: Viewer,
        updates: Sequence[ProgressUpdate],
        leaves: Sequence[int],
    ) -> None:
        self.report = report
        self.meeting_on: date = report.meeting.held_on
        self.claim_facts = ClaimFactsReader(report, revision, viewer)
        self.is_written = revision.is_current and report.state in ReportState.editable()
        self.rights = rules.writing_rights(viewer, report)
        readable = ProgressUpdate.objects.read_by(viewer).filter(pk__in=[update.pk for update in updates])
        self.readable_updates = frozenset(readable.values_list("pk", flat=True))
        self.today = dates.today()
        self.views = views_by_leaf(leaves, viewer)
        self.last_claims = last_claims(leaves, report)
        used = [use.evidence_id for update in updates for use in update.evidence_uses.all()]
        opens = ExpressionWrapper(not_held_back_from(viewer), output_field=BooleanField())
        self.open_evidence: dict[int, bool] = dict(
            Evidence.objects.visible_to(viewer).filter(pk__in=used).values_list("pk", opens)
        )

    def section(self, update: ProgressUpdate, members: Sequence[Recommendation]) -> Section:
        claims = {claim.leaf_id: claim for claim in update.self_assessments.all()}
        facts = self.claim_facts.section(update)
        rows: list[LeafInReport] = []
        for row in self._leaves(members, claims):
            is_first = not any(earlier.is_tracked for earlier in rows)
            rows.append(self._leaf(row, claims.get(row.pk), facts, speaks_for_section=is_first))
        tracked = tuple(row for row in rows if row.is_tracked)
        posts = {
            item.post_id: item.post
            for row in members
            for item in row.responsibilities_on(self.today)
            if not row.withdrawn_reason
        }
        return Section(
            update=update,
            recommendation=members[0],
            posts=tuple(posts.values()),
            tracked=tracked,
            concluded=tuple(row for row in rows if not row.is_tracked and row.standing_view is not None),
            evidence=tuple(
                EvidenceInReport(
                    use,
                    use.evidence,
                    is_open_to_viewer=use.evidence_id in self.open_evidence,
                    file_opens=self.open_evidence.get(use.evidence_id, False),
                )
                for use in update.evidence_uses.all()
            ),
            is_writable=self.is_written and (self.rights.signs or any(row.is_writable for row in tracked)),
            is_readable=update.pk in self.readable_updates,
        )

    def _leaves(self, members: Sequence[Recommendation], claims: dict[int, SelfAssessment]) -> list[Recommendation]:
        """The leaves to show: today's while the report is written; once handed in, also any that was one then."""
        in_force = [row for row in members if not row.withdrawn_reason]
        parts = [row for row in in_force if row.parent_id]
        leaves = parts or in_force
        if self.is_written:
            return leaves
        return [row for row in members if row.pk in claims or row in leaves]

    def _leaf(
        self, leaf: Recommendation, claim: SelfAssessment | None, facts: SectionFacts, *, speaks_for_section: bool
    ) -> LeafInReport:
        views = self.views[leaf.pk]
        before = [view for view in views if view.outcome == Outcome.VIEWED and self._came_before(view)]
        standing = before[0] if before else None
        concluded = standing is not None and standing.concludes
        is_tracked = not concluded if self.is_written else claim is not None
        return LeafInReport(
            leaf=leaf,
            claim=claim,
            view=next((view for view in views if view.meeting_id == self.report.meeting_id), None),
            standing_view=standing if is_tracked or concluded else None,
            last_claim=self.last_claims.get(leaf.pk),
            facts=facts.leaf(leaf, claim, before, speaks_for_section=speaks_for_section) if is_tracked else None,
            is_writable=is_tracked and self.is_written and self.rights.may_write(leaf),
        )

    def _came_before(self, view: Assessment) -> bool:
        """While the report is written every view counts; afterwards those before its meeting."""
        return self.is_written or view.considered_on < self.meeting_on
