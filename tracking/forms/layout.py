"""What a crispy layout may hold beyond crispy-forms' own objects."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.template import Context
from django.utils.safestring import SafeString, mark_safe


class RevealingChoices(LayoutObject):
    """Radios or checkboxes of which some reveal further fields when chosen.

    `RevealingChoices("category", {"1": ["completed_on"], "3": ["anticipated_on"]})`. Without JavaScript every
    field shows under its choice, so a form must ignore what belongs to a choice that was not made.
    """

    def __init__(self, field: str, reveals: Mapping[str, Sequence[str | LayoutObject]]) -> None:
        self.field = field
        self.reveals = reveals
        self.fields = [field, *(revealed for group in reveals.values() for revealed in group)]

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        revealed = {
            str(value): mark_safe(  # noqa: S308 - made of rendered templates
                "".join(render_field(field, form, context, template_pack=template_pack) for field in group)
            )
            for value, group in self.reveals.items()
        }
        return render_field(self.field, form, context, template_pack=template_pack, extra_context={"reveals": revealed})
