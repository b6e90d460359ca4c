"""The slip ledger: a leaf's original completion date, each later one, who moved it and by how many days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from tracking.dates import days_slipped
from tracking.models import Assessment, Recommendation, SelfAssessment
from tracking.queries.judgements import LeafRound, Sitting


@dataclass(frozen=True, kw_only=True)
class Move:
    """A later date than the one before it, or an earlier one; whose, is for each kind of move to say.

    `days` counts from the date before, `days_in_all` from the original; None where there is nothing to count from.
    """

    due_on: date
    days: int | None
    days_in_all: int | None


@dataclass(frozen=True, kw_only=True)
class DateMove(Move):
    """A date from a claim, or agreed by the committee."""

    sitting: Sitting
    claim: SelfAssessment | None
    view: Assessment | None


MoveT = TypeVar("MoveT", bound=Move)


@dataclass(frozen=True)
class Ledger(Generic[MoveT]):
    """What became of a completion date. `original` is the words and the day as approved."""

    original_text: str
    original_on: date | None
    moves: tuple[MoveT, ...] = ()

    @property
    def current_on(self) -> date | None:
        """The last date given, whoever gave it."""
        return self.moves[-1].due_on if self.moves else self.original_on

    @property
    def days(self) -> int | None:
        """Days between the original and the current date; None when there is no original."""
        return self.moves[-1].days_in_all if self.moves else (0 if self.original_on else None)


class SlipLedger(Ledger[DateMove]):
    """That of a leaf: its dates are the committee's or the Cabinet Member's, whichever was later said."""


def moves_between(
    original_on: date | None, given: Iterable[tuple[date, dict[str, Any]]], kind: type[MoveT]
) -> tuple[MoveT, ...]:
    """Return a move for each date given, the earliest said first, that is not the one before it.

    With each date goes what its kind of move says of it.
    """
    moves: list[MoveT] = []
    current_on = original_on
    for due_on, said in given:
        if due_on == current_on:
            continue
        days = days_slipped(current_on, due_on) if current_on else None
        in_all = days_slipped(original_on, due_on) if original_on else None
        moves.append(kind(due_on=due_on, days=days, days_in_all=in_all, **said))
        current_on = due_on
    return tuple(moves)


def slip_ledger(leaf: Recommendation, rounds: Iterable[LeafRound]) -> SlipLedger:
    """Derive the ledger of a leaf from its rounds, the earliest first.

    Progress never edits the original date; later dates are those a Cabinet Member anticipates in a published report
    and those the committee agrees, in that order within a sitting. A date repeated is no move, and what a correction
    superseded never was one. Reads `leaf.parent` where the leaf inherits its date.
    Source: the council's process (docs/domain-rules.md, "Dates").
    """
    original = leaf.due
    given = (dated for row in rounds for dated in _dates_given(row))
    return SlipLedger(original.due_text, original.due_on, moves_between(original.due_on, given, DateMove))


def _dates_given(row: LeafRound) -> Iterable[tuple[date, dict[str, Any]]]:
    claim, view = row.claim, row.view
    if claim and claim.anticipated_on and not (claim.category and claim.category.achieved):
        yield claim.anticipated_on, {"sitting": row.sitting, "claim": claim, "view": None}
    if view and view.agreed_due_on:
        yield view.agreed_due_on, {"sitting": row.sitting, "claim": None, "view": view}
