"""The page of one recommendation, in words."""

from dataclasses import dataclass
from datetime import date

from tracking.models import SelfAssessment
from tracking.presenters.judgements import JudgementPair
from tracking.presenters.positions import (
    PositionLine,
    due_words,
    parts_sentence,
    position_line,
    position_pair,
    short_title,
)
from tracking.presenters.slip_lines import SlipLine, slip_line
from tracking.presenters.slips import SlipRow, slip_rows, slip_sentence
from tracking.presenters.timelines import AnsweringLine, TimelineEntry, answering_today_lines, timeline
from tracking.presenters.wording import days_left, written_date
from tracking.queries.recommendations import Position, RecommendationHistory


@dataclass(frozen=True)
class RecommendationPage:
    """Everything the template prints."""

    title: str
    state: str
    responsible: tuple[AnsweringLine, ...]
    original_date: str
    current_date: str
    slip_sentence: str
    slip_rows: tuple[SlipRow, ...]
    slip_line: SlipLine | None
    pair: JudgementPair | None
    pair_note: str
    parts: tuple[PositionLine, ...]
    timeline: tuple[TimelineEntry, ...]


def recommendation_page(history: RecommendationHistory, *, today: date) -> RecommendationPage:
    recommendation, position = history.recommendation, history.position
    inquiry = recommendation.inquiry
    slips = position.slips if position else None
    return RecommendationPage(
        title=title(history),
        state=state_sentence(history, today=today),
        responsible=answering_today_lines(history.answering_today),
        original_date=due_words(recommendation.due) if position or recommendation.has_due_date else "",
        current_date=written_date(slips.current_on) if slips and slips.moves else "",
        slip_sentence=slip_sentence(slips) if slips else "",
        slip_rows=slip_rows(
            slips, recommendation.due, approved_by=inquiry.approving_body, approved_on=inquiry.approved_on
        )
        if slips and slips.moves
        else (),
        slip_line=slip_line(slips) if slips else None,
        pair=position_pair(position) if position else None,
        pair_note=pair_note(position) if position else "",
        parts=tuple(position_line(part, today=today) for part in history.part_positions),
        timeline=timeline(history),
    )


def title(history: RecommendationHistory) -> str:
    """ "R01 b), still tracked: Operational plan"."""
    head = f"{history.recommendation.label}, {state_words(history)}"
    return ": ".join(filter(None, (head, short_title(history.recommendation))))


def state_words(history: RecommendationHistory) -> str:
    """The state in a word or two."""
    leaves = (history.position,) if history.position else history.part_positions
    return "concluded" if all(leaf.is_concluded for leaf in leaves) else "still tracked"


def state_sentence(history: RecommendationHistory, *, today: date) -> str:
    """The one sentence, or two, that say the state of things."""
    return leaf_sentence(history.position, today=today) if history.position else parts_sentence(history.part_positions)


def leaf_sentence(position: Position, *, today: date) -> str:
    if position.view is not None and position.is_concluded:
        reason = position.view.get_conclusion_reason_display().lower()
        return f"The committee concluded tracking on {written_date(position.view.considered_on)}: {reason}."
    if position.claim is not None and position.is_said_to_be_done:
        return f"Still tracked. {_done_sentence(position.claim)} The committee has yet to give its view on that."
    tracked = "Still tracked." if position.view else "Still tracked. The committee has not given a view yet."
    return " ".join(filter(None, (tracked, _expected_sentence(position, today))))


def _done_sentence(claim: SelfAssessment) -> str:
    if claim.proposed_conclusion:
        return "The Cabinet Member proposes to conclude it."
    completed = f"it was achieved on {written_date(claim.completed_on)}" if claim.completed_on else "it is achieved"
    return f"The Cabinet Member says that {completed}."


def _expected_sentence(position: Position, today: date) -> str:
    current_on = position.slips.current_on
    if current_on is None:
        return ""
    verb = "was" if current_on < today else "is"
    return f"It {verb} expected by {written_date(current_on)}: {days_left(current_on, today)}."


def pair_note(position: Position) -> str:
    """What must be known to read the two judgements together."""
    if position.claim is None or position.view is None or position.view_answers_claim:
        return ""
    if position.claim_is_news:
        return "The committee’s view is from an earlier round. It has not yet given one on this assessment."
    return "The committee’s view is later than this assessment."
