"""The form with which a contributor hands something in for whoever approved it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tracking import dates
from tracking.forms.manage import ManageForm, a_date, short_text
from tracking.models import Person


class OnBehalfForm(ManageForm):
    """A contributor says which holder of the post approved it, how and when.

    `thing` and `holder` are what is signed and who signs it, as the refusals name them.
    """

    thing = "it"
    holder = "the holder of the post"

    signed_by = forms.ModelChoiceField(
        label="Who approved it?",
        queryset=Person.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    approved_how = short_text(
        "How did they approve it?", required="Say how they approved it.", help_text="For example, “By e-mail to me”."
    )
    approved_on = a_date("When did they approve it?", required="Enter the date when they approved it.")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required = {
            "signed_by": f"Choose who approved {self.thing}.",
            "approved_how": f"Say how {self.holder} approved {self.thing}.",
            "approved_on": f"Enter the date when {self.holder} approved {self.thing}.",
        }
        for name, refusal in required.items():
            self.fields[name].error_messages["required"] = refusal
        self.offer_rows("signed_by", Person.objects.filter(pk__in=[person.pk for person in people]))
        if len(people) == 1:
            self.initial["signed_by"] = people[0].pk

    def clean_approved_on(self) -> date:
        approved_on: date = self.cleaned_data["approved_on"]
        if approved_on > dates.today():
            raise ValidationError("The date of approval must be today or in the past.")
        return approved_on
