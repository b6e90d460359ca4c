"""The page of one recommendation, in words."""

from dataclasses import dataclass
from datetime import date

from tracking import dates
from tracking.models import (
    Assessment,
    ClaimCheckOverride,
    Inquiry,
    Meeting,
    Recommendation,
    SelfAssessment,
)
from tracking.presenters.evidence import EvidenceLine, evidence_lines
from tracking.presenters.exempt_passages import PassageLine, passage_lines
from tracking.presenters.judgements import (
    Judgement,
    JudgementPair,
    claim_judgement,
    judgement_pair,
    signed_by,
    view_judgement,
)
from tracking.presenters.positions import (
    PositionLine,
    due_words,
    holders_words,
    parts_sentence,
    position_line,
    position_pair,
    short_title,
)
from tracking.presenters.slips import SlipLine, SlipRow, slip_line, slip_rows, slip_sentence
from tracking.presenters.supplements import SupplementLine, supplement_lines
from tracking.presenters.wording import days_left, written_date
from tracking.queries.recommendations import (
    HandingOn,
    LeafJudgements,
    Position,
    RecommendationHistory,
    TimelineRound,
)


@dataclass(frozen=True)
class Responsible:
    """A post that answers for the recommendation, as it should read."""

    name: str
    slug: str
    words: str


@dataclass(frozen=True)
class UpdateLines:
    """What a report said in a round: its statement and evidence text, its exempt passages, and its evidence."""

    statement: str
    evidence_text: str
    passages: tuple[PassageLine, ...]
    evidence: tuple[EvidenceLine, ...]
    supplements: tuple[SupplementLine, ...]


@dataclass(frozen=True)
class RoundJudgement:
    """One leaf's two judgements in a round, with what must be read beside them."""

    label: str
    pair: JudgementPair
    other_claims: tuple[Judgement, ...]
    notes: tuple[str, ...]
    superseded: tuple[Judgement, ...]


@dataclass(frozen=True)
class TimelineEntry:
    """An entry of the timeline; one that is no round has `words` alone."""

    title: str
    happened_on: date | None
    meeting: Meeting | None = None
    judgements: tuple[RoundJudgement, ...] = ()
    updates: tuple[UpdateLines, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class RecommendationPage:
    """Everything the template prints."""

    title: str
    state: str
    responsible: tuple[Responsible, ...]
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
        responsible=_responsible(recommendation, today),
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


def _responsible(recommendation: Recommendation, today: date) -> tuple[Responsible, ...]:
    return tuple(
        Responsible(
            name=row.post.name,
            slug=row.post.slug,
            words="outside body"
            if row.post.is_outside_body
            else holders_words([holder.name for holder in row.post.holders_on(today)]),
        )
        for row in recommendation.responsibilities_on(today)
    )


def timeline(history: RecommendationHistory) -> tuple[TimelineEntry, ...]:
    """Rounds, handings on and the approval, the latest first."""
    entries = [
        *(_round_entry(row, is_alone=not history.part_positions) for row in history.rounds),
        *(_handing_on_entry(row) for row in history.handings_on),
        *_approval_entries(history.recommendation.inquiry),
    ]
    return tuple(sorted(entries, key=lambda entry: entry.happened_on or date.min, reverse=True))


def _round_entry(row: TimelineRound, *, is_alone: bool) -> TimelineEntry:
    meeting = row.sitting.meeting
    return TimelineEntry(
        title=str(meeting.committee) if meeting else "Carried over from before this system",
        happened_on=row.sitting.considered_on,
        meeting=meeting,
        judgements=tuple(_round_judgement(judged, is_alone=is_alone) for judged in row.judgements),
        updates=tuple(
            UpdateLines(
                said.update.overall_statement,
                said.update.evidence_text,
                passage_lines(said.passages),
                evidence_lines(said.evidence),
                supplement_lines(said.supplements),
            )
            for said in row.updates
        ),
    )


def _round_judgement(judged: LeafJudgements, *, is_alone: bool) -> RoundJudgement:
    row = judged.round
    claimed_by = signed_by(row.claim.update.revision) if row.claim else ""
    return RoundJudgement(
        label="" if is_alone else judged.leaf.label,
        pair=judgement_pair(row.claim, row.view, claimed_by=claimed_by),
        other_claims=tuple(claim_judgement(claim, by=signed_by(claim.update.revision)) for claim in row.other_claims),
        notes=round_notes(judged),
        superseded=tuple(view_judgement(view) for view in row.superseded),
    )


# What the claim check doubted, by the code that an answer to it was kept under.
_WARNINGS = {
    "completed-after-original-date": "It is said to be on time, but was completed after its original date.",
    "completed-by-original-date": "It is said to be late, but was completed by its original date.",
    "not-yet-due-but-past": "It is said to be in progress, but its date has passed.",
    "completion-date-missing": "It is said to be achieved, but no completion date is given.",
    "completed-after-meeting": "Its completion date is after the meeting.",
    "obstacle-missing": "It is said to be held up, but the obstacle is not described.",
    "still-to-be-done": "It is said to be achieved, but its evidence looks ahead.",
    "pointer-leads-nowhere": "It points to something that is not there.",
}


def round_notes(judged: LeafJudgements) -> tuple[str, ...]:
    """What a reader must know of a round: split since, warnings answered, reopened, corrected."""
    notes = ["Given before this recommendation was split into parts."] if judged.before_split else []
    for claim in judged.round.claims:
        notes += [_answered_words(row) for row in claim.overrides.all()]
    if judged.round.view:
        notes += _view_notes(judged.round.view)
    return tuple(notes)


def _answered_words(override: ClaimCheckOverride) -> str:
    """A warning, as it was kept with its reason if it was, and the reason."""
    return f"{override.message or _WARNINGS.get(override.code, override.code)} Answer: {override.reason}"


def _view_notes(view: Assessment) -> list[str]:
    notes = ["Reopened: tracking had been concluded before."] if view.reopens else []
    if view.supersedes_id:
        notes.append(f"Correction of {written_date(dates.today(view.recorded_at))}: {view.superseding_reason}")
    return notes


def _handing_on_entry(row: HandingOn) -> TimelineEntry:
    return TimelineEntry("Handed on", row.on, words=handing_on_sentence(row))


def handing_on_sentence(row: HandingOn) -> str:
    return f"Tracking passed from {row.before.committee} to {row.after.committee}."


def _approval_entries(inquiry: Inquiry) -> list[TimelineEntry]:
    if inquiry.approved_on is None:
        return []
    words = f"{inquiry.approving_body} approved the report that made this recommendation."
    return [TimelineEntry("Approved", inquiry.approved_on, words=words)]
