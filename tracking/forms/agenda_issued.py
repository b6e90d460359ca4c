"""Choosing what was issued elsewhere for an agenda."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from tracking.forms.manage import ManageForm
from tracking.models import IssuedDocument


class IssuedMonthForm(ManageForm):
    """Which month of which plan."""

    month = forms.ModelChoiceField(
        label="Month",
        queryset=IssuedDocument.objects.none(),
        empty_label="Choose a month",
        help_text="Its pages go into the pack as they were issued.",
        error_messages={
            "required": "Choose the month to put on the agenda.",
            "invalid_choice": "This month is not there to choose any more. Choose another one.",
        },
    )

    def __init__(self, *args: Any, months: QuerySet[IssuedDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("month", months)
