"""When things happen in the demo council: dates in words that are counted from today, so that it never goes stale."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from tracking.dates import LONDON, ONE_DAY, add_months, is_working_day, last_day_of_month

_IN_WORDS: Final = re.compile(
    r"(?P<month_end>end of the month )?(?:in (?P<ahead>\d+)|(?P<ago>\d+)) (?P<unit>day|week|month)s?(?(ago) ago)"
)


def day_meant(words: date | str, today: date) -> date:
    """Return the day that a date, "5 months ago", "in 3 weeks" or "end of the month in 2 months" stands for.

    Raises ValueError for words it does not know.
    """
    if isinstance(words, date):
        return words
    match = _IN_WORDS.fullmatch(words)
    if not match:
        raise ValueError(f"The demo council does not know the date {words!r}.")
    number = int(match["ahead"]) if match["ahead"] else -int(match["ago"])
    if match["unit"] == "month":
        day = add_months(today, number)
    else:
        day = today + timedelta(days=number * (7 if match["unit"] == "week" else 1))
    return last_day_of_month(day.year, day.month) if match["month_end"] else day


def optional_day(words: date | str | None, today: date) -> date | None:
    """Return the day that the words stand for, None where there are none."""
    return None if words is None else day_meant(words, today)


def sitting_day(words: date | str, today: date) -> date:
    """Return a day a committee can sit on: a date as it is, words as a working day on that side of today."""
    day = day_meant(words, today)
    if isinstance(words, date):
        return day
    step = ONE_DAY if day > today else -ONE_DAY
    while not is_working_day(day):
        day += step
    return day


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a day by the council's clock."""
    return datetime.combine(day, time(hour, minute), LONDON)
