"""Agreeing with everything that is left: which claims, and what each of them then means."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from tracking.actions.committee_views import CommitteeView, problems_with, settled
from tracking.enums import ConclusionReason, Decision
from tracking.forms.manage import ManageForm
from tracking.models import Meeting, SelfAssessment
from tracking.presenters.judgements import claim_tag
from tracking.presenters.positions import full_title
from tracking.queries.views_at_meeting import LeafAtMeeting, ReportAtMeeting

AGREEING = CommitteeView(agrees=True)


@dataclass(frozen=True)
class LeftOut:
    """A leaf that cannot be agreed with in one go, and why."""

    title: str
    why: str


class AgreeForm(ManageForm):
    """The leaves of a meeting that wait for a view, report by report, each to be agreed with or not."""

    def __init__(self, *args: Any, meeting: Meeting, reports: Iterable[ReportAtMeeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claims: dict[str, SelfAssessment] = {}
        self.left_out: list[LeftOut] = []
        reports = list(reports)
        self.claimed = Counter(leaf.leaf for row in reports for leaf in row.waiting)
        for row in reports:
            choices = [choice for leaf in row.waiting if (choice := self._choice(leaf, meeting))]
            if choices:
                self.fields[f"report_{row.report.pk}"] = forms.MultipleChoiceField(
                    label=str(row.report.inquiry),
                    choices=choices,
                    initial=[value for value, _ in choices],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                    error_messages={
                        "invalid_choice": "Somebody has recorded one of these views meanwhile. Look again at the list."
                    },
                )

    def _choice(self, row: LeafAtMeeting, meeting: Meeting) -> tuple[str, str] | None:
        if self.claimed[row.leaf] > 1:
            self._leave_out(row, f"Two reports to this meeting assess {row.leaf.label}. Record its view by itself.")
            return None
        view = settled(AGREEING, leaf=row.leaf, claim=row.claim)
        problems = problems_with(view, leaf=row.leaf, claim=row.claim, meeting_on=meeting.held_on)
        if problems:
            self._leave_out(row, " ".join(problem.message for problem in problems))
            return None
        tag = claim_tag(row.claim)
        value = str(row.claim.pk)
        self.claims[value] = row.claim
        return value, f"{full_title(row.leaf)}: {f'{tag.number} {tag.words}'.strip()}, {_decision_words(view)}"

    def _leave_out(self, row: LeafAtMeeting, why: str) -> None:
        left_out = LeftOut(full_title(row.leaf), why)
        if left_out not in self.left_out:
            self.left_out.append(left_out)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.claims_chosen():
            self.add_error(next(iter(self.fields), None), "Choose at least one recommendation to agree with.")
        return cleaned

    def claims_chosen(self) -> Sequence[SelfAssessment]:
        """The claims that were ticked, in the order of the papers."""
        chosen = {value for values in self.cleaned_data.values() for value in values}
        return [claim for value, claim in self.claims.items() if value in chosen]


def _decision_words(view: CommitteeView) -> str:
    if view.decision == Decision.CONCLUDE:
        return f"tracking is concluded ({ConclusionReason(view.conclusion_reason).label.lower()})"
    return "tracking continues"
