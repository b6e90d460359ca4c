"""Charts: the message in words, the picture, and the same numbers as a table.

The picture is drawn by the server (`components/chart.html`), as wide in its own units whatever the screen, so that its
letters can be read on a phone. Series are told apart by pattern or shape and by their names; colour only supports.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracking.presenters.chart_drawing import (
    LETTER,
    LINE,
    WIDTH,
    Block,
    Frame,
    Picture,
    Rule,
    Series,
    Words,
    curves_of,
    fill,
    key_of,
    line_key,
    said,
    total,
)
from tracking.presenters.chart_scales import axis_top, wrapped

MOST_SERIES: Final = 4


@dataclass(frozen=True)
class Cell:
    """A number in the table; with `href`, a link to what was counted."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class TableRow:
    head: str
    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Numbers:
    """The table under a picture."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]

    @property
    def is_wide(self) -> bool:
        """Whether it takes small letters to get it on a page."""
        return len(self.heads) > 6


@dataclass(frozen=True)
class Chart:
    """A picture with its message. `slug` is its own on the page; `description` says how the picture is to be read."""

    slug: str
    headline: str
    description: str
    picture: Picture
    numbers: Numbers
    note: str = ""
    csv_href: str = ""


def stacked_bars(
    slug: str,
    *,
    headline: str,
    label_name: str,
    labels: Sequence[str],
    series: Sequence[Series],
    numbers: Numbers | None = None,
    note: str = "",
    csv_href: str = "",
) -> Chart:
    """Return bars from left to right, one below the other: for long labels, and for many.

    `label_name` heads the column of labels in the table. Raises ValueError for more than four series, or for one that
    has not a number for each label.
    """
    _check(labels, series)
    key = key_of(slug, series)
    top = axis_top(max((total(series, place) for place in range(len(labels))), default=0))
    beside = max((len(label) for label in labels), default=0) * LETTER
    is_beside = beside <= WIDTH / 3
    start = round(beside + 10) if is_beside else 0
    room = WIDTH - start - max(len(f"{top:,}"), 2) * LETTER - 10
    blocks, words, y = list(key.blocks), list(key.words), key.height
    for place, label in enumerate(labels):
        if is_beside:
            words.append(Words(start - 8, y + 15, label, "end"))
        else:
            for line in wrapped(label, int(WIDTH / LETTER)):
                words.append(Words(0, y + 10, line))
                y += LINE
        x: float = start
        for number, one in enumerate(series):
            width = round((one.values[place] or 0) / top * room, 1)
            if width:
                blocks.append(Block(x, y, width, 20, fill(slug, number)))
                words += said(one.values[place], x + width / 2, y + 15, number, room=width)
            x = round(x + width, 1)
        words.append(Words(x + 6, y + 15, f"{total(series, place):,}", is_bold=True))
        y += 30 if is_beside else 34
    base = (Rule(start, key.height - 4, start, y - 4, is_base=True),) if is_beside else ()
    return Chart(
        slug,
        headline,
        _reading("Bars", label_name, labels, series),
        Picture(y, tuple(blocks), tuple(words), base),
        numbers or _numbers(headline, label_name, labels, series),
        note,
        csv_href,
    )


def stacked_columns(
    slug: str,
    *,
    headline: str,
    label_name: str,
    labels: Sequence[str],
    series: Sequence[Series],
    numbers: Numbers | None = None,
    note: str = "",
    csv_href: str = "",
) -> Chart:
    """Return columns side by side: for short labels in an order, such as dates. Arguments as for `stacked_bars`."""
    _check(labels, series)
    key = key_of(slug, series)
    top = axis_top(max((total(series, place) for place in range(len(labels))), default=0))
    frame = Frame(key.height + 12, top, len(labels))
    blocks, words = list(key.blocks), list(key.words)
    for place in range(len(labels)):
        y = frame.bottom
        for number, one in enumerate(series):
            height = round((one.values[place] or 0) / top * frame.HEIGHT, 1)
            y = round(y - height, 1)
            if height:
                x = round(frame.middle(place) - frame.column / 2, 1)
                blocks.append(Block(x, y, frame.column, height, fill(slug, number)))
                if height >= LINE:
                    middle = frame.middle(place)
                    words += said(one.values[place], middle, y + height / 2 + 4.5, number, room=frame.column)
        sum_of = f"{total(series, place):,}"
        if len(sum_of) * LETTER <= frame.step:
            words.append(Words(frame.middle(place), round(y - 5, 1), sum_of, "middle", is_bold=True))
    return Chart(
        slug,
        headline,
        _reading("Columns", label_name, labels, series),
        Picture(frame.height, tuple(blocks), (*words, *frame.words(labels)), frame.rules()),
        numbers or _numbers(headline, label_name, labels, series),
        note,
        csv_href,
    )


def line_chart(
    slug: str,
    *,
    headline: str,
    label_name: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    top: int = 0,
    numbers: Numbers | None = None,
    note: str = "",
    csv_href: str = "",
) -> Chart:
    """Return a line for each series, with its name above; where a number is missing the line is broken.

    Arguments as for `stacked_bars`; `unit` follows the numbers of the scale ("%"), `top` is its end where it is fixed.
    """
    _check(labels, series)
    key = line_key(series)
    top = top or axis_top(max((value or 0 for one in series for value in one.values), default=0))
    frame = Frame(key.height + 24, top, len(labels), unit=unit)
    curves = [*key.curves]
    words = [*key.words]
    for number, one in enumerate(series):
        places = [
            None if value is None else (frame.middle(place), frame.at(value)) for place, value in enumerate(one.values)
        ]
        curves += curves_of(places, number)
        if len(series) == 1 and (given := [value for value in one.values if value is not None]):
            last = given[-1]
            words.append(Words(WIDTH, round(frame.at(last) - 10, 1), f"{last:,.0f}{unit}", "end", is_bold=True))
    return Chart(
        slug,
        headline,
        _reading("Lines", label_name, labels, series),
        Picture(frame.height, (), (*words, *frame.words(labels)), frame.rules(), tuple(curves)),
        numbers or _numbers(headline, label_name, labels, series, unit=unit),
        note,
        csv_href,
    )


def _check(labels: Sequence[str], series: Sequence[Series]) -> None:
    if len(series) > MOST_SERIES:
        raise ValueError(f"A chart shows at most {MOST_SERIES} series.")
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError("Each series has a number for each label.")


def _reading(kind: str, label_name: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    span = f"{labels[0]} to {labels[-1]}" if len(labels) > 1 else "".join(labels)
    names = ", ".join(one.name for one in series)
    return f"{kind} for each {label_name.lower()}, {span}: {names}. The numbers are in the table that follows."


def _numbers(
    caption: str, label_name: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = ""
) -> Numbers:
    rows = [
        TableRow(
            label,
            tuple(Cell("–" if one.values[place] is None else f"{one.values[place]:,.0f}{unit}") for one in series),
        )
        for place, label in enumerate(labels)
    ]
    return Numbers(caption, (label_name, *(one.name for one in series)), tuple(rows))
