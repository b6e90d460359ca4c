"""The rows of a report to Cabinet on which somebody acts: the caller has made sure that they may."""

from django.db.models import QuerySet

from tracking import dates
from tracking.enums import MeetingState
from tracking.models import Meeting, Viewer
from tracking.models.cabinet import (
    CabinetAppendix,
    CabinetReport,
    CabinetSection,
    ExecutiveDecision,
    RecommendedDecision,
)
from tracking.models.cabinet.reports import CabinetReportQuerySet

WITH_ITS_MEETING = ("meeting__committee", "post", "template_version")


def readable_reports(viewer: Viewer) -> CabinetReportQuerySet:
    """Return the reports that a viewer may read, with what every page of one says of it."""
    return CabinetReport.objects.visible_to(viewer).select_related(*WITH_ITS_MEETING)


def checked_reports(viewer: Viewer) -> CabinetReportQuerySet:
    """Return the reports that a viewer checks, publishes or records decisions on."""
    return CabinetReport.objects.checked_by(viewer).select_related(*WITH_ITS_MEETING)


def sections_of(report: CabinetReport, viewer: Viewer) -> QuerySet[CabinetSection]:
    """Return the sections of a report's current revision that a viewer may read."""
    rows = CabinetSection.objects.read_by(viewer).filter(revision__report=report, revision__is_current=True)
    return rows.select_related("heading__cleared_by", "revision__report__meeting__committee")


def recommended_in(report: CabinetReport) -> QuerySet[RecommendedDecision]:
    """Return what a report's current revision recommends, in order."""
    rows = RecommendedDecision.objects.filter(revision__report=report, revision__is_current=True)
    return rows.select_related("revision__report__meeting")


def appendices_in(report: CabinetReport) -> QuerySet[CabinetAppendix]:
    """Return the appendices of a report's current revision, in order."""
    rows = CabinetAppendix.objects.filter(revision__report=report, revision__is_current=True)
    return rows.select_related("revision__report__meeting")


def readable_appendices(report: CabinetReport, viewer: Viewer) -> QuerySet[CabinetAppendix]:
    """Return the appendices of every revision of a report that a viewer may read."""
    rows = CabinetAppendix.objects.read_by(viewer).filter(revision__report=report)
    return rows.select_related("file", "issued_document")


def meetings_since(decision: ExecutiveDecision) -> QuerySet[Meeting]:
    """Return the meeting at which something was decided, and later ones of the same Cabinet that have begun."""
    rows = Meeting.objects.filter(
        committee=decision.meeting.committee_id,
        held_on__gte=decision.meeting.held_on,
        held_on__lte=max(dates.today(), decision.meeting.held_on),
    )
    return rows.exclude(state=MeetingState.CANCELLED).order_by("held_on", "sequence")
