"""The form for one recommendation of a Progress Report: a text for all its parts, and an answer for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from tracking.actions.updates import Answer, save_update
from tracking.claim_check import Finding
from tracking.enums import ConclusionReason
from tracking.forms.report_leaves import LeafForm, bare_helper
from tracking.models import Category, ProgressReport, ProgressUpdate, User
from tracking.presenters.wording import written_date
from tracking.queries.reports import LeafInReport, Section


@dataclass(frozen=True)
class Difference:
    """One thing that two people have written differently."""

    label: str
    saved: str
    typed: str


class SectionForm(forms.Form):
    """The evidence text and the overall statement; `version` is how often the section was saved when it was read."""

    evidence_text = forms.CharField(
        label="Evidence of progress",
        help_text=(
            "What was done, when, and what shows it. It serves every part of the recommendation. "
            "Start a line with a hyphen for a bullet."
        ),
        widget=forms.Textarea({"rows": 12}),
        required=False,
    )
    overall_statement = forms.CharField(
        label="Overall statement (optional)",
        help_text="One line on the recommendation as a whole. It is printed, but never counted.",
        max_length=300,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: QueryDict | None = None, *, update: ProgressUpdate) -> None:
        saved = {
            "evidence_text": update.evidence_text,
            "overall_statement": update.overall_statement,
            "version": update.version,
        }
        super().__init__(data, initial=saved)
        self.helper = bare_helper()
        self.helper.layout = Layout("evidence_text", "overall_statement", "version")

    def clean_evidence_text(self) -> str:
        # A browser sends line ends of its own; what is saved must not differ for that alone.
        return str(self.cleaned_data["evidence_text"]).replace("\r\n", "\n")


class SectionForms:
    """All the forms of one section, which are sent, judged and saved together.

    `data` is what was sent. `read_again` puts it over the section as somebody else has saved it meanwhile.
    """

    def __init__(self, section: Section, categories: Sequence[Category], data: QueryDict | None = None) -> None:
        self.update = section.update
        self.categories = categories
        self.data = data
        self.section = SectionForm(data, update=section.update)
        self.leaves = [
            LeafForm(data, leaf=leaf, categories=categories, findings=_findings_to_show(section, leaf, data))
            for leaf in section.tracked
            if leaf.is_writable
        ]

    @property
    def all(self) -> list[forms.Form]:
        return [*self.leaves, self.section]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.all)

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.all)

    def save(self, report: ProgressReport, by: User) -> ProgressUpdate:
        """Save valid forms; raises what `save_update` raises."""
        said = self.section.cleaned_data
        return save_update(
            report=report,
            update=self.update,
            evidence_text=said["evidence_text"],
            overall_statement=said["overall_statement"],
            answers={form.leaf.leaf.pk: form.answer() for form in self.leaves},
            version=said["version"],
            by=by,
        )

    def read_again(self, section: Section) -> "SectionForms":
        """Return the same answers, to be saved over what is there now."""
        data = self.data.copy() if self.data is not None else QueryDict(mutable=True)
        data["version"] = str(section.update.version)
        again = SectionForms(section, self.categories, data)
        again.is_valid()
        return again

    @property
    def differences(self) -> list[Difference]:
        """What of valid forms differs from what is saved, field by field."""
        said = self.section.cleaned_data
        found = [
            Difference(str(self.section.fields[name].label), getattr(self.update, name), said[name])
            for name in ("evidence_text", "overall_statement")
            if getattr(self.update, name) != said[name]
        ]
        for form in self.leaves:
            saved, typed = form.saved_answer(), form.answer()
            if saved != typed:
                found.append(Difference(f"Assessment of {form.label}", _answer_words(saved), _answer_words(typed)))
        return found


def _findings_to_show(section: Section, leaf: LeafInReport, data: QueryDict | None) -> Sequence[Finding]:
    """Of what was saved; nothing is doubted before anything is said."""
    return () if data is not None or not section.update.version else leaf.open_findings


def _answer_words(answer: Answer) -> str:
    chosen = str(answer.category) if answer.category else ""
    if answer.proposed_conclusion:
        chosen = f"Propose to conclude: {ConclusionReason(answer.proposed_conclusion).label.lower()}"
    dates_said = [written_date(answer.completed_on), written_date(answer.anticipated_on), answer.anticipated_text]
    texts = [answer.obstacle, answer.proposal_explanation, answer.pointer_text]
    return "\n".join(filter(None, [chosen or "No assessment", *dates_said, *texts]))
