"""What a committee says about a leaf before it is written down: its defaults, and what it may not say.

Used by the actions that record views, and by their form, so that both say the same about the same mistake.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tracking.enums import ConclusionReason, Decision, Outcome
from tracking.models import Category, Recommendation, SelfAssessment

DecisionOrNone = Decision | Literal[""]
ReasonOrNone = ConclusionReason | Literal[""]


@dataclass(frozen=True)
class CommitteeView:
    """One view as the chair gives it.

    `agrees` stands for whatever the Cabinet Member claimed: the category, or the proposal to conclude. An empty
    `decision` or `conclusion_reason` stands for the usual one where there is one (`settled`).
    """

    outcome: Outcome = Outcome.VIEWED
    agrees: bool = False
    category: Category | None = None
    decision: DecisionOrNone = ""
    conclusion_reason: ReasonOrNone = ""
    conclusion_target: str = ""
    conclusion_target_recommendation: Recommendation | None = None
    reason: str = ""
    asked_for: str = ""
    agreed_due_on: date | None = None
    minute: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a view, in words for whoever records it; `field` is the CommitteeView's."""

    field: str
    message: str


@dataclass(frozen=True)
class _Said:
    """A settled view with what it is about."""

    view: CommitteeView
    leaf: Recommendation
    claim: SelfAssessment | None
    meeting_on: date


def settled(view: CommitteeView, *, leaf: Recommendation, claim: SelfAssessment | None) -> CommitteeView:
    """Return the view with agreement spelled out and empty answers filled in where there is a usual one."""
    if view.outcome != Outcome.VIEWED:
        return view
    if view.agrees and claim is not None:
        proposal: ReasonOrNone = ConclusionReason(claim.proposed_conclusion) if claim.proposed_conclusion else ""
        view = replace(
            view,
            category=claim.category,
            decision=view.decision or (Decision.CONCLUDE if proposal else ""),
            conclusion_reason=view.conclusion_reason or proposal,
        )
    decision = view.decision or leaf.usual_decision(view.category)
    if decision != Decision.CONCLUDE:
        return replace(view, decision=decision, conclusion_reason="" if view.agrees else view.conclusion_reason)
    usual_reason: ReasonOrNone = ConclusionReason.IMPLEMENTED if view.category and view.category.achieved else ""
    return replace(view, decision=decision, conclusion_reason=view.conclusion_reason or usual_reason)


def problems_with(
    view: CommitteeView, *, leaf: Recommendation, claim: SelfAssessment | None, meeting_on: date
) -> tuple[Problem, ...]:
    """Return what keeps a settled view from being recorded; nothing when it can be.

    Source: the council's assessment process, as docs/domain-rules.md has it ("Two judgements", "Categories").
    """
    said = _Said(view, leaf, claim, meeting_on)
    checks: tuple[Callable[[_Said], Iterator[Problem]], ...]
    if view.outcome == Outcome.VIEWED:
        checks = (_judges, _decides, _concludes_with_reason, _gives_reason, _moves_date)
    else:
        checks = (_says_no_more,)
    return tuple(problem for check in checks for problem in check(said))


def _judges(said: _Said) -> Iterator[Problem]:
    """A category of the inquiry's scheme; none is needed only to conclude."""
    view, label = said.view, said.leaf.label
    if view.agrees and (said.claim is None or not said.claim.is_complete):
        yield Problem("category", f"There is no assessment of {label} to agree with. Choose a category.")
    elif view.category and view.category.scheme_id != said.leaf.inquiry.scheme_id:
        yield Problem("category", f"Choose a category that this inquiry uses for {label}.")
    elif view.category is None and view.decision == Decision.CONTINUE:
        yield Problem("category", f"Choose a category for {label}. Only concluding needs none.")


def _decides(said: _Said) -> Iterator[Problem]:
    if said.view.decision or (said.view.agrees and said.view.category is None):
        return
    why = "It recurs or is ongoing, so no category decides it." if said.leaf.due.has_no_end else ""
    if said.view.category and not why:
        why = f"Category {said.view.category.number} does not decide it."
    yield Problem("decision", f"Choose whether tracking of {said.leaf.label} continues or is concluded. {why}".strip())


def _concludes_with_reason(said: _Said) -> Iterator[Problem]:
    view, label = said.view, said.leaf.label
    if view.decision != Decision.CONCLUDE:
        if view.conclusion_reason:
            yield Problem("decision", f"Choose “Conclude tracking” for {label}, or take the reason for it away.")
        return
    if not view.conclusion_reason:
        yield Problem("conclusion_reason", f"Choose why tracking of {label} is concluded.")
    if view.conclusion_reason in ConclusionReason.with_target() and not view.conclusion_target.strip():
        yield Problem("conclusion_target", f"Enter where {label} went: what it was transferred to or merged into.")
    if view.conclusion_target_recommendation == said.leaf:
        yield Problem("conclusion_target_recommendation", f"{label} cannot go to itself. Enter another recommendation.")


def _gives_reason(said: _Said) -> Iterator[Problem]:
    """Disagreement is reportable: a category that is not the one claimed needs its reason."""
    view, claim = said.view, said.claim
    if view.category is None or claim is None or not claim.is_complete or view.category == claim.category:
        return
    if not view.reason.strip():
        yield Problem(
            "reason", f"Enter the reason for the view on {said.leaf.label}. It differs from the assessment given."
        )


def _moves_date(said: _Said) -> Iterator[Problem]:
    agreed_on, label = said.view.agreed_due_on, said.leaf.label
    if agreed_on is None:
        return
    if said.view.decision == Decision.CONCLUDE:
        yield Problem("agreed_due_on", f"Take the new date away: {label} has none once tracking is concluded.")
    elif agreed_on <= said.meeting_on:
        yield Problem("agreed_due_on", f"The new date for {label} must be after the meeting.")


def _says_no_more(said: _Said) -> Iterator[Problem]:
    """Deferred leaves, and those without a view, keep their standing position."""
    view = said.view
    if view.agrees or view.category or view.decision or view.conclusion_reason or view.agreed_due_on:
        yield Problem(
            "category", f"A category, a decision or a new date for {said.leaf.label} can only come with a view."
        )
