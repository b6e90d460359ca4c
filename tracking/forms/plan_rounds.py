"""Forms of a plan's months beside the update itself: its signing, and what the owning post decides and writes."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten
from typing import Any

from django import forms
from django.db.models import QuerySet

from tracking.claim_check import Finding
from tracking.forms.fields import MarkdownField, MarkdownTextarea, RowsField
from tracking.forms.manage import ManageForm, a_date, long_text, short_text
from tracking.forms.reports import OverridesForm
from tracking.models import Post
from tracking.models.plans import Aim, NarrativeUpdate, PlanUpdate, Remark, Theme
from tracking.presenters.plans.update_pages import update_choice, waiting_choice
from tracking.queries.plans.claims import CheckedRating

LONGEST_NAME = 90


class ReasonsForm(OverridesForm):
    """A reason for each warning that is to stand."""

    def __init__(self, *args: Any, checked: Sequence[CheckedRating], **kwargs: Any) -> None:
        rows = [(row, finding) for row in checked for finding in row.findings if not finding.blocks]
        super().__init__(
            *args,
            warnings=[finding for _, finding in rows],
            saved={finding.key: row.reason_against(finding) for row, finding in rows},
            earlier={
                finding.key: row.overrides[finding.code].reason
                for row, finding in rows
                if finding.code in row.overrides
            },
            **kwargs,
        )
        for name in self.names.values():
            self.fields[name].help_text = "Everyone reads this beside the rating once the month is issued."

    def ask_for_reason(self, finding: Finding) -> None:
        """Tell that a warning must be settled before the update can be handed in."""
        if finding.key in self.names:
            self.add_error(
                self.names[finding.key], f"Say why {finding.label} is right as it stands, or change its rating."
            )


class ReturnUpdateForm(ManageForm):
    """Why an update goes back."""

    reason = long_text(
        "What must be put right?",
        required="Say why the update is returned, so that it can be put right.",
        rows=6,
        help_text="Those who wrote the update read this above its form.",
    )


class LeaveOutForm(ManageForm):
    """Why a month goes out without an update."""

    reason = long_text(
        "Why does the month go out without it?",
        required="Say why the month goes out without this update.",
        rows=4,
        help_text="It is kept with the update.",
    )


class LeaveOutSeveralForm(LeaveOutForm):
    """Which updates a month goes out without, for one reason."""

    updates = forms.MultipleChoiceField(
        label="Which updates does the month go out without?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one update."},
    )
    field_order = ("updates", "reason")

    def __init__(self, *args: Any, offered: Sequence[PlanUpdate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(update.pk): update for update in offered}
        field: Any = self.fields["updates"]
        field.choices = [(key, waiting_choice(update)) for key, update in self.offered.items()]

    @property
    def chosen(self) -> list[PlanUpdate]:
        return [self.offered[key] for key in self.cleaned_data["updates"]]


class RoundForm(ManageForm):
    """By when the updates of a month are due, and what else the leads are told."""

    due_on = a_date("By when must the updates be handed in?", required="Enter the day by which updates are due.")
    message = long_text(
        "What else do you want to tell the leads? (optional)",
        rows=4,
        help_text="It goes by e-mail, so write nothing here that is exempt or confidential.",
    )


class NewRoundForm(RoundForm):
    """The month to be opened."""

    month = forms.ChoiceField(
        label="Which month?", widget=forms.RadioSelect, error_messages={"required": "Choose the month."}
    )
    field_order = ("month",)

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["month"]
        field.choices = [(f"{month:%Y-%m-%d}", f"{month:%B %Y}") for month in months]
        if months:
            self.initial.setdefault("month", f"{months[0]:%Y-%m-%d}")

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])


class ServedForm(ManageForm):
    """What an update is about: the aims, or themes as a whole; the first prints it in full."""

    first = forms.ChoiceField(
        label="Where is it printed in full?", error_messages={"required": "Choose where it is printed in full."}
    )
    others = forms.MultipleChoiceField(
        label="What else is it about? (optional)",
        help_text="There the month says where to read it.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, offered: Sequence[Aim | Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {_served_key(of): of for of in offered}
        choices = [(key, _served_name(of)) for key, of in self.offered.items()]
        first, others = self.fields["first"], self.fields["others"]
        first.choices = choices  # type: ignore[attr-defined]
        others.choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(update: PlanUpdate) -> dict[str, Any]:
        first, *others = [_served_key(use.of) for use in update.uses.all()] or [""]
        return {"first": first, "others": others}

    @property
    def served(self) -> list[Aim | Theme]:
        """What a valid form says, in order."""
        said = self.cleaned_data
        keys = [said["first"], *(key for key in said["others"] if key != said["first"])]
        return [self.offered[key] for key in keys]


class NewUpdateForm(ServedForm):
    """Another update in an open month: whose it is, and what it is about."""

    posts = RowsField(
        label="Whose update is it?",
        queryset=Post.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the post whose update it is."},
    )
    field_order = ("posts", "first", "others")

    def __init__(self, *args: Any, posts: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("posts", Post.objects.filter(pk__in=[post.pk for post in posts]))
        if len(posts) == 1:
            self.initial.setdefault("posts", [posts[0].pk])


def _served_key(of: Aim | Theme) -> str:
    return f"{of._meta.model_name}-{of.pk}"


def _served_name(of: Aim | Theme) -> str:
    if isinstance(of, Theme):
        return f"Theme {of.number} as a whole"
    return f"Aim {of.label}: {shorten(of.text, LONGEST_NAME, placeholder='…')}"


class CarryForm(ManageForm):
    """Which updates of earlier months a month prints again."""

    updates = forms.MultipleChoiceField(
        label="Which updates of earlier months are printed again?", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, offered: Sequence[PlanUpdate], carried: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(update.pk): update for update in offered}
        field: Any = self.fields["updates"]
        field.choices = [(key, update_choice(update)) for key, update in self.offered.items()]
        self.initial["updates"] = [str(pk) for pk in carried]
        if not offered:
            field.help_text = "No earlier month printed anything."

    @property
    def chosen(self) -> list[PlanUpdate]:
        return [self.offered[key] for key in self.cleaned_data["updates"]]


class NarrativeForm(ManageForm):
    """A text beside the plan or, with a précis in its place, a temperature take."""

    title = short_text("Title", required="Enter the title.")
    posts = RowsField(
        label="Whose words are they?",
        queryset=Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = MarkdownField(label="Text", widget=MarkdownTextarea({"rows": 12}), required=False)
    precis = MarkdownField(
        label="Précis of a temperature take",
        help_text="Only for a temperature take: what people said, in short. Leave the text empty then.",
        widget=MarkdownTextarea({"rows": 6}),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, posts: QuerySet[Post], narrative: NarrativeUpdate | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer_rows("posts", posts)
        if narrative is None:
            del self.fields["version"]
            return
        self.initial.update({name: getattr(narrative, name) for name in ("title", "text", "precis", "version")})
        self.initial["posts"] = [row.post_id for row in narrative.update_posts.all()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("text")) == bool(cleaned.get("precis")):
            both = "Write either the text or the précis of a temperature take, and leave the other empty."
            self.add_error(
                "text", both if cleaned.get("text") else "Write the text or, for a temperature take, the précis."
            )
        return cleaned


class RemarkForm(ManageForm):
    """What somebody said, and when."""

    speaker = short_text("Who said it?", required="Enter who said it.")
    role = short_text("What are they? (optional)", help_text="For example, “Chair of a housing charity”.")
    said_on = a_date("When did they say it?", required="Enter the day on which they said it.")
    text = MarkdownField(
        label="What did they say?",
        widget=MarkdownTextarea({"rows": 8}),
        error_messages={"required": "Enter what they said."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, remark: Remark | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if remark is None:
            del self.fields["version"]
            return
        names = ("speaker", "role", "said_on", "text", "version")
        self.initial.update({name: getattr(remark, name) for name in names})


class PublishRemarkForm(ManageForm):
    """How and when the speaker agreed."""

    agreement = long_text(
        "How did the speaker agree?",
        required="Say how the speaker agreed.",
        rows=3,
        help_text="For example, “By e-mail, having read the words”.",
    )
    agreed_on = a_date("When did they agree?", required="Enter the day on which they agreed.")


class TakeRemarkBackForm(ManageForm):
    """Why a published remark is taken back."""

    reason = long_text("Why is it taken back?", required="Say why it is taken back.", rows=3)


class AskingForm(ManageForm):
    """From which month nobody is asked, or is asked again, and why."""

    month = forms.ChoiceField(label="From which month?", error_messages={"required": "Choose the month."})
    reason = long_text("Reason", required="Give the reason.", rows=3, help_text="Everyone reads it in the plan.")

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["month"]
        field.choices = [(f"{month:%Y-%m-%d}", f"{month:%B %Y}") for month in months]

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])
