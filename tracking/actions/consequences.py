"""What follows from the committee's views: reports considered, rounds scheduled, inquiries concluded or reopened."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from tracking.actions.rooms import touch_screen
from tracking.actions.state import change_state
from tracking.dates import add_months
from tracking.enums import InquiryState, ReportState
from tracking.models import (
    Assessment,
    Inquiry,
    Meeting,
    ProgressReport,
    Recommendation,
    SelfAssessment,
    TrackingCommittee,
)


def bring_up_to_date(inquiry: Inquiry, meeting: Meeting | None) -> dict[str, Any]:
    """Move on the reports and the inquiry that follow from the views; return what moved, for the action's Event.

    To be called inside a transaction that holds the inquiry's lock. `meeting` is None for a view carried over.
    A report is considered when nothing in it waits for a view, and waits again when a view on it is undone or deferred;
    the next round is then due the committee's interval after it was considered. An inquiry is concluded, as at its last
    conclusion, when every leaf is, and published again when one of them is tracked again. The room's screen follows.
    Source: the council's process (docs/adr/0005-undone-deferred-published.md).
    """
    moved = _move_reports(inquiry, meeting) if meeting else {}
    if meeting:
        touch_screen(meeting.pk)
    leaves = Recommendation.objects.filter(inquiry=inquiry).leaves().with_standing_assessment()
    is_tracked = leaves.tracked().exists()
    if inquiry.state == InquiryState.PUBLISHED and not is_tracked:
        concluded = leaves.aggregate(concluded_on=Max("standing_on"))
        change_state(inquiry, "conclude", next_round_on=None, **concluded)
        moved |= {"inquiry_state": inquiry.state, "concluded_on": concluded["concluded_on"].isoformat()}
    elif inquiry.state == InquiryState.CONCLUDED and is_tracked:
        change_state(inquiry, "reopen", concluded_on=None)
        moved |= {"inquiry_state": inquiry.state} | _schedule(inquiry, meeting.held_on if meeting else None)
    elif inquiry.state == InquiryState.PUBLISHED and moved:
        moved |= _schedule(inquiry)
    return moved


def _move_reports(inquiry: Inquiry, meeting: Meeting) -> dict[str, Any]:
    """Consider the inquiry's reports in which nothing waits any more; reopen those of this meeting in which it does."""
    reports = inquiry.reports.filter(meeting__held_on__lte=meeting.held_on)
    complete = reports.filter(~Exists(_waiting()), state=ReportState.PUBLISHED)
    of_meeting = Q(meeting=meeting) | Q(Exists(Assessment.objects.filter(report=OuterRef("pk"), meeting=meeting)))
    waiting_again = reports.filter(of_meeting, Exists(_waiting()), state=ReportState.CONSIDERED)
    moved: dict[str, Any] = {}
    for report in complete:
        change_state(report, "consider", considered_on=_last_settled(report, meeting))
        moved.setdefault("reports_considered", []).append(report.pk)
    for report in waiting_again:
        change_state(report, "resume", considered_on=None)
        moved.setdefault("reports_waiting_again", []).append(report.pk)
    return moved


def _last_settled(report: ProgressReport, meeting: Meeting) -> date:
    """The day of the last view on a report: this meeting's, unless an earlier meeting's was corrected just now."""
    days = Assessment.objects.settling().filter(report=report).order_by().values_list("considered_on", flat=True)
    return max([meeting.held_on, *days])


def _waiting() -> QuerySet[SelfAssessment]:
    """For `Exists` on reports: the claims in it that the committee has not settled at its meeting or a later one.

    A leaf that was concluded elsewhere in the meantime waits for nothing.
    """
    path = "update__revision__report__meeting__"
    at_or_after = Q(meeting__held_on__gt=OuterRef(f"{path}held_on")) | Q(
        meeting__held_on=OuterRef(f"{path}held_on"), meeting__sequence__gte=OuterRef(f"{path}sequence")
    )
    settled = Assessment.objects.settling().filter(at_or_after, leaf=OuterRef("leaf"))
    tracked = Recommendation.objects.filter(pk=OuterRef("leaf")).with_standing_assessment().tracked()
    return SelfAssessment.objects.filter(
        ~Exists(settled),
        Exists(tracked),
        update__revision__report=OuterRef("pk"),
        update__revision__is_current=True,
    )


def _schedule(inquiry: Inquiry, since: date | None = None) -> dict[str, Any]:
    """Say by when the next round is due: the tracking committee's interval after the last report was considered.

    `since` stands in where no report was. None of both: no round is due yet.
    """
    last = ProgressReport.objects.filter(inquiry=inquiry).aggregate(last=Max("considered_on"))["last"]
    last = max(filter(None, (last, since)), default=None)
    tracking = TrackingCommittee.objects.filter(inquiry=inquiry, ends_on__isnull=True)
    months = tracking.values_list(F("committee__tracking_interval_months"), flat=True).first()
    due_on = add_months(last, months) if last and months else None
    Inquiry.objects.filter(pk=inquiry.pk).update(next_round_on=due_on)
    inquiry.next_round_on = due_on
    return {"next_round_on": due_on.isoformat() if due_on else None}
