"""What the forms about reports to Cabinet and their templates offer to choose from."""

from datetime import date

from django.db.models import QuerySet

from tracking.enums import CommitteeKind, MeetingState, PostKind
from tracking.models import Committee, Meeting, Post, Viewer, roles_of
from tracking.models.cabinet import ReportTemplate
from tracking.models.posts import PostQuerySet


def posts_that_may_report(viewer: Viewer, *, on: date) -> PostQuerySet:
    """Return the posts of which a viewer may start a report."""
    return Post.objects.current(on).filter(pk__in=roles_of(viewer).council_posts)


def meetings_to_report_to(today: date, cabinet: Committee | None = None) -> QuerySet[Meeting]:
    """Return the meetings of Cabinets, or of one, that are still to come, the next first."""
    rows = Meeting.objects.filter(
        committee__kind=CommitteeKind.CABINET,
        state__in=(MeetingState.PLANNED, MeetingState.PAPERS_ISSUED),
        held_on__gte=today,
    )
    if cabinet is not None:
        rows = rows.filter(committee=cabinet)
    return rows.select_related("committee").order_by("held_on", "sequence", "committee__name")


def templates_to_follow() -> QuerySet[ReportTemplate]:
    """Return those in use that have headings."""
    rows = ReportTemplate.objects.in_use().filter(versions__headings__isnull=False).distinct()
    return rows.select_related("committee")


def cabinets_clerked_by(viewer: Viewer) -> QuerySet[Committee]:
    """Return the Cabinets whose clerk the viewer is."""
    return Committee.objects.filter(kind=CommitteeKind.CABINET, pk__in=roles_of(viewer).committees_clerked)


def posts_that_may_clear(on: date) -> PostQuerySet:
    """Return the posts of the council that a template may have clear a section."""
    return Post.objects.current(on).filter(kind__in=PostKind.of_the_council())


def portfolios(on: date) -> PostQuerySet:
    """Return the cabinet posts that a header may name."""
    return Post.objects.current(on).filter(kind=PostKind.PORTFOLIO)


def scrutiny_committees(on: date) -> QuerySet[Committee]:
    """Return the committees whose chairs a header may name."""
    return Committee.objects.current(on).filter(kind=CommitteeKind.SCRUTINY)
