"""Adding evidence, a new file or link or one used in the inquiry's reports before, and changing what is said of it."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from tracking.actions.conflicts import fingerprints
from tracking.actions.evidence_files import KINDS, KINDS_IN_WORDS, InspectedFile, inspect_file
from tracking.actions.evidence_uses import check_pages, use_as_saved
from tracking.exceptions import NotPossible, UnacceptableFile
from tracking.forms.drafts import FingerprintsField
from tracking.forms.fields import RowsField
from tracking.forms.manage import ManageForm
from tracking.forms.openness import OpennessForm, PartForm
from tracking.models import Evidence, EvidenceUse, ProgressUpdate
from tracking.presenters.positions import full_title
from tracking.presenters.wording import file_size


class _UseForm(PartForm):
    """Where evidence is used: for the whole recommendation or one part of it, and on which pages."""

    pages = forms.CharField(
        label="Which pages? (optional)", help_text="For example, “3 and 8 to 12”.", max_length=100, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "leaf" in self.fields:
            self.fields["leaf"].label = "What does it show?"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            check_pages(cleaned.get("pages", ""), self.page_count)
        except NotPossible as refusal:
            self.add_error("pages", str(refusal))
        return cleaned

    @property
    def page_count(self) -> int | None:
        """How many pages the file has, as far as that is known."""
        raise NotImplementedError


class _DescribedForm(OpennessForm, _UseForm):
    """What evidence is called and who may see it."""

    title = forms.CharField(
        label="Title",
        help_text="What it is called in the list of evidence.",
        max_length=200,
        error_messages={"required": "Enter a title for the evidence."},
    )


class AddEvidenceForm(_DescribedForm):
    """A file or a link. `form_key` is made when the page is shown, so that sending it twice adds it once."""

    # The error summary follows the order of the page.
    field_order = ("form_key", "upload", "link", "title", "leaf", "pages", "also", "exemption")

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    # An empty file is refused by name, with the other refusals.
    upload = forms.FileField(label="File", required=False, allow_empty_file=True)
    link = forms.URLField(
        label="Or a link to a page on the web",
        assume_scheme="https",
        max_length=200,
        required=False,
        error_messages={"invalid": "Enter the whole address of the page, such as https://www.example.org/minutes."},
    )
    also = RowsField(
        label="Also use it for (optional)",
        help_text="It then stands with these recommendations too, without being added again.",
        queryset=ProgressUpdate.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, other_sections: Sequence[ProgressUpdate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = file_size(settings.MAX_UPLOAD_BYTES)
        self.fields["upload"].widget.attrs["accept"] = ",".join(KINDS)
        self.fields["upload"].help_text = f"{KINDS_IN_WORDS[0].upper()}{KINDS_IN_WORDS[1:]}, up to {limit}."
        sections = ProgressUpdate.objects.filter(pk__in=[section.pk for section in other_sections])
        self.offer_rows("also", sections.select_related("recommendation", "revision__report"))
        cast("Any", self.fields["also"]).label_from_instance = lambda section: full_title(section.recommendation)
        if not other_sections:
            self.helper.layout.fields.remove("also")

    def clean_upload(self) -> InspectedFile | None:
        upload = self.cleaned_data["upload"]
        if not upload:
            return None
        try:
            return inspect_file(upload)
        except UnacceptableFile as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = bool(cleaned.get("upload")) + bool(cleaned.get("link"))
        if said != 1 and not ({"upload", "link"} & self.errors.keys()):
            self.add_error("upload", "Choose a file or enter a link: one of the two.")
        file: InspectedFile | None = cleaned.get("upload")
        if self.errors and file:
            # No browser shows it as chosen when the page comes back.
            self.add_error("upload", f"Choose {file.name} again: a file is kept only when everything is right.")
        return cleaned

    @property
    def page_count(self) -> int | None:
        file: InspectedFile | None = self.cleaned_data.get("upload")
        return file.page_count if file else None


class ChangeEvidenceForm(_DescribedForm):
    """What a report being written says of a piece of evidence that is in it; `read` is what it said when read."""

    read = FingerprintsField()
    field_order = ("title", "leaf", "pages", "exemption")

    def __init__(self, *args: Any, use: EvidenceUse, **kwargs: Any) -> None:
        evidence = self.evidence = use.evidence
        saved = {
            "title": evidence.title,
            "leaf": use.leaf_id,
            "pages": use.pages,
            "exemption": evidence.exemption,
            "exempt_paragraph": evidence.exempt_paragraph,
            "public_interest_reason": evidence.public_interest_reason,
            "confidential_ground": evidence.confidential_ground,
            "read": fingerprints(use_as_saved(use)),
        }
        super().__init__(*args, initial=saved, **kwargs)

    @property
    def page_count(self) -> int | None:
        return self.evidence.page_count


class _OnAPlan(OpennessForm):
    public_hint = "Anyone may read it once the month is issued."


class AddPlanEvidenceForm(_OnAPlan, AddEvidenceForm):
    """A file or a link for an update on a plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parts=(), other_sections=(), **kwargs)


class ChangePlanEvidenceForm(_OnAPlan, ChangeEvidenceForm):
    """What an update on a plan says of a piece of evidence that is in it."""

    def __init__(self, *args: Any, use: EvidenceUse, **kwargs: Any) -> None:
        super().__init__(*args, parts=(), use=use, **kwargs)


class MoveEvidenceForm(ManageForm):
    """A button beside each piece of evidence of a section: "up-12" moves use 12 up."""

    move = forms.ChoiceField(error_messages={"required": "Choose what to move, and where."})

    def __init__(self, *args: Any, uses: Sequence[EvidenceUse], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uses = {str(use.pk): use for use in uses}
        cast("forms.ChoiceField", self.fields["move"]).choices = [
            (f"{way}-{pk}", f"{use.evidence.title} {way}") for pk, use in self.uses.items() for way in ("up", "down")
        ]

    @property
    def moved(self) -> tuple[EvidenceUse, bool]:
        """The use to move, and whether upwards."""
        way, _, pk = self.cleaned_data["move"].partition("-")
        return self.uses[pk], way == "up"


class UseEvidenceAgainForm(_UseForm):
    """Evidence already in the inquiry's reports, used here too."""

    evidence = forms.ModelChoiceField(
        label="Evidence used before",
        queryset=Evidence.objects.none(),
        empty_label="Choose a file or link",
        error_messages={"required": "Choose the evidence to use again."},
    )
    field_order = ("evidence", "leaf", "pages")

    def __init__(self, *args: Any, evidence: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="again", **kwargs)
        field: Any = self.fields["evidence"]
        field.queryset = evidence

    @property
    def page_count(self) -> int | None:
        evidence: Evidence | None = self.cleaned_data.get("evidence")
        return evidence.page_count if evidence else None
