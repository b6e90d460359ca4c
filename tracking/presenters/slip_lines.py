"""The slip ledger as a picture: each date a mark along a line, in proportion, with its words.

Places across are in per cent of the picture's width and heights in pixels, so that the words keep their size on a
phone. Dates in the left half have their words below the line, those in the right half above it, each at the end of a
flag as long as it must be for no words to lie on others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tracking.presenters.slips import slip_sentence
from tracking.presenters.wording import written_date
from tracking.queries.slips import SlipLedger


@dataclass(frozen=True)
class SlipPoint:
    """A date on the line at `x` per cent; its words begin, or end, there at the height `words_y`."""

    x: int
    words: str
    anchor: str
    words_y: int
    is_original: bool = False
    is_current: bool = False


@dataclass(frozen=True)
class SlipLine:
    """The dates along a line at the height `y`, the earliest first; `words` say them in the order they were given."""

    points: tuple[SlipPoint, ...]
    y: int
    height: int
    words: str


@dataclass(frozen=True)
class _Mark:
    """A day on its place along the line."""

    x: int
    words: str
    is_original: bool
    is_current: bool

    @property
    def width(self) -> int:
        """How much of the narrowest picture the words take up, in per cent."""
        return 72 if self.is_named else 50

    @property
    def is_named(self) -> bool:
        """Whether there is room for saying "Original" or "Current" before the date, even on a phone."""
        return (self.is_original or self.is_current) and not _EDGE < self.x < 100 - _EDGE

    def said(self) -> str:
        if not self.is_named:
            return self.words
        names = ["original"] * self.is_original + ["current"] * self.is_current
        return f"{' and '.join(names).capitalize()}: {self.words}"


_MARGIN: Final = 3
_EDGE: Final = 25
_LANE: Final = 24
_NEAREST: Final = 34


def slip_line(ledger: SlipLedger) -> SlipLine | None:
    """Place the dates on a line; None where no date moved or there is no original to start from."""
    if not ledger.moves or not ledger.original_on:
        return None
    marks = _marks(ledger)
    below = _lanes([mark for mark in reversed(marks) if mark.x < 50])
    above = _lanes([mark for mark in marks if mark.x >= 50])
    y = max(_furthest(above), 8) + 14
    return SlipLine(
        points=tuple(_point(mark, y, below.get(mark), above.get(mark)) for mark in marks),
        y=y,
        height=y + max(_furthest(below), 8) + 10,
        words=_description(ledger),
    )


def _marks(ledger: SlipLedger) -> list[_Mark]:
    """One for each day, the earliest first."""
    days = sorted({day for day in (ledger.original_on, *(move.due_on for move in ledger.moves)) if day})
    first, span = days[0], max((days[-1] - days[0]).days, 1)
    return [
        _Mark(
            x=_MARGIN + round((day - first).days / span * (100 - 2 * _MARGIN)),
            words=written_date(day),
            is_original=day == ledger.original_on,
            is_current=day == ledger.current_on,
        )
        for day in days
    ]


def _lanes(marks: Iterable[_Mark]) -> dict[_Mark, int]:
    """How far from the line the words of each mark lie; the marks come from the middle outwards.

    Words reach from their flag towards the middle, so they must lie beyond every flag they would cross.
    """
    lanes: dict[_Mark, int] = {}
    for mark in marks:
        crossed = [lane for other, lane in lanes.items() if abs(other.x - mark.x) < mark.width]
        lanes[mark] = max(crossed, default=-1) + 1
    return lanes


def _furthest(lanes: dict[_Mark, int]) -> int:
    return _NEAREST + max(lanes.values()) * _LANE if lanes else 0


def _point(mark: _Mark, y: int, below: int | None, above: int | None) -> SlipPoint:
    return SlipPoint(
        x=mark.x,
        words=mark.said(),
        anchor="start" if above is None else "end",
        words_y=y - _NEAREST - above * _LANE if above is not None else y + _NEAREST + (below or 0) * _LANE,
        is_original=mark.is_original,
        is_current=mark.is_current,
    )


def _description(ledger: SlipLedger) -> str:
    """ "Original date 30 November 2015, then 30 December 2015. Slipped 30 days in one move."."""
    moved = "".join(f", then {written_date(move.due_on)}" for move in ledger.moves)
    return f"Original date {written_date(ledger.original_on)}{moved}. {slip_sentence(ledger)}"
