"""How the form for a committee's view is laid out: choices as large keys, and what is seldom needed folded away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from tracking.models import Category


@dataclass(frozen=True)
class Tile:
    """One choice as a large key: `number` and `tone` where it is a category, `key` what chooses it by keyboard."""

    input: SafeString
    id: str
    number: str
    words: str
    tone: str
    hint: str
    key: str


class Tiles(LayoutObject):
    """Radios as large keys in `rows`; each row is a name for its shape and the values in it.

    A choice may reveal further fields, as in `RevealingChoices`. Choices that the field does not offer are left out.
    """

    def __init__(
        self,
        field: str,
        rows: Sequence[tuple[str, Sequence[str]]],
        *,
        keys: Mapping[str, str],
        categories: Mapping[str, Category] | None = None,
        reveals: Mapping[str, Sequence[str]] | None = None,
        hint: str = "",
    ) -> None:
        self.field = field
        self.rows = rows
        self.keys = keys
        self.categories = categories or {}
        self.reveals = reveals or {}
        self.hint = hint
        self.fields = [field, *(revealed for group in self.reveals.values() for revealed in group)]

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        field = form[self.field]
        # crispy-forms tells of every field that was printed by itself.
        form.rendered_fields.add(self.field)  # type: ignore[attr-defined]
        options = {str(option.data["value"]): option for option in field.subwidgets}
        shapes = [(shape, [value for value in values if value in options]) for shape, values in self.rows]
        revealed = {
            f"{field.auto_id}_{value}_reveals": mark_safe(  # noqa: S308 - made of rendered templates
                "".join(render_field(name, form, context, template_pack=template_pack) for name in names)
            )
            for value, names in self.reveals.items()
        }
        chosen = {f"{field.auto_id}_{value}_reveals" for value, option in options.items() if option.data["selected"]}
        return render_to_string(
            "views_at_meeting/_tiles.html",
            {
                "field": field,
                "hint": self.hint,
                "rows": [(shape, [self._tile(field, options[value]) for value in values]) for shape, values in shapes],
                "reveals": [(id_, html, id_ in chosen) for id_, html in revealed.items()],
            },
        )

    def _tile(self, field: BoundField, option: BoundWidget) -> Tile:
        value, attrs = str(option.data["value"]), option.data["attrs"]
        hint = "" if self.hint else option.data.get("hint", "")
        attrs["class"] = "app-tile__input"
        # The group carries the error; a single radio cannot be wrong.
        attrs.pop("aria-invalid", None)
        attrs.pop("required", None)
        if hint:
            attrs["aria-describedby"] = f"{attrs['id']}_hint"
        if value in self.reveals:
            attrs["data-reveals"] = f"{field.auto_id}_{value}_reveals"
        key = self.keys.get(value, "")
        if key:
            attrs["data-key"] = key
        category = self.categories.get(value)
        return Tile(
            input=option.tag(wrap_label=False),
            id=attrs["id"],
            number=str(category.number) if category else "",
            words=category.name if category else str(option.choice_label),
            tone=category.tone if category else "",
            hint=hint,
            key="" if category else key.upper(),
        )


class Folded(LayoutObject):
    """Fields behind a summary that opens them; open from the start where `is_open` says so of the form."""

    def __init__(self, summary: str, *fields: str, is_open: Callable[[forms.BaseForm], bool]) -> None:
        self.summary = summary
        self.fields = list(fields)
        self.is_open = is_open

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        inner = "".join(render_field(name, form, context, template_pack=template_pack) for name in self.fields)
        return render_to_string(
            "views_at_meeting/_folded.html",
            {
                "summary": self.summary,
                "fields": mark_safe(inner),  # noqa: S308 - made of rendered templates
                "is_open": self.is_open(form),
            },
        )
