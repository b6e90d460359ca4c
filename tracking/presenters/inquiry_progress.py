"""How an inquiry came on, as a chart with its message in words, and the same numbers as rows."""

from collections.abc import Iterable
from typing import Final

from tracking.presenters.charts import Cell, Chart, Numbers, Series, TableRow, stacked_columns
from tracking.presenters.wording import counted, written_date
from tracking.queries.inquiries import InquiryHistory
from tracking.queries.inquiry_progress import Standing

HEADS: Final = ("Achieved", "Concluded otherwise", "Tracked, on time", "Tracked, late")
FEWEST: Final = 2
"""With fewer sittings there is nothing to compare."""


def progress_chart(history: InquiryHistory, *, csv_href: str) -> Chart | None:
    """Return where the leaves stood after each sitting; None before the second one."""
    standings = history.standings
    if len(standings) < FEWEST:
        return None
    numbers = [_numbers(row) for row in standings]
    headline = progress_sentence(standings[0], standings[-1], unit=_unit(history))
    return stacked_columns(
        "progress",
        headline=headline,
        label_name="Sitting",
        labels=[f"{row.on:%b %Y}" for row in standings],
        series=[Series(name, tuple(row[place] for row in numbers)) for place, name in enumerate(HEADS)],
        numbers=Numbers(
            "Where they stood after each sitting",
            ("After the sitting on", *HEADS),
            tuple(
                TableRow(written_date(row.on), tuple(Cell(f"{number:,}") for number in _numbers(row)))
                for row in standings
            ),
        ),
        note="Late: still tracked after the date then given. Views that were corrected count as corrected.",
        csv_href=csv_href,
    )


def progress_rows(standings: Iterable[Standing]) -> Iterable[tuple[str | int, ...]]:
    """The table as rows for a file, its head first; dates as a computer sorts them."""
    yield ("After the sitting on", *HEADS)
    for row in standings:
        yield (row.on.isoformat(), *_numbers(row))


def _numbers(row: Standing) -> tuple[int, int, int, int]:
    return row.achieved, row.concluded_otherwise, row.tracked_on_time, row.tracked_late


def _unit(history: InquiryHistory) -> str:
    return "part" if any(group.parts for group in history.groups) else "recommendation"


def progress_sentence(first: Standing, last: Standing, *, unit: str) -> str:
    """ "By 10 November 2016, 8 of 14 parts were achieved, up from 2 on 10 November 2015. 1 is tracked late."."""
    achieved = f"{last.achieved} of {counted(last.total, unit)} {'was' if last.achieved == 1 else 'were'} achieved"
    before = f"{_compared(first.achieved, last.achieved)} on {written_date(first.on)}"
    late = f"{last.tracked_late or 'None'} {'are' if last.tracked_late > 1 else 'is'} tracked late"
    return f"By {written_date(last.on)}, {achieved}, {before}. {late}."


def _compared(before: int, after: int) -> str:
    if after == before:
        return "as many as"
    return f"{'up' if after > before else 'down'} from {before or 'none'}"
