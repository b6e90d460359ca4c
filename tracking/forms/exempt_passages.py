"""Marking text of a report that the public may not read, and changing it."""

from typing import Any

from django.http import QueryDict

from tracking.actions.conflicts import fingerprints
from tracking.actions.exempt_passages import passage_as_saved
from tracking.enums import Exemption
from tracking.forms.drafts import FingerprintsField
from tracking.forms.fields import MarkdownField, MarkdownTextarea, is_preview
from tracking.forms.openness import OpennessForm, PartForm
from tracking.models import ExemptPassage


class PassageForm(OpennessForm, PartForm):
    """An exempt passage: its text, what it is about, and why it is withheld; `read` is what it said when read.

    While it is only previewed, nothing is missing yet.
    """

    text = MarkdownField(
        label="Text of the passage",
        help_text="Only those who may read exempt papers see it. Everyone else reads that it is there.",
        widget=MarkdownTextarea({"rows": 10}),
        error_messages={"required": "Enter the text of the passage."},
    )
    read = FingerprintsField()
    field_order = ("text", "leaf", "exemption")

    def __init__(self, data: QueryDict | None = None, *, passage: ExemptPassage | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial=_saved(passage) if passage else None, **kwargs)
        field: Any = self.fields["exemption"]
        field.label = "Why is it withheld?"
        field.choices = [(value, label) for value, label in Exemption.choices if value in Exemption.withheld()]
        field.error_messages["required"] = "Choose whether the passage is exempt or confidential."
        self.is_preview = is_preview(data or {})
        if self.is_preview:
            self.ask_for_nothing()

    def ask_for_nothing(self) -> None:
        for field in self.fields.values():
            field.required = False

    def _need(self, name: str, message: str) -> None:
        if not self.is_preview:
            super()._need(name, message)

    @property
    def is_to_be_saved(self) -> bool:
        """Whether it was sent to be saved and can be."""
        return not self.is_preview and self.is_valid()

    @property
    def said(self) -> dict[str, Any]:
        """What the actions take."""
        return {
            "text": self.cleaned_data["text"],
            "leaf": self.cleaned_data.get("leaf"),
            "openness": self.openness,
        }


def _saved(passage: ExemptPassage) -> dict[str, Any]:
    return {
        "text": passage.text,
        "leaf": passage.leaf_id,
        "exemption": passage.exemption,
        "exempt_paragraph": passage.exempt_paragraph,
        "public_interest_reason": passage.public_interest_reason,
        "confidential_ground": passage.confidential_ground,
        "read": fingerprints(passage_as_saved(passage)),
    }
