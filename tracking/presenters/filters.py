"""What a list is filtered by, as chips that take a filter away."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import QueryDict

from tracking.presenters.wording import written_date


@dataclass(frozen=True)
class Chip:
    """One filter in force: what it says, and the query without it."""

    words: str
    query: str


def filter_chips(form: forms.Form, query: QueryDict) -> tuple[Chip, ...]:
    """Return a chip for each filter of a valid answer, in the order of the form."""
    chosen = [name for name in form.fields if form.cleaned_data.get(name) not in (None, "", [], False)]
    return tuple(Chip(_chosen_words(form, name), _without(query, name)) for name in chosen)


def _chosen_words(form: forms.Form, name: str) -> str:
    """ "Committee: Housing", or the label alone of what is ticked."""
    value, label = form.cleaned_data[name], str(form[name].label)
    if value is True:
        return label
    if isinstance(value, date):
        value = written_date(value)
    choices = dict(getattr(form.fields[name], "choices", ())) if isinstance(value, str) else {}
    return f"{label}: {choices.get(value, value)}"


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    for left_out in (name, "page"):
        rest.pop(left_out, None)
    return f"?{rest.urlencode()}" if rest else "."
