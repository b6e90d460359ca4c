"""The figures as one tidy table: a number in each line, and what it is counted of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracking.enums import Ending
from tracking.models import Committee
from tracking.presenters.figure_charts import ENDINGS, conclude_ranges, slips_ranges
from tracking.presenters.figure_words import ending_words, year_words
from tracking.queries.figures import Days, Figures, YearFigures
from tracking.queries.years_brought import YearBrought

COLUMNS = ("municipal_year", "year_of", "committee", "measure", "number", "denominator", "as_at", "licence")
APPROVAL, VIEW, NOW = "approval of the inquiry", "view of the committee", "today"
_EVERY_YEAR = "all"
_EVERY_COMMITTEE = "all"


@dataclass(frozen=True)
class FigureRow:
    """`year_of` says what the municipal year is that of. `number` is a count, or days where the measure says so."""

    municipal_year: str
    year_of: str
    committee: str
    measure: str
    number: str
    denominator: str


def figure_rows(
    figures: Figures, brought: Iterable[YearBrought], *, committee: Committee | None, year: int | None
) -> Iterator[FigureRow]:
    """Yield every figure: by year of approval, in all, by year of the view, and what is overdue today by post."""
    name = str(committee) if committee else _EVERY_COMMITTEE
    scope = year_words(year) if year is not None else _EVERY_YEAR
    for row in figures.years:
        yield from _year_rows(row, year_words(row.year), name)
    if year is None:
        yield from _year_rows(figures.in_all, _EVERY_YEAR, name)
    yield from _days_rows("Days slipped", figures.slips, scope, name)
    yield from _moved_rows(figures, scope, name)
    slips = slips_ranges(figures.slips, figures.in_all.unmoved)
    yield from _ranges_rows("Slipped", slips, figures.slips.total, scope, name)
    yield from _days_rows("Days from approval to conclusion", figures.time_to_conclude, scope, name)
    taken = conclude_ranges(figures.time_to_conclude)
    yield from _ranges_rows("Time to conclude", taken, figures.time_to_conclude.total, scope, name)
    for row_brought in brought:
        yield from _brought_rows(row_brought, name)
    for agreed in figures.agreement:
        counts = (f"{agreed.shared}", f"{agreed.answered}")
        yield FigureRow(year_words(agreed.year), VIEW, name, "Views that shared the assessment", *counts)
    tracked = figures.in_all.total - figures.in_all.concluded
    yield FigureRow(scope, NOW, name, "Overdue", f"{figures.overdue}", f"{tracked}")
    yield FigureRow(scope, NOW, name, "Never tracked", f"{figures.never_tracked}", f"{tracked}")
    for post in figures.posts:
        yield FigureRow(scope, NOW, name, f"Overdue: {post.post}", f"{post.overdue}", f"{post.tracked}")


def _year_rows(row: YearFigures, year: str, committee: str) -> Iterator[FigureRow]:
    yield FigureRow(year, APPROVAL, committee, "Recommendations and parts", f"{row.total}", f"{row.total}")
    for ending in ENDINGS:
        number = f"{row.endings.get(ending, 0)}"
        yield FigureRow(year, APPROVAL, committee, ending_words(ending), number, f"{row.total}")
    yield FigureRow(year, APPROVAL, committee, "Original date never moved", f"{row.unmoved}", f"{row.dated}")
    if row.dated:
        mean = f"{row.days / row.dated:.1f}"
        yield FigureRow(year, APPROVAL, committee, "Days slipped, mean", mean, f"{row.dated}")


def _days_rows(measure: str, days: Days, year: str, committee: str) -> Iterator[FigureRow]:
    if days.median is not None and days.mean is not None:
        yield FigureRow(year, APPROVAL, committee, f"{measure}, median", f"{days.median:g}", f"{days.total}")
        if measure != "Days slipped":
            yield FigureRow(year, APPROVAL, committee, f"{measure}, mean", f"{days.mean:.1f}", f"{days.total}")


def _moved_rows(figures: Figures, year: str, committee: str) -> Iterator[FigureRow]:
    moved = figures.slips.moved(figures.in_all.unmoved)
    if moved.median is not None:
        measure = "Days slipped, median of those that moved"
        yield FigureRow(year, APPROVAL, committee, measure, f"{moved.median:g}", f"{moved.total}")


def _ranges_rows(
    measure: str, ranges: Sequence[tuple[str, int]], total: int, year: str, committee: str
) -> Iterator[FigureRow]:
    """A row for each bar of a chart of ranges."""
    if total:
        for label, number in ranges:
            yield FigureRow(year, APPROVAL, committee, f"{measure}: {label}", f"{number}", f"{total}")


def _brought_rows(row: YearBrought, committee: str) -> Iterator[FigureRow]:
    """What the annual report of the year begins with."""
    year = year_words(row.year)
    yield FigureRow(year, APPROVAL, committee, "Inquiries approved", f"{row.approved}", f"{row.approved}")
    for ending in ENDINGS:
        if ending != Ending.TRACKED and row.total:
            measure = f"Concluded in the year: {ending_words(ending)}"
            yield FigureRow(year, VIEW, committee, measure, f"{row.concluded.get(ending, 0)}", f"{row.total}")
