"""Documents of an agenda: adding one, and changing what is said of it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from tracking.actions.agenda_documents import PDF, document_as_saved
from tracking.actions.conflicts import fingerprints
from tracking.actions.evidence_files import InspectedFile, inspect_file
from tracking.exceptions import UnacceptableFile
from tracking.forms.drafts import FingerprintsField
from tracking.forms.manage import ManageForm, short_text
from tracking.forms.openness import OpennessForm
from tracking.models import AgendaDocument
from tracking.presenters.wording import file_size


class _DescribedForm(OpennessForm):
    """What a document is called, who supplied it and who may see it."""

    public_hint = "Anyone may read it once the papers are issued."
    title = short_text(
        "Title",
        required="Enter a title for the document.",
        help_text="It is printed in every agenda, even if the document is withheld. Put nothing exempt in it.",
    )
    supplied_by = short_text(
        "Who supplied it? (optional)", help_text="It is printed on the sheet in front of the document."
    )


class AddDocumentForm(_DescribedForm):
    """A PDF. `form_key` is made when the page is shown, so that sending it twice adds it once."""

    # The error summary follows the order of the page.
    field_order = ("form_key", "upload", "title", "supplied_by", "exemption")

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    # An empty file is refused by name, with the other refusals.
    upload = forms.FileField(
        label="File", allow_empty_file=True, error_messages={"required": "Choose the PDF to add to the agenda."}
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


class ChangeDocumentForm(_DescribedForm):
    """What is said of a document that was not issued yet; `read` is what was said of it when read."""

    read = FingerprintsField()
    field_order = ("title", "supplied_by", "exemption")

    def __init__(self, *args: Any, document: AgendaDocument, **kwargs: Any) -> None:
        saved = document_as_saved(document)
        initial = {name: value for name, value in saved.items() if name != "openness"} | saved["openness"]
        super().__init__(*args, initial=initial | {"read": fingerprints(saved)}, **kwargs)


class MoveItemForm(ManageForm):
    """Two buttons beside each item that can be moved."""

    direction = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")])

    @property
    def up(self) -> bool:
        return bool(self.cleaned_data["direction"] == "up")


class OrderForm(ManageForm):
    """The keys of everything that can be moved, in their new order, with spaces between."""

    keys = forms.CharField()

    def clean_keys(self) -> list[str]:
        return str(self.cleaned_data["keys"]).split()
