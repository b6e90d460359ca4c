"""What the pages of committees and their meetings show, limited to what the viewer may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, When

from tracking import dates
from tracking.enums import CommitteeRole
from tracking.models import (
    Assessment,
    ClosedDay,
    Committee,
    CommitteeMembership,
    CommitteePack,
    Inquiry,
    Meeting,
    ProgressReport,
    Recommendation,
    ReportRevision,
    SelfAssessment,
    TrackingCommittee,
    UpdateRound,
    Viewer,
)
from tracking.models.recommendations import RecommendationQuerySet
from tracking.queries.supplements import published_supplements


@dataclass(frozen=True)
class CommitteeRow:
    """One committee in the list."""

    committee: Committee
    inquiry_count: int
    next_meeting: Meeting | None


@dataclass(frozen=True)
class HandedOn:
    """An inquiry that a committee tracked until a day, and the committee that tracks it now."""

    inquiry: Inquiry
    ended_on: date
    tracked_now_by: Committee | None


@dataclass(frozen=True)
class TrackedInquiry:
    """An inquiry a committee tracks, with how many of its leaves are concluded."""

    inquiry: Inquiry
    leaf_count: int
    concluded_count: int


@dataclass(frozen=True)
class CommitteePage:
    """Who is on a committee today, what it tracks, and when it meets next."""

    committee: Committee
    people: dict[CommitteeRole, tuple[CommitteeMembership, ...]]
    upcoming: tuple[Meeting, ...]
    tracked: tuple[TrackedInquiry, ...]
    handed_on: tuple[HandedOn, ...]


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


@dataclass(frozen=True)
class MeetingPage:
    """One meeting: its reports in any state the viewer may see, its papers, and what was decided."""

    meeting: Meeting
    papers_due_on: date
    reports: tuple[ProgressReport, ...]
    packs: tuple[CommitteePack, ...]
    considered: tuple[ReportAtMeeting, ...]
    reopened: tuple[Assessment, ...]
    update_round: UpdateRound | None = None

    @property
    def total(self) -> int:
        return sum(len(row.leaves) for row in self.considered)

    @property
    def waiting(self) -> int:
        return sum(len(row.waiting) for row in self.considered)

    @property
    def recorded(self) -> int:
        return self.total - self.waiting


def papers_deadlines(meetings: Iterable[Meeting]) -> dict[int, date]:
    """Return by meeting the last day on which its papers can go out in time, in one query.

    Source: `dates.papers_due_on`; how many clear working days is the council's setting.
    """
    closed = frozenset(ClosedDay.objects.values_list("day", flat=True))
    return {row.pk: dates.papers_due_on(row.held_on, settings.CLEAR_WORKING_DAYS, closed) for row in meetings}


def committee_rows(committees: Iterable[Committee], viewer: Viewer, *, today: date) -> list[CommitteeRow]:
    """Return the rows of a page of committees, in the order given, in a fixed number of queries."""
    rows = list(committees)
    inquiries = Inquiry.objects.visible_to(viewer).values("pk")
    tracked = TrackingCommittee.objects.filter(committee__in=rows, ends_on__isnull=True, inquiry__in=inquiries)
    counts = dict(tracked.order_by().values_list("committee").annotate(Count("pk")))
    next_meetings: dict[int, Meeting] = {}
    for meeting in Meeting.objects.visible_to(viewer).upcoming(today).filter(committee__in=rows):
        next_meetings.setdefault(meeting.committee_id, meeting)
    return [CommitteeRow(row, counts.get(row.pk, 0), next_meetings.get(row.pk)) for row in rows]


def committee_page(committee: Committee, viewer: Viewer, *, today: date) -> CommitteePage:
    """Read a committee's people today, its meetings to come and its inquiries, in a fixed number of queries."""
    people: dict[CommitteeRole, list[CommitteeMembership]] = defaultdict(list)
    memberships = CommitteeMembership.objects.filter(committee=committee).in_force(today)
    for row in memberships.select_related("person").order_by("person__name"):
        people[CommitteeRole(row.role)].append(row)
    return CommitteePage(
        committee=committee,
        people={role: tuple(people[role]) for role in CommitteeRole if role in people},
        upcoming=tuple(Meeting.objects.visible_to(viewer).upcoming(today).filter(committee=committee)),
        tracked=_tracked_inquiries(committee, viewer),
        handed_on=_handed_on(committee, viewer),
    )


def past_meetings(committee: Committee, viewer: Viewer, *, today: date) -> QuerySet[Meeting]:
    """Return the sittings that are over, or were called off, the latest first."""
    upcoming = Meeting.objects.upcoming(today).order_by().values("pk")
    return (
        Meeting.objects.visible_to(viewer)
        .filter(committee=committee)
        .exclude(pk__in=upcoming)
        .order_by("-held_on", "-sequence")
    )


