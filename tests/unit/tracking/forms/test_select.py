"""Selects as this project renders them, beside Django's own."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer


class Chosen(forms.Form):
    one = forms.ChoiceField(choices=[("", "Any <b>"), ("x&y", 'Q "1"'), ("Old", [("1", "one"), ("2", "two")])])
    many = forms.MultipleChoiceField(choices=[(1, "one"), (2, "two"), (3, "three")])
    unknown = forms.NullBooleanField()


@pytest.mark.parametrize("name", ["one", "many", "unknown"])
@pytest.mark.parametrize("data", [{}, {"one": "2", "many": ["1", "3"], "unknown": "true"}, {"one": "x&y"}])
def test_a_select_says_what_djangos_own_does(name, data):
    field = Chosen(data)[name]
    ours, own = (
        field.field.widget.render(name, field.value(), {"id": f"id_{name}"}, renderer=renderer)
        for renderer in (get_default_renderer(), DjangoTemplates())
    )
    assert type(get_default_renderer()) is not DjangoTemplates
    assert re.sub(r"\s+", " ", ours) == re.sub(r"\s+", " ", own)
