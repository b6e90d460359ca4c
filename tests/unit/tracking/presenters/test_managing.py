"""Words of the managing pages."""

from datetime import date

import pytest

from tracking.dates import suggest_due_date
from tracking.enums import InquiryState, MeetingState
from tracking.models import Inquiry, Meeting, Post, Recommendation, Responsibility
from tracking.presenters.managing import due_words, inquiry_sentence, suggestion_sentence
from tracking.presenters.managing_council import post_sentence
from tracking.presenters.managing_meetings import holding_sentences, meeting_name, meeting_sentence
from tracking.presenters.managing_shapes import period


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (None, None, "from the beginning"),
        (date(2015, 6, 9), None, "since 9 June 2015"),
        (None, date(2016, 5, 24), "until 24 May 2016"),
        (date(2015, 6, 9), date(2016, 5, 24), "9 June 2015 to 24 May 2016"),
    ],
)
def test_a_period_reads_as_people_say_it(starts_on: date | None, ends_on: date | None, words: str) -> None:
    assert period(Responsibility(starts_on=starts_on, ends_on=ends_on)) == words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Recommendation(), "No date of its own"),
        (Recommendation(due_text="November 2015", due_on=date(2015, 11, 30)), "November 2015 (30 November 2015)"),
        (Recommendation(due_text="30 November 2015", due_on=date(2015, 11, 30)), "30 November 2015"),
        (Recommendation(due_text="Ongoing", ongoing=True), "Ongoing"),
        (Recommendation(due_text="Annual review", recurs_every_months=12), "Annual review (every 12 months)"),
        (Recommendation(due_on=date(2015, 11, 30)), "30 November 2015"),
    ],
)
def test_a_date_shows_its_words_and_what_they_were_taken_to_mean(row: Recommendation, words: str) -> None:
    assert due_words(row) == words


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "May 2013, reviewed annually",
            "“May 2013, reviewed annually” seems to mean: 31 May 2013 and every 12 months. Check it below, then save.",
        ),
        ("In due course", "No day can be read from “In due course”. Enter the date yourself, or leave it empty."),
        (" ", "Type the completion date as the report has it, then ask for the suggestion again."),
    ],
)
def test_a_suggestion_is_said_in_words(words: str, sentence: str) -> None:
    assert suggestion_sentence(words, suggest_due_date(words)) == sentence


@pytest.mark.parametrize(
    ("inquiry", "sentence"),
    [
        (
            Inquiry(state=InquiryState.DRAFT),
            "This is a draft with 2 recommendations. Only your committee’s officers can see it.",
        ),
        (
            Inquiry(state=InquiryState.PUBLISHED),
            "This inquiry is published with 2 recommendations. Every change is a correction, with its reason.",
        ),
        (
            Inquiry(state=InquiryState.CONCLUDED, concluded_on=date(2016, 4, 12)),
            "This inquiry has 2 recommendations, all concluded on 12 April 2016.",
        ),
        (
            Inquiry(state=InquiryState.WITHDRAWN, withdrawn_reason="Entered twice."),
            "This inquiry was withdrawn: Entered twice.",
        ),
    ],
)
def test_an_inquiry_says_where_it_stands(inquiry: Inquiry, sentence: str) -> None:
    assert inquiry_sentence(inquiry, 2) == sentence


def test_a_meeting_says_where_it_stands_and_which_sitting_it_is() -> None:
    meeting = Meeting(held_on=date(2016, 4, 12), sequence=2, state=MeetingState.HELD)

    assert meeting_name(meeting) == "12 April 2016 (sitting 2)"
    assert meeting_sentence(meeting) == "This meeting was held. Its minutes are not approved yet."


def test_a_post_says_what_it_is_responsible_for() -> None:
    assert post_sentence(Post(), 1) == "This post exists and is responsible for 1 recommendation or part."


@pytest.mark.parametrize(
    ("waiting", "more"),
    [
        (0, ()),
        (1, ("1 of 7 views is not recorded yet.",)),
        (3, ("3 of 7 views are not recorded yet.",)),
    ],
)
def test_holding_a_meeting_says_who_publishes_the_views_and_what_is_not_recorded(
    waiting: int, more: tuple[str, ...]
) -> None:
    what_next = "The clerk can then publish the views recorded at it."
    afterwards = " What is missing can still be recorded until the minutes are approved."
    expected = (what_next, *(sentence + afterwards for sentence in more))
    assert holding_sentences(waiting=waiting, total=7) == expected
