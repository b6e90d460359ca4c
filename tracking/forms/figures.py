"""What the figures may be narrowed to."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode

from tracking.dates import municipal_year_words
from tracking.models import Committee


class FiguresForm(forms.Form):
    """A committee, and a municipal year of approval. What is not on offer is said so, and narrows nothing."""

    committee = forms.ModelChoiceField(
        label="Committee",
        queryset=Committee.objects.of_scrutiny(),
        to_field_name="slug",
        required=False,
        empty_label="Any committee",
        error_messages={"invalid_choice": "Choose a committee from the list."},
    )
    year = forms.TypedChoiceField(
        label="Municipal year of approval",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose a year from the list."},
    )

    def __init__(self, data: QueryDict, *, years: Sequence[int]) -> None:
        super().__init__(data)
        year = cast("forms.TypedChoiceField", self.fields["year"])
        year.choices = [("", "Any year"), *((str(one), municipal_year_words(one)) for one in years)]

    @property
    def chosen_committee(self) -> Committee | None:
        return self._chosen("committee")

    @property
    def chosen_year(self) -> int | None:
        return self._chosen("year")

    def _chosen(self, name: str) -> Any:
        """One answer, whatever is the matter with the other."""
        return self.cleaned_data.get(name) if name not in self.errors else None

    @property
    def query(self) -> str:
        """What was chosen, as it stands in an address."""
        committee, year = self.chosen_committee, self.chosen_year
        chosen = {"committee": committee.slug if committee else "", "year": year or ""}
        return urlencode({name: value for name, value in chosen.items() if value})
