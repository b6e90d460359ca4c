"""Forms for an executive response: its introduction, each answer, and what becomes of it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from tracking.actions.cabinet.response_writing import answer_as_saved
from tracking.actions.conflicts import fingerprints
from tracking.enums import ResponseAnswer
from tracking.forms.drafts import FingerprintsField
from tracking.forms.due_dates import DueDateForm
from tracking.forms.fields import HintedRadioSelect, MarkdownField, MarkdownTextarea
from tracking.forms.manage import ManageForm, long_text
from tracking.forms.signing import OnBehalfForm
from tracking.models import Meeting, Post, Recommendation
from tracking.models.cabinet import ExecutiveResponse, ResponseItem
from tracking.presenters.differences import Difference
from tracking.presenters.positions import due_in_full
from tracking.presenters.wording import written_date

_HINTS: dict[str, str] = {
    ResponseAnswer.ACCEPTED: "Say what will be done, by which post and by when.",
    ResponseAnswer.IN_PART: "Say what will be done, and why not all of it.",
    ResponseAnswer.REJECTED: "Say why. The committee goes on tracking it until it concludes it itself.",
}


class IntroductionForm(ManageForm):
    """The introduction; `version` is the response's as it was read, `read` the fingerprint of what it said."""

    introduction = MarkdownField(
        label="Introduction",
        help_text="What the executive says of the inquiry as a whole. Leave it empty if there is nothing to add.",
        widget=MarkdownTextarea({"rows": 12}, heading_level=2),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    read = FingerprintsField()

    def __init__(self, *args: Any, response: ExecutiveResponse, **kwargs: Any) -> None:
        saved = {"introduction": response.introduction}
        super().__init__(*args, initial=saved | {"version": response.version, "read": fingerprints(saved)}, **kwargs)


def _text(label: str, help_text: str) -> MarkdownField:
    return MarkdownField(label=label, help_text=help_text, widget=forms.Textarea({"rows": 5}), required=False)


class AnswerForm(DueDateForm):
    """The answer to a recommendation or part; `version` and `read` are those of what was read."""

    answer = forms.ChoiceField(
        choices=ResponseAnswer,
        label="What does the executive say?",
        widget=HintedRadioSelect(hints=_HINTS),
        error_messages={"required": "Choose whether it is accepted, accepted in part or rejected."},
    )
    action = _text("What will be done", "Leave it empty if it is rejected and nothing will be done.")
    reason = _text("Why", "Needed if it is accepted in part or rejected.")
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label="Which post does it?",
        required=False,
        empty_label="No post",
        help_text="Needed if it is accepted or accepted in part.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    read = FingerprintsField()

    field_order = ("answer", "reason", "action", "post", "due_text", "due_on")

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("post", posts)
        self.fields["due_text"].label = "By when, in words"
        self.fields["due_on"].label = "By when"

    @staticmethod
    def initial_of(item: ResponseItem | None, recommendation: Recommendation, post: Post | None) -> dict[str, Any]:
        """What is saved; of one not answered yet, the post that answers for it and the date it was given."""
        saved = answer_as_saved(item)
        initial = {"version": item.version if item else 0, "read": fingerprints(saved)}
        if item is not None:
            return initial | saved | {"due_on": item.due_on}
        due = recommendation.due
        names = ("due_text", "due_on", "ongoing", "recurs_every_months")
        return initial | {name: getattr(due, name) for name in names} | {"post": post}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("answer")
        if answer in ResponseAnswer.with_reason() and not cleaned.get("reason"):
            self.add_error("reason", "Say why it is accepted only in part, or rejected.")
        if answer in ResponseAnswer.taken_up():
            self._require_promise(cleaned)
        return cleaned

    def _require_promise(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("action"):
            self.add_error("action", "Say what will be done.")
        if not cleaned.get("post"):
            self.add_error("post", "Choose the post that does it.")
        if not any(cleaned.get(name) for name in ("due_text", "due_on", "ongoing", "recurs_every_months")):
            self.add_error("due_text", "Say by when it will be done, in words or as a date below.")

    def differences(self, item: ResponseItem) -> list[Difference]:
        """Where a valid form says something else than what is saved now."""
        said = self.cleaned_data
        typed = ResponseItem(
            **{name: said[name] for name in ("due_text", "due_on", "ongoing", "recurs_every_months")},
        )
        pairs = (
            ("Answer", item.get_answer_display(), ResponseAnswer(said["answer"]).label),
            ("Why", item.reason, said["reason"]),
            ("What will be done", item.action, said["action"]),
            ("Post", str(item.post or ""), str(said["post"] or "")),
            ("By when", due_in_full(item), due_in_full(typed)),
        )
        return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


class _CabinetMeetingChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Meeting) -> str:
        return f"{written_date(obj.held_on)}, {obj.committee}"


class AgreeForm(ManageForm):
    """At which meeting Cabinet agreed the response."""

    meeting = _CabinetMeetingChoice(
        Meeting.objects.none(),
        label="At which meeting did Cabinet agree it?",
        empty_label="Choose a meeting",
        error_messages={"required": "Choose the meeting at which Cabinet agreed it."},
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("meeting", meetings)
        if len(meetings) == 1:
            self.initial.setdefault("meeting", meetings[0])


class TakeBackForm(ManageForm):
    """What is to be changed in a response that Cabinet agreed."""

    reason = long_text(
        "What is to be changed?",
        required="Say what is to be changed in the response.",
        rows=3,
        help_text="It is kept in the audit trail.",
    )


class SendOnBehalfForm(OnBehalfForm):
    """A contributor says who approved the response, how and when."""

    thing = "the response"
