"""Where the leaves of an inquiry stood after each sitting."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracking.enums import Decision, MeetingState, Outcome
from tracking.models import Inquiry
from tracking.queries.inquiries import inquiry_history
from tracking.queries.inquiry_progress import Standing

pytestmark = pytest.mark.django_db

PUBLIC = AnonymousUser()
FIRST, SECOND, THIRD = date(2015, 11, 10), date(2016, 4, 12), date(2016, 11, 10)
DONE = {"decision": Decision.CONCLUDE, "conclusion_reason": "implemented"}
OVERTAKEN = {"category": None, "decision": Decision.CONCLUDE, "conclusion_reason": "overtaken"}


@pytest.fixture
def inquiry():
    return factories.InquiryFactory()


@pytest.fixture
def sit(inquiry):
    def held(day):
        return factories.MeetingFactory(committee=inquiry.tracking_committee, held_on=day, state=MeetingState.HELD)

    return held


def standings(inquiry, today=date(2017, 1, 1)):
    read = Inquiry.objects.with_tracking_committee().get(pk=inquiry.pk)
    return inquiry_history(read, PUBLIC, today=today).standings


def leaves(inquiry, number, **fields):
    return [factories.RecommendationFactory(inquiry=inquiry, **fields) for _ in range(number)]


def test_every_leaf_is_counted_once_after_each_sitting(inquiry, sit):
    achieved, overtaken, late, on_time = leaves(inquiry, 4)
    on_time.due_on = date(2016, 12, 31)
    on_time.save()
    first, second = sit(FIRST), sit(SECOND)
    for leaf in (achieved, overtaken, late, on_time):
        factories.AssessmentFactory(leaf=leaf, meeting=first)
    factories.AssessmentFactory(leaf=achieved, meeting=second, category=factories.category(2), **DONE)
    factories.AssessmentFactory(leaf=overtaken, meeting=second, **OVERTAKEN)

    assert standings(inquiry) == (
        Standing(FIRST, tracked_on_time=4),
        Standing(SECOND, achieved=1, concluded_otherwise=1, tracked_on_time=1, tracked_late=1),
    )


def test_a_date_moved_at_a_sitting_counts_from_that_sitting_on(inquiry, sit):
    (leaf,) = leaves(inquiry, 1)
    first, second, third = sit(FIRST), sit(SECOND), sit(THIRD)
    factories.AssessmentFactory(leaf=leaf, meeting=first)
    factories.AssessmentFactory(leaf=leaf, meeting=second, agreed_due_on=date(2016, 9, 30))
    factories.AssessmentFactory(leaf=leaf, meeting=third)

    assert [(row.tracked_on_time, row.tracked_late) for row in standings(inquiry)] == [(1, 0), (1, 0), (0, 1)]


def test_what_is_said_to_be_done_is_not_late_until_the_committee_says_otherwise(inquiry, sit):
    (leaf,) = leaves(inquiry, 1)
    second = sit(SECOND)
    factories.published_report([leaf], meeting=second, claims={"category": factories.category(1)})
    before = standings(inquiry)
    factories.AssessmentFactory(leaf=leaf, meeting=second, self_assessment=leaf.self_assessments.get())

    assert (before, standings(inquiry)) == (
        (Standing(SECOND, tracked_on_time=1),),
        (Standing(SECOND, tracked_late=1),),
    )


def test_a_deferral_changes_nothing_and_a_reopened_leaf_is_tracked_again(inquiry, sit):
    deferred, reopened = leaves(inquiry, 2, due_on=date(2017, 6, 30))
    first, second = sit(FIRST), sit(SECOND)
    for leaf in (deferred, reopened):
        factories.AssessmentFactory(leaf=leaf, meeting=first, category=factories.category(1), **DONE)
    factories.AssessmentFactory(leaf=deferred, meeting=second, outcome=Outcome.DEFERRED, category=None, decision="")
    factories.AssessmentFactory(leaf=reopened, meeting=second, reopens=True, reason="It stopped working.")

    assert [(row.achieved, row.tracked_on_time) for row in standings(inquiry)] == [(2, 0), (1, 1)]


def test_a_view_that_was_corrected_counts_as_corrected(inquiry, sit):
    (leaf,) = leaves(inquiry, 1)
    meeting = sit(FIRST)
    wrong = factories.AssessmentFactory(leaf=leaf, meeting=meeting, category=factories.category(1), **DONE)
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, supersedes=wrong, superseding_reason="The wrong line.")

    assert standings(inquiry) == (Standing(FIRST, tracked_on_time=1),)


def test_parts_count_and_their_recommendation_does_not(inquiry, sit):
    (whole,) = leaves(inquiry, 1)
    parts = [factories.PartFactory(parent=whole, letter=letter) for letter in "ab"]
    factories.AssessmentFactory(leaf=parts[0], meeting=sit(FIRST), category=factories.category(1), **DONE)

    assert standings(inquiry) == (Standing(FIRST, achieved=1, tracked_on_time=1),)


def test_a_sitting_to_come_and_views_not_yet_public_are_left_out(inquiry):
    (leaf,) = leaves(inquiry, 1)
    planned = factories.MeetingFactory(
        committee=inquiry.tracking_committee, held_on=THIRD, state=MeetingState.PAPERS_ISSUED
    )
    factories.published_report([leaf], meeting=planned)
    factories.AssessmentFactory(leaf=leaf, meeting=planned, category=factories.category(1), **DONE)

    assert standings(inquiry, today=SECOND) == ()
    assert [row.achieved for row in standings(inquiry)] == [0]
