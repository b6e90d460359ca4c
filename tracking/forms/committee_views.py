"""What every form for the committee's view asks, and its way to a `CommitteeView`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms

from tracking.actions.committee_views import CommitteeView, Problem, problems_with, settled
from tracking.enums import ConclusionReason, Decision, Outcome, ViewAnswer
from tracking.forms.fields import GovukDateField, HintedRadioSelect
from tracking.forms.manage import ManageForm
from tracking.forms.view_tiles import Folded, Tiles
from tracking.models import Category, Inquiry, Recommendation, SelfAssessment, Viewer
from tracking.presenters.judgements import claim_tag
from tracking.presenters.wording import written_list

AGREE = ViewAnswer.AGREE.value
WITHOUT_CATEGORY = ViewAnswer.WITHOUT_CATEGORY.value
USUAL = ViewAnswer.USUAL.value

# What chooses an answer by keyboard; a category answers to its number.
_KEYS = {
    AGREE: "a",
    Outcome.DEFERRED.value: "d",
    Outcome.NO_VIEW.value: "v",
    Decision.CONTINUE.value: "k",
    Decision.CONCLUDE.value: "c",
}
_FOLDED = ("asked_for", "agreed_due_on", "minute")

_ADDRESS = re.compile(r".*/inquiries/(?P<slug>[-\w]+)/recommendations/(?P<reference>\w+)/?$")


@dataclass(frozen=True)
class Subject:
    """A leaf that a view is given on, with what was claimed of it."""

    leaf: Recommendation
    claim: SelfAssessment | None


class ViewForm(ManageForm):
    """The view itself: what every such form asks."""

    judgement = forms.ChoiceField(label="Committee’s view", widget=HintedRadioSelect, required=False)
    reason = forms.CharField(label="Reason for the view", widget=forms.Textarea({"rows": 3}), required=False)
    asked_for = forms.CharField(
        label="What the committee asks for next time", widget=forms.Textarea({"rows": 2}), required=False
    )
    agreed_due_on = GovukDateField(label="New date agreed by the committee", required=False)
    minute = forms.CharField(
        label="Minute number",
        max_length=50,
        required=False,
        error_messages={"max_length": "Use 50 characters or fewer for the minute number."},
    )

    def __init__(
        self, *args: Any, subjects: Sequence[Subject], inquiry: Inquiry, considered_on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        self.inquiry = inquiry
        self.considered_on = considered_on
        self.categories = {str(row.number): row for row in inquiry.scheme.categories.all()}
        self.fields["minute"].widget.attrs["class"] = "govuk-input--width-10"
        self.fields["reason"].widget.attrs |= {"data-key": "r", "rows": 2}

    def give_choices(
        self, name: str, choices: Sequence[tuple[str, str]], hints: Mapping[str, str] | None = None
    ) -> None:
        """Give a field of choices its choices, each with its hint."""
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = choices
        field.widget = HintedRadioSelect(choices=choices, hints=hints)

    def category_choices(self) -> list[tuple[str, str]]:
        return [(number, str(category)) for number, category in self.categories.items()]

    def chosen_category(self) -> Category | None:
        return self.categories.get(self.cleaned_data.get("judgement", ""))

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show each problem at its field, unless that could not even be read."""
        for problem in problems:
            field = "judgement" if problem.field == "category" else problem.field
            if field not in self.errors:
                self.add_error(field, problem.message)

    def laid_out(self, *rows: str | LayoutObject) -> FormHelper:
        """The form tag and its buttons belong to the page."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.layout = Layout(*rows)
        return helper


class DecidingForm(ViewForm):
    """A form in which the committee also decides: recording and correcting."""

    decision = forms.ChoiceField(label="Decision", widget=HintedRadioSelect, required=False)
    conclusion_reason = forms.ChoiceField(
        label="Why tracking is concluded",
        choices=ConclusionReason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    conclusion_target = forms.CharField(
        label="Where it went",
        help_text="Needed when it is transferred or merged.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Use 300 characters or fewer to say where it went."},
    )
    conclusion_target_recommendation = forms.CharField(
        label="The recommendation it went to, if it is in this service",
        help_text="Paste the address of its page. For one of the same inquiry its reference is enough, like R06 b.",
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.give_choices("judgement", self._judgements(), {AGREE: self._claimed()})
        self.give_choices("decision", self._decisions(), {USUAL: self._usual_decisions()})

    def _judgements(self) -> list[tuple[str, str]]:
        agreeing = [(AGREE, str(ViewAnswer.AGREE.label))]
        can_agree = all(subject.claim and subject.claim.is_complete for subject in self.subjects)
        return [
            *(agreeing if can_agree else []),
            *self.category_choices(),
            (Outcome.DEFERRED.value, "Defer"),
            (Outcome.NO_VIEW.value, "Give no view"),
            (WITHOUT_CATEGORY, ViewAnswer.WITHOUT_CATEGORY.label),
        ]

    def _claimed(self) -> str:
        """What agreeing records: the category or proposal claimed and what it decides, part by part where they differ.

        "3 Not Achieved (Progress Made), tracking continues".
        """
        words = [(row.leaf.label, _agreed_words(row.claim, row.leaf)) for row in self.subjects if row.claim]
        if len({claimed for _, claimed in words}) == 1:
            return words[0][1]
        return "; ".join(f"{label} {claimed}" for label, claimed in words)

    def _decisions(self) -> list[tuple[str, str]]:
        usual = [(USUAL, str(ViewAnswer.USUAL.label))] if self.has_usual_decision() else []
        return [*usual, *Decision.choices]

    def has_usual_decision(self) -> bool:
        """Not where a leaf recurs, or where somebody proposes to conclude: then the committee decides in words."""
        return not any(
            subject.leaf.due.has_no_end or (subject.claim and subject.claim.proposed_conclusion)
            for subject in self.subjects
        )

    def _usual_decisions(self) -> str:
        """ "1 and 2 conclude. 3, 5 and 6 continue. Choose for 4."."""
        does: dict[str, list[str]] = {Decision.CONCLUDE.value: [], Decision.CONTINUE.value: [], "": []}
        for number, category in self.categories.items():
            does[category.default_decision].append(number)
        words = {Decision.CONCLUDE.value: "{} conclude.", Decision.CONTINUE.value: "{} continue.", "": "Choose for {}."}
        return " ".join(words[key].format(written_list(numbers)) for key, numbers in does.items() if numbers)

    def usual_is_enough(self) -> bool:
        """Whether agreeing decides by itself, so that "as usual" may be chosen beforehand."""
        return self.has_usual_decision() and all(
            subject.claim is not None and subject.leaf.usual_decision(subject.claim.category) != ""
            for subject in self.subjects
        )

    def clean_conclusion_target_recommendation(self) -> Recommendation | None:
        typed = self.cleaned_data["conclusion_target_recommendation"].strip()
        if not typed:
            return None
        address = _ADDRESS.fullmatch(typed)
        slug, reference = (address["slug"], address["reference"]) if address else (self.inquiry.slug, typed)
        found = Recommendation.objects.visible_to(self.viewer).filter(inquiry__slug=slug)
        recommendation = found.at_reference(re.sub(r"[\s)]", "", reference)).first()
        if recommendation is None:
            raise forms.ValidationError(
                f"There is no recommendation at “{typed}”. Paste the address of its page, or a reference like R06 b."
            )
        return recommendation

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("judgement"):
            if "judgement" not in self.errors:
                self.add_error("judgement", "Choose the committee’s view, or that it is deferred or not given.")
            return cleaned
        view = self.committee_view()
        if view.outcome == Outcome.VIEWED and not cleaned.get("decision") and "decision" not in self.errors:
            names = written_list(subject.leaf.label for subject in self.subjects)
            self.add_error("decision", f"Choose whether tracking of {names} continues or is concluded.")
        else:
            self._check(view)
        return cleaned

    def _check(self, view: CommitteeView) -> None:
        """Say the rules' own words, each where it can be put right."""
        for subject in self.subjects_chosen():
            given = settled(view, leaf=subject.leaf, claim=subject.claim)
            found = problems_with(given, leaf=subject.leaf, claim=subject.claim, meeting_on=self.considered_on)
            self.add_problems(found)

    def subjects_chosen(self) -> Sequence[Subject]:
        return self.subjects

    def committee_view(self) -> CommitteeView:
        """What was said. Answers that belong to a choice that was not made are left out."""
        said = self.cleaned_data
        judgement, decision = said.get("judgement", ""), said.get("decision", "")
        outcomes = {Outcome.DEFERRED.value, Outcome.NO_VIEW.value}
        view = CommitteeView(
            outcome=Outcome(judgement) if judgement in outcomes else Outcome.VIEWED,
            agrees=judgement == AGREE,
            category=self.chosen_category(),
            decision=Decision(decision) if decision in Decision.values else "",
            reason=said.get("reason", ""),
            asked_for=said.get("asked_for", ""),
            agreed_due_on=said.get("agreed_due_on"),
            minute=said.get("minute", ""),
        )
        if view.decision != Decision.CONCLUDE:
            return view
        reason = said.get("conclusion_reason", "")
        return replace(
            view,
            conclusion_reason=ConclusionReason(reason) if reason else "",
            conclusion_target=said.get("conclusion_target", ""),
            conclusion_target_recommendation=said.get("conclusion_target_recommendation"),
        )

    def deciding_rows(self) -> list[str | LayoutObject]:
        concluding = ["conclusion_reason", "conclusion_target", "conclusion_target_recommendation"]
        others = [Outcome.DEFERRED.value, Outcome.NO_VIEW.value, WITHOUT_CATEGORY]
        return [
            Tiles(
                "judgement",
                [("one", [AGREE]), ("two", list(self.categories)), ("three", others)],
                keys=_KEYS | {number: number for number in self.categories if len(number) == 1},
                categories=self.categories,
            ),
            Tiles(
                "decision",
                [("three" if self.has_usual_decision() else "two", [USUAL, *Decision.values])],
                keys=_KEYS,
                reveals={Decision.CONCLUDE.value: concluding},
                hint=self._usual_decisions() if self.has_usual_decision() else "",
            ),
            "reason",
            Folded("More: what is asked for, new date, minute", *_FOLDED, is_open=_says_more),
        ]


def _agreed_words(claim: SelfAssessment, leaf: Recommendation) -> str:
    tag = claim_tag(claim)
    does = {Decision.CONTINUE.value: ", tracking continues", Decision.CONCLUDE.value: ", tracking is concluded"}
    return f"{tag.number} {tag.words}{does.get(leaf.usual_decision(claim.category), ', choose the decision')}".strip()


def _says_more(form: forms.BaseForm) -> bool:
    """Whether what is folded away has something to read: more than a minute number, which is carried on."""
    asked, agreed_on = form["asked_for"].value(), form["agreed_due_on"].value()
    dated = any(agreed_on) if isinstance(agreed_on, list) else bool(agreed_on)
    return bool(asked) or dated or any(form[name].errors for name in _FOLDED)
