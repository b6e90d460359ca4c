"""Forms for what a report to Cabinet says: its sections, its recommended decisions and its appendices."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tracking.actions.cabinet.appendices import PDF, appendix_as_saved
from tracking.actions.cabinet.sections import section_as_saved
from tracking.actions.conflicts import fingerprints
from tracking.actions.evidence_files import InspectedFile, inspect_file
from tracking.enums import Exemption
from tracking.exceptions import UnacceptableFile
from tracking.forms.drafts import FingerprintsField
from tracking.forms.fields import HintedRadioSelect, MarkdownField, MarkdownTextarea
from tracking.forms.manage import ManageForm, long_text, short_text
from tracking.forms.openness import OpennessForm
from tracking.models import IssuedDocument
from tracking.models.cabinet import CabinetAppendix, CabinetSection
from tracking.presenters.wording import file_size

_PUBLIC_HINT = "Anyone may read it once the report is published."


class _OpennessForm(OpennessForm):
    """Who may see something of a report to Cabinet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = cast("HintedRadioSelect", cast("forms.ChoiceField", self.fields["exemption"]).widget)
        choose.hints = {**choose.hints, Exemption.PUBLIC.value: _PUBLIC_HINT}


def _openness_of(row: CabinetSection | CabinetAppendix) -> dict[str, Any]:
    names = ("exemption", "exempt_paragraph", "public_interest_reason", "confidential_ground")
    return {name: getattr(row, name) for name in names}


class SectionForm(_OpennessForm):
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


class _AppendixForm(_OpennessForm):
    title = short_text(
        "Title",
        required="Enter a title for the appendix.",
        limit=300,
        help_text="It is public, even if the appendix is withheld. Put nothing exempt in it.",
    )


class AddFileForm(_AppendixForm):
    """A PDF. `form_key` is made when the page is shown, so that sending it twice adds it once."""

    field_order = ("form_key", "upload", "title", "exemption")

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    # An empty file is refused by name, with the other refusals.
    upload = forms.FileField(
        label="File", allow_empty_file=True, error_messages={"required": "Choose the PDF to append to the report."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].widget.attrs["accept"] = ".pdf"
        self.fields["upload"].help_text = f"A PDF, up to {file_size(settings.MAX_UPLOAD_BYTES)}."

    def clean_upload(self) -> InspectedFile:
        try:
            file = inspect_file(self.cleaned_data["upload"])
        except UnacceptableFile as refusal:
            raise ValidationError(str(refusal)) from refusal
        if file.content_type != PDF:
            raise ValidationError(f"“{file.name}” is not a PDF. Save it as a PDF, then choose it once more.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file: InspectedFile | None = cleaned.get("upload")
        if self.errors and file:
            # No browser shows it as chosen when the page comes back.
            self.add_error("upload", f"Choose {file.name} again: a file is kept only when everything is right.")
        return cleaned


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
