"""What the managing forms share: plain messages, reasons, confirmations, and dates that end something."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from tracking.forms.fields import GovukDateField

_MESSAGES: dict[type[forms.Field], Mapping[str, str]] = {
    forms.EmailField: {"invalid": "Enter an e-mail address like name@example.org."},
    forms.IntegerField: {"invalid": "Enter a whole number, like 6."},
    forms.TimeField: {"invalid": "Enter a time like 14:00."},
    forms.ModelChoiceField: {"invalid_choice": "Choose one from the list."},
    forms.ModelMultipleChoiceField: {"invalid_choice": "Choose from the list."},
    forms.ChoiceField: {"invalid_choice": "Choose one from the list."},
}


class ManageForm(forms.Form):
    """A form whose action may refuse it: `response_status` then says how the page is answered."""

    response_status = 200

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            for kind, messages in _MESSAGES.items():
                if isinstance(field, kind):
                    field.error_messages.update(messages)

    def offer_rows(self, name: str, rows: QuerySet[Any]) -> None:
        """Have a field offer these rows."""
        cast("forms.ModelChoiceField", self.fields[name]).queryset = rows


def short_text(label: str, *, required: str = "", limit: int = 200, **kwargs: Any) -> forms.CharField:
    """Return a line of text; `required` is what to say when it is empty, nothing for one that may be."""
    messages = {"required": required, "max_length": f"Use {limit} characters or fewer."}
    return forms.CharField(label=label, required=bool(required), max_length=limit, error_messages=messages, **kwargs)


def long_text(label: str, *, required: str = "", rows: int = 5, **kwargs: Any) -> forms.CharField:
    """Return a box of text; `required` is what to say when it is empty, nothing for one that may be."""
    return forms.CharField(
        label=label,
        required=bool(required),
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": required},
        **kwargs,
    )


def a_date(label: str, *, required: str = "", **kwargs: Any) -> GovukDateField:
    """Return a date; `required` is what to say when it is empty, nothing for one that may be."""
    messages = {"required": required} if required else None
    return GovukDateField(label=label, required=bool(required), error_messages=messages, **kwargs)


def narrow(width: int) -> dict[str, str]:
    """Return the attributes of an input for so many characters."""
    return {"class": f"govuk-input--width-{width}"}


class ConfirmForm(ManageForm):
    """Nothing to fill in: sending it is the confirmation."""


class ReasonForm(ManageForm):
    """Why something irreversible is done."""

    reason = long_text("Reason", required="Give the reason.", rows=3, help_text="It is kept in the audit trail.")


class EndForm(ManageForm):
    """The day from which something no longer holds."""

    ends_on = a_date(
        "From which day does it no longer hold?", required="Enter the day it ends. For example, 24 5 2016."
    )
