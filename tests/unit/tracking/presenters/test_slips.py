"""The slip ledger in words."""

from datetime import date

import pytest

from tracking.presenters.slips import move_sentences, moved_words, slip_sentence
from tracking.queries.judgements import Sitting
from tracking.queries.slips import DateMove, SlipLedger

ORIGINAL = date(2015, 11, 30)
SITTING = Sitting(date(2016, 4, 12))


def ledger(*days: date, original: date | None = ORIGINAL) -> SlipLedger:
    before = (original, *days)
    moves = tuple(
        DateMove(
            due_on=day,
            sitting=SITTING,
            claim=None,
            view=None,
            days=(day - previous).days if previous else None,
            days_in_all=(day - original).days if original else None,
        )
        for previous, day in zip(before, days, strict=False)
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


@pytest.mark.parametrize(
    ("found", "sentences"),
    [
        (
            ledger(date(2016, 3, 31), date(2016, 6, 30)),
            (
                "The committee moved the date from 30 November 2015 to 31 March 2016: 122 days later.",
                "The committee moved the date from 31 March 2016 to 30 June 2016: 91 days later.",
            ),
        ),
        (ledger(date(2016, 3, 31), original=None), ("The committee set a date for the first time: 31 March 2016.",)),
        (ledger(), ()),
    ],
)
def test_each_move_at_a_sitting_is_told_in_a_sentence(found, sentences):
    assert move_sentences(found, SITTING) == sentences
    assert move_sentences(found, Sitting(date(2016, 4, 13))) == ()
