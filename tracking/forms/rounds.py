"""Asking for updates: on which inquiries, of which posts, by when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from tracking.actions.rounds import Ask
from tracking.forms.fields import HintedCheckboxSelectMultiple
from tracking.forms.layout import RevealingChoices
from tracking.forms.manage import ManageForm, a_date, long_text
from tracking.models import Post, UpdateRound
from tracking.presenters.rounds import inquiry_hint
from tracking.queries.rounds import InquiryToAsk


class AskForm(ManageForm):
    """The day, a message, and for each inquiry that is chosen the posts its report is of, under its checkbox."""

    due_on = a_date(
        "When must the updates be with the scrutiny office?",
        required="Enter the day by which the updates must be with the scrutiny office.",
    )
    message = long_text(
        "What else do you want to tell them? (optional)",
        rows=4,
        help_text="It goes by e-mail, so write nothing here that is exempt or confidential.",
    )
    inquiries = forms.MultipleChoiceField(
        label="What do you ask about?",
        required=False,
        error_messages={"invalid_choice": "Choose from the list."},
    )

    def __init__(
        self,
        *args: Any,
        rows: Sequence[InquiryToAsk],
        update_round: UpdateRound | None,
        suggested_due_on: date,
        **kwargs: Any,
    ) -> None:
        self.rows = {str(row.inquiry.pk): row for row in rows}
        super().__init__(*args, **kwargs)
        self.initial.update(
            due_on=update_round.due_on if update_round else suggested_due_on,
            message=update_round.message if update_round else "",
            inquiries=[] if update_round else list(self.rows),
        )
        for key, row in self.rows.items():
            self._add_posts(key, row)
        self._offer_inquiries()
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        reveals = {key: self._names(key) for key in self.rows}
        inquiries = [RevealingChoices("inquiries", reveals)] if self.rows else []
        self.helper.layout = Layout(*inquiries, "due_on", "message")

    def _offer_inquiries(self) -> None:
        if not self.rows:
            del self.fields["inquiries"]
            return
        field: Any = self.fields["inquiries"]
        field.widget = HintedCheckboxSelectMultiple(hints={key: inquiry_hint(row) for key, row in self.rows.items()})
        field.choices = [(key, str(row.inquiry)) for key, row in self.rows.items()]

    def _add_posts(self, key: str, row: InquiryToAsk) -> None:
        """Ask whose report it is; nothing is asked where one post answers for everything."""
        choices = [(str(post.pk), post.name) for post in row.posts]
        if len(choices) == 1:
            return
        posts, lead = self._names(key)
        self.fields[posts] = forms.MultipleChoiceField(
            label="Whose report is it?",
            choices=choices,
            initial=[pk for pk, _ in choices],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields[lead] = forms.ChoiceField(
            label="Who leads it?",
            help_text="Its name comes first. At first the one answering for most.",
            choices=choices,
            initial=choices[0][0],
            required=False,
        )

    def _names(self, key: str) -> list[str]:
        return [f"posts-{key}", f"lead-{key}"] if len(self.rows[key].posts) > 1 else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for key in cleaned.get("inquiries", ()):
            names = self._names(key)
            if names and not cleaned.get(names[0]):
                self.add_error(names[0], f"Choose at least one post for {self.rows[key].inquiry}.")
        return cleaned

    @property
    def asks(self) -> list[Ask]:
        """What a valid form asks for."""
        return [Ask(self.rows[key].inquiry, self._posts(key)) for key in self.cleaned_data.get("inquiries", ())]

    def _posts(self, key: str) -> tuple[Post, ...]:
        names = self._names(key)
        if not names:
            return self.rows[key].posts
        chosen, lead = set(self.cleaned_data[names[0]]), self.cleaned_data[names[1]]
        posts = [post for post in self.rows[key].posts if str(post.pk) in {*chosen, lead}]
        return tuple(sorted(posts, key=lambda post: str(post.pk) != lead))
