"""Forms for inquiries, recommendations and who is responsible."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from tracking.actions.conflicts import fingerprints
from tracking.actions.inquiries import InquiryDetails, NewPerson
from tracking.actions.recommendations import FEWEST_PARTS
from tracking.drafting_check import asks_in
from tracking.forms.drafts import FingerprintsField
from tracking.forms.due_dates import DueDateForm
from tracking.forms.fields import RowsField
from tracking.forms.manage import ManageForm, a_date, long_text, narrow, short_text
from tracking.models import Committee, Inquiry, Person, Post, Recommendation
from tracking.presenters.differences import Difference
from tracking.queries.managing import LETTERS

REASON = long_text(
    "Reason for the correction",
    required="Give the reason for the correction.",
    rows=3,
    help_text="For example, “The report says 2016, not 2015.” It is kept in the audit trail.",
)


class InquiryForm(ManageForm):
    """What is said about an inquiry."""

    title = short_text("Title", required="Enter the title of the inquiry.", limit=300)
    summary = long_text("What the inquiry was about (optional)")
    commissioned_by = RowsField(
        Committee.objects.of_scrutiny(),
        label="Commissioned by",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that apply, also committees that were abolished.",
    )
    lead_member = forms.ModelChoiceField(
        Person.objects.all(), label="Member who led it", required=False, empty_label="Not recorded"
    )
    lead_member_name = short_text("If the member is not in the list: name")
    lead_member_title = short_text("If the member is not in the list: title", help_text="For example, Councillor")
    lead_officer = forms.ModelChoiceField(
        Person.objects.all(), label="Lead officer", required=False, empty_label="Not recorded"
    )
    lead_officer_name = short_text("If the officer is not in the list: name")
    lead_officer_title = short_text("If the officer is not in the list: job title")
    approving_body = short_text("Who approved the report", required="Enter who approved it. For example, City Council.")
    approved_on = a_date("Date approved")
    last_tracked_on_carried_over = a_date(
        "Last tracked, before this system", help_text="Leave empty if it was never tracked. For example, 12 4 2016"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for role in ("lead_member", "lead_officer"):
            name = cleaned.get(f"{role}_name")
            if name and cleaned.get(role):
                self.add_error(f"{role}_name", "Choose somebody from the list or type a new name, not both.")
            if cleaned.get(f"{role}_title") and not name:
                self.add_error(f"{role}_name", "Enter the name that goes with this title.")
        return cleaned

    @property
    def details(self) -> InquiryDetails:
        """What the action takes, a new name as somebody new."""
        typed = self.cleaned_data
        return InquiryDetails(
            title=typed["title"],
            summary=typed["summary"],
            commissioned_by=typed["commissioned_by"],
            lead_member=self._somebody("lead_member"),
            lead_officer=self._somebody("lead_officer"),
            approving_body=typed["approving_body"],
            approved_on=typed["approved_on"],
            last_tracked_on_carried_over=typed["last_tracked_on_carried_over"],
        )

    def _somebody(self, role: str) -> Person | NewPerson | None:
        name = self.cleaned_data[f"{role}_name"]
        return NewPerson(name, self.cleaned_data[f"{role}_title"]) if name else self.cleaned_data[role]

    @staticmethod
    def initial_of(inquiry: Inquiry) -> dict[str, Any]:
        names = ("title", "summary", "lead_member", "lead_officer", "approving_body", "approved_on")
        values = {name: getattr(inquiry, name) for name in (*names, "last_tracked_on_carried_over")}
        return {**values, "commissioned_by": inquiry.commissioned_by.all()}


class NewInquiryForm(InquiryForm):
    """A new inquiry, with the committee that tracks it."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        label="Which of your committees tracks it?",
        empty_label="Choose a committee",
        error_messages={"required": "Choose the committee that tracks it."},
    )
    tracked_from = a_date("Since when does this committee track it?", help_text="Leave empty for “from the beginning”.")

    field_order = ("committee", "tracked_from")

    def __init__(self, *args: Any, committees: QuerySet[Committee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("committee", committees)
        if len(committees) == 1:
            self.initial.setdefault("committee", committees[0])


class InquiryCorrectionForm(InquiryForm):
    """A correction of what is said about a published inquiry."""

    reason = REASON


class HandOnForm(ManageForm):
    """The committee that tracks the inquiry next."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        label="Which committee tracks it from then on?",
        empty_label="Choose a committee",
        error_messages={"required": "Choose the committee that tracks it next."},
    )
    on = a_date("From which day?", required="Enter the day from which it tracks the inquiry.")

    def __init__(self, *args: Any, committees: QuerySet[Committee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("committee", committees)


class ExecutiveResponseForm(ManageForm):
    """The dates of the executive's response."""

    received_on = a_date(
        "Report received by the executive", help_text="Leave empty if not known. For example, 9 6 2015"
    )
    notice_on = a_date("Notice requiring a response given", help_text="Leave empty if not known. For example, 9 6 2015")
    responded_on = a_date("Executive response given", help_text="Leave empty until it is given. For example, 7 8 2015")

    def __init__(self, *args: Any, is_written_here: bool = False, **kwargs: Any) -> None:
        """Where the response is written here its sending says when it was given, and nobody is asked."""
        super().__init__(*args, **kwargs)
        if is_written_here:
            del self.fields["responded_on"]

    @staticmethod
    def initial_of(inquiry: Inquiry) -> dict[str, Any]:
        return {name: getattr(inquiry, name) for name in ("received_on", "notice_on", "responded_on")}


class RecommendationForm(DueDateForm):
    """The words of a recommendation or part, and its completion date."""

    title = short_text("Short title", help_text="For lists and headings. You may leave it empty.")
    text = long_text(
        "Words of the recommendation", rows=8, help_text="As in the report. A line that starts with - is a bullet."
    )
    success_measure = long_text(
        "How will the committee know? (optional)",
        rows=4,
        help_text="What it will read, see or count once this is done. For example, “Every library has a champion, and "
        "a list says who.” Whoever reports on it is shown your answer.",
    )
    field_order: tuple[str, ...] = ("title", "text")

    @staticmethod
    def initial_of(row: Recommendation) -> dict[str, Any]:
        names = ("number", "title", "text", "success_measure")
        dates = ("due_text", "due_on", "ongoing", "recurs_every_months")
        return {name: getattr(row, name) for name in (*names, *dates)}


class NumberedRecommendationForm(RecommendationForm):
    """A whole recommendation of a draft, or a new one: its number can be chosen."""

    number = forms.IntegerField(
        label="Number",
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(narrow(3)),
        help_text="6 for R06",
        error_messages={
            "required": "Enter the number of the recommendation. For example, 6.",
            "min_value": "Enter a number from 1.",
            "max_value": "Enter a number up to 9999.",
        },
    )

    field_order = ("number", "title", "text")


class PartForm(RecommendationForm):
    """A new part."""

    letter = forms.RegexField(
        r"^[a-zA-Z]$",
        label="Letter",
        help_text="b for R06 b)",
        widget=forms.TextInput(narrow(2)),
        error_messages={"required": "Enter the letter of the part.", "invalid": "Enter one letter from a to z."},
    )
    text = long_text("Words of the part", required="Enter the words of the part.", rows=8)

    field_order = ("letter", "title", "text")


class SplitForm(ManageForm):
    """The parts that the asks of a recommendation become, proposed from its words, and what stays with the whole.

    Asks for which there is no letter stay with the whole. There is a box for every part that was typed. `read` is the
    fingerprints of the words from which the parts were proposed.
    """

    title = short_text("Short title", help_text="For lists and headings. Leave it empty only if there are words below.")
    text = long_text("Words for all parts", rows=4, help_text="They stand above the parts. You may leave them empty.")
    read = FingerprintsField()

    def __init__(self, sent: QueryDict | None, *, row: Recommendation, typed: QueryDict | None = None) -> None:
        found = asks_in(row.text)
        asks, further = (found.items[: len(LETTERS)], found.items[len(LETTERS) :]) if found else ((), ())
        lead_in = found.lead_in if found else row.text
        text = "\n\n".join(filter(None, (lead_in, "\n".join(f"- {ask}" for ask in further))))
        read = fingerprints({"title": row.title, "text": row.text})
        super().__init__(sent, initial={"title": row.title, "text": text, "read": read})
        boxes = [place for place, letter in enumerate(LETTERS, 1) if f"part_{letter}" in (sent or typed or {})]
        number = min(max(len(asks) + 1, FEWEST_PARTS + 1, *boxes), len(LETTERS))
        self.names = [f"part_{letter}" for letter in LETTERS[:number]]
        for place, name in enumerate(self.names):
            label = f"Words of part {LETTERS[place]}"
            self.fields[name] = long_text(label if place < len(asks) else f"{label} (optional)", rows=3)
            self.initial[name] = asks[place] if place < len(asks) else ""

    @property
    def parts(self) -> list[str]:
        """The words of each part; nothing for a box left empty."""
        return [self.cleaned_data[name] for name in self.names]

    def differences(self, row: Recommendation) -> list[Difference]:
        """Where a valid form says something else than what is saved now; the words in any case."""
        parts = "\n".join(f"- {part}" for part in self.parts if part.strip())
        typed = "\n".join(filter(None, (self.cleaned_data["text"], parts)))
        title, words = self.cleaned_data["title"], Difference("Words", row.text, typed)
        return [words] if title == row.title else [Difference("Short title", row.title, title), words]


class RecommendationCorrectionForm(RecommendationForm):
    """A correction of what was transcribed from the report."""

    reason = REASON


class ResponsibilityForm(ManageForm):
    """A further post that is responsible."""

    post = forms.ModelChoiceField(
        Post.objects.all(),
        label="Post",
        empty_label="Choose a post",
        error_messages={"required": "Choose the post that is responsible."},
    )
    as_written = short_text("As the report has it", help_text="Only where it differs from the name of the post.")
    starts_on = a_date("Since when?", help_text="Leave empty for “from the beginning”. For example, 9 6 2015")


class MoveResponsibilityForm(ManageForm):
    """The post that a responsibility moves to."""

    post = forms.ModelChoiceField(
        Post.objects.all(),
        label="Which post is responsible from then on?",
        empty_label="Choose a post",
        error_messages={"required": "Choose the post that is responsible from then on."},
    )
    on = a_date("From which day?", required="Enter the day from which it is responsible.")
