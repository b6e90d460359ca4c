"""Late news on Progress Reports, as far as a viewer may see it."""

from django.db.models import Prefetch, QuerySet

from tracking.enums import SupplementState
from tracking.models import ProgressReport, ReportSupplement, User, Viewer


def supplements_of(report: ProgressReport, viewer: Viewer) -> list[ReportSupplement]:
    """Return the late news on a report that the viewer may see: by number, then as it was handed in. In one query."""
    rows = ReportSupplement.objects.visible_to(viewer).filter(report=report).select_related("recommendation")
    return list(rows.order_by("number", "recorded_at", "pk"))


def published_supplements(viewer: Viewer) -> "Prefetch[str, QuerySet[ReportSupplement], str]":
    """For `prefetch_related` on reports: their published supplements, by number, as `supplements`."""
    rows = ReportSupplement.objects.visible_to(viewer).published().select_related("recommendation")
    return Prefetch("supplements", rows.order_by("number"))


def late_news_waiting(user: User) -> QuerySet[ReportSupplement]:
    """Late news that was handed in and neither published nor declined, as far as the user may see it."""
    return (
        ReportSupplement.objects.visible_to(user)
        .filter(state=SupplementState.HANDED_IN)
        .select_related("report__inquiry", "report__meeting__committee")
        .order_by("report", "pk")
    )
