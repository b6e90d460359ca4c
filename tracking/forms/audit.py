"""What the audit trail may be narrowed to."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from tracking.queries.audit_trail import Sought

_DAYS = ("%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=_DAYS,
        help_text="For example, 31 3 2016",
        widget=forms.TextInput,
        error_messages={"invalid": "Enter a date. For example, 31 3 2016."},
    )


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, error_messages={"invalid_choice": "Choose one from the list."}
    )


class AuditFilterForm(forms.Form):
    """Who, what, to what and when. An answer that is none of those on offer is said so, and narrows nothing."""

    q = forms.CharField(
        label="Who",
        required=False,
        max_length=100,
        help_text="A name, an e-mail address or an identifier; “system” for what nobody did",
        error_messages={"max_length": "Search for 100 characters or fewer."},
    )
    type = _choice("What was done")
    kind = _choice("To what")
    key = forms.CharField(
        label="Its key",
        required=False,
        max_length=40,
        help_text="The number behind it",
        error_messages={"max_length": "A key has 40 characters or fewer."},
    )
    since = _day("Recorded from")
    until = _day("Recorded until")

    def __init__(self, data: QueryDict, *, types: Iterable[str], kinds: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self._offer("type", "Anything", ((one, one[:1].upper() + one[1:]) for one in types))
        self._offer("kind", "Any kind", sorted(kinds, key=lambda kind: kind[1]))

    def _offer(self, name: str, anything: str, choices: Iterable[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", anything), *choices]

    def sought(self) -> Sought:
        """What is looked for, of the answers that are right."""
        self.is_valid()
        found: dict[str, Any] = self.cleaned_data
        since, until = (cast("date | None", found.get(name)) for name in ("since", "until"))
        return Sought(
            who=found.get("q", "").strip(),
            type=found.get("type", ""),
            kind=found.get("kind", ""),
            key=found.get("key", "").strip(),
            since=since,
            until=until,
        )
