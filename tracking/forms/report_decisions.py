"""Forms for signing a Progress Report and for what the committee's officers decide about one."""

from typing import Any

from django import forms

from tracking.enums import MeetingState
from tracking.forms.manage import ManageForm, long_text
from tracking.forms.reports import MeetingChoice
from tracking.forms.signing import OnBehalfForm
from tracking.models import Meeting, ProgressReport
from tracking.queries.report_lists import meetings_to_report_to


class SubmitOnBehalfForm(OnBehalfForm):
    """A contributor says which Cabinet Member approved the report, how and when."""

    thing = "the report"
    holder = "the Cabinet Member"


class ReturnForm(ManageForm):
    """Why a report goes back."""

    reason = long_text(
        "What must be put right?",
        required="Say why the report is returned, so that it can be put right.",
        rows=6,
        help_text="Those who wrote the report read this above their task list.",
    )


class WithdrawForm(ManageForm):
    """Why a report is withdrawn."""

    reason = long_text("Why is it withdrawn?", required="Say why the report is withdrawn.", rows=4)


class PublishForm(ManageForm):
    """Publishing; asks for the reason of lateness once the meeting's papers are out."""

    tabled_late_reason = long_text(
        "Why is the report tabled late?",
        required="Say why the report is tabled late.",
        rows=4,
        help_text="The papers for this meeting are out already. The reason is printed with the report.",
    )

    def __init__(self, *args: Any, report: ProgressReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if report.meeting.state != MeetingState.PAPERS_ISSUED:
            del self.fields["tabled_late_reason"]


class MoveForm(ManageForm):
    """Another meeting of the committee for a report."""

    meeting = MeetingChoice(
        label="To which meeting?",
        queryset=Meeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the meeting the report goes to."},
    )
    tabled_late_reason = long_text(
        "Why is the report tabled late? (only if the papers for that meeting are out)", rows=3
    )

    def __init__(self, *args: Any, report: ProgressReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = meetings_to_report_to(report.inquiry).exclude(pk=report.meeting_id)
