"""Forms for what a report to Cabinet says: its sections, its recommended decisions and its appendices."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from tracking.actions.cabinet.appendices import appendix_as_saved
from tracking.actions.cabinet.sections import section_as_saved
from tracking.actions.conflicts import fingerprints
from tracking.forms.drafts import FingerprintsField
from tracking.forms.fields import MarkdownField, MarkdownTextarea
from tracking.forms.manage import ManageForm, long_text, short_text
from tracking.forms.openness import OpennessForm
from tracking.forms.pdf_uploads import PdfForm
from tracking.models import IssuedDocument
from tracking.models.cabinet import CabinetAppendix, CabinetSection


def _openness_of(row: CabinetSection | CabinetAppendix) -> dict[str, Any]:
    names = ("exemption", "exempt_paragraph", "public_interest_reason", "confidential_ground")
    return {name: getattr(row, name) for name in names}


class SectionForm(OpennessForm):
    """The text under a heading, or why it is not required; `version` is the section's as it was read."""

    text = MarkdownField(
        label="Text",
        help_text="An empty line begins a new paragraph. Paragraphs are numbered for you.",
        widget=MarkdownTextarea({"rows": 14}, heading_level=3),
        required=False,
    )
    not_required_reason = long_text(
        "Or why it is not required",
        rows=2,
        help_text="Only if there is nothing to say under this heading. Leave it empty if you write the text.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    read = FingerprintsField()
    field_order = ("text", "not_required_reason", "exemption")

    def __init__(self, *args: Any, section: CabinetSection, **kwargs: Any) -> None:
        said = {"text": section.text, "not_required_reason": section.not_required_reason, "version": section.version}
        read = fingerprints(section_as_saved(section))
        super().__init__(*args, initial=said | _openness_of(section) | {"read": read}, **kwargs)
        if not section.heading.if_required:
            del self.fields["not_required_reason"]
            self.helper.layout.fields.remove("not_required_reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("text", "").strip() and cleaned.get("not_required_reason", "").strip():
            self.add_error("not_required_reason", "Say why it is not required or write the text, not both.")
        return cleaned


class RecommendedDecisionForm(ManageForm):
    """One thing that Cabinet is asked to decide."""

    text = long_text(
        "What is Cabinet asked to decide?",
        required="Enter what Cabinet is asked to decide.",
        rows=5,
        help_text="One decision at a time: what Cabinet decides is recorded on each.",
    )
    was = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean_was(self) -> str:
        return str(self.cleaned_data["was"]).replace("\r\n", "\n")


class _AppendixForm(OpennessForm):
    title = short_text(
        "Title",
        required="Enter a title for the appendix.",
        limit=300,
        help_text="It is public, even if the appendix is withheld. Put nothing exempt in it.",
    )


class AddFileForm(PdfForm, _AppendixForm):
    """A PDF with what is said of it."""

    added_to = "append to the report"
    field_order = ("form_key", "upload", "title", "exemption")


class AddIssuedForm(_AppendixForm):
    """A document that the council issued before."""

    issued_document = forms.ModelChoiceField(
        IssuedDocument.objects.none(),
        label="Which document?",
        empty_label="Choose a document",
        error_messages={"required": "Choose the document to append to the report."},
    )
    field_order = ("issued_document", "title", "exemption")

    def __init__(self, *args: Any, documents: QuerySet[IssuedDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("issued_document", documents)


class ChangeAppendixForm(_AppendixForm):
    """What an appendix is called and who may see it; another file is another appendix. `read` is what it said then."""

    read = FingerprintsField()
    field_order = ("title", "exemption")

    def __init__(self, *args: Any, appendix: CabinetAppendix, **kwargs: Any) -> None:
        said = {"title": appendix.title, "read": fingerprints(appendix_as_saved(appendix))}
        super().__init__(*args, initial=said | _openness_of(appendix), **kwargs)


class MoveRowsForm(ManageForm):
    """A button beside each row of an ordered list: "up-12" moves row 12 up."""

    move = forms.ChoiceField(error_messages={"required": "Choose what to move, and where."})

    def __init__(self, *args: Any, keys: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(f"{way}-{key}", f"{key} {way}") for key in keys for way in ("up", "down")]
        cast("forms.ChoiceField", self.fields["move"]).choices = choices

    @property
    def moved(self) -> tuple[int, bool]:
        """The key of the row to move, and whether upwards."""
        way, _, key = self.cleaned_data["move"].partition("-")
        return int(key), way == "up"
