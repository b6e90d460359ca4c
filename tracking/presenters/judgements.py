"""The two judgements, always in the same order and shape: the Cabinet Member's assessment, the committee's view."""

from dataclasses import dataclass
from datetime import date

from tracking import dates
from tracking.enums import ConclusionReason, Outcome
from tracking.models import Assessment, Category, ReportRevision, SelfAssessment
from tracking.presenters.wording import written_date
from tracking.queries.judgements import differs


@dataclass(frozen=True)
class Tag:
    """A tag that does not rely on colour: a number or mark in a square, then words.

    `kind` is "category", "proposal", "concluded" or "plain"; `tone` the supporting colour of a category.
    """

    kind: str
    words: str
    number: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Judgement:
    """One side: its tags (a category, a conclusion, or both), who and when, the words given and the dates said."""

    tags: tuple[Tag, ...]
    by: str = ""
    words: str = ""
    dates: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class JudgementPair:
    """Both sides of one leaf in one round; either may be missing."""

    claim: Judgement | None
    view: Judgement | None
    differs: bool = False


def category_tag(category: Category) -> Tag:
    return Tag("category", category.name, category.mark, category.tone)


def claim_tag(claim: SelfAssessment) -> Tag:
    """A category, "Proposed: overtaken by events", or "Not yet assessed"."""
    if claim.category:
        return category_tag(claim.category)
    if claim.proposed_conclusion:
        return proposal_tag(claim.proposed_conclusion)
    return NOT_YET_ASSESSED


NOT_YET_ASSESSED = Tag("plain", "Not yet assessed")


def proposal_tag(reason: str) -> Tag:
    """ "Proposed: overtaken by events"."""
    return Tag("proposal", f"Proposed: {ConclusionReason(reason).label.lower()}")


def concluded_tag(view: Assessment) -> Tag:
    return conclusion_tag(view.conclusion_reason, view.considered_on)


def conclusion_tag(reason: str, considered_on: date) -> Tag:
    """ "Concluded 12 April 2016: implemented"."""
    return Tag("concluded", f"Concluded {written_date(considered_on)}: {ConclusionReason(reason).label.lower()}")


def view_tags(view: Assessment) -> tuple[Tag, ...]:
    if view.outcome != Outcome.VIEWED:
        return (Tag("plain", Outcome(view.outcome).label),)
    tags = [category_tag(view.category)] if view.category else []
    return (*tags, concluded_tag(view)) if view.concludes else tuple(tags)


def signed_by(revision: ReportRevision) -> str:
    """Who signed a revision and when, as frozen then: "Councillor A. Example, Deputy Leader, 31 March 2016"."""
    signed_on = dates.today(revision.submitted_at) if revision.submitted_at else None
    return ", ".join(filter(None, (revision.signed_name, revision.signed_title, written_date(signed_on))))


def claim_judgement(claim: SelfAssessment, *, by: str) -> Judgement:
    """`by` is who signed and when, as it should read: "Deputy Leader, 31 March 2016"."""
    dates = []
    if claim.completed_on:
        dates.append(f"Completed: {written_date(claim.completed_on)}")
    if claim.anticipated_on:
        dates.append(f"Anticipated completion: {claim.anticipated_text or written_date(claim.anticipated_on)}")
    return Judgement(
        tags=(claim_tag(claim),),
        by=by,
        words=claim.obstacle or claim.proposal_explanation,
        dates=tuple(dates),
        notes=(claim.pointer_text,) if claim.pointer_text else (),
    )


def view_judgement(view: Assessment) -> Judgement:
    """Reads `meeting.committee` and `category` of the view."""
    by = [f"{view.meeting.committee}" if view.meeting else "Carried over", written_date(view.considered_on)]
    if view.minute:
        by.append(f"minute {view.minute}")
    dates = (f"New date: {written_date(view.agreed_due_on)}",) if view.agreed_due_on else ()
    target = f"Where it went: {view.conclusion_target}" if view.conclusion_target else ""
    return Judgement(
        tags=view_tags(view),
        by=", ".join(by),
        words=view.reason,
        dates=dates,
        notes=tuple(note for note in (target, asked_words(view), view.source_text) if note),
    )


def asked_words(view: Assessment) -> str:
    """What the committee wants to see next time."""
    return f"Asked for next time: {view.asked_for}" if view.asked_for else ""


def judgement_pair(claim: SelfAssessment | None, view: Assessment | None, *, claimed_by: str = "") -> JudgementPair:
    return JudgementPair(
        claim=claim_judgement(claim, by=claimed_by) if claim else None,
        view=view_judgement(view) if view else None,
        differs=differs(claim, view),
    )
