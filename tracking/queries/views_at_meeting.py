"""The leaves before a meeting and the committee's views on them: those of its own reports, and those deferred to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, When

from tracking.enums import MeetingState
from tracking.models import (
    Assessment,
    Inquiry,
    Meeting,
    ProgressReport,
    Recommendation,
    ReportRevision,
    SelfAssessment,
    Viewer,
)
from tracking.models.recommendations import RecommendationQuerySet


@dataclass(frozen=True)
class LeafAtMeeting:
    """One leaf of a public report at its meeting: the claim, and the view where there is one.

    `concluded_before` is the conclusion of another meeting that came in between: nothing is left to record.
    """

    leaf: Recommendation
    claim: SelfAssessment
    view: Assessment | None
    concluded_before: bool

    @property
    def waits(self) -> bool:
        return self.view is None and not self.concluded_before


@dataclass(frozen=True)
class ReportAtMeeting:
    """A public report at a meeting, leaf by leaf in order.

    `deferred_from` is the earlier meeting the report was for; then only the leaves deferred from there are here.
    """

    report: ProgressReport
    revision: ReportRevision
    leaves: tuple[LeafAtMeeting, ...]
    deferred_from: Meeting | None = None

    @property
    def waiting(self) -> tuple[LeafAtMeeting, ...]:
        return tuple(row for row in self.leaves if row.waits)


def reports_at_meeting(meeting: Meeting, viewer: Viewer) -> tuple[ReportAtMeeting, ...]:
    """Return the public reports at a meeting with every leaf, its claim and its view, in a fixed number of queries.

    Those for the meeting come first; after them the reports for earlier meetings from which leaves were deferred to it,
    with these leaves alone.
    """
    views = {
        view.leaf_id: view
        for view in Assessment.objects.visible_to(viewer)
        .live()
        .filter(meeting=meeting)
        .select_related("category", "meeting__committee")
    }
    claims = _claims_at(meeting, viewer)
    leaves = Recommendation.objects.filter(pk__in=[claim.leaf_id for claim in claims])
    concluded = set(leaves.with_standing_assessment(viewer).concluded().values_list("pk", flat=True))
    found: dict[ReportRevision, list[LeafAtMeeting]] = defaultdict(list)
    for claim in claims:
        view = views.get(claim.leaf_id)
        concluded_before = view is None and claim.leaf_id in concluded
        found[claim.update.revision].append(LeafAtMeeting(claim.leaf, claim, view, concluded_before))
    return tuple(
        ReportAtMeeting(
            report=revision.report,
            revision=revision,
            leaves=tuple(rows),
            deferred_from=revision.report.meeting if revision.report.meeting_id != meeting.pk else None,
        )
        for revision, rows in found.items()
    )


def _claims_at(meeting: Meeting, viewer: Viewer) -> list[SelfAssessment]:
    """The claims of the meeting's own public reports, then those of leaves deferred to it, each in order.

    A deferred leaf that was dealt with here stays on the list of this meeting.
    """
    claims = SelfAssessment.objects.published_to(viewer)
    brought_here = claims.filter(update__revision__report__meeting=meeting).values_list("pk", flat=True)
    came_back = (
        Assessment.objects.visible_to(viewer)
        .live()
        .filter(meeting=meeting, self_assessment__isnull=False)
        .exclude(report__meeting=meeting)
    )
    # Asked one after the other, each through its index: together, in one OR, every claim there is would be looked at.
    shown: set[Any] = {*brought_here, *_deferred_claims(meeting, viewer)}
    shown |= set(came_back.values_list("self_assessment", flat=True))
    return list(
        claims.filter(pk__in=shown)
        .annotate(is_deferred=Case(When(update__revision__report__meeting=meeting, then=0), default=1))
        .select_related("category", "leaf__parent", "leaf__inquiry")
        .select_related("update__revision__report__inquiry", "update__revision__report__lead_post")
        .select_related("update__revision__report__meeting__committee")
        .order_by("is_deferred", "leaf__inquiry__title", "update__revision__report_id", "leaf__number", "leaf__letter")
    )


def _deferred_claims(meeting: Meeting, viewer: Viewer) -> Iterable[int]:
    """The claims of leaves that come back at a meeting; none once it is closed, as `deferred` has it."""
    if meeting.state in {MeetingState.CANCELLED, MeetingState.MINUTES_APPROVED}:
        return ()
    earlier = Assessment.objects.visible_to(viewer).filter(
        meeting__committee=meeting.committee_id, meeting__held_on__lte=meeting.held_on
    )
    coming_back = earlier.deferred(viewer).filter(Q(returns_to=meeting.pk), self_assessment__isnull=False)
    return coming_back.values_list("self_assessment", flat=True)


def reopenable_leaves(meeting: Meeting, viewer: Viewer) -> RecommendationQuerySet:
    """Return the leaves that this meeting could reopen: concluded at an earlier one, tracked by its committee."""
    inquiries = Inquiry.objects.visible_to(viewer).tracked_by([meeting.committee_id])
    return (
        Recommendation.objects.visible_to(viewer)
        .leaves()
        .filter(inquiry__in=inquiries.values("pk"))
        .with_standing_assessment(viewer)
        .concluded()
        .filter(Q(standing_on__lt=meeting.held_on))
        .select_related("inquiry", "parent")
        .order_by("inquiry__title", "number", "letter")
    )


def last_minute(meeting: Meeting, viewer: Viewer) -> str:
    """Return the minute number recorded last at a meeting: mostly the next view's too."""
    views = Assessment.objects.visible_to(viewer).live().filter(meeting=meeting).order_by("-recorded_at", "-pk")
    return views.values_list("minute", flat=True).first() or ""


def views_waiting(meetings: Iterable[Meeting], viewer: Viewer) -> dict[int, tuple[int, int]]:
    """Return by meeting how many leaves wait for a view, and of how many, in four queries whatever their number."""
    rows = list(meetings)
    claimed = SelfAssessment.objects.published_to(viewer).filter(update__revision__report__meeting__in=rows)
    deferred = Assessment.objects.visible_to(viewer).deferred().filter(Q(returns_to__in=[row.pk for row in rows]))
    recorded = Assessment.objects.live().filter(meeting__in=rows)
    brought_to = {
        (row, leaf): meeting for row, leaf, meeting in recorded.values_list("meeting", "leaf", "report__meeting")
    }
    viewed = set(brought_to)
    pairs = set(claimed.values_list("update__revision__report__meeting", "leaf"))
    pairs |= set(deferred.values_list(F("returns_to"), "leaf"))
    # Those deferred to a meeting still count there once they are viewed.
    pairs |= {(row, leaf) for (row, leaf), meeting in brought_to.items() if meeting not in (None, row)}
    left = {leaf for _, leaf in pairs - viewed}
    leaves = Recommendation.objects.filter(pk__in=left).with_standing_assessment(viewer)
    concluded = set(leaves.concluded().values_list("pk", flat=True))
    totals = {row.pk: [0, 0] for row in rows}
    for meeting, leaf in pairs:
        totals[meeting][0] += (meeting, leaf) not in viewed and leaf not in concluded
        totals[meeting][1] += 1
    return {pk: (waiting, total) for pk, (waiting, total) in totals.items()}
