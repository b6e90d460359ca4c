"""What the forms about a piece of a report's section share: which part it is about, and who may see it."""

from collections.abc import Sequence
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from tracking.actions.openness import Openness
from tracking.enums import Exemption, ExemptParagraph
from tracking.forms.fields import HintedRadioSelect
from tracking.forms.layout import RevealingChoices
from tracking.forms.manage import ManageForm
from tracking.models import Recommendation

_HINTS = {
    Exemption.PUBLIC: "Anyone may read it once the report is published.",
    Exemption.EXEMPT: "It may be withheld under Schedule 12A to the Local Government Act 1972.",
    Exemption.CONFIDENTIAL: "It must be withheld: a court or a government department forbids disclosure.",
}


class PartForm(ManageForm):
    """Whether something is about the whole recommendation or one part of it; not asked where there are no parts."""

    leaf = forms.ModelChoiceField(
        label="What is it about?", queryset=Recommendation.objects.none(), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, parts: Sequence[Recommendation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["leaf"]
        field.queryset = Recommendation.objects.filter(pk__in=[part.pk for part in parts])
        field.empty_label = "The whole recommendation"
        field.label_from_instance = lambda part: part.label
        if not parts:
            del self.fields["leaf"]


class OpennessForm(ManageForm):
    """Who may see something: a choice, with no default; below it what the choice asks for.

    `public_hint` says when everyone may.
    """

    public_hint = _HINTS[Exemption.PUBLIC]

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
        choose = cast("HintedRadioSelect", cast("forms.ChoiceField", self.fields["exemption"]).widget)
        choose.hints = {**choose.hints, Exemption.PUBLIC.value: self.public_hint}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        revealing = RevealingChoices(
            "exemption",
            {
                Exemption.EXEMPT.value: ["exempt_paragraph", "public_interest_reason"],
                Exemption.CONFIDENTIAL.value: ["confidential_ground"],
            },
        )
        others = [name for name in self.fields if name not in revealing.fields]
        self.helper.layout = Layout(*others, revealing)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
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
