"""The life of a recommendation in words: who answered then, how dates moved, what was promised."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracking.enums import MeetingState, PostKind
from tracking.models import Person, Post
from tracking.presenters.timelines import answering_then_lines, responsibility_sentence, timeline
from tracking.queries.answering import Answering, ResponsibilityMove
from tracking.queries.recommendations import recommendation_history

APPROVED, CHANGED, TODAY = date(2015, 6, 9), date(2016, 5, 24), date(2017, 1, 1)
DEPUTY = Post(pk=1, name="Deputy Leader", slug="deputy-leader")
LEADER = Post(pk=2, name="Leader", slug="leader")
BODY = Post(pk=3, name="Water Company", slug="water", kind=PostKind.OUTSIDE_BODY)
ASH, BIRCH = Person(pk=1, name="Councillor Ash"), Person(pk=2, name="Councillor Birch")


@pytest.mark.parametrize(
    ("then", "today", "words"),
    [
        ((ASH,), (BIRCH,), "held then by Councillor Ash, today by Councillor Birch"),
        ((ASH,), (ASH,), "held then by Councillor Ash"),
        ((ASH, BIRCH), (BIRCH, ASH), "held then by Councillor Ash and Councillor Birch"),
        ((ASH,), (), "held then by Councillor Ash"),
        ((), (ASH,), "nobody is recorded as holding this post then"),
    ],
)
def test_who_held_the_post_then_is_told_and_who_does_today_where_that_is_another(then, today, words):
    (line,) = answering_then_lines([Answering(DEPUTY, then)], [Answering(DEPUTY, today)])

    assert (line.name, line.slug, line.words) == ("Deputy Leader", "deputy-leader", words)


def test_a_post_that_no_longer_answers_says_nothing_of_today():
    (line,) = answering_then_lines([Answering(DEPUTY, (ASH,))], [Answering(LEADER, (BIRCH,))])

    assert line.words == "held then by Councillor Ash"


def test_an_outside_body_has_no_holder():
    assert [line.words for line in answering_then_lines([Answering(BODY, ())], [])] == ["outside body"]


@pytest.mark.parametrize(
    ("taken_up", "laid_down", "sentence"),
    [
        ((LEADER,), (DEPUTY,), "Responsibility passed from Deputy Leader to Leader."),
        ((LEADER,), (), "Leader answers for it too from this day."),
        ((LEADER, BODY), (), "Leader and Water Company answer for it too from this day."),
        ((), (DEPUTY,), "Deputy Leader no longer answers for it from this day."),
    ],
)
def test_a_change_of_who_answers_is_told_in_a_sentence(taken_up, laid_down, sentence):
    assert responsibility_sentence(ResponsibilityMove(CHANGED, taken_up, laid_down)) == sentence


@pytest.mark.django_db
def test_each_round_tells_how_the_date_moved_and_who_held_the_office_before_it_changed_hands():
    leaf = factories.RecommendationFactory()
    meeting = factories.MeetingFactory(committee=leaf.inquiry.tracking_committee, state=MeetingState.HELD)
    post = factories.ResponsibilityFactory(recommendation=leaf, starts_on=APPROVED).post
    factories.AppointmentFactory(post=post, person__name="Councillor Ash", starts_on=APPROVED, ends_on=CHANGED)
    factories.AppointmentFactory(post=post, person__name="Councillor Birch", starts_on=CHANGED)
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, agreed_due_on=date(2016, 9, 30))

    entries = timeline(recommendation_history(leaf, AnonymousUser(), today=TODAY))

    then = "held then by Councillor Ash, today by Councillor Birch"
    assert [(entry.title, entry.moves, [line.words for line in entry.answering]) for entry in entries] == [
        (
            str(meeting.committee),
            ("The committee moved the date from 30 November 2015 to 30 September 2016: 305 days later.",),
            [then],
        ),
        ("Recommended and approved", ("To be done by: November 2015 (30 November 2015).",), [then]),
    ]
    assert entries[0].anchor == f"{meeting.committee.slug}-2016-04-12"


@pytest.mark.django_db
def test_of_a_recommendation_with_parts_each_move_and_promise_names_its_part():
    whole = factories.RecommendationFactory(number=1)
    part = factories.PartFactory(parent=whole, due_on=None, due_text="")
    undated = factories.PartFactory(parent=whole, letter="b", due_on=None, due_text="", ongoing=True)
    meeting = factories.MeetingFactory(committee=whole.inquiry.tracking_committee, state=MeetingState.HELD)
    for leaf in (part, undated):
        factories.AssessmentFactory(leaf=leaf, meeting=meeting, agreed_due_on=date(2015, 12, 1))

    round_entry, approval = timeline(recommendation_history(whole, AnonymousUser(), today=TODAY))

    assert round_entry.moves == (
        "R01 a): The committee moved the date from 30 November 2015 to 1 December 2015: 1 day later.",
        "R01 b): The committee set a date for the first time: 1 December 2015.",
    )
    assert approval.moves == (
        "R01 a): To be done by: November 2015 (30 November 2015).",
        "R01 b): Ongoing.",
    )
