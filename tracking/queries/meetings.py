"""What the pages of committees and their meetings show, limited to what the viewer may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Prefetch, QuerySet

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
    TrackingCommittee,
    UpdateRound,
    Viewer,
)
from tracking.queries.supplements import published_supplements
from tracking.queries.views_at_meeting import ReportAtMeeting, reports_at_meeting


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
        packs=tuple(
            CommitteePack.objects.visible_to(viewer)
            .filter(meeting=meeting)
            .select_related("meeting__committee")
            .order_by("edition", "number")
        ),
        considered=reports_at_meeting(meeting, viewer),
        reopened=tuple(
            reopened.select_related("leaf__inquiry", "leaf__parent", "category").order_by("leaf__number", "pk")
        ),
        update_round=UpdateRound.objects.filter(meeting=meeting).first(),
    )
