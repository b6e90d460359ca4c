"""Inquiries in words: the sentences that say the state of things, in tables."""

from dataclasses import replace
from datetime import date

import pytest

from tracking.enums import ConclusionReason, Decision, InquiryState, Timing
from tracking.models import Assessment, Category, Inquiry, Meeting, Recommendation
from tracking.presenters.inquiries import state_sentence
from tracking.presenters.inquiry_facts import response_sentences
from tracking.presenters.inquiry_list import count_sentence
from tracking.presenters.next_rounds import coming_sentences, what_follows_sentence
from tracking.presenters.positions import (
    conclusion_counts,
    due_words,
    late_words,
    parts_sentence,
    parts_sum,
    short_title,
)
from tracking.queries.inquiries import GridGroup, GridRow, InquiryHistory, NextMeeting
from tracking.queries.next_rounds import WhatFollows
from tracking.queries.recommendations import Position
from tracking.queries.slips import SlipLedger

ON_TIME = Category(number=1, name="Achieved (Fully)", achieved=True, timing=Timing.ON_TIME)
LATE = Category(number=2, name="Achieved (Late)", achieved=True, timing=Timing.LATE)
PROGRESS = Category(number=3, name="Not Achieved (Progress Made)", achieved=False)
NO_SLIPS = SlipLedger(original_text="", original_on=None)


def leaf(category: Category | None = None, reason: str = "", due_on: date | None = None) -> Position:
    """A leaf with a view: concluded where a reason is given; without either, one not judged yet."""
    view = None
    if category or reason:
        decision = Decision.CONCLUDE if reason else Decision.CONTINUE
        view = Assessment(category=category, decision=decision, conclusion_reason=reason)
    slips = SlipLedger(original_text="", original_on=due_on)
    return Position(Recommendation(number=1), claim=None, view=view, view_answers_claim=False, slips=slips)


DONE = leaf(ON_TIME, ConclusionReason.IMPLEMENTED)
DONE_LATE = leaf(LATE, ConclusionReason.IMPLEMENTED)
OVERTAKEN = leaf(None, ConclusionReason.OVERTAKEN)
GIVEN_UP = leaf(PROGRESS, ConclusionReason.NOT_ACHIEVABLE)
TRACKED = leaf(PROGRESS)
NEW = leaf()


def history(*groups: tuple[Position, ...], state=InquiryState.PUBLISHED, next_meeting=None, **fields) -> InquiryHistory:
    """An inquiry of recommendations, each given by its leaves: one leaf is itself, several are parts."""
    rows = []
    for leaves in groups:
        whole, parts = (leaves[0], ()) if len(leaves) == 1 else (None, leaves)
        rows.append(
            GridGroup(
                whole=GridRow(Recommendation(number=1), whole, ()),
                parts=tuple(GridRow(part.leaf, part, ()) for part in parts),
            )
        )
    return InquiryHistory(
        inquiry=Inquiry(state=state, **fields),
        sittings=(),
        groups=tuple(rows),
        reports=(),
        handings_on=(),
        last_tracked_on=None,
        next_meeting=next_meeting,
    )


