"""Reads what a Progress Report says, in the same few queries whatever its length."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, Q

from tracking import dates, rules
from tracking.enums import Outcome, ReportState
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
from tracking.queries.claim_facts import ClaimFactsReader, SectionFacts
from tracking.queries.evidence import evidence_that_opens
from tracking.queries.exempt_passages import passages_by_update
from tracking.queries.last_rounds import last_claims, views_by_leaf
from tracking.queries.report_content import EvidenceInReport, LeafInReport, ReportContent, Section


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
        self.open_evidence = evidence_that_opens(used, viewer)
        self.passages = passages_by_update([revision.pk], viewer)

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
            passages=self.passages.get(update.pk, ()),
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
