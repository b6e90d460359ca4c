"""Everyone an inquiry has had to do with, then and now."""

from datetime import date

import pytest

from tests import factories
from tracking.models import Recommendation
from tracking.queries.inquiry_people import posts_involved

pytestmark = pytest.mark.django_db

APPROVED, CHANGED = date(2015, 6, 9), date(2016, 5, 24)


def involved(inquiry):
    rows = Recommendation.objects.filter(inquiry=inquiry).with_responsibilities()
    return posts_involved(rows, since=inquiry.approved_on)


def test_posts_that_answer_still_come_before_those_that_did():
    inquiry = factories.InquiryFactory()
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    before = factories.ResponsibilityFactory(recommendation=leaf, ends_on=CHANGED).post
    after = factories.ResponsibilityFactory(recommendation=leaf, starts_on=CHANGED).post

    assert [(row.post, row.starts_on, row.ends_on) for row in involved(inquiry)] == [
        (after, CHANGED, None),
        (before, APPROVED, CHANGED),
    ]


def test_a_post_answers_from_its_first_recommendation_to_its_last():
    inquiry = factories.InquiryFactory()
    post = factories.PostFactory()
    for starts_on, ends_on in ((APPROVED, CHANGED), (date(2015, 9, 1), date(2016, 9, 1))):
        leaf = factories.RecommendationFactory(inquiry=inquiry)
        factories.ResponsibilityFactory(recommendation=leaf, post=post, starts_on=starts_on, ends_on=ends_on)

    assert [(row.starts_on, row.ends_on) for row in involved(inquiry)] == [(APPROVED, date(2016, 9, 1))]


def test_only_those_who_held_a_post_while_it_answered_are_named():
    inquiry = factories.InquiryFactory()
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    post = factories.ResponsibilityFactory(recommendation=leaf, starts_on=APPROVED, ends_on=CHANGED).post
    factories.AppointmentFactory(post=post, starts_on=date(2010, 5, 1), ends_on=APPROVED)
    then = factories.AppointmentFactory(post=post, starts_on=APPROVED, ends_on=CHANGED)
    factories.AppointmentFactory(post=post, starts_on=CHANGED)
    factories.AppointmentFactory(post=post, starts_on=APPROVED, capacity="contributor")

    assert [row.holders for row in involved(inquiry)] == [(then,)]
