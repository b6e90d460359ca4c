"""The slip ledger: a leaf's original completion date, each later one, who moved it and by how many days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracking.dates import days_slipped
from tracking.models import Assessment, Recommendation, SelfAssessment
from tracking.queries.judgements import LeafRound, Sitting


@dataclass(frozen=True)
class DateMove:
    """A later date than the one before it, or an earlier one: from a claim or agreed by the committee.

    `days` counts from the date before, `days_in_all` from the original; None where there is nothing to count from.
    """

    due_on: date
    sitting: Sitting
    claim: SelfAssessment | None
    view: Assessment | None
    days: int | None
    days_in_all: int | None


@dataclass(frozen=True)
class SlipLedger:
    """What became of a leaf's completion date. `original` is the words and the day as approved."""

    original_text: str
    original_on: date | None
    moves: tuple[DateMove, ...] = ()

    @property
    def current_on(self) -> date | None:
        """The last date given: the committee's or the Cabinet Member's, whichever was later said."""
        return self.moves[-1].due_on if self.moves else self.original_on

    @property
    def days(self) -> int | None:
        """Days between the original and the current date; None when there is no original."""
        return self.moves[-1].days_in_all if self.moves else (0 if self.original_on else None)


def slip_ledger(leaf: Recommendation, rounds: Iterable[LeafRound]) -> SlipLedger:
    """Derive the ledger of a leaf from its rounds, the earliest first.

    Progress never edits the original date; later dates are those a Cabinet Member anticipates in a published report
    and those the committee agrees, in that order within a sitting. A date repeated is no move, and what a correction
    superseded never was one. Reads `leaf.parent` where the leaf inherits its date.
    Source: the council's process (docs/domain-rules.md, "Dates").
    """
    original = leaf.due
    moves: list[DateMove] = []
    current_on = original.due_on
    for row in rounds:
        for due_on, claim, view in _dates_given(row):
            if due_on == current_on:
                continue
            moves.append(
                DateMove(
                    due_on=due_on,
                    sitting=row.sitting,
                    claim=claim,
                    view=view,
                    days=days_slipped(current_on, due_on) if current_on else None,
                    days_in_all=days_slipped(original.due_on, due_on) if original.due_on else None,
                )
            )
            current_on = due_on
    return SlipLedger(original_text=original.due_text, original_on=original.due_on, moves=tuple(moves))


def _dates_given(row: LeafRound) -> Iterable[tuple[date, SelfAssessment | None, Assessment | None]]:
    claim, view = row.claim, row.view
    if claim and claim.anticipated_on and not (claim.category and claim.category.achieved):
        yield claim.anticipated_on, claim, None
    if view and view.agreed_due_on:
        yield view.agreed_due_on, None, view
