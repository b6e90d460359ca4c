"""The executive's response and its clock, and everyone involved, in words."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracking.enums import PostKind
from tracking.models import Inquiry
from tracking.presenters.inquiry_facts import Fact, Involved, everyone_involved, response_face
from tracking.queries.inquiries import inquiry_history

pytestmark = pytest.mark.django_db

RECEIVED, DUE, TODAY = date(2015, 6, 9), date(2015, 8, 8), date(2015, 8, 1)


def history_of(inquiry, today=TODAY):
    read = Inquiry.objects.with_tracking_committee().get(pk=inquiry.pk)
    return inquiry_history(read, AnonymousUser(), today=today)


@pytest.mark.parametrize(
    ("fields", "today", "state"),
    [
        ({}, TODAY, "Not known"),
        ({"received_on": RECEIVED}, TODAY, "Due in 7 days"),
        ({"received_on": RECEIVED}, date(2015, 8, 7), "Due in 1 day"),
        ({"received_on": RECEIVED}, DUE, "Due today"),
        ({"received_on": RECEIVED}, date(2015, 8, 9), "Overdue"),
        ({"received_on": RECEIVED, "responded_on": DUE}, date(2016, 1, 1), "Given"),
        ({"received_on": RECEIVED, "responded_on": date(2015, 8, 9)}, date(2016, 1, 1), "Given late"),
        ({"responded_on": DUE}, date(2016, 1, 1), "Given"),
    ],
)
def test_the_state_of_the_clock_is_told_in_a_word_or_two(fields, today, state):
    inquiry = factories.InquiryFactory(**fields)

    assert response_face(history_of(inquiry), today=today).state == state


def test_no_clock_runs_against_outside_bodies():
    inquiry = factories.InquiryFactory(received_on=RECEIVED)
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    factories.ResponsibilityFactory(recommendation=leaf, post=factories.PostFactory(kind=PostKind.OUTSIDE_BODY))

    face = response_face(history_of(inquiry), today=date(2016, 1, 1))

    assert face.state == "Not owed"
    assert face.facts == (Fact("Report received by the executive", ("9 June 2015",)),)


def test_the_days_the_clock_is_reckoned_from_are_listed():
    inquiry = factories.InquiryFactory(received_on=RECEIVED, notice_on=date(2015, 6, 12))

    assert response_face(history_of(inquiry), today=TODAY).facts == (
        Fact("Report received by the executive", ("9 June 2015",)),
        Fact("Notice asking for a response", ("12 June 2015",)),
        Fact("Response due", ("11 August 2015",)),
    )


def test_everyone_involved_is_named_with_when_and_who_held_the_post_in_that_time():
    committee = factories.CommitteeFactory(name="Corporate Resources", slug="corporate")
    inquiry = factories.InquiryFactory(tracking_committee=committee)
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    post = factories.PostFactory(name="Deputy Leader", slug="deputy-leader")
    factories.ResponsibilityFactory(recommendation=leaf, post=post)
    changed = date(2016, 5, 24)
    for name, starts_on, ends_on in (("Ash", RECEIVED, changed), ("Birch", changed, None)):
        factories.AppointmentFactory(
            post=post, person__name=f"Councillor {name}", person__title="", starts_on=starts_on, ends_on=ends_on
        )

    assert everyone_involved(history_of(inquiry), today=date(2017, 1, 1)) == (
        Involved("Tracks it", "Corporate Resources", "since 9 June 2015", is_current=True, committee_slug="corporate"),
        Involved(
            "Answers for recommendations",
            "Deputy Leader",
            "since 9 June 2015",
            is_current=True,
            post_slug="deputy-leader",
            holders=("Councillor Ash, 9 June 2015 to 24 May 2016", "Councillor Birch, since 24 May 2016"),
        ),
    )
