"""What a Progress Report says, read in the same few queries whatever its length."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q

from tracking import dates, rules
from tracking.claim_check import Finding, LeafFacts, check_leaf
from tracking.enums import AsksFor, Outcome, ReportState, Timing
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
    roles_of,
)


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

    @property
    def findings(self) -> tuple[Finding, ...]:
        return check_leaf(self.facts) if self.facts else ()

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Errors, and warnings that nobody has answered."""
        return tuple(finding for finding in self.findings if finding.blocks or finding.code not in self.overrides)


@dataclass(frozen=True)
class EvidenceInReport:
    """A use of evidence; the evidence itself only where the viewer may open it."""

    use: EvidenceUse
    evidence: Evidence
    is_open_to_viewer: bool


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
    def is_complete(self) -> bool:
        """Every tracked part is answered, nothing contradicts itself, and something is said or shown for it."""
        if not self.tracked:
            return True
        has_evidence = bool(self.update.evidence_text.strip() or self.evidence)
        return has_evidence and not self.open_findings


@dataclass(frozen=True)
class ReportContent:
    """One revision of a Progress Report with everything a page about it shows."""

    report: ProgressReport
    revision: ReportRevision
    posts: tuple[Post, ...]
    contact_officers: tuple[ContactOfficer, ...]
    sections: tuple[Section, ...]
    is_writable: bool
    """Whether the viewer may write the overview and the contact officers now."""

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        return tuple(finding for section in self.sections for finding in section.open_findings)


def read_report(
    report: ProgressReport,
    *,
    viewer: Viewer,
    revision: ReportRevision | None = None,
    recommendation: Recommendation | None = None,
) -> ReportContent:
    """Read a revision of a report (the current one unless told) for a viewer; one section with `recommendation`.

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
        sections=tuple(reader.section(update, family[update.recommendation_id]) for update in updates),
        is_writable=reader.is_written and reader.writes_everything,
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
        self.is_written = revision.is_current and report.state in ReportState.editable()
        self.posts_of_viewer = roles_of(viewer).posts
        self.writes_everything = self.is_written and rules.is_of_a_post_of_the_report(viewer, report)
        self.today = dates.today()
        self.views = _views(leaves, viewer)
        self.last_claims = _last_claims(leaves, report)
        used = [use.evidence_id for update in updates for use in update.evidence_uses.all()]
        self.open_evidence = frozenset(
            Evidence.objects.visible_to(viewer).filter(pk__in=used).values_list("pk", flat=True)
        )

    def section(self, update: ProgressUpdate, members: Sequence[Recommendation]) -> Section:
        claims = {claim.leaf_id: claim for claim in update.self_assessments.all()}
        rows = [self._leaf(row, claims.get(row.pk)) for row in self._leaves(members, claims)]
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
                EvidenceInReport(use, use.evidence, use.evidence_id in self.open_evidence)
                for use in update.evidence_uses.all()
            ),
            is_writable=self.is_written and (self.writes_everything or bool(self.posts_of_viewer & posts.keys())),
        )

    def _leaves(self, members: Sequence[Recommendation], claims: dict[int, SelfAssessment]) -> list[Recommendation]:
        """The leaves to show: today's while the report is written; once handed in, also any that was one then."""
        in_force = [row for row in members if not row.withdrawn_reason]
        parts = [row for row in in_force if row.parent_id]
        leaves = parts or in_force
        if self.is_written:
            return leaves
        return [row for row in members if row.pk in claims or row in leaves]

    def _leaf(self, leaf: Recommendation, claim: SelfAssessment | None) -> LeafInReport:
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
            facts=_facts(leaf, claim, before, self.meeting_on) if is_tracked else None,
            is_writable=self.is_written and (self.writes_everything or self._answers_for(leaf)),
        )

    def _came_before(self, view: Assessment) -> bool:
        """While the report is written every view counts; afterwards those before its meeting."""
        return self.is_written or view.considered_on < self.meeting_on

    def _answers_for(self, leaf: Recommendation) -> bool:
        posts = {row.post_id for row in leaf.responsibilities_on(self.today)}
        return bool(self.posts_of_viewer & posts)


def _views(leaves: Sequence[int], viewer: Viewer) -> dict[int, list[Assessment]]:
    """The live views on each leaf that the viewer may see, the latest first."""
    views: dict[int, list[Assessment]] = defaultdict(list)
    rows = Assessment.objects.visible_to(viewer).live().filter(leaf__in=leaves).with_everything()
    for view in rows.order_by(F("considered_on").desc(), F("meeting__sequence").desc(nulls_last=True), "-pk"):
        views[view.leaf_id].append(view)
    return views


def _last_claims(leaves: Sequence[int], report: ProgressReport) -> dict[int, SelfAssessment]:
    """The latest public assessment of each leaf in a report for an earlier meeting."""
    claims = SelfAssessment.objects.filter(
        leaf__in=leaves,
        update__revision__is_current=True,
        update__revision__report__state__in=ReportState.public(),
        update__revision__report__meeting__held_on__lt=report.meeting.held_on,
    ).select_related("category", "update__revision__report__meeting")
    return {claim.leaf_id: claim for claim in claims.order_by("update__revision__report__meeting__held_on", "pk")}


def _facts(
    leaf: Recommendation, claim: SelfAssessment | None, views: Iterable[Assessment], meeting_on: date
) -> LeafFacts:
    """Return what the claim check asks of a tracked leaf; `views` are those given before, the latest first."""
    category = claim.category if claim else None
    return LeafFacts(
        leaf_pk=leaf.pk,
        reference=leaf.reference,
        label=leaf.label,
        meeting_on=meeting_on,
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
    )
