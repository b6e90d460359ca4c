"""Documents of an agenda: adding one, and changing what is said of it."""

from typing import Any

from django import forms

from tracking.actions.agenda_documents import document_as_saved
from tracking.actions.conflicts import fingerprints
from tracking.forms.drafts import FingerprintsField
from tracking.forms.manage import ManageForm, short_text
from tracking.forms.openness import OpennessForm
from tracking.forms.pdf_uploads import PdfForm
from tracking.models import AgendaDocument


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


class AddDocumentForm(PdfForm, _DescribedForm):
    """A PDF with what is said of it."""

    added_to = "add to the agenda"
    # The error summary follows the order of the page.
    field_order = ("form_key", "upload", "title", "supplied_by", "exemption")


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
