"""Adding evidence: a new file or link, or a file used in the inquiry's reports before."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from tracking.actions.evidence import Openness
from tracking.actions.evidence_files import KINDS, KINDS_IN_WORDS, inspect_file
from tracking.enums import Exemption, ExemptParagraph
from tracking.exceptions import UnacceptableFile
from tracking.forms.fields import HintedRadioSelect
from tracking.forms.layout import RevealingChoices
from tracking.forms.manage import ManageForm
from tracking.models import Evidence, Recommendation
from tracking.presenters.wording import file_size

_HINTS = {
    Exemption.PUBLIC: "Anyone may read it once the report is published.",
    Exemption.EXEMPT: "It may be withheld under Schedule 12A to the Local Government Act 1972.",
    Exemption.CONFIDENTIAL: "It must be withheld: a court or a government department forbids disclosure.",
}


class _UseForm(ManageForm):
    """Where evidence is used: for the whole recommendation or one part of it, and on which pages."""

    leaf = forms.ModelChoiceField(
        label="What does it show?", queryset=Recommendation.objects.none(), required=False, widget=forms.RadioSelect
    )
    pages = forms.CharField(
        label="Which pages? (optional)", help_text="For example, “3 and 8 to 12”.", max_length=100, required=False
    )

    def __init__(self, *args: Any, parts: Sequence[Recommendation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["leaf"]
        field.queryset = Recommendation.objects.filter(pk__in=[part.pk for part in parts])
        field.empty_label = "The whole recommendation"
        field.label_from_instance = lambda part: part.label
        if not parts:
            del self.fields["leaf"]


class AddEvidenceForm(_UseForm):
    """A file or a link, its title, and who may see it: a choice, with no default."""

    # The error summary follows the order of the page.
    field_order = ("upload", "link", "title", "leaf", "pages", "exemption")

    title = forms.CharField(
        label="Title",
        help_text="What it is called in the list of evidence.",
        max_length=200,
        error_messages={"required": "Enter a title for the evidence."},
    )
    # An empty file is refused by name, with the other refusals.
    upload = forms.FileField(label="File", required=False, allow_empty_file=True)
    link = forms.URLField(
        label="Or a link to a page on the web",
        assume_scheme="https",
        max_length=200,
        required=False,
        error_messages={"invalid": "Enter the whole address of the page, such as https://www.example.org/minutes."},
    )
    exemption = forms.ChoiceField(
        label="Who may see it?",
        choices=Exemption.choices,
        widget=HintedRadioSelect(hints={value.value: hint for value, hint in _HINTS.items()}),
        error_messages={"required": "Choose whether this is public, exempt or confidential."},
    )
    exempt_paragraph = forms.TypedChoiceField(
        label="Which paragraph of Schedule 12A?",
        choices=ExemptParagraph.choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    public_interest_reason = forms.CharField(
        label="Why is the public interest in withholding it?", widget=forms.Textarea({"rows": 3}), required=False
    )
    confidential_ground = forms.CharField(
        label="Why must it be withheld?", widget=forms.Textarea({"rows": 3}), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = file_size(settings.MAX_UPLOAD_BYTES)
        self.fields["upload"].help_text = f"{KINDS_IN_WORDS[0].upper()}{KINDS_IN_WORDS[1:]}, up to {limit}."
        self.fields["upload"].widget.attrs["accept"] = ",".join(KINDS)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "upload",
            "link",
            "title",
            *(["leaf"] if "leaf" in self.fields else []),
            "pages",
            RevealingChoices(
                "exemption",
                {
                    Exemption.EXEMPT.value: ["exempt_paragraph", "public_interest_reason"],
                    Exemption.CONFIDENTIAL.value: ["confidential_ground"],
                },
            ),
        )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                inspect_file(upload)
            except UnacceptableFile as refusal:
                raise ValidationError(str(refusal)) from refusal
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = bool(cleaned.get("upload")) + bool(cleaned.get("link"))
        if said != 1 and not ({"upload", "link"} & self.errors.keys()):
            self.add_error("upload", "Choose a file or enter a link: one of the two.")
        if cleaned.get("exemption") == Exemption.EXEMPT:
            self._need("exempt_paragraph", "Choose the paragraph of Schedule 12A that applies.")
            self._need("public_interest_reason", "Say why the public interest is in withholding it.")
        if cleaned.get("exemption") == Exemption.CONFIDENTIAL:
            self._need("confidential_ground", "Say why it must be withheld.")
        return cleaned

    def _need(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    @property
    def openness(self) -> Openness:
        said = self.cleaned_data
        return Openness(
            said["exemption"],
            said.get("exempt_paragraph") or None,
            said.get("public_interest_reason", ""),
            said.get("confidential_ground", ""),
        )


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
