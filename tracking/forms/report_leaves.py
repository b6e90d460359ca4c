"""The answer for one leaf of a Progress Report."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tracking import dates
from tracking.actions.updates import Answer
from tracking.claim_check import Finding
from tracking.enums import AsksFor, ConclusionReason
from tracking.forms.fields import GovukDateField, HintedRadioSelect
from tracking.forms.layout import RevealingChoices
from tracking.models import Category, SelfAssessment
from tracking.queries.report_content import LeafInReport

PROPOSE = "propose"

# Implemented is no proposal: what was done has a category that says so.
_PROPOSALS = [
    (value, label) for value, label in ConclusionReason.choices if value != ConclusionReason.IMPLEMENTED.value
]


class LeafForm(forms.Form):
    """The Cabinet Member's assessment of one leaf: a category with what it asks for, or a proposal to conclude.

    It starts from the last round: last time's choice says so in its hint and holds what was given with it then. But
    nothing is claimed silently, so nothing is chosen until somebody chooses it, and neither a completion date nor a
    pointer into last time's papers is carried over.
    What a category asks for is a field of its own under that category's radio, so that the page works without
    JavaScript; `answer` reads only those of the choice made.
    """

    choice = forms.ChoiceField(label="", required=False)
    proposed_conclusion = forms.ChoiceField(
        label="Why should tracking be concluded?", choices=_PROPOSALS, widget=forms.RadioSelect, required=False
    )
    proposal_explanation = forms.CharField(
        label="Explain why, and say where it went if it went somewhere",
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    pointer_text = forms.CharField(
        label="Where to look in the evidence (optional)",
        help_text="For example, “see page 8 of the business plan”.",
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        leaf: LeafInReport,
        categories: Sequence[Category],
        findings: Sequence[Finding],
    ) -> None:
        self.leaf = leaf
        self.label = leaf.leaf.label
        self.categories = {str(category.pk): category for category in categories}
        super().__init__(data, prefix=leaf.leaf.reference.lower(), initial=_saved(leaf, categories))
        self._add_choices()
        for category in categories:
            self.fields |= _asked_fields(category, self.label)
        for name in _from_last_time(leaf):
            if name in self.fields:
                field = self.fields[name]
                field.help_text = f"As given last time: change it if it has changed. {field.help_text}".strip()
        self.helper = bare_helper()
        self.helper.layout = self._layout(findings)

    def _add_choices(self) -> None:
        field: Any = self.fields["choice"]
        hints = {key: category.criterion for key, category in self.categories.items()}
        hints[PROPOSE] = "Where no category fits, because the thing recommended is gone or has moved elsewhere."
        last = self.leaf.last_claim
        chosen_last_time = _choice(last) if last else ""
        if chosen_last_time in hints:
            hints[chosen_last_time] = f"Chosen last time. {hints[chosen_last_time]}"
        field.label = f"Cabinet Member’s assessment of {self.label}"
        field.widget = HintedRadioSelect(hints=hints)
        field.choices = [(key, str(category)) for key, category in self.categories.items()] + [
            (PROPOSE, "Propose to conclude")
        ]

    def _layout(self, findings: Sequence[Finding]) -> Layout:
        """The radios, each revealing what it asks for; what the claim check says stands right under what it doubts."""
        chosen = str(self.initial["choice"])
        reveals: dict[str, list[str | LayoutObject]] = {key: [*names] for key, names in self._asked_by_choice().items()}
        insets: dict[str, list[LayoutObject]] = {}
        for finding in findings:
            insets.setdefault(finding.field, []).append(FindingInset(finding))
        pointed = insets.pop("pointer_text", [])
        if chosen in reveals:
            reveals[chosen] = _with_insets(reveals[chosen], insets)
            insets = {}
        shown = {key: group for key, group in reveals.items() if group}
        after = [inset for group in insets.values() for inset in group]
        return Layout(RevealingChoices("choice", shown), *after, "pointer_text", *pointed)

    def _asked_by_choice(self) -> dict[str, list[str]]:
        """The names of the fields under each radio."""
        asked = {
            key: [name for name in self.fields if name.endswith(f"_{category.number}")]
            for key, category in self.categories.items()
        }
        return asked | {PROPOSE: ["proposed_conclusion", "proposal_explanation"]}

    def beside_the_choice(self) -> list[str]:
        """The names of the fields under radios that are not chosen: what is typed there is no answer."""
        chosen = str(self.initial["choice"])
        return [name for key, names in self._asked_by_choice().items() if key != chosen for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("choice") != PROPOSE:
            self._forget_errors_of_other_choices(cleaned.get("choice", ""))
            return cleaned
        self._forget_errors_of_other_choices(PROPOSE)
        if not cleaned.get("proposed_conclusion"):
            self.add_error("proposed_conclusion", f"Choose why tracking of {self.label} should be concluded.")
        if not (cleaned.get("proposal_explanation") or "").strip():
            self.add_error("proposal_explanation", f"Explain why tracking of {self.label} should be concluded.")
        return cleaned

    def _forget_errors_of_other_choices(self, choice: str) -> None:
        """What stands under a radio that was not chosen is not part of the answer, so it cannot be wrong."""
        category = self.categories.get(choice)
        own = f"_{category.number}" if category else ""
        asked = {name for name in self.fields if name.startswith(("completed_on_", "anticipated_", "obstacle_"))}
        for name in asked:
            if not own or not name.endswith(own):
                self.errors.pop(name, None)

    def answer(self) -> Answer:
        """Return the answer of a valid form; words that name one day fill the anticipated date."""
        said = self.cleaned_data
        pointer = said.get("pointer_text", "")
        if said.get("choice") == PROPOSE:
            return Answer(
                proposed_conclusion=said["proposed_conclusion"],
                proposal_explanation=said["proposal_explanation"].strip(),
                pointer_text=pointer,
            )
        category = self.categories.get(said.get("choice", ""))
        if category is None:
            return Answer(pointer_text=pointer)
        number = category.number
        words = said.get(f"anticipated_text_{number}", "")
        return Answer(
            category=category,
            completed_on=said.get(f"completed_on_{number}"),
            anticipated_on=said.get(f"anticipated_on_{number}") or dates.suggest_due_date(words).due_on,
            anticipated_text=words,
            obstacle=said.get(f"obstacle_{number}", "").replace("\r\n", "\n"),
            pointer_text=pointer,
        ).as_asked()

    def saved_answer(self) -> Answer:
        """Return the answer as it was saved."""
        claim = self.leaf.claim
        if claim is None:
            return Answer()
        return Answer(**{item.name: getattr(claim, item.name) for item in fields(Answer)})


def _with_insets(
    names: Sequence[str | LayoutObject], insets: Mapping[str, list[LayoutObject]]
) -> list[str | LayoutObject]:
    """The fields revealed by a choice, each followed by what doubts it; what doubts the choice itself comes first."""
    left = dict(insets)
    placed: list[str | LayoutObject] = []
    for name in names:
        placed.append(name)
        placed += left.pop(str(name).rpartition("_")[0], [])
    return [*(inset for group in left.values() for inset in group), *placed]


class FindingInset(LayoutObject):
    """What the claim check says, right under the answer it doubts."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.fields: list[str] = []

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        return render_to_string("reports/finding.html", {"finding": self.finding})


