"""What the list of committees and the page of one show, limited to what the viewer may see."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from tracking.enums import CommitteeRole, Decision, Outcome
from tracking.models import (
    Assessment,
    Committee,
    CommitteeMembership,
    Inquiry,
    Meeting,
    ProgressReport,
    Recommendation,
    RegisterEntry,
    TrackingCommittee,
    Viewer,
)
from tracking.models.register import is_overdue
from tracking.queries.recommendations import HandingOn, handings_on
from tracking.queries.standing import Standing, due_next, standing_of

LISTED = 20


@dataclass(frozen=True)
class CommitteeRow:
    """One committee in the list."""

    committee: Committee
    inquiry_count: int
    next_meeting: Meeting | None


@dataclass(frozen=True)
class Handing:
    """An inquiry that passed to a committee or from it on a day; `other` is the committee on the other side."""

    inquiry: Inquiry
    on: date | None
    other: Committee


@dataclass(frozen=True)
class TrackedInquiry:
    """An inquiry a committee tracks, with how many of its leaves are concluded and how many are late."""

    inquiry: Inquiry
    leaf_count: int
    concluded_count: int
    late_count: int = 0


@dataclass(frozen=True)
class TrackedInquiries:
    """What a committee tracks today: the most pressing LISTED, and those of which nothing is left to track.

    `total` counts all of them, `open_count` those with something left or with nothing recommended yet. No more than
    LISTED of the others are given either.
    """

    total: int
    open_count: int
    listed: tuple[TrackedInquiry, ...]
    concluded: tuple[TrackedInquiry, ...]

    @property
    def concluded_count(self) -> int:
        return self.total - self.open_count


@dataclass(frozen=True)
class CommitteePage:
    """Who is on a committee today, what it tracks, how that stands, and when it meets next.

    `standing` counts the leaves of every inquiry it commissioned, tracks or has tracked: those its register lists.
    """

    committee: Committee
    people: dict[CommitteeRole, tuple[CommitteeMembership, ...]]
    upcoming: tuple[Meeting, ...]
    tracked: TrackedInquiries
    handed_on: tuple[Handing, ...]
    received: tuple[Handing, ...]
    standing: Standing
    due_next: tuple[RegisterEntry, ...]


@dataclass(frozen=True)
class ConsideredAt:
    """What a meeting had before it: the inquiries reported on, the views given and how many of them concluded."""

    inquiries: tuple[Inquiry, ...] = ()
    views: int = 0
    concluded: int = 0


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
    entries = RegisterEntry.objects.visible_to(viewer).of_committee(committee)
    handed_on, received = _handings(committee, viewer)
    return CommitteePage(
        committee=committee,
        people={role: tuple(people[role]) for role in CommitteeRole if role in people},
        upcoming=tuple(Meeting.objects.visible_to(viewer).upcoming(today).filter(committee=committee)),
        tracked=_tracked_inquiries(committee, viewer, today=today),
        handed_on=handed_on,
        received=received,
        standing=standing_of(entries, today=today),
        due_next=tuple(due_next(entries, today=today)),
    )


def past_meetings(committee: Committee, viewer: Viewer, *, today: date) -> "QuerySet[Meeting]":
    """Return the sittings that are over, or were called off, the latest first."""
    upcoming = Meeting.objects.upcoming(today).order_by().values("pk")
    return (
        Meeting.objects.visible_to(viewer)
        .filter(committee=committee)
        .exclude(pk__in=upcoming)
        .order_by("-held_on", "-sequence")
    )


def considered_at(meetings: Iterable[Meeting], viewer: Viewer) -> dict[int, ConsideredAt]:
    """Return by meeting what was before it, as far as it is public or the viewer may see it, in three queries."""
    pks = [row.pk for row in meetings]
    inquiries: dict[int, dict[int, Inquiry]] = defaultdict(dict)
    reports = ProgressReport.objects.public().filter(meeting__in=pks).select_related("inquiry")
    for report in reports.order_by("inquiry__title", "pk"):
        inquiries[report.meeting_id][report.inquiry_id] = report.inquiry
    views = Assessment.objects.visible_to(viewer).live().filter(meeting__in=pks).order_by()
    rows = list(views.values_list("meeting", "leaf", "outcome", "decision"))
    # By the leaves themselves: joined to them, the database would rather look at every recommendation there is.
    leaves = Recommendation.objects.filter(pk__in={leaf for _, leaf, _, _ in rows})
    visible = leaves.filter(inquiry__in=Inquiry.objects.visible_to(viewer)).order_by()
    seen = set(visible.values_list("pk", flat=True))
    given = Counter(meeting for meeting, leaf, outcome, _ in rows if leaf in seen and outcome == Outcome.VIEWED)
    concluded = Counter(at for at, leaf, _, decision in rows if leaf in seen and decision == Decision.CONCLUDE)
    return {pk: ConsideredAt(tuple(inquiries[pk].values()), given[pk], concluded[pk]) for pk in pks}


def _tracked_inquiries(committee: Committee, viewer: Viewer, *, today: date) -> TrackedInquiries:
    """Count from the register and read only the inquiries that are listed."""
    inquiries = Inquiry.objects.visible_to(viewer).tracked_by([committee]).order_by("title", "pk")
    pks = list(inquiries.values_list("pk", flat=True))
    entries = RegisterEntry.objects.visible_to(viewer).filter(inquiry__in=pks).order_by().values_list("inquiry")
    counts = {
        inquiry: (total, concluded, late, sooner or date.max)
        for inquiry, total, concluded, late, sooner in entries.annotate(
            total=Count("pk"),
            concluded=Count("pk", filter=Q(is_concluded=True)),
            late=Count("pk", filter=is_overdue(today)),
            sooner=Min("sorts_on", filter=Q(is_concluded=False)),
        )
    }
    nothing = (0, 0, 0, date.max)
    closed = [pk for pk in pks if counts.get(pk, nothing)[0] and counts[pk][0] == counts[pk][1]]
    opened = sorted((pk for pk in pks if pk not in set(closed)), key=lambda pk: counts.get(pk, nothing)[3])
    found = inquiries.in_bulk([*opened[:LISTED], *closed[:LISTED]])
    lines = {pk: TrackedInquiry(row, *counts.get(pk, nothing)[:3]) for pk, row in found.items()}
    return TrackedInquiries(
        total=len(pks),
        open_count=len(opened),
        listed=tuple(lines[pk] for pk in opened[:LISTED]),
        concluded=tuple(lines[pk] for pk in closed[:LISTED]),
    )


def _handings(committee: Committee, viewer: Viewer) -> tuple[tuple[Handing, ...], tuple[Handing, ...]]:
    """What a committee handed on, and what it took over from another, the latest first."""
    rows = TrackingCommittee.objects.filter(committee=committee)
    several = rows.filter(inquiry__in=_tracked_by_several()).values("inquiry")
    inquiries = (
        Inquiry.objects.visible_to(viewer)
        .filter(pk__in=several)
        .prefetch_related(Prefetch("tracking_committees", TrackingCommittee.objects.select_related("committee")))
    )
    passed = [(inquiry, handing) for inquiry in inquiries.order_by("title") for handing in handings_on(inquiry)]
    passed.sort(key=lambda row: row[1].on or date.min, reverse=True)
    return (
        tuple(_handing(inquiry, row, row.after) for inquiry, row in passed if row.before.committee_id == committee.pk),
        tuple(_handing(inquiry, row, row.before) for inquiry, row in passed if row.after.committee_id == committee.pk),
    )


def _handing(inquiry: Inquiry, row: HandingOn, other: TrackingCommittee) -> Handing:
    return Handing(inquiry, row.on, other.committee)


def _tracked_by_several() -> "QuerySet[TrackingCommittee, int]":
    """The inquiries that have been handed on at least once."""
    counted = TrackingCommittee.objects.order_by().values("inquiry").annotate(number=Count("pk"))
    return counted.filter(number__gt=1).values_list("inquiry", flat=True)
