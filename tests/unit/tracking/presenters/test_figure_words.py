"""What figures say, in words."""

from datetime import date

import pytest

from tracking.enums import Ending
from tracking.models import Post
from tracking.presenters.figure_charts import EARLIER, agreement_chart, endings_chart
from tracking.presenters.figure_links import RegisterLinks
from tracking.presenters.figure_words import (
    agreement_headline,
    conclude_headline,
    endings_headline,
    overdue_headline,
    share_words,
    slips_headline,
    slips_words,
    state_sentences,
)
from tracking.queries.agreement import Agreement, year_span
from tracking.queries.figures import Days, Figures, PostFigures, YearFigures, added_up


def of(year: int | None = None, **endings: int) -> YearFigures:
    return YearFigures(year, {Ending(name): number for name, number in endings.items()})


def figures_of(*years: YearFigures) -> Figures:
    return Figures(
        years=years,
        in_all=added_up(years),
        agreement=(),
        slips=Days(()),
        time_to_conclude=Days(()),
        posts=(),
        overdue=0,
        never_tracked=0,
        disagreed=0,
    )


@pytest.mark.parametrize(
    ("number", "total", "words"),
    [
        (0, 40, "None of 40"),
        (1, 1, "The one"),
        (40, 40, "All 40"),
        (3, 5, "3 of 5"),
        (24, 40, "Six in ten"),
        (1, 40, "Fewer than one in ten"),
        (39, 40, "More than nine in ten"),
    ],
)
def test_shares_are_told_in_tens_and_few_as_they_are(number: int, total: int, words: str) -> None:
    assert share_words(number, total) == words


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (of(), "No recommendations are tracked here yet."),
        (of(tracked=1), "Of 1 recommendation or part, 0 were achieved on time and 0 late. 1 is still tracked."),
        (
            of(on_time=2, late=1, achieved=3, overtaken=1, merged=1, tracked=4),
            (
                "Of 12 recommendations and parts, 2 were achieved on time, 1 late and 3 with no date to judge by. "
                "2 were concluded for other reasons and 4 are still tracked."
            ),
        ),
    ],
)
def test_the_state_counts_each_of_them_once(figures: YearFigures, words: str) -> None:
    assert state_sentences(figures) == words


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (of(tracked=3), "None of 3 recommendations and parts is achieved yet"),
        (of(on_time=1), "The one recommendation or part was achieved on time"),
        (
            of(on_time=20, late=4, tracked=16),
            "Six in ten recommendations and parts were achieved, most of them on time",
        ),
        (of(on_time=2, late=2, tracked=1), "4 of 5 recommendations and parts were achieved, half of them on time"),
        (of(late=2, tracked=3), "2 of 5 recommendations and parts were achieved, none of them on time"),
        (of(on_time=1, late=2), "All 3 recommendations and parts were achieved, fewer than half of them on time"),
    ],
)
def test_a_headline_says_how_many_were_achieved_and_whether_on_time(figures: YearFigures, words: str) -> None:
    assert endings_headline(figures) == words


def test_headlines_of_the_other_charts() -> None:
    assert agreement_headline(Agreement(2015, 40, 33)) == (
        "Committees shared eight in ten assessments by Cabinet Members"
    )
    assert slips_headline(Days(((0, 20), (62, 60))), 20) == (
        "Half of the dates slipped by 62 days or more; 20 of 80 never moved"
    )
    assert slips_headline(Days(((0, 60), (62, 20))), 60) == "Most dates did not slip; 60 of 80 never moved"
    assert conclude_headline(Days(((100, 1), (301, 1)))) == (
        "Half of the 2 that were concluded took 200.5 days or less from approval"
    )


def test_the_post_with_most_is_named_unless_another_has_as_many() -> None:
    housing, parks = Post(name="Housing"), Post(name="Parks")
    assert overdue_headline((PostFigures(housing, 9, 5), PostFigures(parks, 9, 2)), 7) == (
        "Housing answers for 5 of the 7 that are overdue"
    )
    assert overdue_headline((PostFigures(housing, 9, 5), PostFigures(parks, 9, 5)), 9) == (
        "9 recommendations and parts are overdue"
    )


def test_a_municipal_year_has_a_first_and_a_last_day() -> None:
    assert year_span(2015) == (date(2015, 5, 1), date(2016, 4, 30))


def test_a_long_history_is_drawn_from_its_latest_years_and_still_adds_up() -> None:
    years = [of(None, tracked=2), *(of(year, on_time=1) for year in range(1990, 2027))]
    numbers = endings_chart(figures_of(*years), RegisterLinks()).numbers
    heads = [row.head for row in numbers.rows]
    assert (heads[0], heads[1], heads[-2], heads[-1]) == (EARLIER, "2007/08", "2026/27", "All years")
    assert [row.cells[0].text for row in numbers.rows] == ["19", *["1"] * 20, "39"]


def test_a_year_without_any_is_shown_as_one_and_an_unknown_one_by_its_name() -> None:
    numbers = endings_chart(
        figures_of(of(None, tracked=2), of(2013, late=1), of(2015, late=1)), RegisterLinks()
    ).numbers
    assert [row.head for row in numbers.rows] == ["Not known", "2013/14", "2014/15", "2015/16", "All years"]


def test_agreement_of_one_year_is_a_bar_and_of_several_a_line() -> None:
    one, several = (agreement_chart([Agreement(year, 4, 3) for year in years]) for years in ((2015,), (2013, 2015)))
    assert one is not None
    assert several is not None
    assert one.picture.curves == ()
    assert [curve.points for curve in several.picture.curves] == ["", ""]  # 2014/15 has none: no line through it
    assert [row.cells[3].text for row in several.numbers.rows] == ["75%", "–", "75%", "75%"]
    assert agreement_chart([]) is None


def test_by_how_many_days_dates_slipped_is_said_of_all_and_of_those_that_moved() -> None:
    assert (
        slips_words(Days(((0, 2), (10, 1))), 2) == "Slipped on average: 3.3 days. Median of the 1 that moved: 10 days."
    )
    assert slips_words(Days(((0, 2),)), 2) == "Slipped on average: 0 days."


def test_every_ending_leads_to_the_leaves_that_ended_so() -> None:
    links = RegisterLinks(year=2015)
    assert links.of_ending(Ending.OVERTAKEN) == "/recommendations/?year=2015&ending=overtaken"
    assert RegisterLinks().of_ending(Ending.TRACKED) == "/recommendations/?ending=tracked"