TODAY = date(2015, 11, 1)
TENTH = Meeting(held_on=date(2015, 11, 10))
REPORTED = NextMeeting(TENTH, has_report=True)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (history(), "No recommendations have been entered yet."),
        (
            history((DONE, DONE_LATE), (TRACKED,), (OVERTAKEN,), next_meeting=REPORTED),
            (
                "3 recommendations in 4 parts. 3 parts are concluded (1 achieved on time, 1 achieved late, "
                "1 overtaken by events); 1 is still tracked. The next report is due on 10 November 2015."
            ),
        ),
        (
            history((DONE,), (NEW,), (TRACKED,), next_meeting=NextMeeting(TENTH, has_report=False)),
            (
                "3 recommendations. 1 recommendation is concluded (1 achieved on time); 2 are still tracked. "
                "The committee next meets on 10 November 2015."
            ),
        ),
        (
            history((NEW,), (TRACKED,)),
            "2 recommendations. None is concluded yet. No further meeting is planned.",
        ),
        (history((NEW,)), "1 recommendation. It is not concluded yet. No further meeting is planned."),
        (
            history((DONE,), (GIVEN_UP,), state=InquiryState.CONCLUDED, next_meeting=REPORTED),
            "2 recommendations. All of them are concluded: 1 achieved on time, 1 not achievable.",
        ),
        (
            history((DONE, DONE), (OVERTAKEN,), state=InquiryState.CONCLUDED, concluded_on=date(2015, 10, 13)),
            (
                "2 recommendations in 3 parts. The inquiry was concluded on 13 October 2015: all 3 parts are concluded "
                "(2 achieved on time, 1 overtaken by events)."
            ),
        ),
        (
            history((DONE_LATE,), state=InquiryState.CONCLUDED, concluded_on=date(2015, 10, 13)),
            (
                "1 recommendation. The inquiry was concluded on 13 October 2015: its one recommendation is concluded "
                "(1 achieved late)."
            ),
        ),
        (
            # Not everybody may see the views yet by which it was concluded.
            history((TRACKED,), state=InquiryState.CONCLUDED, concluded_on=date(2015, 10, 13)),
            "1 recommendation. It is not concluded yet. No further meeting is planned.",
        ),
        (
            history((NEW,), state=InquiryState.DRAFT),
            "This is a draft: only the committee’s officers can see it. 1 recommendation.",
        ),
        (
            history((NEW,), state=InquiryState.WITHDRAWN, withdrawn_reason="Entered twice."),
            "This inquiry was withdrawn: Entered twice.",
        ),
    ],
)
def test_the_state_of_an_inquiry(found, sentence):
    assert state_sentence(found, today=TODAY) == sentence


UNREPORTED = NextMeeting(TENTH, has_report=False)


@pytest.mark.parametrize(
    ("following", "next_round_on", "sentences"),
    [
        (None, None, "No further meeting is planned."),
        (REPORTED, None, "The next report is due on 10 November 2015."),
        (REPORTED, date(2015, 12, 1), "The next report is due on 10 November 2015."),
        (
            UNREPORTED,
            date(2016, 5, 10),
            "The next report is due by 10 May 2016. The committee next meets on 10 November 2015.",
        ),
        (None, date(2016, 5, 10), "The next report is due by 10 May 2016. No further meeting is planned."),
        (None, TODAY, "The next report is due by 1 November 2015. No further meeting is planned."),
        (
            UNREPORTED,
            date(2015, 10, 31),
            "The next report was due by 31 October 2015. The committee next meets on 10 November 2015.",
        ),
    ],
)
def test_what_comes_next_is_said_with_its_day(following, next_round_on, sentences):
    assert " ".join(coming_sentences(following, next_round_on, today=TODAY)) == sentences


def test_the_inquirys_page_says_by_when_the_next_report_is_due():
    found = replace(history((NEW,)), next_round_on=date(2016, 5, 10))
    assert state_sentence(found, today=TODAY) == (
        "1 recommendation. It is not concluded yet. The next report is due by 10 May 2016. "
        "No further meeting is planned."
    )


@pytest.mark.parametrize(
    ("follows", "sentence"),
    [
        (WhatFollows(), ""),
        (WhatFollows(next_round_on=date(2016, 5, 10)), "The next report is due by 10 May 2016."),
        (WhatFollows(concluded_on=date(2015, 10, 13)), "The inquiry was concluded on 13 October 2015."),
    ],
)
def test_what_came_of_a_report_is_said_with_its_day(follows, sentence):
    assert what_follows_sentence(follows, today=TODAY) == sentence


@pytest.mark.parametrize(
    ("leaves", "words"),
    [
        ([DONE, DONE, DONE_LATE], "2 achieved on time, 1 achieved late"),
        ([OVERTAKEN, TRACKED], "1 overtaken by events"),
        ([GIVEN_UP, DONE], "1 achieved on time, 1 not achievable"),
        ([leaf(PROGRESS, ConclusionReason.IMPLEMENTED)], "1 implemented"),
    ],
)
def test_concluded_leaves_are_counted_by_how_they_ended(leaves, words):
    assert conclusion_counts(leaves) == words


@pytest.mark.parametrize(
    ("leaves", "words"),
    [
        ([DONE, DONE_LATE, TRACKED], "2 of 3 parts achieved"),
        ([OVERTAKEN, GIVEN_UP], "0 of 2 parts achieved"),
        ([leaf(ON_TIME)], "1 of 1 part achieved"),
    ],
)
def test_a_parent_says_what_its_parts_add_up_to(leaves, words):
    assert parts_sum(leaves) == words


