"""The form with which a PDF is added to something that is printed."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from tracking.actions.evidence_files import InspectedFile, inspect_file
from tracking.exceptions import UnacceptableFile
from tracking.forms.manage import ManageForm
from tracking.presenters.wording import file_size


class PdfForm(ManageForm):
    """A PDF. `form_key` is made when the page is shown, so that sending it twice adds it once.

    `added_to` ends the refusal of an empty one.
    """

    added_to = ""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    # An empty file is refused by name, with the other refusals.
    upload = forms.FileField(label="File", allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upload = self.fields["upload"]
        upload.error_messages["required"] = f"Choose the PDF to {self.added_to}."
        upload.widget.attrs["accept"] = ".pdf"
        upload.help_text = f"A PDF, up to {file_size(settings.MAX_UPLOAD_BYTES)}."

    def clean_upload(self) -> InspectedFile:
        try:
            file = inspect_file(self.cleaned_data["upload"])
        except UnacceptableFile as refusal:
            raise ValidationError(str(refusal)) from refusal
        if not file.is_pdf:
            raise ValidationError(f"“{file.name}” is not a PDF. Save it as a PDF, then choose it once more.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file: InspectedFile | None = cleaned.get("upload")
        if self.errors and file:
            # No browser shows it as chosen when the page comes back.
            self.add_error("upload", f"Choose {file.name} again: a file is kept only when everything is right.")
        return cleaned
