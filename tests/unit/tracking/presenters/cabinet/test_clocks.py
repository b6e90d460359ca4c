"""The clocks of a report to Cabinet in words."""

from datetime import date

import pytest

from tracking.presenters.cabinet.clocks import call_in_words, clock_warnings, deadline_words
from tracking.queries.cabinet.clocks import Clock, ClockFacts

TODAY = date(2019, 3, 1)


def clock(kind: Clock = Clock.KEY_DECISION, **facts: object) -> ClockFacts:
    said = {"required": 28, "clear_days": 10, "due_on": date(2019, 2, 25), "done_on": None}
    return ClockFacts(kind, **(said | facts))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {},
            (
                "The notice of the key decision must be published 28 clear days before the meeting, "
                "by 25 February 2019. "
                "No notice is recorded. Say in the header by which urgency route it is dealt with."
            ),
        ),
        (
            {"done_on": date(2019, 2, 27), "urgency": "General exception."},
            (
                "The notice of the key decision was published on 27 February 2019. "
                "It had to be 28 clear days before the meeting, by 25 February 2019. Urgency: General exception."
            ),
        ),
        (
            {"kind": Clock.PRIVATE_BUSINESS, "done_on": date(2019, 2, 27)},
            (
                "The notice of private business was published on 27 February 2019. "
                "It had to be 28 clear days before the meeting, by 25 February 2019. "
                "Say in the header by which urgency route it is dealt with."
            ),
        ),
        (
            {"kind": Clock.PAPERS, "required": 5, "clear_days": 2},
            "Papers must be out 5 clear days before the meeting. That day was 25 February 2019.",
        ),
        (
            {"kind": Clock.PAPERS, "required": 5, "clear_days": 2, "done_on": TODAY},
            "It was published on 1 March 2019, later than 5 clear days before the meeting.",
        ),
    ],
)
def test_a_short_clock_says_what_is_short_and_what_would_settle_it(facts: dict[str, object], words: str) -> None:
    assert clock_warnings([clock(**facts)], today=TODAY, may_write=True) == (words,)


def test_whoever_cannot_write_is_only_told_what_the_header_leaves_open() -> None:
    (told,) = clock_warnings([clock()], today=TODAY, may_write=False)
    assert told.endswith("The header does not say by which urgency route it is dealt with.")


def test_what_is_in_time_warns_of_nothing_and_says_until_when() -> None:
    in_time = clock(clear_days=40, due_on=date(2019, 4, 1))
    done = clock(Clock.PRIVATE_BUSINESS, clear_days=40, done_on=TODAY)
    assert clock_warnings([in_time, done], today=TODAY, may_write=True) == ()
    assert deadline_words([in_time, done]) == ("The notice of the key decision must be published by 1 April 2019.",)


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        (None, ""),
        (date(2019, 3, 1), "The decision may be called in until 1 March 2019."),
        (date(2019, 2, 28), "The time for call-in ended on 28 February 2019."),
    ],
)
def test_call_in_is_told_while_it_runs_and_after(ends_on: date | None, words: str) -> None:
    assert call_in_words(ends_on, TODAY) == words
