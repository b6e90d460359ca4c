"""How charts are drawn: where every bar, column and line stands, in the units of a picture WIDTH wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracking.presenters.chart_scales import ticks

WIDTH: Final = 360
LETTER: Final = 6.9
"""How wide a letter is, about, in the size that pictures are written in."""
LINE: Final = 17
_SOLID: Final = "#12436d"
_PATTERNS: Final = ("", "stripes", "dots", "plain")
_DASHES: Final = ("", "7 3", "2 3", "11 3 2 3")


@dataclass(frozen=True)
class Series:
    """What is counted, and the number for each label; None where there is none to give (lines alone)."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Block:
    """A filled part of a bar or a column, or a square of the key."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Words:
    """Words in the picture; `backing` is the width of the white behind them, where they stand on a pattern."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    is_bold: bool = False
    is_on_dark: bool = False
    backing: float = 0

    @property
    def backing_x(self) -> float:
        return round(self.x - self.backing / 2, 1)

    @property
    def backing_y(self) -> float:
        return round(self.y - 12, 1)


@dataclass(frozen=True)
class Rule:
    """A line of the grid, or the line that everything stands on."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_base: bool = False


@dataclass(frozen=True)
class Curve:
    """A run of a series as a line with its marks, as SVG writes them; `points` is empty for a mark alone."""

    points: str
    dash: str
    marks: str
    is_filled: bool


@dataclass(frozen=True)
class Picture:
    height: float
    blocks: tuple[Block, ...] = ()
    words: tuple[Words, ...] = ()
    rules: tuple[Rule, ...] = ()
    curves: tuple[Curve, ...] = ()

    width: int = WIDTH


class Frame:
    """Where columns and points of lines stand: a scale from zero at the left, labels below."""

    HEIGHT = 150

    def __init__(self, start: float, top: int, count: int, *, unit: str = "") -> None:
        self.start, self.top, self.unit, self.count = start, top, unit, count
        self.left = round(len(f"{top:,}{unit}") * LETTER + 6 * len(unit) + 8)
        self.step = (WIDTH - self.left) / max(count, 1)
        self.column = round(min(self.step * 0.7, 44), 1)
        self.bottom = start + self.HEIGHT
        self.height = self.bottom + LINE + 6

    def middle(self, place: int) -> float:
        return round(self.left + self.step * (place + 0.5), 1)

    def at(self, value: float) -> float:
        return round(self.bottom - value / self.top * self.HEIGHT, 1)

    def rules(self) -> tuple[Rule, ...]:
        return tuple(
            Rule(self.left, self.at(tick), WIDTH, self.at(tick), is_base=tick == 0) for tick in ticks(self.top)
        )

    def words(self, labels: Sequence[str]) -> tuple[Words, ...]:
        """The numbers of the scale, and as many labels as there is room for, the last one always among them."""
        scale = [Words(self.left - 6, self.at(tick) + 4.5, f"{tick:,}{self.unit}", "end") for tick in ticks(self.top)]
        widest = max((len(label) for label in labels), default=0) * LETTER + 8
        every = max(1, -int(-widest // self.step))
        shown = [place for place in range(self.count) if (self.count - 1 - place) % every == 0]
        below = [self._below(place, labels[place]) for place in shown]
        if len(below) > 1 and below[-1].anchor == "end" and below[-2].x + widest / 2 > WIDTH - len(labels[-1]) * LETTER:
            del below[-2]
        return (*scale, *below)

    def _below(self, place: int, label: str) -> Words:
        """A label under its place; one that would run past the picture ends with it."""
        middle, y = self.middle(place), self.bottom + LINE
        if middle + len(label) * LETTER / 2 > WIDTH:
            return Words(WIDTH, y, label, "end")
        return Words(middle, y, label, "middle")


def total(series: Sequence[Series], place: int) -> int:
    return round(sum(one.values[place] or 0 for one in series))


def fill(slug: str, number: int) -> str:
    return f"url(#{slug}-{_PATTERNS[number]})" if number else _SOLID


def said(value: float | None, x: float, y: float, number: int, *, room: float) -> list[Words]:
    """The number in the middle of a block, where there is room for it."""
    text = f"{value:,.0f}"
    width = round(len(text) * LETTER + 5, 1)
    is_patterned = _PATTERNS[number] in {"stripes", "dots"}
    if width > room - (12 if is_patterned else 2):
        return []
    return [Words(round(x, 1), round(y, 1), text, "middle", is_on_dark=not number, backing=width * is_patterned)]


def key_of(slug: str, series: Sequence[Series]) -> Picture:
    """The name of each series beside its pattern, above the picture; none for one series, which the headline names."""
    if len(series) < 2:
        return Picture(4)
    places, height = _key_places(series)
    blocks = [Block(x, y, 18, 14, fill(slug, number)) for number, (x, y) in enumerate(places)]
    words = [Words(x + 24, y + 12, one.name) for one, (x, y) in zip(series, places, strict=True)]
    return Picture(height, tuple(blocks), tuple(words))


def line_key(series: Sequence[Series]) -> Picture:
    if len(series) < 2:
        return Picture(4)
    places, height = _key_places(series)
    curves = [curve([(x + 3, y + 7), (x + 21, y + 7)], number) for number, (x, y) in enumerate(places)]
    words = [Words(x + 32, y + 12, one.name) for one, (x, y) in zip(series, places, strict=True)]
    return Picture(height, (), tuple(words), (), tuple(curves))


def _key_places(series: Sequence[Series]) -> tuple[list[tuple[float, float]], float]:
    """Where each entry of the key begins, as many beside each other as there is room for; and how high it is."""
    places: list[tuple[float, float]] = []
    x, y = 4.0, 2.0
    for one in series:
        width = len(one.name) * LETTER + 44
        if x > 4 and x + width > WIDTH:
            x, y = 4.0, y + 22
        places.append((round(x, 1), y))
        x += width
    return places, y + 32


def curves_of(places: Sequence[tuple[float, float] | None], number: int) -> list[Curve]:
    """A curve for each run of places: where there is none, there is no line that would look like a number."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [curve(run, number) for run in runs if run]


def curve(places: Sequence[tuple[float, float]], number: int) -> Curve:
    points = " ".join(f"{x},{y}" for x, y in places) if len(places) > 1 else ""
    return Curve(points, _DASHES[number], " ".join(_mark(x, y, number) for x, y in places), is_filled=number % 2 == 0)


def _mark(x: float, y: float, number: int) -> str:
    """A circle, a square, a triangle or a diamond, as a path."""
    match number:
        case 0:
            return f"M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"
        case 1:
            return f"M{x - 4} {y - 4}h8v8h-8z"
        case 2:
            return f"M{x} {y - 5}l5 9h-10z"
        case _:
            return f"M{x} {y - 5}l5 5l-5 5l-5 -5z"
