"""Reports to Cabinet in lists."""

from django.contrib.auth.models import AnonymousUser

from tracking.enums import CabinetReportState
from tracking.models import Committee, Meeting, Viewer
from tracking.models.cabinet import CabinetReport
from tracking.models.cabinet.reports import CabinetReportQuerySet

SHOWN = ("meeting__committee", "post")


def published_reports(*, meeting: Meeting | None = None, cabinet: Committee | None = None) -> CabinetReportQuerySet:
    """Return those that everyone may read, the latest meeting first; of one meeting or one Cabinet if told."""
    rows = CabinetReport.objects.public()
    if meeting is not None:
        rows = rows.filter(meeting=meeting)
    if cabinet is not None:
        rows = rows.filter(meeting__committee=cabinet)
    return rows.select_related(*SHOWN).with_shown_title(AnonymousUser()).newest_first()


def reports_under_way(viewer: Viewer) -> CabinetReportQuerySet:
    """Return those that are not published yet and that the viewer may read, the next meeting first."""
    rows = CabinetReport.objects.visible_to(viewer).with_shown_title(viewer)
    rows = rows.exclude(state__in=[*CabinetReportState.public(), CabinetReportState.WITHDRAWN])
    return rows.select_related(*SHOWN).order_by("meeting__held_on", "meeting__sequence", "title", "pk")


def withdrawn_reports(viewer: Viewer) -> CabinetReportQuerySet:
    rows = CabinetReport.objects.visible_to(viewer).filter(state=CabinetReportState.WITHDRAWN)
    return rows.with_shown_title(viewer).select_related(*SHOWN).newest_first()
