"""What the page of a plan may be filtered by."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict

from tracking.models import Post
from tracking.queries.plans.contents import Unit


class PlanFilterForm(forms.Form):
    """By the post that leads, and by what is due; the words of a wrong answer are said beside it."""

    lead = forms.ModelChoiceField(
        Post.objects.none(),
        label="Lead",
        required=False,
        to_field_name="slug",
        empty_label="Any post",
        error_messages={"invalid_choice": "Choose a post from the list."},
    )
    due = forms.BooleanField(label="Due by now", required=False)

    def __init__(self, data: QueryDict, *, leads: Sequence[Post]) -> None:
        super().__init__(data)
        field = self.fields["lead"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Post.objects.filter(pk__in=[post.pk for post in leads])
        self.is_valid()

    @property
    def is_in_force(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def fits(self, unit: Unit, today: date) -> bool:
        """Whether a unit of the plan is among those asked for."""
        lead, due = self.cleaned_data.get("lead"), self.cleaned_data.get("due")
        return (not lead or unit.is_led_by(lead)) and (not due or unit.is_due_by(today))
