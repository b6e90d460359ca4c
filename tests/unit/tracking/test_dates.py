"""The dates of scrutiny: completion dates in words, clocks, and how far dates slip."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking.dates import (
    DueSuggestion,
    add_months,
    bank_holidays,
    clear_working_days_between,
    days_slipped,
    is_working_day,
    last_day_of_month,
    last_reminder_on,
    last_tracked_overdue,
    municipal_year,
    municipal_year_words,
    papers_due_on,
    response_due_on,
    suggest_due_date,
    today,
    working_days_before,
)

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))
NOTHING_SUGGESTED = DueSuggestion(due_on=None, ongoing=False, recurs_every_months=None)


# No deadline: a busy machine is no fault, and a process's first bank holidays take a moment to work out.
unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(datetime(2015, 6, 30, 22, 59, tzinfo=UTC), date(2015, 6, 30), id="summer, before midnight"),
        pytest.param(datetime(2015, 6, 30, 23, 30, tzinfo=UTC), date(2015, 7, 1), id="summer, after midnight"),
        pytest.param(datetime(2015, 12, 31, 23, 30, tzinfo=UTC), date(2015, 12, 31), id="winter, before midnight"),
        pytest.param(datetime(2015, 3, 28, 23, 59, tzinfo=UTC), date(2015, 3, 28), id="eve of summer time"),
        pytest.param(datetime(2015, 10, 24, 23, 30, tzinfo=UTC), date(2015, 10, 25), id="last night of summer time"),
        pytest.param(datetime(2015, 10, 25, 23, 30, tzinfo=UTC), date(2015, 10, 25), id="first night of winter time"),
        pytest.param(
            datetime(2015, 6, 30, 19, 30, tzinfo=timezone(timedelta(hours=-4))), date(2015, 7, 1), id="elsewhere"
        ),
    ],
)
def test_today_is_the_date_in_london_whatever_zone_the_moment_is_told_in(now: datetime, expected: date) -> None:
    assert today(now) == expected


def test_today_without_a_moment_is_the_date_of_this_moment() -> None:
    before, answer, after = today(datetime.now(UTC)), today(), today(datetime.now(UTC))

    assert answer in {before, after}


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2015, 11, date(2015, 11, 30)),
        (2015, 12, date(2015, 12, 31)),
        (2015, 2, date(2015, 2, 28)),
        (2016, 2, date(2016, 2, 29)),
        (2100, 2, date(2100, 2, 28)),
    ],
)
def test_a_month_ends_on_its_last_day(year: int, month: int, expected: date) -> None:
    assert last_day_of_month(year, month) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2015, 6, 9), 12, date(2016, 6, 9)),
        (date(2015, 1, 31), 1, date(2015, 2, 28)),
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 2, 29), 48, date(2020, 2, 29)),
        (date(2015, 11, 30), 1, date(2015, 12, 30)),
        (date(2015, 12, 1), 1, date(2016, 1, 1)),
        (date(2016, 1, 31), -2, date(2015, 11, 30)),
        (date(2015, 6, 9), 0, date(2015, 6, 9)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@unhurried
@given(DAYS, st.integers(min_value=-60, max_value=60))
def test_adding_months_moves_exactly_that_many_months(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months


def test_a_date_moved_back_slips_by_days_and_one_brought_forward_by_fewer_than_none() -> None:
    assert days_slipped(date(2015, 11, 30), date(2016, 4, 30)) == 152
    assert days_slipped(date(2015, 11, 30), date(2015, 11, 30)) == 0
    assert days_slipped(date(2015, 11, 30), date(2015, 11, 1)) == -29


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 4, 30), "2014/15"),
        (date(2015, 5, 1), "2015/16"),
        (date(2015, 12, 31), "2015/16"),
        (date(2016, 1, 1), "2015/16"),
        (date(1999, 6, 1), "1999/00"),
        (date(2009, 6, 1), "2009/10"),
    ],
)
def test_the_councils_year_begins_in_may_and_is_written_with_a_stroke(day: date, expected: str) -> None:
    assert municipal_year_words(municipal_year(day)) == expected


@pytest.mark.parametrize(
    ("received_on", "notice_on", "expected"),
    [
        pytest.param(date(2015, 6, 9), None, date(2015, 8, 8), id="the day of receipt is the first day"),
        pytest.param(date(2015, 6, 9), date(2015, 6, 16), date(2015, 8, 15), id="the notice is later"),
        pytest.param(date(2015, 6, 16), date(2015, 6, 9), date(2015, 8, 15), id="the report is later"),
        pytest.param(None, date(2015, 6, 9), date(2015, 8, 8), id="only the notice is known"),
        pytest.param(date(2015, 12, 31), None, date(2016, 2, 29), id="no 31 February, leap year"),
        pytest.param(date(2014, 12, 31), None, date(2015, 2, 28), id="no 31 February, common year"),
        pytest.param(date(2014, 12, 29), None, date(2015, 2, 28), id="no 29 February"),
        pytest.param(date(2015, 12, 29), None, date(2016, 2, 28), id="the day before 29 February"),
        pytest.param(date(2015, 12, 30), None, date(2016, 2, 29), id="no 30 February"),
        pytest.param(date(2015, 7, 31), None, date(2015, 9, 30), id="no 31 September"),
        pytest.param(date(2015, 7, 1), None, date(2015, 8, 31), id="the first ends with a month"),
        pytest.param(date(2016, 1, 1), None, date(2016, 2, 29), id="the first ends with February"),
        pytest.param(date(2015, 11, 15), None, date(2016, 1, 14), id="over the new year"),
        pytest.param(None, None, None, id="neither is known"),
    ],
)
def test_the_executive_has_two_months_beginning_with_receipt_or_a_later_notice(
    received_on: date | None, notice_on: date | None, expected: date | None
) -> None:
    assert response_due_on(received_on, notice_on) == expected


@unhurried
@given(DAYS, DAYS)
def test_the_later_of_report_and_notice_alone_decides_when_the_response_is_due(
    received_on: date, notice_on: date
) -> None:
    assert response_due_on(received_on, notice_on) == response_due_on(max(received_on, notice_on), None)


@unhurried
@given(DAYS)
def test_a_later_receipt_never_makes_the_response_due_earlier(received_on: date) -> None:
    due_on = response_due_on(received_on, None)
    due_on_a_day_later = response_due_on(received_on + timedelta(days=1), None)

    assert due_on is not None
    assert due_on_a_day_later is not None
    assert due_on <= due_on_a_day_later


@pytest.mark.parametrize(
    ("last", "approved_on", "on", "expected"),
    [
        pytest.param(None, date(2015, 6, 9), date(2016, 6, 9), False, id="the anniversary of approval"),
        pytest.param(None, date(2015, 6, 9), date(2016, 6, 10), True, id="the day after it"),
        pytest.param(date(2016, 4, 12), date(2015, 6, 9), date(2016, 6, 10), False, id="tracked since approval"),
        pytest.param(date(2016, 4, 12), date(2015, 6, 9), date(2017, 4, 13), True, id="tracked too long ago"),
        pytest.param(date(2016, 4, 12), None, date(2017, 4, 12), False, id="approval unknown, in time"),
        pytest.param(date(2016, 4, 12), None, date(2017, 4, 13), True, id="approval unknown, too long ago"),
        pytest.param(date(2014, 1, 1), date(2015, 6, 9), date(2016, 6, 9), False, id="approval is the later"),
        pytest.param(date(2016, 2, 29), None, date(2017, 2, 28), False, id="29 February, in time"),
        pytest.param(date(2016, 2, 29), None, date(2017, 3, 1), True, id="29 February, too long ago"),
        pytest.param(None, None, date(2017, 4, 13), False, id="nothing to count from"),
    ],
)
def test_an_inquiry_is_flagged_after_twelve_months_without_tracking(
    last: date | None, approved_on: date | None, on: date, expected: bool
) -> None:
    assert last_tracked_overdue(last, approved_on, on) is expected


def test_a_council_may_flag_untracked_inquiries_after_another_number_of_months() -> None:
    assert last_tracked_overdue(date(2016, 4, 12), None, date(2016, 10, 13), months=6) is True
    assert last_tracked_overdue(date(2016, 4, 12), None, date(2016, 10, 12), months=6) is False


def test_bank_holidays_are_those_of_england_with_substitutes_and_proclaimed_days() -> None:
    assert bank_holidays(2022) == {
        date(2022, 1, 1),
        date(2022, 1, 3),  # substitute for New Year's Day, a Saturday
        date(2022, 4, 15),
        date(2022, 4, 18),
        date(2022, 5, 2),
        date(2022, 6, 2),  # the spring holiday, moved
        date(2022, 6, 3),  # Platinum Jubilee
        date(2022, 8, 29),
        date(2022, 9, 19),  # the late Queen's State Funeral
        date(2022, 12, 25),
        date(2022, 12, 26),
        date(2022, 12, 27),  # substitute for Christmas Day, a Sunday
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2015, 11, 6), True, id="a Friday"),
        pytest.param(date(2015, 11, 7), False, id="a Saturday"),
        pytest.param(date(2015, 11, 8), False, id="a Sunday"),
        pytest.param(date(2015, 4, 3), False, id="Good Friday"),
        pytest.param(date(2015, 4, 6), False, id="Easter Monday"),
        pytest.param(date(2015, 3, 17), True, id="a bank holiday of Northern Ireland only"),
        pytest.param(date(2015, 1, 2), True, id="a bank holiday of Scotland only"),
        pytest.param(date(2015, 12, 28), False, id="substitute for Boxing Day"),
        pytest.param(date(2015, 12, 29), False, id="one of the clerk's own days"),
    ],
)
def test_the_council_works_on_weekdays_except_bank_holidays_and_the_clerks_own_days(day: date, expected: bool) -> None:
    assert is_working_day(day, closed_days=[date(2015, 12, 29)]) is expected


CHRISTMAS_CLOSURE = frozenset({date(2015, 12, 29), date(2015, 12, 30), date(2015, 12, 31)})


@pytest.mark.parametrize(
    ("meeting_on", "clear_working_days", "closed_days", "expected"),
    [
        pytest.param(date(2015, 11, 12), 5, (), date(2015, 11, 4), id="over one weekend"),
        pytest.param(date(2015, 11, 13), 5, (), date(2015, 11, 5), id="a Friday"),
        pytest.param(date(2015, 11, 16), 5, (), date(2015, 11, 6), id="a Monday: the Friday, not the Sunday"),
        pytest.param(date(2015, 11, 12), 3, (), date(2015, 11, 6), id="Wales has three"),
        pytest.param(date(2015, 11, 12), 0, (), date(2015, 11, 11), id="none needed"),
        pytest.param(date(2015, 4, 9), 5, (), date(2015, 3, 30), id="over Easter"),
        pytest.param(date(2016, 4, 12), 5, (), date(2016, 4, 4), id="the meeting of April 2016"),
        pytest.param(date(2016, 1, 7), 5, (), date(2015, 12, 29), id="over New Year"),
        pytest.param(date(2016, 1, 7), 5, CHRISTMAS_CLOSURE, date(2015, 12, 22), id="over the clerk's closure"),
        pytest.param(date(2016, 3, 3), 5, (), date(2016, 2, 24), id="over 29 February"),
        pytest.param(date(2022, 9, 22), 5, (), date(2022, 9, 13), id="over a proclaimed day"),
    ],
)
def test_papers_are_due_so_that_the_clear_working_days_lie_before_the_meeting(
    meeting_on: date, clear_working_days: int, closed_days: frozenset[date], expected: date
) -> None:
    assert papers_due_on(meeting_on, clear_working_days, closed_days) == expected


@pytest.mark.parametrize(
    ("issued_on", "meeting_on", "expected"),
    [
        pytest.param(date(2015, 11, 4), date(2015, 11, 12), 5, id="in time"),
        pytest.param(date(2015, 11, 5), date(2015, 11, 12), 4, id="a day late"),
        pytest.param(date(2015, 11, 7), date(2015, 11, 16), 5, id="issued on a Saturday"),
        pytest.param(date(2015, 11, 11), date(2015, 11, 12), 0, id="the day before"),
        pytest.param(date(2015, 11, 12), date(2015, 11, 12), 0, id="the same day"),
        pytest.param(date(2015, 11, 20), date(2015, 11, 12), 0, id="after the meeting"),
        pytest.param(date(2015, 12, 23), date(2016, 1, 7), 7, id="over Christmas and New Year"),
    ],
)
def test_neither_the_day_of_issue_nor_that_of_the_meeting_is_a_clear_day(
    issued_on: date, meeting_on: date, expected: int
) -> None:
    assert clear_working_days_between(issued_on, meeting_on) == expected


def test_a_closed_day_that_is_no_working_day_anyway_takes_nothing_away() -> None:
    saturday = date(2015, 11, 7)

    assert clear_working_days_between(date(2015, 11, 4), date(2015, 11, 12), [saturday]) == 5
    assert clear_working_days_between(date(2015, 11, 4), date(2015, 11, 12), [date(2015, 11, 9)]) == 4


@unhurried
@given(DAYS, st.integers(min_value=0, max_value=10), st.frozensets(DAYS, max_size=5))
def test_papers_out_on_the_due_day_are_just_in_time(
    meeting_on: date, clear_working_days: int, closed_days: frozenset[date]
) -> None:
    due_on = papers_due_on(meeting_on, clear_working_days, closed_days)

    assert is_working_day(due_on, closed_days) is True
    assert clear_working_days_between(due_on, meeting_on, closed_days) == clear_working_days


@unhurried
@given(DAYS, st.integers(min_value=1, max_value=10), st.frozensets(DAYS, max_size=5))
def test_papers_out_on_the_next_working_day_are_late(
    meeting_on: date, clear_working_days: int, closed_days: frozenset[date]
) -> None:
    next_day = papers_due_on(meeting_on, clear_working_days, closed_days) + timedelta(days=1)
    while not is_working_day(next_day, closed_days):
        next_day += timedelta(days=1)

    assert clear_working_days_between(next_day, meeting_on, closed_days) == clear_working_days - 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("November 2015", date(2015, 11, 30)),
        ("February 2015", date(2015, 2, 28)),
        ("February 2016", date(2016, 2, 29)),
        ("end of March 2016", date(2016, 3, 31)),
        ("end March 2016", date(2016, 3, 31)),
        ("before the end of March 2016", date(2016, 3, 31)),
        ("no later than November 2015", date(2015, 11, 30)),
        ("SEPTEMBER 2018.", date(2018, 9, 30)),
        ("Sept. 2015", date(2015, 9, 30)),
        ("Nov-15", date(2015, 11, 30)),
        ("Nov ’15", date(2015, 11, 30)),
        ("12/2015", date(2015, 12, 31)),
        ("by the end of 2016", date(2016, 12, 31)),
        ("end of the financial year 2015/16", date(2016, 3, 31)),
        ("financial year 2015-2016", date(2016, 3, 31)),
    ],
)
def test_a_month_or_a_year_end_in_words_means_its_last_day(words: str, expected: date) -> None:
    assert suggest_due_date(words) == DueSuggestion(due_on=expected, ongoing=False, recurs_every_months=None)


@pytest.mark.parametrize(
    "words",
    [
        "9 June 2015",
        "9th June 2015",
        "9 th June 2015",
        "9ᵗʰ June 2015",
        "the 9th of June 2015",
        "by Tuesday 9 June 2015",
        "June 9, 2015",
        "9 June\xa02015",
        "9June2015",
        "9-Jun-15",
        "9 Jun '15",
        "09/06/2015",
        "9/6/15",
        "9-6-2015",
        "09.06.2015",
        "2015-06-09",
    ],
)
def test_one_day_is_understood_in_every_way_the_papers_write_it(words: str) -> None:
    assert suggest_due_date(words) == DueSuggestion(due_on=date(2015, 6, 9), ongoing=False, recurs_every_months=None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("April/May 2013", date(2013, 5, 31)),
        ("April - June 2013", date(2013, 6, 30)),
        ("Sept 2014 – Sept 2015", date(2015, 9, 30)),
        ("November 2015 (interim: July 2015)", date(2015, 11, 30)),
        ("15 November-16 December 2015", date(2015, 12, 16)),
        ("30 June 2015-30 July 2015", date(2015, 7, 30)),
        ("31/12/2015-16/03/2016", date(2016, 3, 16)),
        ("from September 2014 to November 2015", date(2015, 11, 30)),
    ],
)
def test_of_several_milestones_the_last_is_the_due_date(words: str, expected: date) -> None:
    assert suggest_due_date(words) == DueSuggestion(due_on=expected, ongoing=False, recurs_every_months=None)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("", id="nothing"),
        pytest.param("  \n ", id="white space"),
        "immediate",
        "to be confirmed",
        "in 6 months",
        pytest.param("by Autumn 2015", id="a season"),
        pytest.param("Q3 2015", id="a quarter"),
        pytest.param("2015/16", id="no word which year is meant"),
        pytest.param("end of the municipal year 2015/16", id="annual council is on any day in May"),
        pytest.param("financial year 2015/18", id="several years"),
        pytest.param("2016", id="a year alone"),
        pytest.param("Nov 15", id="a day or a year"),
        pytest.param("April 2015/16", id="one of two years"),
        pytest.param("April 2015-16", id="one of two years, hyphen"),
        pytest.param("early March 2016", id="early in a month"),
        pytest.param("mid-March 2016", id="middle of a month"),
        pytest.param("week commencing 9 June 2015", id="a week"),
        pytest.param("before March 2016", id="before a month"),
        pytest.param("July 2018 onwards", id="runs from then"),
        pytest.param("from April 2013", id="begins then"),
        pytest.param("December 2015 and Spring 2016", id="the last milestone is a season"),
        pytest.param("November 2015, then March", id="the last milestone has no year"),
        pytest.param("April 2019, 2020 and 2021", id="the last milestone is a year"),
        pytest.param("31 June 2015", id="no such day"),
        pytest.param("29/02/2015", id="no such day in that year"),
        pytest.param("13/2016", id="no such month"),
    ],
)
def test_words_that_name_no_certain_day_suggest_nothing(words: str) -> None:
    assert suggest_due_date(words) == NOTHING_SUGGESTED


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("Annual Review", 12),
        ("Annual update", 12),
        ("annually", 12),
        ("each year", 12),
        ("six-monthly", 6),
        ("6 monthly", 6),
        ("every six months", 6),
        ("half-yearly", 6),
        ("twice a year", 6),
        ("quarterly", 3),
        ("every quarter", 3),
        ("every two months", 2),
        ("monthly", 1),
        ("every two years", 24),
        ("biennial", 24),
        ("three-yearly", 36),
    ],
)
def test_a_frequency_in_words_is_counted_in_months(words: str, months: int) -> None:
    assert suggest_due_date(words) == DueSuggestion(due_on=None, ongoing=False, recurs_every_months=months)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("bi-annual", id="twice a year, or every two years"),
        pytest.param("bimonthly", id="twice a month, or every two months"),
        pytest.param("quarterly, then annually", id="two frequencies"),
        pytest.param("three times a year", id="a number of times"),
    ],
)
def test_a_frequency_that_can_be_read_in_two_ways_is_not_suggested(words: str) -> None:
    assert suggest_due_date(words) == NOTHING_SUGGESTED


def test_annual_council_is_an_occasion_and_no_frequency() -> None:
    assert suggest_due_date("May 2016 (Annual Council)") == DueSuggestion(
        due_on=date(2016, 5, 31), ongoing=False, recurs_every_months=None
    )


@pytest.mark.parametrize(
    "words", ["Ongoing", "ongoing.", "On-going", "on going", "Continuous", "Ongoing from April 2013"]
)
def test_work_without_an_end_is_ongoing_and_has_no_due_date(words: str) -> None:
    assert suggest_due_date(words) == DueSuggestion(due_on=None, ongoing=True, recurs_every_months=None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "April 2013, subject to annual review",
            DueSuggestion(due_on=date(2013, 4, 30), ongoing=False, recurs_every_months=12),
        ),
        ("Ongoing (reviewed quarterly)", DueSuggestion(due_on=None, ongoing=True, recurs_every_months=3)),
        ("November 2015 and ongoing", DueSuggestion(due_on=date(2015, 11, 30), ongoing=True, recurs_every_months=None)),
        ("Annually from April 2013", DueSuggestion(due_on=None, ongoing=False, recurs_every_months=12)),
    ],
)
def test_a_date_a_frequency_and_ongoing_work_are_read_from_the_same_words(words: str, expected: DueSuggestion) -> None:
    assert suggest_due_date(words) == expected


@unhurried
@given(
    DAYS, st.sampled_from(["%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%B %d, %Y", "by %A %d %B %Y"])
)
def test_every_day_written_out_is_read_back(day: date, written: str) -> None:
    assert suggest_due_date(day.strftime(written)).due_on == day


@unhurried
@given(DAYS, st.sampled_from(["%B %Y", "%b %Y", "by %B %Y", "end of %B %Y", "%m/%Y", "%b-%y"]))
def test_every_month_written_out_is_read_as_its_last_day(day: date, written: str) -> None:
    assert suggest_due_date(day.strftime(written)).due_on == last_day_of_month(day.year, day.month)


@unhurried
@given(st.text() | st.text(alphabet="0123456789/-.' endofmarchjunquterlyviw"))
def test_no_words_whatever_make_the_suggestion_fail(words: str) -> None:
    assert isinstance(suggest_due_date(words), DueSuggestion) is True


@pytest.mark.parametrize(
    ("today", "fell_on"),
    [
        (date(2016, 3, 24), None),
        (date(2016, 3, 25), date(2016, 3, 25)),
        (date(2016, 3, 30), date(2016, 3, 25)),
        (date(2016, 3, 31), date(2016, 3, 31)),
        (date(2016, 4, 1), date(2016, 3, 31)),
        (date(2016, 4, 2), date(2016, 4, 2)),
        (date(2016, 4, 8), date(2016, 4, 2)),
        (date(2016, 4, 9), date(2016, 4, 9)),
    ],
)
def test_reminders_fall_before_the_day_on_the_day_after_and_weekly(today: date, fell_on: date | None) -> None:
    assert last_reminder_on(date(2016, 4, 1), today, [7, 1]) == fell_on


def test_working_days_are_counted_back_over_weekends_easter_and_closed_days() -> None:
    assert working_days_before(date(2016, 4, 4), 4) == date(2016, 3, 29)
    assert working_days_before(date(2016, 3, 29), 1) == date(2016, 3, 24)
    assert working_days_before(date(2016, 3, 29), 1, {date(2016, 3, 24)}) == date(2016, 3, 23)
