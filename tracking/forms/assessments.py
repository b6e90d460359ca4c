"""Recording, correcting and reopening: what the chair says, typed by the officer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.urls import reverse

from tracking.actions.committee_views import CommitteeView, problems_with
from tracking.enums import Decision, Outcome
from tracking.forms.committee_views import USUAL, WITHOUT_CATEGORY, DecidingForm, Subject, ViewForm
from tracking.models import Assessment, Recommendation


class RecordViewForm(DecidingForm):
    """The first view on a leaf, or one view for several parts of a recommendation."""

    parts = forms.MultipleChoiceField(
        label="Parts this view is for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one part that this view is for."},
    )
    form_key = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": "This form did not arrive whole. Open the recommendation again to record its view."},
    )

    def __init__(self, *args: Any, waiting: Sequence[str], minute: str = "", **kwargs: Any) -> None:
        """`waiting` are the letters of the parts without a view; a form sent back may also name one that has it now."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("minute", minute)
        if self.usual_is_enough():
            self.initial.setdefault("decision", USUAL)
        proposals = {subject.claim.proposed_conclusion for subject in self.subjects if subject.claim}
        if len(proposals) == 1:
            self.initial.setdefault("conclusion_reason", proposals.pop())
        if len(self.subjects) == 1:
            del self.fields["parts"]
        else:
            offered = [row.leaf for row in self.subjects if self.is_bound or row.leaf.letter in waiting]
            cast("forms.MultipleChoiceField", self.fields["parts"]).choices = [
                (leaf.letter, leaf.label) for leaf in offered
            ]
            self.initial.setdefault("parts", list(waiting))

    def subjects_chosen(self) -> Sequence[Subject]:
        """Those parts that were ticked; the one leaf where there are no parts to choose from."""
        if "parts" not in self.fields:
            return self.subjects
        return [row for row in self.subjects if row.leaf.letter in self.cleaned_data.get("parts", [])]

    @property
    def helper(self) -> FormHelper:
        parts = ["parts"] if "parts" in self.fields else []
        return self.laid_out("form_key", *parts, *self.deciding_rows())


class CorrectViewForm(DecidingForm):
    """A view that supersedes one recorded before, filled in with what was recorded."""

    superseding_reason = forms.CharField(
        label="Why it is corrected",
        help_text="The earlier view stays in the history, with this reason beside the new one.",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Enter why the recorded view is corrected."},
    )

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        self.assessment = assessment
        super().__init__(*args, initial=_as_recorded(assessment), considered_on=assessment.considered_on, **kwargs)
        usual = assessment.leaf.usual_decision(assessment.category)
        if self.has_usual_decision() and assessment.decision == usual == Decision.CONTINUE:
            self.initial["decision"] = USUAL

    @property
    def helper(self) -> FormHelper:
        return self.laid_out(*self.deciding_rows(), "superseding_reason")


def _as_recorded(assessment: Assessment) -> dict[str, Any]:
    judgement = str(assessment.category.number) if assessment.category else WITHOUT_CATEGORY
    target = assessment.conclusion_target_recommendation
    return {
        "judgement": judgement if assessment.outcome == Outcome.VIEWED else assessment.outcome,
        "decision": assessment.decision,
        "conclusion_reason": assessment.conclusion_reason,
        "conclusion_target": assessment.conclusion_target,
        "conclusion_target_recommendation": _address_of(target) if target else "",
        "reason": assessment.reason,
        "asked_for": assessment.asked_for,
        "agreed_due_on": assessment.agreed_due_on,
        "minute": assessment.minute,
    }


def _address_of(recommendation: Recommendation) -> str:
    return reverse("recommendation_detail", args=[recommendation.inquiry.slug, recommendation.reference])


class ReopenForm(ViewForm):
    """A concluded leaf is tracked again: the category it stands in now, and why."""

    def __init__(self, *args: Any, minute: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("minute", minute)
        judgement, reason = self.fields["judgement"], self.fields["reason"]
        self.give_choices("judgement", self.category_choices())
        judgement.label, judgement.required = "Where it stands now", True
        judgement.error_messages["required"] = "Choose the category it stands in now."
        reason.label, reason.required = "Why it is reopened", True
        reason.error_messages["required"] = "Enter why it is reopened."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            view = replace(self.committee_view(), decision=Decision.CONTINUE)
            leaf = self.subjects[0].leaf
            self.add_problems(problems_with(view, leaf=leaf, claim=None, meeting_on=self.considered_on))
        return cleaned

    def committee_view(self) -> CommitteeView:
        said = self.cleaned_data
        return CommitteeView(
            category=self.chosen_category(),
            reason=said["reason"],
            asked_for=said["asked_for"],
            agreed_due_on=said["agreed_due_on"],
            minute=said["minute"],
        )

    @property
    def helper(self) -> FormHelper:
        return self.laid_out("judgement", "reason", "asked_for", "agreed_due_on", "minute")
