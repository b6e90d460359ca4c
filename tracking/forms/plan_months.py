"""The form of an update on a plan: what its posts say, and a rating for each unit that it takes up."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.http import QueryDict

from tracking.actions.conflicts import changed_since_read, fingerprints
from tracking.actions.plans.opening import unit_key
from tracking.actions.plans.updates import RatingAnswer, as_data, key_name, save_update, update_as_saved
from tracking.claim_check import Finding
from tracking.enums import AsksFor
from tracking.forms.drafts import FingerprintsField, show_as_typed
from tracking.forms.fields import GovukDateField, HintedRadioSelect, MarkdownField, MarkdownTextarea
from tracking.forms.layout import RevealingChoices
from tracking.forms.report_leaves import FindingInset, bare_helper
from tracking.models import Category, User
from tracking.models.plans import LeadAssessment, PlanUpdate, PlanUpdateRevision
from tracking.presenters.differences import Difference
from tracking.presenters.plans.update_pages import rating_words, unit_name

NOT_RATED = "none"
_TEXTS = ("text", "label")


class UpdateTextForm(forms.Form):
    """What has happened; `version` is the revision's as it was read, `read` the fingerprints of what it said."""

    text = MarkdownField(
        label="What has happened",
        help_text="It serves every action, output and aim below. It is printed in full once.",
        widget=MarkdownTextarea({"rows": 10}),
        required=False,
    )
    label = forms.CharField(
        label="What the update is called (optional)",
        help_text="For example, “August and September 2018 update”. It is printed above the text.",
        max_length=100,
        required=False,
        error_messages={"max_length": "Use 100 characters or fewer."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    read = FingerprintsField()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        revision: PlanUpdateRevision,
        read: Mapping[str, str],
        findings: Sequence[Finding] = (),
    ) -> None:
        saved = {"text": revision.text, "label": revision.update.label, "version": revision.version, "read": dict(read)}
        super().__init__(data, initial=saved)
        self.helper = bare_helper()
        self.helper.layout = Layout(
            "text", *(FindingInset(finding) for finding in findings), "label", "version", "read"
        )


class RatingForm(forms.Form):
    """The rating of one unit: a category with what it asks for, "not rated", or nothing said of it in this update.

    What a category asks for is a field of its own under that category's radio, so that the page works without
    JavaScript; `said` reads only those of the choice made.
    """

    choice = forms.ChoiceField(label="", required=False)
    note = forms.CharField(
        label="Note on the rating (optional)",
        help_text="A few words that are printed beside it.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Use 300 characters or fewer."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        row: LeadAssessment,
        categories: Sequence[Category],
        findings: Sequence[Finding] = (),
    ) -> None:
        self.row = row
        self.label = unit_name(row)
        self.categories = {str(category.pk): category for category in categories}
        self.key = unit_key(row)
        self.name = key_name(self.key)
        super().__init__(data, prefix=self.name.replace(" ", "-"), initial=_saved(row, categories))
        for category in categories:
            self.fields |= _asked_fields(category)
        self._add_choices()
        self.helper = bare_helper()
        self.helper.layout = self._layout(findings)

    def _add_choices(self) -> None:
        field: Any = self.fields["choice"]
        hints = {key: category.criterion for key, category in self.categories.items()}
        field.label = "Rating"
        hints[NOT_RATED] = "It is counted apart from the others."
        hints[""] = "It keeps the rating it has."
        field.widget = HintedRadioSelect(hints=hints)
        field.choices = [
            *((key, str(category)) for key, category in self.categories.items()),
            (NOT_RATED, "Not rated"),
            ("", "Not in this update"),
        ]

    def _layout(self, findings: Sequence[Finding]) -> Layout:
        asked = self._asked_by_choice()
        shown = {key: [*names] for key, names in asked.items() if names}
        return Layout(RevealingChoices("choice", shown), *(FindingInset(finding) for finding in findings), "note")

    def _asked_by_choice(self) -> dict[str, list[str | LayoutObject]]:
        return {
            key: [name for name in self.fields if name.endswith(f"_{category.number}")]
            for key, category in self.categories.items()
        }

    def beside_the_choice(self) -> list[str]:
        """The names of the fields under radios that are not chosen: what is typed there is no answer."""
        chosen = str(self.initial["choice"])
        return [str(name) for key, names in self._asked_by_choice().items() if key != chosen for name in names]

    def clean(self) -> dict[str, Any]:
        """What stands under a radio that was not chosen is not part of the answer, so it cannot be wrong."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("choice", "")
        for key, names in self._asked_by_choice().items():
            for name in names if key != chosen else ():
                self.errors.pop(str(name), None)
        return cleaned

    def said(self) -> RatingAnswer | None:
        """Return the rating of a valid form; None where the update does not rate the unit."""
        said = self.cleaned_data
        if not said.get("choice"):
            return None
        category = self.categories.get(said.get("choice", ""))
        if category is None:
            return RatingAnswer(note=said.get("note", ""))
        number = category.number
        return RatingAnswer(
            category=category,
            limited_to=said.get(f"limited_to_{number}", "").strip(),
            recovery_text=said.get(f"recovery_text_{number}", "").replace("\r\n", "\n").strip(),
            recovery_on=said.get(f"recovery_on_{number}"),
            note=said.get("note", ""),
        )


def _asked_fields(category: Category) -> dict[str, forms.Field]:
    """Return the fields for what a category asks for, named after its number."""
    number = category.number
    if category.achieved:
        return {
            f"limited_to_{number}": forms.CharField(
                label="Is it limited to a part? (optional)",
                help_text="For example, “for Cabinet”. What is limited never counts as complete.",
                max_length=200,
                required=False,
                error_messages={"max_length": "Use 200 characters or fewer."},
            )
        }
    if category.asks_for != AsksFor.RECOVERY:
        return {}
    return {
        f"recovery_text_{number}": forms.CharField(
            label="What will bring it back on track?", widget=forms.Textarea({"rows": 3}), required=False
        ),
        f"recovery_on_{number}": GovukDateField(label="By when will it be back on track?", required=False),
    }


def _saved(row: LeadAssessment, categories: Sequence[Category]) -> dict[str, Any]:
    """What was saved, under every category that asks for it, so that a change of category keeps it."""
    chosen = str(row.category_id or NOT_RATED) if row.pk else ""
    values: dict[str, Any] = {"choice": chosen, "note": row.note}
    for category in categories:
        for name in ("limited_to", "recovery_text", "recovery_on"):
            values[f"{name}_{category.number}"] = getattr(row, name)
    return values


class UpdateForms:
    """The forms of one update, which are sent, judged and saved together. `data` is what was sent."""

    def __init__(
        self,
        update: PlanUpdate,
        revision: PlanUpdateRevision,
        rows: Sequence[LeadAssessment],
        categories: Sequence[Category],
        data: QueryDict | None = None,
        *,
        findings: Sequence[Finding] = (),
    ) -> None:
        self.update, self.revision, self.rows, self.categories, self.data = update, revision, rows, categories, data
        self.saved = _as_saved(revision, rows)
        about_text = [finding for finding in findings if finding.is_about_evidence]
        self.text = UpdateTextForm(data, revision=revision, read=fingerprints(self.saved), findings=about_text)
        self.ratings = [
            RatingForm(
                data,
                row=row,
                categories=categories,
                findings=[finding for finding in findings if finding.leaf_pk == row.pk and finding not in about_text],
            )
            for row in rows
        ]

    @property
    def all(self) -> list[forms.Form]:
        return [self.text, *self.ratings]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.all)

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.all]
        return all(valid)

    def save(self, by: User) -> PlanUpdateRevision:
        """Save valid forms; raises what `save_update` raises."""
        said = self.text.cleaned_data
        said_of = {form.key: form.said() for form in self.ratings}
        answers = {key: answer for key, answer in said_of.items() if answer is not None}
        return save_update(update=self.update, answers=answers, by=by, **said)

    def changed(self) -> set[str]:
        """What the writer of sent forms has changed since they read it; what is not understood, they typed."""
        self.is_valid()
        said = self.text.cleaned_data
        understood: dict[str, Any] = {name: said[name] for name in _TEXTS if name in said}
        understood |= {form.name: _as_data(form.said()) for form in self.ratings if not form.errors}
        read = self.text.cleaned_data.get("read") or {}
        return set(changed_since_read(understood, read)) | (self.saved.keys() - understood.keys())

    def shown_over(
        self, revision: PlanUpdateRevision, rows: Sequence[LeadAssessment], *, seen: bool = False
    ) -> "UpdateForms":
        """Return what was sent, unchecked, over the update as others have saved it by now.

        As a section of a report does (`forms.report_sections`): what its writer did not change says what others saved.
        """
        shown = UpdateForms(self.update, revision, rows, self.categories)
        data, changed = self.data or QueryDict(), self.changed()
        read = self.text.cleaned_data.get("read") or {}
        theirs = changed_since_read(shown.saved, read)
        for form in shown.ratings:
            is_theirs = form.name in theirs.keys() - changed
            show_as_typed(form, data, names=form.beside_the_choice() if is_theirs else None)
        initial = shown.text.initial
        initial.update({name: data.get(name) for name in _TEXTS if name in changed and name in data})
        if not seen:
            initial["read"] = initial["read"] | {name: read.get(name, "") for name in changed}
        return shown

    def differences(self, revision: PlanUpdateRevision, rows: Sequence[LeadAssessment]) -> list[Difference]:
        """Where the writer of valid forms and somebody else have changed the same, as it is saved by now."""
        saved, said = _as_saved(revision, rows), self.text.cleaned_data
        theirs = changed_since_read(saved, said.get("read") or {})
        both = self.changed() & theirs.keys()
        found = [
            Difference(str(self.text.fields[name].label), saved[name], said[name])
            for name in _TEXTS
            if name in both and saved[name] != said[name]
        ]
        by_name = {key_name(unit_key(row)): row for row in rows}
        for form in self.ratings:
            row = by_name.get(form.name)
            if row and form.name in both and saved[form.name] != _as_data(form.said()):
                words = rating_words(row if row.pk else None), rating_words(form.said())
                found.append(Difference(f"Rating of {form.label}", *words))
        return found


def _as_saved(revision: PlanUpdateRevision, rows: Sequence[LeadAssessment]) -> dict[str, Any]:
    """What is saved, with nothing said of the units that could be rated and are not."""
    return {key_name(unit_key(row)): None for row in rows if not row.pk} | update_as_saved(revision)


def _as_data(answer: RatingAnswer | None) -> dict[str, Any] | None:
    return as_data(answer.as_asked()) if answer is not None else None
