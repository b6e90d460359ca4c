"""The slip ledger in words and in a table."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracking.models.base import DueDate
from tracking.presenters.judgements import category_tag, signed_by
from tracking.presenters.positions import due_words, in_words
from tracking.presenters.wording import counted, written_date
from tracking.queries.judgements import Sitting
from tracking.queries.slips import DateMove, Ledger, SlipLedger


@dataclass(frozen=True)
class SlipRow:
    """A line of the ledger: a date, who set it, why, how far it moved from the one before and in all."""

    due: str
    who: str
    why: str
    moved: str
    moved_in_all: str


def slip_sentence(ledger: Ledger[Any]) -> str:
    """ "Slipped 212 days in two moves." """
    if not ledger.moves:
        return "This date has not moved." if ledger.original_on else ""
    moves = f"{in_words(len(ledger.moves))} {'move' if len(ledger.moves) == 1 else 'moves'}"
    if ledger.days is None:
        return f"No day was set at first. Since then it has been set in {moves}."
    if ledger.days == 0:
        return f"Back at the original date after {moves}."
    return f"{'Slipped' if ledger.days > 0 else 'Brought forward'} {counted(abs(ledger.days), 'day')} in {moves}."


def moved_words(days: int | None) -> str:
    """ "30 days later", "5 days earlier", "0 days", or that there was no day to count from."""
    if days is None:
        return "First day set"
    if days == 0:
        return "0 days"
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def slip_rows(ledger: SlipLedger, due: DueDate, *, approved_by: str, approved_on: date | None) -> tuple[SlipRow, ...]:
    """The rows of the table, the original first. `approved_by` is the body that approved the inquiry's report."""
    who = ", ".join(filter(None, (approved_by, written_date(approved_on))))
    original = SlipRow(due_words(due), who, "Set when the recommendation was approved", "–", "–")
    return (original, *(_row(move, ledger) for move in ledger.moves))


def _row(move: DateMove, ledger: SlipLedger) -> SlipRow:
    return SlipRow(
        due=_due(move),
        who=_who(move),
        why=_why(move),
        moved=moved_words(move.days),
        moved_in_all=moved_words(move.days_in_all) if ledger.original_on else "–",
    )


def _due(move: DateMove) -> str:
    written = written_date(move.due_on)
    said = move.claim.anticipated_text if move.claim else ""
    return f"{said} ({written})" if said and said != written else written


def _who(move: DateMove) -> str:
    if move.claim:
        return f"Anticipated by {signed_by(move.claim.update.revision)}"
    if move.sitting.meeting:
        return f"Agreed by {move.sitting.meeting.committee}, {written_date(move.sitting.considered_on)}"
    return f"Carried over from before this system, {written_date(move.sitting.considered_on)}"


def _why(move: DateMove) -> str:
    if move.view:
        return move.view.reason or move.view.asked_for or move.view.source_text or "No reason is recorded"
    if move.claim and move.claim.obstacle:
        return move.claim.obstacle
    if move.claim and move.claim.category:
        tag = category_tag(move.claim.category)
        return f"Assessed as {tag.number} {tag.words}"
    return "No reason is recorded"


def move_sentences(ledger: SlipLedger, sitting: Sitting) -> tuple[str, ...]:
    """How the date moved at one sitting, each move by itself."""
    before = (ledger.original_on, *(move.due_on for move in ledger.moves))
    return tuple(
        _move_sentence(move, previous)
        for previous, move in zip(before, ledger.moves, strict=False)
        if move.sitting == sitting
    )


def _move_sentence(move: DateMove, previous: date | None) -> str:
    who = "The Cabinet Member" if move.claim else "The committee"
    if previous is None:
        return f"{who} set a date for the first time: {written_date(move.due_on)}."
    days = moved_words(move.days)
    return f"{who} moved the date from {written_date(previous)} to {written_date(move.due_on)}: {days}."
