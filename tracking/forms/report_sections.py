"""The form for one recommendation of a Progress Report: a text for all its parts, and an answer for each."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from tracking.actions.conflicts import changed_since_read, fingerprints
from tracking.actions.updates import Answer, answer_as_data, save_update, section_as_saved
from tracking.claim_check import Finding
from tracking.enums import ConclusionReason
from tracking.forms.drafts import FingerprintsField, show_as_typed
from tracking.forms.fields import MarkdownField, MarkdownTextarea
from tracking.forms.report_leaves import FindingInset, LeafForm, bare_helper
from tracking.models import Category, ProgressReport, ProgressUpdate, User
from tracking.presenters.differences import Difference
from tracking.presenters.wording import written_date
from tracking.queries.report_content import Section

_TEXTS = ("evidence_text", "overall_statement")


class SectionForm(forms.Form):
    """The evidence text and the overall statement.

    `version` is how often the section was saved when it was read, `read` the fingerprints of what it said.
    """

    evidence_text = MarkdownField(
        label="Evidence of progress",
        help_text="What was done, when, and what shows it. It serves every part of the recommendation.",
        widget=MarkdownTextarea({"rows": 12}),
        required=False,
    )
    overall_statement = forms.CharField(
        label="Overall statement (optional)",
        help_text="One line on the recommendation as a whole. It is printed, but never counted.",
        max_length=300,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    read = FingerprintsField()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        update: ProgressUpdate,
        read: dict[str, str],
        findings: Sequence[Finding] = (),
    ) -> None:
        saved = {name: getattr(update, name) for name in (*_TEXTS, "version")} | {"read": read}
        super().__init__(data, initial=saved)
        self.helper = bare_helper()
        insets = [FindingInset(finding) for finding in findings]
        self.helper.layout = Layout("evidence_text", *insets, "overall_statement", "version", "read")


class SectionForms:
    """All the forms of one section, which are sent, judged and saved together. `data` is what was sent."""

    def __init__(
        self,
        section: Section,
        categories: Sequence[Category],
        data: QueryDict | None = None,
        *,
        shows_findings: bool = True,
    ) -> None:
        self.update = section.update
        self.categories = categories
        self.data = data
        writable = [leaf for leaf in section.tracked if leaf.is_writable]
        self.saved = section_as_saved(section.update, writable)
        findings = _findings_to_show(section, data) if shows_findings else ()
        self.section = SectionForm(
            data,
            update=section.update,
            read=fingerprints(self.saved),
            findings=[finding for finding in findings if finding.is_about_evidence],
        )
        answered = [finding for finding in findings if not finding.is_about_evidence]
        self.leaves = [
            LeafForm(
                data,
                leaf=leaf,
                categories=categories,
                findings=[finding for finding in answered if finding.leaf_pk == leaf.leaf.pk],
            )
            for leaf in writable
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
            answers={form.leaf.leaf.pk: form.answer() for form in self.leaves},
            by=by,
            **said,
        )

    def changed(self) -> set[str]:
        """What the writer of forms that were sent has changed since they read it: the texts, and leaves by reference.

        What cannot be understood is something that they typed.
        """
        self.is_valid()
        understood: dict[str, Any] = {
            name: self.section.cleaned_data[name] for name in _TEXTS if name in self.section.cleaned_data
        }
        understood |= {
            form.leaf.leaf.reference: answer_as_data(form.answer()) for form in self.leaves if not form.errors
        }
        read = self.section.cleaned_data.get("read") or {}
        return set(changed_since_read(understood, read)) | (self.saved.keys() - understood.keys())

    def shown_over(self, section: Section, *, seen: bool = False) -> "SectionForms":
        """Return what was sent, unchecked, over the section as others have saved it by now.

        What its writer did not change says what others have saved. A save of the rest is a conflict where they changed
        the same, unless their version was `seen` beside it.
        """
        shown = SectionForms(section, self.categories, shows_findings=False)
        data, changed = self.data or QueryDict(), self.changed()
        read = self.section.cleaned_data.get("read") or {}
        theirs = changed_since_read(shown.saved, read)
        for form in shown.leaves:
            is_theirs = form.leaf.leaf.reference in theirs.keys() - changed
            # Words under a choice that was not made are no answer, and yet somebody typed them.
            show_as_typed(form, data, names=form.beside_the_choice() if is_theirs else None)
        initial = shown.section.initial
        initial.update({name: data.get(name) for name in _TEXTS if name in changed and name in data})
        if not seen:
            initial["read"] = initial["read"] | {name: read.get(name, "") for name in changed}
        return shown

    def differences(self, section: Section) -> list[Difference]:
        """Where the writer of valid forms and somebody else have changed the same, as it is saved by now."""
        saved = SectionForms(section, self.categories)
        theirs = changed_since_read(saved.saved, self.section.cleaned_data.get("read") or {})
        both = self.changed() & theirs.keys()
        said = self.section.cleaned_data
        found = [
            Difference(str(self.section.fields[name].label), saved.saved[name], said[name])
            for name in _TEXTS
            if name in both and saved.saved[name] != said[name]
        ]
        answers = {form.leaf.leaf.reference: form.answer() for form in self.leaves}
        for form in saved.leaves:
            answer = answers.get(form.leaf.leaf.reference)
            if form.leaf.leaf.reference in both and answer and answer != form.saved_answer():
                words = _answer_words(form.saved_answer()), _answer_words(answer)
                found.append(Difference(f"Assessment of {form.label}", *words))
        return found


def _findings_to_show(section: Section, data: QueryDict | None) -> Sequence[Finding]:
    """Of what was saved; nothing is doubted before anything is said."""
    return () if data is not None or not section.update.version else section.open_findings


def _answer_words(answer: Answer) -> str:
    chosen = str(answer.category) if answer.category else ""
    if answer.proposed_conclusion:
        chosen = f"Propose to conclude: {ConclusionReason(answer.proposed_conclusion).label.lower()}"
    dates_said = [written_date(answer.completed_on), written_date(answer.anticipated_on), answer.anticipated_text]
    texts = [answer.obstacle, answer.proposal_explanation, answer.pointer_text]
    return "\n".join(filter(None, [chosen or "No assessment", *dates_said, *texts]))
