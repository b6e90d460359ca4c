"""Choosing what to take over into a section of a Progress Report."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from tracking.forms.manage import ManageForm
from tracking.presenters.taking_over import CHOICES, Choice, Offer, choices_in, with_chosen

_GONE = "The text you chose was changed meanwhile. Look at what is there now, and choose again."


class TakeOverForm(ManageForm):
    """Passages, files and pointers said before, of which at least one is chosen; what is there already may be too."""

    passages = forms.MultipleChoiceField(required=False)
    exempt = forms.MultipleChoiceField(required=False)
    evidence = forms.MultipleChoiceField(required=False)
    pointers = forms.MultipleChoiceField(required=False)

    def __init__(self, data: QueryDict | None, *, offers: Sequence[Offer]) -> None:
        super().__init__(data)
        self.choices: dict[str, dict[str, Choice]] = {}
        for name in CHOICES:
            self.choices[name] = {choice.key: choice for choice in choices_in(offers, name)}
            field: Any = self.fields[name]
            field.error_messages["invalid_choice"] = _GONE
            field.choices = [(key, choice.label) for key, choice in self.choices[name].items()]
        self.offers = with_chosen(offers, {name: data.getlist(name) if data else [] for name in CHOICES})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in CHOICES):
            raise forms.ValidationError("Choose at least one passage or file to take over.")
        return cleaned

    @property
    def chosen(self) -> dict[str, list[Any]]:
        """The things chosen in a valid form, by kind and in the order of the page."""
        return {
            name: [choice.thing for key, choice in choices.items() if key in self.cleaned_data[name]]
            for name, choices in self.choices.items()
        }

    @property
    def problems(self) -> list[dict[str, str]]:
        """Each error once, leading to the first box on the page."""
        boxes = [choice.id for offer in self.offers for choice in offer.to_choose]
        messages = dict.fromkeys(str(message) for found in self.errors.values() for message in found)
        return [{"message": message, "target": boxes[0] if boxes else ""} for message in messages]
