"""When the next report on an inquiry is due, and what the officers have to see to before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from tracking.dates import add_months
from tracking.enums import InquiryState, MeetingState, ReportState
from tracking.models import Assessment, Committee, Inquiry, Meeting, ProgressReport, TrackingCommittee, User, Viewer

# Time to plan a meeting, ask for updates, write, check and send the papers out.
NEAR: Final = timedelta(days=60)


@dataclass(frozen=True)
class WhatFollows:
    """What came of the report considered last: the next one is due by a day, or the inquiry was concluded on one."""

    next_round_on: date | None = None
    concluded_on: date | None = None


@dataclass(frozen=True)
class RoundDue:
    """An inquiry whose next report is due soon or overdue, with the planned meeting it could go to, if there is one."""

    inquiry: Inquiry
    committee: Committee
    meeting: Meeting | None


@dataclass(frozen=True)
class FirstRound:
    """The first tracking as it is proposed: from which day on, and at which planned meeting, None while there is none.

    `after_months` is the committee's interval; `is_past` says that the day is over, and the meeting the next planned.
    """

    on: date
    after_months: int
    committee: Committee
    meeting: Meeting | None
    is_past: bool = False


def proposed_first_round(inquiry: Inquiry, *, today: date) -> FirstRound | None:
    """Return what is proposed for the first tracking of an inquiry whose response was given; None once it is tracked.

    The committee's interval after the response, at its first planned meeting from that day on: a proposal, which asks
    nobody for anything. Reads the `with_tracking_committee` prefetch. Source: the council's process.
    """
    committee, responded_on = inquiry.tracking_committee, inquiry.responded_on
    if committee is None or responded_on is None or inquiry.state != InquiryState.PUBLISHED:
        return None
    is_tracked = inquiry.last_tracked_on_carried_over or inquiry.next_round_on
    if is_tracked or ProgressReport.objects.live().filter(inquiry=inquiry).exists():
        return None
    if Assessment.objects.filter(leaf__inquiry=inquiry).exists():
        return None
    months = committee.tracking_interval_months
    on = add_months(responded_on, months)
    planned = Meeting.objects.upcoming(max(on, today)).filter(committee=committee, state=MeetingState.PLANNED)
    return FirstRound(on, months, committee, planned.first(), is_past=on < today)


def known_next_rounds(inquiries: Iterable[Inquiry], viewer: Viewer) -> dict[int, date | None]:
    """Return by when the next report on each inquiry is due, None where no round is due or the viewer may not know yet.

    The public is not told what follows from views that the clerk has not published.
    """
    rows = list(inquiries)
    hidden = _with_unpublished_views(rows, viewer)
    return {row.pk: None if row.pk in hidden else row.next_round_on for row in rows}


def what_follows(report: ProgressReport, viewer: Viewer) -> WhatFollows:
    """Return what came of a considered report; nothing of one that another came after, or that waits for views."""
    inquiry = report.inquiry
    considered = ProgressReport.objects.filter(inquiry=inquiry, state=ReportState.CONSIDERED)
    is_last = report.considered_on and not considered.filter(considered_on__gt=report.considered_on).exists()
    if not is_last or _with_unpublished_views([inquiry], viewer):
        return WhatFollows()
    return WhatFollows(inquiry.next_round_on, inquiry.concluded_on)


def _with_unpublished_views(inquiries: list[Inquiry], viewer: Viewer) -> set[int]:
    """Those with a report that was considered by views the viewer may not see."""
    if isinstance(viewer, User):
        return set()
    hidden = Assessment.objects.filter(
        report__state=ReportState.CONSIDERED,
        report__inquiry__in=inquiries,
        meeting__isnull=False,
        meeting__views_published_at__isnull=True,
    )
    return set(hidden.values_list("report__inquiry", flat=True))


def _reports_of_the_next_round(inquiries: list[Inquiry]) -> QuerySet[ProgressReport]:
    """Reports under way for a meeting after the one at which the last report on their inquiry was considered."""
    considered = ProgressReport.objects.filter(
        inquiry=OuterRef("inquiry"), considered_on__gte=OuterRef("meeting__held_on")
    )
    return ProgressReport.objects.filter(~Exists(considered), inquiry__in=inquiries, state__in=ReportState.open())


def rounds_due(inquiries: Iterable[Inquiry], *, today: date) -> list[RoundDue]:
    """Return which of the inquiries are due for their next report within sixty days, or overdue, and have none open.

    Reports of the round before do not count: what was deferred there comes back by itself.
    """
    near = [row for row in inquiries if row.next_round_on and row.next_round_on <= today + NEAR]
    reported = set(_reports_of_the_next_round(near).values_list("inquiry", flat=True))
    tracking = TrackingCommittee.objects.filter(inquiry__in=near, ends_on__isnull=True).select_related("committee")
    committees = {row.inquiry_id: row.committee for row in tracking}
    planned: dict[int, Meeting] = {}
    meetings = Meeting.objects.upcoming(today).filter(
        state=MeetingState.PLANNED, committee__in=[row.pk for row in committees.values()]
    )
    for meeting in meetings.select_related("committee"):
        planned.setdefault(meeting.committee_id, meeting)
    return [
        RoundDue(row, committees[row.pk], planned.get(committees[row.pk].pk))
        for row in near
        if row.pk in committees and row.pk not in reported and row.state == InquiryState.PUBLISHED
    ]
