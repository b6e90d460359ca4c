"""The slip ledger as a picture."""

from datetime import date, timedelta

import pytest

from tracking.presenters.slip_lines import SlipLine, slip_line
from tracking.queries.judgements import Sitting
from tracking.queries.slips import DateMove, SlipLedger

ORIGINAL = date(2015, 11, 30)
# How much of the picture a date's words take up on a phone, in per cent.
WORDS = 50


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


def drawn(*days: date) -> SlipLine:
    line = slip_line(ledger(*days))
    assert line is not None
    return line


def test_dates_lie_in_proportion_and_each_has_its_words():
    line = drawn(date(2015, 12, 10), date(2015, 12, 30))

    assert [(point.x, point.words) for point in line.points] == [
        (3, "Original: 30 November 2015"),
        (34, "10 December 2015"),
        (97, "Current: 30 December 2015"),
    ]
    assert line.words == (
        "Original date 30 November 2015, then 10 December 2015, then 30 December 2015. Slipped 30 days in two moves."
    )


def test_a_date_brought_forward_lies_before_the_original():
    line = drawn(date(2015, 11, 1))

    assert [(point.words, point.is_original, point.is_current) for point in line.points] == [
        ("Current: 1 November 2015", False, True),
        ("Original: 30 November 2015", True, False),
    ]


def test_a_date_that_came_back_to_the_original_is_both():
    line = drawn(date(2016, 3, 31), ORIGINAL)

    assert [point.words for point in line.points] == ["Original and current: 30 November 2015", "31 March 2016"]


@pytest.mark.parametrize("step", [1, 20, 200])
def test_no_words_cross_a_flag_or_other_words_even_on_a_phone_however_many_moves(step):
    line = drawn(*(ORIGINAL + timedelta(days=step * move * move) for move in range(1, 13)))

    for side in ("start", "end"):
        points = [point for point in line.points if point.anchor == side]
        outwards = list(reversed(points)) if side == "start" else points
        for place, point in enumerate(outwards):
            crossed = [other for other in outwards[:place] if abs(other.x - point.x) < WORDS]
            assert [o.words for o in crossed if abs(o.words_y - line.y) >= abs(point.words_y - line.y)] == []


def test_everything_lies_within_the_picture():
    line = drawn(*(ORIGINAL + timedelta(days=30 * move) for move in range(1, 13)))

    assert [p.words for p in line.points if not 12 < p.words_y < line.height or not 3 <= p.x <= 97] == []


@pytest.mark.parametrize("found", [ledger(), ledger(date(2016, 3, 31), original=None)])
def test_there_is_no_line_without_a_move_or_an_original_to_start_from(found):
    assert slip_line(found) is None
