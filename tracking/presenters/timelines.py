"""The life of one recommendation in words: what was promised, claimed, viewed and moved, and who answered then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracking import dates
from tracking.models import Assessment, ClaimCheckOverride, Meeting, Person, Post
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
from tracking.presenters.positions import due_words, holders_words
from tracking.presenters.slips import move_sentences
from tracking.presenters.supplements import SupplementLine, supplement_lines
from tracking.presenters.wording import written_date, written_list
from tracking.queries.answering import Answering, ResponsibilityMove
from tracking.queries.judgements import Sitting
from tracking.queries.recommendations import (
    HandingOn,
    LeafJudgements,
    Position,
    RecommendationHistory,
    TimelineRound,
)


@dataclass(frozen=True)
class AnsweringLine:
    """A post that answers for the recommendation, or did on a day, as it should read."""

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
    """An entry of the timeline; one that is no round has `words` alone. `anchor` is a round's own on the page."""

    title: str
    happened_on: date | None
    meeting: Meeting | None = None
    judgements: tuple[RoundJudgement, ...] = ()
    updates: tuple[UpdateLines, ...] = ()
    words: str = ""
    anchor: str = ""
    moves: tuple[str, ...] = ()
    answering: tuple[AnsweringLine, ...] = ()


def answering_today_lines(answering: Iterable[Answering]) -> tuple[AnsweringLine, ...]:
    """Who answers today: "Deputy Leader", "held today by Councillor A. Example"."""
    return tuple(
        AnsweringLine(
            name=row.post.name,
            slug=row.post.slug,
            words="outside body" if row.post.is_outside_body else holders_words([one.name for one in row.holders]),
        )
        for row in answering
    )


def answering_then_lines(then: Iterable[Answering], today: Iterable[Answering]) -> tuple[AnsweringLine, ...]:
    """Who answered on a day gone by: "held then by Councillor A. Example, today by Councillor B. Example"."""
    holders_today = {row.post.pk: row.holders for row in today}
    return tuple(
        AnsweringLine(row.post.name, row.post.slug, _then_words(row, holders_today.get(row.post.pk))) for row in then
    )


def _then_words(row: Answering, holders_today: tuple[Person, ...] | None) -> str:
    if row.post.is_outside_body:
        return "outside body"
    if not row.holders:
        return "nobody is recorded as holding this post then"
    words = f"held then by {written_list(person.name for person in row.holders)}"
    if not holders_today or set(holders_today) == set(row.holders):
        return words
    return f"{words}, today by {written_list(person.name for person in holders_today)}"


def timeline(history: RecommendationHistory) -> tuple[TimelineEntry, ...]:
    """Rounds, handings on, changes of who answers, and the approval: the latest first."""
    entries = [
        *(_round_entry(row, history) for row in history.rounds),
        *(_handing_on_entry(row) for row in history.handings_on),
        *(_responsibility_entry(row) for row in history.responsibility_moves),
        *_approval_entries(history),
    ]
    return tuple(sorted(entries, key=lambda entry: entry.happened_on or date.min, reverse=True))


def _round_entry(row: TimelineRound, history: RecommendationHistory) -> TimelineEntry:
    meeting = row.sitting.meeting
    is_alone = not history.part_positions
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
        anchor=f"{meeting.committee.slug}-{meeting.date_slug}" if meeting else "",
        moves=tuple(_moves_at(row.sitting, history)),
        answering=answering_then_lines(row.answering, history.answering_today),
    )


def _moves_at(sitting: Sitting, history: RecommendationHistory) -> Iterable[str]:
    """How dates moved at a sitting; of a recommendation with parts each sentence begins with its part."""
    for leaf in history.leaves:
        label = "" if history.position else f"{leaf.leaf.label}: "
        yield from (f"{label}{sentence}" for sentence in move_sentences(leaf.slips, sitting))


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


def _responsibility_entry(row: ResponsibilityMove) -> TimelineEntry:
    return TimelineEntry("Responsibility moved", row.on, words=responsibility_sentence(row))


def responsibility_sentence(row: ResponsibilityMove) -> str:
    """ "Responsibility passed from Deputy Leader to Leader."."""
    if not row.laid_down:
        return f"{_posts(row.taken_up)} {'answers' if len(row.taken_up) == 1 else 'answer'} for it too from this day."
    if not row.taken_up:
        verb = "answers" if len(row.laid_down) == 1 else "answer"
        return f"{_posts(row.laid_down)} no longer {verb} for it from this day."
    return f"Responsibility passed from {_posts(row.laid_down)} to {_posts(row.taken_up)}."


def _posts(posts: Iterable[Post]) -> str:
    return written_list(post.name for post in posts)


def _approval_entries(history: RecommendationHistory) -> list[TimelineEntry]:
    inquiry = history.recommendation.inquiry
    if inquiry.approved_on is None:
        return []
    return [
        TimelineEntry(
            "Recommended and approved",
            inquiry.approved_on,
            words=f"{inquiry.approving_body} approved the report that made this recommendation.",
            moves=_promises(history),
            answering=answering_then_lines(history.answering_at_approval, history.answering_today),
        )
    ]


def _promises(history: RecommendationHistory) -> tuple[str, ...]:
    """By when it was to be done, each part by itself."""
    if history.position:
        return (_promise(history.position),)
    return tuple(f"{leaf.leaf.label}: {_promise(leaf)}" for leaf in history.part_positions)


def _promise(leaf: Position) -> str:
    due = leaf.leaf.due
    return f"To be done by: {due_words(due)}." if due.due_on or due.due_text else f"{due_words(due)}."
