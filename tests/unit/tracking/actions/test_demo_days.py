from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tracking.actions.demo_days import day_meant, moment, optional_day, sitting_day

TODAY = date(2026, 12, 31)  # a Thursday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (date(2015, 6, 9), date(2015, 6, 9)),
        ("5 days ago", date(2026, 12, 26)),
        ("1 day ago", date(2026, 12, 30)),
        ("in 3 weeks", date(2027, 1, 21)),
        ("10 months ago", date(2026, 2, 28)),
        ("in 2 months", date(2027, 2, 28)),
        ("end of the month 1 month ago", date(2026, 11, 30)),
        ("end of the month in 4 months", date(2027, 4, 30)),
    ],
)
def test_a_date_in_words_is_counted_from_today(words: date | str, day: date) -> None:
    assert day_meant(words, TODAY) == day


@pytest.mark.parametrize("words", ["5 months", "in 5 months ago", "yesterday", "end of the month"])
def test_words_it_does_not_know_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="does not know the date"):
        day_meant(words, TODAY)


def test_no_words_mean_no_day() -> None:
    assert optional_day(None, TODAY) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("in 2 days", date(2027, 1, 4)),  # over a weekend
        ("in 1 day", date(2027, 1, 4)),  # over New Year's Day and a weekend
        ("3 days ago", date(2026, 12, 24)),  # back over the bank holiday for Boxing Day, a weekend and Christmas
        (date(2016, 4, 12), date(2016, 4, 12)),
        (date(2016, 4, 10), date(2016, 4, 10)),  # a date from the papers stands, Sunday or not
    ],
)
def test_a_committee_sits_on_a_working_day_on_the_same_side_of_today(words: date | str, day: date) -> None:
    assert sitting_day(words, TODAY) == day


def test_a_moment_is_by_the_councils_clock_in_summer_too() -> None:
    assert moment(date(2016, 7, 1), 9).astimezone(ZoneInfo("UTC")) == datetime(2016, 7, 1, 8, tzinfo=ZoneInfo("UTC"))
