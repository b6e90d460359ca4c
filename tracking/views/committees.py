"""Committees and their meetings, for everyone to read."""

from collections.abc import Iterable
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.enums import CommitteeKind
from tracking.models import Committee, Meeting, Viewer
from tracking.models.cabinet import CabinetReport
from tracking.presenters.cabinet.states import CabinetReportLine, report_line
from tracking.presenters.changes_since import previous_link
from tracking.presenters.committees import committee_face, committee_line, meeting_line
from tracking.presenters.meetings import meeting_face
from tracking.presenters.pagers import pager
from tracking.queries.cabinet.lists import published_reports
from tracking.queries.change_scopes import of_committee
from tracking.queries.committees import committee_page, committee_rows, considered_at, past_meetings
from tracking.queries.meetings import REPORTS_PER_PAGE, meeting_page
from tracking.views.since import since_last_time

PER_PAGE = 25
FEW = 5


def visible_meeting(viewer: Viewer, slug: str, date_slug: str) -> Meeting:
    """The meeting at an address, with its committee; 404 where the viewer finds none."""
    meetings = Meeting.objects.visible_to(viewer).select_related("committee").filter(committee__slug=slug)
    return get_object_or_404(meetings.at_address(date_slug))


def meeting_to_record(viewer: Viewer, slug: str, date_slug: str) -> Meeting:
    """The meeting, for those who may record views at it; to everyone else its address does not exist."""
    meeting = visible_meeting(viewer, slug, date_slug)
    rules.can_record_views.check(viewer, meeting)
    return meeting


@require_safe
def committee_list(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    page = Paginator(Committee.objects.current_first(today), PER_PAGE).get_page(request.GET.get("page"))
    rows = committee_rows(page.object_list, request.user, today=today)
    lines = [committee_line(row, today=today) for row in rows]
    return render(request, "committees/list.html", {"page": page, "committees": lines})


@require_safe
def committee_detail(request: HttpRequest, slug: str) -> HttpResponse:
    today = dates.today()
    committee = get_object_or_404(Committee, slug=slug)
    past = Paginator(past_meetings(committee, request.user, today=today), PER_PAGE).get_page(request.GET.get("page"))
    found = committee_page(committee, request.user, today=today)
    considered = considered_at([*found.upcoming, *past], request.user)
    context = {
        "committee": committee,
        "face": committee_face(found, considered, today=today),
        "page": past,
        "past": [meeting_line(meeting, committee, considered[meeting.pk]) for meeting in past],
        "since": since_last_time(request, of_committee(committee, request.user)),
        "cabinet_reports": _reports_to(published_reports(cabinet=committee)[:FEW], committee, today),
    }
    return render(request, "committees/detail.html", context)


def _reports_to(
    reports: Iterable[CabinetReport], committee: Committee, today: date
) -> tuple[CabinetReportLine, ...] | None:
    """The published reports to a Cabinet; None for a committee that is none."""
    if committee.kind != CommitteeKind.CABINET:
        return None
    return tuple(report_line(report, today=today) for report in reports)


@require_safe
def meeting_detail(request: HttpRequest, slug: str, date_slug: str) -> HttpResponse:
    meeting = visible_meeting(request.user, slug, date_slug)
    number = request.GET.get("page")
    found = meeting_page(meeting, request.user, page=number)
    decided = Paginator(found.decided, REPORTS_PER_PAGE).get_page(number)
    context = {
        "meeting": meeting,
        "face": meeting_face(found, request.user, today=dates.today()),
        "decided_pager": pager(decided, request.GET, parameter="page", anchor="decided", label="what was decided"),
        "since_before": previous_link(found.before, meeting),
        "cabinet_reports": _reports_to(published_reports(meeting=meeting), meeting.committee, dates.today()),
        "since": since_last_time(request, of_committee(meeting.committee, request.user), until=meeting),
    }
    return render(request, "committees/meeting.html", context)