def bare_helper() -> FormHelper:
    """For forms that share one `<form>`: no tag and no CSRF token of their own."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


def _asked_fields(category: Category, label: str) -> dict[str, forms.Field]:
    """Return the fields for what a category asks for, named after its number."""
    number = category.number
    match category.asks_for:
        case AsksFor.COMPLETED_ON:
            return {
                f"completed_on_{number}": GovukDateField(label=f"When was {label} completed?", required=False),
            }
        case AsksFor.ANTICIPATED_DATE:
            return {
                f"anticipated_on_{number}": GovukDateField(
                    label=f"When is {label} expected to be achieved?", required=False
                ),
                f"anticipated_text_{number}": forms.CharField(
                    label="The date in words (optional)",
                    help_text="For example, “end of November 2016, when the contract is let”.",
                    max_length=200,
                    required=False,
                ),
            }
        case AsksFor.OBSTACLE:
            return {
                f"obstacle_{number}": forms.CharField(
                    label="What is outside the council’s control?",
                    help_text="Name the obstacle, and say that all possible was done.",
                    widget=forms.Textarea({"rows": 4}),
                    required=False,
                ),
            }
        case _:
            return {}


def _saved(leaf: LeafInReport, categories: Sequence[Category]) -> dict[str, Any]:
    """What was saved, under every category that asks for it, so that a change of category keeps it."""
    claim = leaf.claim
    if claim is None:
        return {"choice": ""} | _from_last_time(leaf)
    values: dict[str, Any] = {
        "choice": _choice(claim),
        "proposed_conclusion": claim.proposed_conclusion,
        "proposal_explanation": claim.proposal_explanation,
        "pointer_text": claim.pointer_text,
    }
    for category in categories:
        for name in ("completed_on", "anticipated_on", "anticipated_text", "obstacle"):
            values[f"{name}_{category.number}"] = getattr(claim, name)
    return values | _from_last_time(leaf)


def _choice(claim: SelfAssessment) -> str:
    """Which radio a claim chose; empty for none."""
    return PROPOSE if claim.proposed_conclusion else str(claim.category_id or "")


def _from_last_time(leaf: LeafInReport) -> dict[str, Any]:
    """What was given with last time's choice, under that choice, until a choice is made this time."""
    last = leaf.last_claim
    if last is None or leaf.is_answered:
        return {}
    if last.category is None:
        return {name: getattr(last, name) for name in ("proposed_conclusion", "proposal_explanation")}
    given = {name: getattr(last, name) for name in ("anticipated_on", "anticipated_text", "obstacle")}
    return {f"{name}_{last.category.number}": value for name, value in given.items() if value}
