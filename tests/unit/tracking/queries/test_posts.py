"""Posts: who holds them and what they answer for, now or then."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tests.register import registered
from tracking.enums import Capacity, Decision, InquiryState, MeetingState
from tracking.models import Post
from tracking.queries.posts import leaves_answered_by, post_history, post_rows

pytestmark = pytest.mark.django_db

PUBLIC = AnonymousUser()
TODAY = date(2016, 5, 1)


@pytest.fixture
def post():
    return factories.PostFactory()


def answered(post):
    """The leaves a post answers for, as the public's register has them."""
    registered()
    return [entry.leaf for entry in leaves_answered_by(post, PUBLIC)]


def read(post):
    return Post.objects.with_holders().get(pk=post.pk)


def conclude(leaf):
    meeting = factories.MeetingFactory(committee=leaf.inquiry.tracking_committee, state=MeetingState.HELD)
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=factories.category(1),
        decision=Decision.CONCLUDE,
        conclusion_reason="implemented",
    )


def test_a_part_without_responsibilities_inherits_and_one_with_its_own_does_not(post):
    whole = factories.RecommendationFactory()
    factories.ResponsibilityFactory(recommendation=whole, post=post)
    inheriting, own = (factories.PartFactory(parent=whole, letter=letter) for letter in "ab")
    other = factories.ResponsibilityFactory(recommendation=own).post

    assert answered(post) == [inheriting]
    assert answered(other) == [own]


def test_what_a_post_once_answered_for_is_among_its_leaves(post):
    leaf = factories.RecommendationFactory()
    factories.ResponsibilityFactory(recommendation=leaf, post=post, ends_on=date(2015, 9, 1))

    assert answered(post) == [leaf]


def test_leaves_still_tracked_come_first_the_earliest_date_first(post):
    done, later, undated, sooner = (
        factories.RecommendationFactory(due_on=due_on)
        for due_on in (date(2015, 1, 1), date(2016, 3, 31), None, date(2015, 11, 30))
    )
    for leaf in (done, later, undated, sooner):
        factories.ResponsibilityFactory(recommendation=leaf, post=post)
    conclude(done)

    assert answered(post) == [sooner, later, undated, done]


def test_leaves_of_a_draft_inquiry_are_nowhere(post):
    draft = factories.InquiryFactory(state=InquiryState.DRAFT)
    factories.ResponsibilityFactory(recommendation=factories.RecommendationFactory(inquiry=draft), post=post)

    assert answered(post) == []
    registered()
    (row,) = post_rows([read(post)], PUBLIC, today=TODAY)
    assert (row.leaf_count, row.tracked_count) == (0, 0)


def test_rows_count_all_leaves_and_those_still_tracked_for_each_post(post):
    whole = factories.RecommendationFactory()
    factories.ResponsibilityFactory(recommendation=whole, post=post)
    parts = [factories.PartFactory(parent=whole, letter=letter) for letter in "abc"]
    other = factories.ResponsibilityFactory(recommendation=parts[2]).post
    conclude(parts[0])
    registered()

    rows = post_rows([read(post), read(other)], PUBLIC, today=TODAY)

    assert [(row.post, row.leaf_count, row.tracked_count) for row in rows] == [(post, 2, 1), (other, 1, 1)]


def test_holders_are_those_of_today_and_before_without_contributors(post):
    def appointment(**fields):
        return factories.AppointmentFactory(post=post, **fields)

    first = appointment(starts_on=None, ends_on=date(2014, 5, 1))
    second = appointment(starts_on=date(2014, 5, 1), ends_on=date(2015, 5, 1))
    today = appointment(starts_on=date(2015, 5, 1))
    appointment(starts_on=date(2016, 6, 1))
    appointment(capacity=Capacity.CONTRIBUTOR)

    history = post_history(read(post), PUBLIC, today=TODAY)

    assert (history.holders, history.past_holders) == ((today,), (second, first))


def test_predecessors_and_successors_are_named(post):
    before, after = factories.PostFactory(), factories.PostFactory()
    before.successors.add(post)
    post.successors.add(after)

    history = post_history(read(post), PUBLIC, today=TODAY)

    assert [row.post for row in history.predecessors] == [before]
    assert [row.post for row in history.successors] == [after]


def test_a_post_that_answered_twice_for_the_same_counts_it_once(post):
    leaf = factories.RecommendationFactory()
    factories.ResponsibilityFactory(recommendation=leaf, post=post, ends_on=date(2015, 9, 1))
    factories.ResponsibilityFactory(recommendation=leaf, post=post, starts_on=date(2016, 1, 1))
    registered()

    (row,) = post_rows([read(post)], PUBLIC, today=TODAY)

    assert (row.leaf_count, row.tracked_count) == (1, 1)


def test_what_is_due_next_is_what_the_post_answers_for_today_the_next_first(post):
    overdue, later, sooner, gone = (
        factories.RecommendationFactory(due_on=due_on)
        for due_on in (date(2016, 4, 30), date(2016, 12, 31), date(2016, 5, 1), date(2016, 6, 1))
    )
    for leaf in (overdue, later, sooner):
        factories.ResponsibilityFactory(recommendation=leaf, post=post)
    factories.ResponsibilityFactory(recommendation=gone, post=post, ends_on=TODAY)
    registered()

    history = post_history(read(post), PUBLIC, today=TODAY)

    assert [entry.leaf for entry in history.due_next] == [sooner, later]
    assert (history.now.tracked, history.now.late, history.ever.tracked) == (3, 1, 4)