def _tracked_inquiries(committee: Committee, viewer: Viewer) -> tuple[TrackedInquiry, ...]:
    inquiries = list(Inquiry.objects.visible_to(viewer).tracked_by([committee]).order_by("title"))
    counts: dict[int, list[int]] = {inquiry.pk: [0, 0] for inquiry in inquiries}
    leaves = Recommendation.objects.visible_to(viewer).leaves().filter(inquiry__in=inquiries)
    concluded = set(leaves.with_standing_assessment(viewer).concluded().values_list("pk", flat=True))
    for pk, inquiry_id in leaves.values_list("pk", "inquiry"):
        counts[inquiry_id][0] += 1
        counts[inquiry_id][1] += pk in concluded
    return tuple(TrackedInquiry(inquiry, *counts[inquiry.pk]) for inquiry in inquiries)


def _handed_on(committee: Committee, viewer: Viewer) -> tuple[HandedOn, ...]:
    rows = (
        TrackingCommittee.objects.filter(
            committee=committee, ends_on__isnull=False, inquiry__in=Inquiry.objects.visible_to(viewer).values("pk")
        )
        .select_related("inquiry")
        .prefetch_related(
            Prefetch("inquiry__tracking_committees", TrackingCommittee.objects.select_related("committee"))
        )
        .order_by("-ends_on", "inquiry__title")
    )
    return tuple(HandedOn(row.inquiry, row.ends_on, row.inquiry.tracking_committee) for row in rows if row.ends_on)


def meeting_page(meeting: Meeting, viewer: Viewer) -> MeetingPage:
    """Read a meeting's papers and what was decided at it, in a fixed number of queries."""
    reports = (
        ProgressReport.objects.visible_to(viewer)
        .live()
        .filter(meeting=meeting)
        .select_related("inquiry", "lead_post")
        .prefetch_related(published_supplements(viewer))
        .order_by("inquiry__title", "pk")
    )
    reopened = Assessment.objects.visible_to(viewer).live().filter(meeting=meeting, reopens=True)
    return MeetingPage(
        meeting=meeting,
        papers_due_on=papers_deadlines([meeting])[meeting.pk],
        reports=tuple(reports),
        packs=tuple(meeting.packs.order_by("edition", "number")),
        considered=reports_at_meeting(meeting, viewer),
        reopened=tuple(
            reopened.select_related("leaf__inquiry", "leaf__parent", "category").order_by("leaf__number", "pk")
        ),
        update_round=UpdateRound.objects.filter(meeting=meeting).first(),
    )


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
    deferred = Assessment.objects.visible_to(viewer).deferred().filter(Q(returns_to=meeting.pk))
    came_back = Assessment.objects.visible_to(viewer).live().filter(meeting=meeting).exclude(report__meeting=meeting)
    brought_here = Q(update__revision__report__meeting=meeting)
    return list(
        SelfAssessment.objects.published_to(viewer)
        .filter(
            brought_here
            | Q(pk__in=deferred.values("self_assessment"))
            | Q(pk__in=came_back.filter(self_assessment__isnull=False).values("self_assessment"))
        )
        .annotate(is_deferred=Case(When(brought_here, then=0), default=1))
        .select_related("category", "leaf__parent", "leaf__inquiry")
        .select_related("update__revision__report__inquiry", "update__revision__report__lead_post")
        .select_related("update__revision__report__meeting__committee")
        .order_by("is_deferred", "leaf__inquiry__title", "update__revision__report_id", "leaf__number", "leaf__letter")
    )


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
    views = Assessment.objects.visible_to(viewer).filter(meeting=meeting).order_by("-recorded_at", "-pk")
    return views.values_list("minute", flat=True).first() or ""


def views_waiting(meetings: Iterable[Meeting], viewer: Viewer) -> dict[int, tuple[int, int]]:
    """Return by meeting how many leaves wait for a view, and of how many, in four queries whatever their number."""
    rows = list(meetings)
    claimed = SelfAssessment.objects.published_to(viewer).filter(update__revision__report__meeting__in=rows)
    deferred = Assessment.objects.visible_to(viewer).deferred().filter(Q(returns_to__in=[row.pk for row in rows]))
    viewed = set(Assessment.objects.live().filter(meeting__in=rows).values_list("meeting", "leaf"))
    pairs = set(claimed.values_list("update__revision__report__meeting", "leaf"))
    pairs |= set(deferred.values_list(F("returns_to"), "leaf"))
    left = {leaf for _, leaf in pairs - viewed}
    leaves = Recommendation.objects.filter(pk__in=left).with_standing_assessment(viewer)
    concluded = set(leaves.concluded().values_list("pk", flat=True))
    totals = {row.pk: [0, 0] for row in rows}
    for meeting, leaf in pairs:
        totals[meeting][0] += (meeting, leaf) not in viewed and leaf not in concluded
        totals[meeting][1] += 1
    return {pk: (waiting, total) for pk, (waiting, total) in totals.items()}
