"""A meeting in words."""

from datetime import date, time

import pytest

from tests.factories import MeetingFactory
from tracking.enums import MeetingState
from tracking.models import Meeting
from tracking.presenters.meetings import meeting_words, recorded_sentence, state_sentence, written_time
from tracking.queries.meetings import MeetingPage

TODAY = date(2016, 4, 3)


def _page(meeting: Meeting) -> MeetingPage:
    return MeetingPage(meeting, papers_due_on=date(2016, 4, 4), reports=(), packs=(), considered=(), reopened=())


@pytest.mark.parametrize(
    ("moment", "words"),
    [(time(14, 0), "2pm"), (time(10, 30), "10:30am"), (time(12, 0), "12pm"), (time(9, 5), "9:05am")],
)
def test_a_time_is_written_as_it_is_said(moment: time, words: str) -> None:
    assert written_time(moment) == words


@pytest.mark.parametrize(
    ("sequence", "words"),
    [
        (1, "12 April 2016"),
        (2, "12 April 2016, second sitting"),
        (3, "12 April 2016, third sitting"),
        (4, "12 April 2016, 4th sitting"),
    ],
)
def test_a_further_sitting_of_the_day_is_told_apart(sequence: int, words: str) -> None:
    assert meeting_words(Meeting(held_on=date(2016, 4, 12), sequence=sequence)) == words


@pytest.mark.parametrize(
    ("state", "today", "sentence"),
    [
        (
            MeetingState.PLANNED,
            TODAY,
            "This meeting is planned. Its papers must be out by 4 April 2016: 1 day left.",
        ),
        (
            MeetingState.PLANNED,
            date(2016, 4, 13),
            "The date of this meeting has passed, but its papers were not issued.",
        ),
        (MeetingState.PAPERS_ISSUED, TODAY, "The papers are issued. The meeting is in 9 days."),
        (MeetingState.PAPERS_ISSUED, date(2016, 4, 12), "The papers are issued. The meeting is today."),
        (
            MeetingState.PAPERS_ISSUED,
            date(2016, 4, 13),
            "The papers are issued. Nobody has said yet that the meeting was held.",
        ),
        (
            MeetingState.HELD,
            date(2016, 4, 13),
            "This meeting was held. It had no Progress Report to consider. The minutes are not yet approved.",
        ),
        (
            MeetingState.MINUTES_APPROVED,
            date(2016, 6, 1),
            ("This meeting was held. It had no Progress Report to consider. The minutes were approved on 10 May 2016."),
        ),
        (MeetingState.CANCELLED, TODAY, "This meeting was cancelled: Not enough members."),
    ],
)
def test_the_page_opens_with_how_the_meeting_stands(state: MeetingState, today: date, sentence: str) -> None:
    meeting = Meeting(
        held_on=date(2016, 4, 12),
        state=state,
        minutes_approved_on=date(2016, 5, 10),
        cancelled_reason="Not enough members.",
    )
    assert state_sentence(_page(meeting), today=today) == sentence


@pytest.mark.django_db
def test_a_meeting_without_reports_had_none_to_consider() -> None:
    assert recorded_sentence(_page(MeetingFactory())) == "It had no Progress Report to consider."
