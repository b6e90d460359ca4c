"""The slip ledger in words."""

from datetime import date

import pytest

from tracking.presenters.slips import SlipPoint, moved_words, slip_line, slip_sentence
from tracking.queries.judgements import Sitting
from tracking.queries.slips import DateMove, SlipLedger

ORIGINAL = date(2015, 11, 30)


def ledger(*days: date, original: date | None = ORIGINAL) -> SlipLedger:
    moves = tuple(
        DateMove(
            due_on=day,
            sitting=Sitting(date(2016, 4, 12)),
            claim=None,
            view=None,
            days=None,
            days_in_all=(day - original).days if original else None,
        )
        for day in days
    )
    return SlipLedger(original_text="", original_on=original, moves=moves)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (ledger(), "This date has not moved."),
        (ledger(original=None), ""),
        (ledger(date(2016, 3, 31), date(2016, 6, 29)), "Slipped 212 days in two moves."),
        (ledger(date(2015, 12, 1)), "Slipped 1 day in one move."),
        (ledger(date(2015, 11, 20)), "Brought forward 10 days in one move."),
        (ledger(date(2016, 3, 31), ORIGINAL), "Back at the original date after two moves."),
        (ledger(date(2016, 3, 31), original=None), "No day was set at first. Since then it has been set in one move."),
    ],
)
def test_the_sentence_says_how_far_and_in_how_many_moves(found, sentence):
    assert slip_sentence(found) == sentence


@pytest.mark.parametrize(
    ("days", "words"),
    [(None, "First day set"), (0, "0 days"), (1, "1 day later"), (30, "30 days later"), (-5, "5 days earlier")],
)
def test_days_moved_in_words(days, words):
    assert moved_words(days) == words


def test_the_line_places_dates_in_proportion_and_names_the_first_and_the_last():
    line = slip_line(ledger(date(2015, 12, 10), date(2015, 12, 30)))

    assert line.points == (
        SlipPoint(12, "30 November 2015", "start", is_original=True),
        SlipPoint(212, "", "start", is_original=False),
        SlipPoint(612, "30 December 2015", "end", is_original=False),
    )
    assert line.words == (
        "Original date 30 November 2015, current date 30 December 2015. Slipped 30 days in two moves."
    )


@pytest.mark.parametrize("found", [ledger(), ledger(date(2016, 3, 31), original=None)])
def test_there_is_no_line_without_a_move_or_an_original_to_start_from(found):
    assert slip_line(found) is None
