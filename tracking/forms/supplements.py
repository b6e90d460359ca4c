"""Forms for late news on a published Progress Report: handing it in, publishing it, declining it."""

from typing import Any

from django import forms

from tracking.enums import MeetingState
from tracking.forms.fields import MarkdownField, MarkdownTextarea
from tracking.forms.manage import ManageForm, long_text
from tracking.forms.report_decisions import SubmitOnBehalfForm
from tracking.models import Meeting, ProgressReport
from tracking.presenters.positions import full_title
from tracking.queries.report_access import recommendations_in

ALL_OF_IT = "all"


class LateNewsForm(ManageForm):
    """What is new, about one recommendation of the report or all of it."""

    about = forms.ChoiceField(
        label="What is it about?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the late news is about."},
    )
    text = MarkdownField(
        label="What is new?",
        help_text="Everyone can read it once the clerk has published it. Write nothing here that must be withheld.",
        widget=MarkdownTextarea({"rows": 10}, heading_level=4),
        error_messages={"required": "Write what is new."},
    )

    def __init__(self, *args: Any, report: ProgressReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recommendations = {row.reference: row for row in recommendations_in(report)}
        field: Any = self.fields["about"]
        field.choices = [
            *((reference, full_title(row)) for reference, row in self.recommendations.items()),
            (ALL_OF_IT, "All of the report"),
        ]

    @property
    def news(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        said = dict(self.cleaned_data)
        return {"recommendation": self.recommendations.get(said.pop("about")), **said}


class LateNewsOnBehalfForm(LateNewsForm, SubmitOnBehalfForm):
    """The same from a contributor, who says which Cabinet Member approved it, how and when."""

    thing = "the late news"
    field_order = ("about", "text", "signed_by", "approved_how", "approved_on")


class PublishSupplementForm(ManageForm):
    """Publishing; asks for the reason of lateness once the meeting's papers are out."""

    tabled_late_reason = long_text(
        "Why is the late news tabled late?",
        required="Say why the late news is tabled late.",
        rows=4,
        help_text="The papers for this meeting are out already. The reason is shown with the supplement.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting.state != MeetingState.PAPERS_ISSUED:
            del self.fields["tabled_late_reason"]


class DeclineSupplementForm(ManageForm):
    """Why late news is not published."""

    reason = long_text(
        "Why is it declined?",
        required="Say why the late news is declined.",
        rows=4,
        help_text="Those the report is of, and the committee’s officers, can read this.",
    )
