"""Form fields and widgets that the `govuk` template pack knows: dates in three parts, Markdown, choices with hints."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

DATE_PARTS = ("day", "month", "year")

# About twenty printed pages; what is longer belongs in a file, and would keep every reader of the page waiting.
LONGEST_TEXT = 50_000

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}


class WrongDateParts(ValidationError):
    """A date that cannot be read, with the parts that must be put right."""

    def __init__(self, message: str, parts: Sequence[str]) -> None:
        super().__init__(message, code="wrong_date")
        self.parts = tuple(parts)


class RowsField(forms.ModelMultipleChoiceField):
    """Rows of a list, any number of them; a key that no row can have is refused as any other that is not offered."""

    def _check_values(self, value: Any) -> Any:
        rows: Any = self.queryset
        key = rows.model._meta.pk
        for chosen in value:
            try:
                key.clean(chosen, None)
            except ValidationError as error:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": chosen}) from error
        return super()._check_values(value)  # type: ignore[misc]


class GovukDateInput(forms.MultiWidget):
    """Three text inputs: `<name>_day`, `<name>_month` and `<name>_year`, with ids that end the same way."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput({"inputmode": "numeric"}) for part in DATE_PARTS}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].get("id")
        if id_:
            for part, subwidget in zip(DATE_PARTS, context["widget"]["subwidgets"], strict=True):
                subwidget["attrs"]["id"] = f"{id_}_{part}"
        return context


class GovukDateField(forms.MultiValueField):
    """A date typed as day, month and year; a month may be a word ("March", "mar").

    An error names what is missing or wrong, and `WrongDateParts.parts` which inputs to mark and link to.
    """

    widget = GovukDateInput
    default_error_messages = {
        "required": "Enter a date. For example, 31 3 2016.",
        "missing": "The date must include a %(missing)s. For example, 31 3 2016.",
        "day": "The day must be a number between 1 and 31.",
        "month": "The month must be a number between 1 and 12, or its name.",
        "year": "The year must have four numbers. For example, 2016.",
        "unreal": "There is no such day in that month. Check the day and the month.",
    }

    def __init__(self, *, help_text: str = "For example, 31 3 2016", **kwargs: Any) -> None:
        fields = tuple(forms.CharField(required=False) for _ in DATE_PARTS)
        super().__init__(fields, require_all_fields=False, help_text=help_text, **kwargs)

    def clean(self, value: Any) -> date | None:
        if self.disabled and not isinstance(value, list):
            value = GovukDateInput().decompress(value)
        day = self.compress([str(part or "").strip() for part in value or ("", "", "")])
        if day is not None:
            self.run_validators(day)
        return day

    def compress(self, data_list: Sequence[str]) -> date | None:
        parts = dict(zip(DATE_PARTS, data_list, strict=True))
        missing = [part for part, text in parts.items() if not text]
        if len(missing) == len(DATE_PARTS):
            if self.required:
                raise self._wrong("required", DATE_PARTS)
            return None
        if missing:
            raise self._wrong("missing", missing, missing=" and a ".join(missing))
        numbers = self._numbers(parts)
        try:
            return date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError:
            raise self._wrong("unreal", ("day", "month")) from None

    def _wrong(self, code: str, parts: Sequence[str], **words: str) -> WrongDateParts:
        return WrongDateParts(str(self.error_messages[code]) % words, parts)

    def _numbers(self, parts: Mapping[str, str]) -> dict[str, int]:
        """Return each part as a number, or raise for the first that is not one a calendar knows."""
        numbers = {part: int(text) if text.isascii() and text.isdigit() else 0 for part, text in parts.items()}
        numbers["month"] = _MONTHS.get(parts["month"].lower(), numbers["month"])
        possible = {"day": range(1, 32), "month": range(1, 13), "year": range(1900, 10000)}
        for part in DATE_PARTS:
            if numbers[part] not in possible[part]:
                raise self._wrong(part, (part,))
        return numbers


class MarkdownTextarea(forms.Textarea):
    """A box for Markdown with a preview, and with a toolbar where JavaScript runs (editor.js).

    `heading_level` is the level that main headings in the text have where it is read.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, *, heading_level: int = 3) -> None:
        super().__init__({"spellcheck": "true", **(attrs or {})})
        self.heading_level = heading_level


class MarkdownField(forms.CharField):
    """Text in Markdown, its line ends the same whatever the browser sent: what is saved must not differ for that."""

    widget = MarkdownTextarea
    default_error_messages = {
        "max_length": (
            "This text has %(show_value)s characters. Shorten it to %(limit_value)s, or put part of it in a file."
        )
    }

    def __init__(self, *, max_length: int = LONGEST_TEXT, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def is_preview(data: Mapping[str, Any]) -> bool:
    """Whether a form was sent only to see how its text will read."""
    return data.get("go") == "preview"


class _HintedChoices(forms.widgets.ChoiceWidget):
    """Choices that may each have a hint below: set `hints` to a mapping from value to text."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": self.hints.get(str(value), "")}


class HintedRadioSelect(_HintedChoices, forms.RadioSelect):
    """Radios, each with its hint: `HintedRadioSelect(hints={"1": "All of it was done by the date."})`."""


class HintedCheckboxSelectMultiple(_HintedChoices, forms.CheckboxSelectMultiple):
    """Checkboxes, each with its hint."""
