"""Declarations of interest, as they are entered for the minutes."""

from typing import Any

from django import forms

from tracking.forms.fields import LONGEST_TEXT
from tracking.forms.manage import ManageForm, long_text
from tracking.models import Meeting, Person, ProgressReport
from tracking.queries.minutes import people_at, reports_of


class DeclarationForm(ManageForm):
    """Who declared which interest, and in what."""

    person = forms.ModelChoiceField(
        label="Who declared it?",
        queryset=Person.objects.none(),
        empty_label="Choose somebody",
        error_messages={"required": "Choose who declared the interest."},
    )
    report = forms.ModelChoiceField(
        label="In which report?",
        queryset=ProgressReport.objects.none(),
        required=False,
        empty_label="In general",
    )
    interest = long_text(
        "What is the interest?",
        required="Enter what the interest is, and whether they left the room.",
        rows=3,
        max_length=LONGEST_TEXT,
        help_text="Also say whether they left the room. It is printed in the minutes, which are public.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("person", people_at(meeting))
        self.offer_rows("report", reports_of(meeting))
        self._say_what_of()

    def _say_what_of(self) -> None:
        """Name a report by its inquiry and post: two posts may report on the same one."""
        field: Any = self.fields["report"]
        field.label_from_instance = lambda report: f"{report.inquiry}, report of {report.lead_post}"
