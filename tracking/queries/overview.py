"""What the overview shows to everyone: how the recommendations ended, what changed lately, who meets next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import ExtractYear

from tracking import dates
from tracking.enums import CommitteeRole, Ending, Outcome
from tracking.models import (
    Assessment,
    Inquiry,
    Meeting,
    ProgressReport,
    RegisterEntry,
    Responsibility,
    User,
    Viewer,
    roles_of,
)
from tracking.queries.figures import YearFigures


@dataclass(frozen=True)
class Headline:
    """What became of every leaf, each counted once, and the year of the first inquiry, None where no date is known."""

    figures: YearFigures
    since: int | None


@dataclass(frozen=True)
class Change:
    """Something that happened lately: views given on an inquiry at a meeting or, with `report`, a report published."""

    on: date
    inquiry: Inquiry
    meeting: Meeting
    report: ProgressReport | None = None
    views: int = 0


def headline(viewer: Viewer) -> Headline:
    """Count the leaves the viewer may see by how they ended, in two queries."""
    rows = RegisterEntry.objects.visible_to(viewer).order_by().values_list("ending").annotate(leaves=Count("pk"))
    endings = {Ending(ending): leaves for ending, leaves in rows}
    first = Inquiry.objects.visible_to(viewer).aggregate(year=ExtractYear(Min("approved_on")))
    return Headline(YearFigures(year=None, endings=endings), since=first["year"])


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
    """Return the meetings that last gave views on an inquiry, the latest first, in four queries.

    `within` narrows the inquiries. Views carried over from before the system are no news.
    """
    inquiries = Inquiry.objects.visible_to(viewer).filter(within or Q())
    views = (
        Assessment.objects.visible_to(viewer)
        .live()
        .filter(outcome=Outcome.VIEWED, leaf__inquiry__in=inquiries.order_by().values("pk"))
    )
    # Of the latest meetings alone: to group every view ever given would take longer each year. One meeting after the
    # other is asked for a view of it; an EXISTS would be answered for all there ever were.
    a_view = Subquery(views.filter(meeting=OuterRef("pk")).order_by().values("pk")[:1])
    latest = Meeting.objects.alias(a_view=a_view).filter(a_view__isnull=False).order_by("-held_on", "-pk")
    meetings = {meeting.pk: meeting for meeting in latest.select_related("committee")[:limit]}
    rows = list(
        views.filter(meeting__in=meetings)
        .order_by("-meeting__held_on", "-meeting", "leaf__inquiry")
        .values_list("meeting__held_on", "meeting_id", "leaf__inquiry_id")
        .annotate(views=Count("pk"))[:limit]
    )
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
