"""Declaring a meeting in private, and what an officer's page says of its place to the room's screen."""

from typing import Any

from django import forms

from tracking.enums import ExemptParagraph
from tracking.forms.manage import ManageForm

LEAD, FOLLOW, STOP = "lead", "follow", "stop"
CHOICES = ("judgement", "decision", "conclusion_reason")


class ScreenForm(ManageForm):
    """Where an officer is, and what they have chosen there; without a reference they are at the list.

    Of the choices the action keeps those that the form for recording a view offers.
    """

    then = forms.ChoiceField(choices=[(act, act) for act in (LEAD, FOLLOW, STOP)])
    inquiry = forms.SlugField(max_length=100, required=False)
    reference = forms.CharField(max_length=10, required=False)
    judgement = forms.CharField(max_length=20, required=False)
    decision = forms.CharField(max_length=20, required=False)
    conclusion_reason = forms.CharField(max_length=20, required=False)

    def choices(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CHOICES if self.cleaned_data[name]}


class PlaceForm(ManageForm):
    """The page of the meeting that somebody came from, to go back to."""

    inquiry = forms.SlugField(max_length=100, required=False)
    reference = forms.CharField(max_length=10, required=False)


class PrivateForm(ManageForm):
    """Under what the public are excluded."""

    paragraphs = forms.TypedMultipleChoiceField(
        label="Paragraphs of Schedule 12A, Part 1",
        help_text="Choose every paragraph that the committee names.",
        choices=[(paragraph.value, f"Paragraph {paragraph.label}") for paragraph in ExemptParagraph],
        coerce=lambda value: ExemptParagraph(int(value)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_confidential = forms.BooleanField(
        label="Confidential information is taken, from which the public must be excluded", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("paragraphs") and not cleaned.get("is_confidential") and "paragraphs" not in self.errors:
            self.add_error("paragraphs", "Choose at least one paragraph, or confidential information.")
        return cleaned
