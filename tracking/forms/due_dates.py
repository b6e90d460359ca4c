"""A completion date as a form asks for it: the words as written, the day they mean, whether it comes back."""

from typing import Any, Self

from django import forms

from tracking import dates
from tracking.forms.manage import ManageForm, a_date, narrow, short_text


class DueDateForm(ManageForm):
    """Words and day of a completion date; the day can be suggested from the words."""

    due_text = short_text(
        "Completion date as written",
        help_text="For example, “November 2015” or “Annual review”. You can have the day suggested from the words.",
    )
    due_on = a_date("Completion date", help_text="Leave empty if the words name no day. For example, 30 11 2015")
    ongoing = forms.BooleanField(label="Ongoing: it has no end", required=False)
    recurs_every_months = forms.IntegerField(
        label="Recurs every how many months?",
        required=False,
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(narrow(3)),
        error_messages={"min_value": "Enter 1 month or more.", "max_value": "Enter 120 months or fewer."},
    )

    @classmethod
    def with_suggestion(cls, data: Any, **kwargs: Any) -> tuple[Self, dates.DueSuggestion]:
        """Return the form as it was typed, unchecked, with what its words about the date seem to mean filled in."""
        typed = cls(data, **kwargs)
        initial = {
            name: field.widget.value_from_datadict(data, {}, typed.add_prefix(name))
            for name, field in typed.fields.items()
        }
        suggestion = dates.suggest_due_date(initial["due_text"] or "")
        initial |= {"ongoing": suggestion.ongoing, "recurs_every_months": suggestion.recurs_every_months}
        if suggestion.due_on:
            initial["due_on"] = suggestion.due_on
        return cls(initial={**kwargs.pop("initial", {}), **initial}, **kwargs), suggestion
