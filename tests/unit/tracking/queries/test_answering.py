"""Who answered for a recommendation on a day, and who held the posts then."""

from datetime import date, timedelta

import pytest

from tests import factories
from tracking.models import Recommendation
from tracking.queries.answering import ResponsibilityMove, answering_on, responsibility_moves

pytestmark = pytest.mark.django_db

APPROVED, CHANGED, TODAY = date(2015, 6, 9), date(2016, 5, 24), date(2017, 1, 1)


def read(recommendation):
    rows = Recommendation.objects.with_responsibilities().prefetch_related(
        "responsibilities__post__appointments__person", "parent__responsibilities__post__appointments__person"
    )
    return rows.get(pk=recommendation.pk)


def held(post, starts_on, ends_on=None):
    return factories.AppointmentFactory(post=post, starts_on=starts_on, ends_on=ends_on).person


def test_an_office_that_changed_hands_was_held_by_whoever_held_it_on_the_day():
    responsibility = factories.ResponsibilityFactory(starts_on=APPROVED)
    before = held(responsibility.post, APPROVED, CHANGED)
    after = held(responsibility.post, CHANGED)
    leaf = read(responsibility.recommendation)

    found = [answering_on([leaf], day)[0].holders for day in (CHANGED - timedelta(days=1), CHANGED, TODAY)]

    assert found == [(before,), (after,), (after,)]


def test_a_contributor_does_not_hold_the_post():
    responsibility = factories.ResponsibilityFactory()
    factories.AppointmentFactory(post=responsibility.post, capacity="contributor")

    assert answering_on([read(responsibility.recommendation)], TODAY)[0].holders == ()


def test_a_part_without_posts_of_its_own_answers_through_its_parents_and_each_post_is_named_once():
    whole = factories.RecommendationFactory()
    post = factories.ResponsibilityFactory(recommendation=whole).post
    parts = [read(factories.PartFactory(parent=whole, letter=letter)) for letter in "ab"]

    assert [row.post for row in answering_on(parts, TODAY)] == [post]


def test_responsibility_that_passed_on_tells_the_day_and_both_posts():
    leaf = factories.RecommendationFactory()
    first = factories.ResponsibilityFactory(recommendation=leaf, starts_on=APPROVED, ends_on=CHANGED).post
    second = factories.ResponsibilityFactory(recommendation=leaf, starts_on=CHANGED).post

    assert responsibility_moves(read(leaf), until=TODAY) == (ResponsibilityMove(CHANGED, (second,), (first,)),)
    assert responsibility_moves(read(leaf), until=APPROVED) == ()


def test_the_first_posts_to_answer_are_no_move():
    leaf = factories.RecommendationFactory()
    factories.ResponsibilityFactory(recommendation=leaf, starts_on=APPROVED)

    assert responsibility_moves(read(leaf), until=TODAY) == ()


def test_a_part_that_inherits_moves_with_its_parent():
    whole = factories.RecommendationFactory()
    factories.ResponsibilityFactory(recommendation=whole, starts_on=APPROVED)
    second = factories.ResponsibilityFactory(recommendation=whole, starts_on=CHANGED).post

    found = responsibility_moves(read(factories.PartFactory(parent=whole)), until=TODAY)

    assert found == (ResponsibilityMove(CHANGED, (second,), ()),)
