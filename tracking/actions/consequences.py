"""What follows from the committee's views: reports are considered, inquiries concluded or open again."""

from typing import Any

from django.db.models import Max

from tracking.actions.state import change_state
from tracking.enums import InquiryState, ReportState
from tracking.models import Assessment, Inquiry, Meeting, Recommendation


def bring_up_to_date(inquiry: Inquiry, meeting: Meeting | None) -> dict[str, Any]:
    """Move on the reports and the inquiry that follow from the views; return what moved, for the action's Event.

    To be called inside a transaction that holds the inquiry's lock. `meeting` is None for a view carried over.
    A report is considered when nothing in it waits for a view; an inquiry is concluded, as at its last conclusion,
    when every leaf is, and published again when one of them is tracked again.
    """
    considered = _consider_complete_reports(inquiry, meeting) if meeting else []
    moved: dict[str, Any] = {"reports_considered": considered} if considered else {}
    leaves = Recommendation.objects.filter(inquiry=inquiry).leaves().with_standing_assessment()
    is_tracked = leaves.tracked().exists()
    if inquiry.state == InquiryState.PUBLISHED and not is_tracked:
        change_state(inquiry, "conclude", **leaves.aggregate(concluded_on=Max("standing_on")))
        moved["inquiry_state"] = inquiry.state
    elif inquiry.state == InquiryState.CONCLUDED and is_tracked:
        change_state(inquiry, "reopen", concluded_on=None)
        moved["inquiry_state"] = inquiry.state
    return moved


def _consider_complete_reports(inquiry: Inquiry, meeting: Meeting) -> list[int]:
    """Consider every published report of the meeting in which no leaf waits for a view; return their keys.

    A leaf that was concluded elsewhere in the meantime waits for nothing.
    """
    considered = []
    for report in inquiry.reports.filter(meeting=meeting, state=ReportState.PUBLISHED):
        claimed = Recommendation.objects.filter(
            self_assessments__update__revision__report=report,
            self_assessments__update__revision__is_current=True,
        )
        viewed = Assessment.objects.filter(meeting=meeting).live().values("leaf")
        if not claimed.exclude(pk__in=viewed).with_standing_assessment().tracked().exists():
            change_state(report, "consider", considered_on=meeting.held_on)
            considered.append(report.pk)
    return considered
