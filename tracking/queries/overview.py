"""What the overview shows to everyone: how the recommendations ended, what changed lately, who meets next."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q
from django.db.models.functions import ExtractYear

from tracking import dates
from tracking.enums import CommitteeRole, Decision, Outcome, Timing
from tracking.models import (
    Assessment,
    Category,
    Inquiry,
    Meeting,
    ProgressReport,
    Recommendation,
    Responsibility,
    User,
    Viewer,
    roles_of,
)


@dataclass(frozen=True)
class Headline:
    """How many leaves there are and how they ended; each is counted once.

    A leaf counts as achieved once the committee has concluded it with a category that means so. `since` is the year of
    the first inquiry, None where no date is known.
    """

    total: int
    since: int | None
    on_time: int
    late: int
    achieved: int
    """Achieved, with a category that says nothing about the date."""
    not_achieved: int
    """Concluded without being achieved: overtaken, merged, withdrawn …"""
    tracked: int


@dataclass(frozen=True)
class Change:
    """Something that happened lately: views given on an inquiry at a meeting or, with `report`, a report published."""

    on: date
    inquiry: Inquiry
    meeting: Meeting
    report: ProgressReport | None = None
    views: int = 0


def headline(viewer: Viewer) -> Headline:
    """Count the standing positions of every leaf the viewer may see, in three queries."""
    leaves = Recommendation.objects.visible_to(viewer).leaves().with_standing_assessment(viewer)
    categories = {row.pk: row for row in Category.objects.all()}
    counts: Counter[str] = Counter()
    for category_id, decision in leaves.values_list(F("standing_category_id"), F("standing_decision")):
        counts[_ending(categories.get(category_id), decision)] += 1
    first = Inquiry.objects.visible_to(viewer).aggregate(year=ExtractYear(Min("approved_on")))
    return Headline(
        total=counts.total(),
        since=first["year"],
        on_time=counts[Timing.ON_TIME],
        late=counts[Timing.LATE],
        achieved=counts["achieved"],
        not_achieved=counts["not achieved"],
        tracked=counts["tracked"],
    )


def _ending(category: Category | None, decision: str | None) -> str:
    if decision != Decision.CONCLUDE:
        return "tracked"
    if category is None or not category.achieved:
        return "not achieved"
    return category.timing if category.timing in {Timing.ON_TIME, Timing.LATE} else "achieved"


def recent_changes(viewer: Viewer, *, limit: int = 8) -> list[Change]:
    """Return the views given and the reports published last, the latest first, in a fixed number of queries."""
    reports = (
        ProgressReport.objects.visible_to(viewer)
        .public()
        .filter(published_at__isnull=False)
        .select_related("inquiry", "meeting__committee")
        .order_by("-published_at", "-pk")
    )
    published = [
        Change(dates.today(report.published_at), report.inquiry, report.meeting, report=report)
        for report in reports[:limit]
    ]
    changes = [*published, *recent_views(viewer, limit=limit)]
    return sorted(changes, key=lambda change: change.on, reverse=True)[:limit]


def recent_views(viewer: Viewer, *, limit: int = 8, within: Q | None = None) -> list[Change]:
    """Return the meetings that last gave views on an inquiry, the latest first, in three queries.

    `within` narrows the inquiries. Views carried over from before the system are no news.
    """
    inquiries = Inquiry.objects.visible_to(viewer).filter(within or Q())
    rows = list(
        Assessment.objects.visible_to(viewer)
        .live()
        .filter(meeting__isnull=False, outcome=Outcome.VIEWED, leaf__inquiry__in=inquiries.values("pk"))
        .order_by("-meeting__held_on", "-meeting", "leaf__inquiry")
        .values_list("meeting__held_on", "meeting_id", "leaf__inquiry_id")
        .annotate(views=Count("pk"))[:limit]
    )
    meetings = Meeting.objects.select_related("committee").in_bulk([row[1] for row in rows])
    found = Inquiry.objects.in_bulk([row[2] for row in rows])
    return [Change(on, found[inquiry], meetings[meeting], views=views) for on, meeting, inquiry, views in rows]


def of_concern_to(user: User) -> Q:
    """The inquiries that a user's committees track or that their posts answer for."""
    roles = roles_of(user)
    committees = roles.committees_as(CommitteeRole)
    tracked = Q(tracking_committees__committee__in=committees, tracking_committees__ends_on__isnull=True)
    answered = Responsibility.objects.in_force(dates.today()).of_posts(roles.posts)
    return tracked | Q(pk__in=answered.values("recommendation__inquiry"))


def upcoming_meetings(viewer: Viewer, *, today: date, limit: int = 5) -> list[Meeting]:
    return list(Meeting.objects.visible_to(viewer).upcoming(today).select_related("committee")[:limit])