@pytest.mark.parametrize(
    ("leaves", "sentence"),
    [
        ([DONE, TRACKED, NEW], "1 of 3 parts achieved. Tracking is concluded for 1 and continues for 2."),
        ([DONE, OVERTAKEN], "1 of 2 parts achieved. Tracking is concluded for all of them."),
        ([TRACKED, NEW], "0 of 2 parts achieved. All of them are still tracked."),
    ],
)
def test_a_parent_is_concluded_only_with_all_its_parts(leaves, sentence):
    assert parts_sentence(leaves) == sentence


@pytest.mark.parametrize(
    ("dates", "today", "sentences"),
    [
        ({}, date(2015, 8, 20), ("It is not known when the executive’s response was due.",)),
        (
            {"received_on": date(2015, 6, 9)},
            date(2015, 7, 30),
            ("The executive’s response is due on 8 August 2015: 9 days left.",),
        ),
        (
            {"received_on": date(2015, 6, 9)},
            date(2015, 8, 8),
            ("The executive’s response is due on 8 August 2015: today.",),
        ),
        (
            {"received_on": date(2015, 6, 9)},
            date(2015, 8, 20),
            ("The executive’s response was due on 8 August 2015.", "It is 12 days late."),
        ),
        (
            {"received_on": date(2015, 6, 9), "responded_on": date(2015, 8, 1)},
            date(2016, 1, 1),
            ("The executive’s response was given on 1 August 2015.", "It was due on 8 August 2015."),
        ),
        (
            {"received_on": date(2015, 6, 9), "responded_on": date(2015, 8, 9)},
            date(2016, 1, 1),
            (
                "The executive’s response was given on 9 August 2015.",
                "It was due on 8 August 2015 and came 1 day late.",
            ),
        ),
        (
            {"responded_on": date(2015, 8, 9)},
            date(2016, 1, 1),
            ("The executive’s response was given on 9 August 2015.", "It is not known when it was due."),
        ),
    ],
)
def test_the_clock_of_the_executive_response(dates, today, sentences):
    assert response_sentences(Inquiry(**dates), today=today) == sentences


def test_no_clock_runs_against_outside_bodies():
    inquiry = Inquiry(received_on=date(2015, 6, 9))

    assert response_sentences(inquiry, today=date(2016, 1, 1), is_owed=False) == (
        "No response is owed by the executive: every recommendation is addressed to an outside body.",
    )


@pytest.mark.parametrize(
    ("total", "found", "is_filtered", "sentence"),
    [(12, 12, False, "12 inquiries"), (12, 3, True, "12 inquiries, 3 with these filters"), (1, 1, False, "1 inquiry")],
)
def test_the_count_of_a_list(total, found, is_filtered, sentence):
    assert count_sentence(total, found, is_filtered=is_filtered) == sentence


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"due_text": "November 2015", "due_on": date(2015, 11, 30)}, "November 2015 (30 November 2015)"),
        ({"due_text": "30 November 2015", "due_on": date(2015, 11, 30)}, "30 November 2015"),
        ({"due_on": date(2015, 11, 30)}, "30 November 2015"),
        ({"due_text": "Annual Review"}, "Annual Review"),
        ({"ongoing": True}, "Ongoing"),
        ({}, "No date was set"),
    ],
)
def test_the_original_date_keeps_the_words_as_written(fields, words):
    assert due_words(Recommendation(**fields)) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "Operational plan", "text": "That a plan is made."}, "Operational plan"),
        ({"text": "That a **plan** is made."}, "That a plan is made"),
        ({"text": "That a plan is made. It should say:\n\n- how"}, "That a plan is made"),
        ({"text": "That a plan says:\n\n- how\n- when"}, "That a plan says"),
        ({"text": "- a plan\n- a review"}, "a plan"),
        ({"text": "That one thing after another is done by the council"}, "That one thing after another …"),
    ],
)
def test_a_title_is_the_short_title_or_the_beginning_of_the_words(fields, words):
    assert short_title(Recommendation(**fields), length=30) == words


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (leaf(PROGRESS, due_on=date(2015, 11, 30)), "12 days late"),
        (leaf(PROGRESS, due_on=date(2015, 12, 12)), ""),
        (leaf(ON_TIME, ConclusionReason.IMPLEMENTED, due_on=date(2015, 11, 30)), ""),
        (TRACKED, ""),
    ],
)
def test_late_words_are_for_what_is_tracked_and_past_its_date(position, words):
    assert late_words(position, date(2015, 12, 12)) == words
