"""How an inquiry came on: where its leaves stood after each sitting, as it is known now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracking.enums import Outcome
from tracking.models import Recommendation
from tracking.queries.judgements import LeafRound, Sitting, latest_claim
from tracking.queries.recommendations import Position
from tracking.queries.slips import slip_ledger

Rounds = tuple[LeafRound, ...]


@dataclass(frozen=True)
class Standing:
    """How many leaves stood where at the end of a day, each counted once. "Late": its current date had passed."""

    on: date
    achieved: int = 0
    concluded_otherwise: int = 0
    tracked_on_time: int = 0
    tracked_late: int = 0

    @property
    def total(self) -> int:
        return self.achieved + self.concluded_otherwise + self.tracked_on_time + self.tracked_late


def standings(
    leaves: Sequence[tuple[Recommendation, Rounds]], sittings: Iterable[Sitting], *, today: date
) -> tuple[Standing, ...]:
    """Return where the leaves stood after each sitting up to today, the earliest first; no query.

    Views that were corrected since count as corrected. Parts made by a later split count from the beginning, so that
    the total stays the same.
    """
    return tuple(_standing(leaves, sitting) for sitting in sittings if sitting.considered_on <= today)


def _standing(leaves: Sequence[tuple[Recommendation, Rounds]], sitting: Sitting) -> Standing:
    known = [
        position_after(leaf, tuple(row for row in rounds if row.sitting.order <= sitting.order))
        for leaf, rounds in leaves
    ]
    tracked = [leaf for leaf in known if not leaf.is_concluded]
    late = sum(leaf.is_late(sitting.considered_on) for leaf in tracked)
    achieved = sum(leaf.is_concluded and leaf.is_achieved for leaf in known)
    return Standing(
        on=sitting.considered_on,
        achieved=achieved,
        concluded_otherwise=len(known) - len(tracked) - achieved,
        tracked_on_time=len(tracked) - late,
        tracked_late=late,
    )


def position_after(leaf: Recommendation, rounds: Rounds) -> Position:
    """Return where a leaf stood after these rounds, the earliest first: as `position`, but for a day gone by."""
    viewed = next((row for row in reversed(rounds) if row.view and row.view.outcome == Outcome.VIEWED), None)
    claimed = latest_claim(rounds)
    return Position(
        leaf=leaf,
        claim=claimed.claim if claimed else None,
        view=viewed.view if viewed else None,
        view_answers_claim=viewed is not None and viewed is claimed,
        slips=slip_ledger(leaf, rounds),
    )
