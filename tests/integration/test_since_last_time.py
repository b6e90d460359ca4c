"""Since last time on the pages that have it: what a reader asks for in the address."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.pages import text_of
from tracking.enums import MeetingState
from tracking.models import Recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaf() -> Recommendation:
    """R01, whose view of November nobody knew in April."""
    committee = factories.CommitteeFactory(name="Corporate Resources O&S Committee", slug="corporate-resources")
    inquiry = factories.InquiryFactory(title="Left Offline", slug="left-offline", tracking_committee=committee)
    leaf = factories.RecommendationFactory(inquiry=inquiry, number=1, title="Tablets")
    factories.ResponsibilityFactory(recommendation=leaf, post=factories.PostFactory(slug="deputy-leader"))
    for day, number in ((date(2016, 4, 12), 6), (date(2016, 11, 8), 1)):
        meeting = factories.MeetingFactory(committee=committee, held_on=day, state=MeetingState.HELD)
        factories.AssessmentFactory(leaf=leaf, meeting=meeting, category=factories.category(number))
    return leaf


PAGES = {
    "overview": [],
    "register": [],
    "inquiry_detail": ["left-offline"],
    "recommendation_detail": ["left-offline", "R01"],
    "post_detail": ["deputy-leader"],
    "committee_detail": ["corporate-resources"],
    "meeting_detail": ["corporate-resources", "2016-11-08"],
}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_that_looks_back_answers_for_the_meeting_named(page: str, leaf: Recommendation) -> None:
    address = reverse(page, args=PAGES[page])
    asked = {"since": "corporate-resources/2016-04-12"}

    unasked, answered = (Client().get(address, query) for query in ({}, asked))

    assert unasked.context["since"].changed is None
    changed = answered.context["since"].changed
    assert changed.counts == ("1 view given by a committee",)
    assert [change.tags[0].number for change in changed.inquiries[0].leaves[0].changes] == ["1"]
    assert "1 view given by a committee" in text_of(answered)


def test_users_are_told_on_their_own_overview_too(leaf: Recommendation, client: Client) -> None:
    client.force_login(factories.UserFactory())

    page = client.get(reverse("overview"), {"since": "corporate-resources/2016-04-12"})

    assert page.context["since"].changed.counts == ("1 view given by a committee",)


@pytest.mark.parametrize(
    "named", ["nonsense", "corporate-resources/2016-04-13", "corporate-resources/", "x/2016-04-12", "/"]
)
def test_a_meeting_that_does_not_exist_is_said_beside_the_list(
    named: str, leaf: Recommendation, client: Client
) -> None:
    page = client.get(reverse("inquiry_detail", args=["left-offline"]), {"since": named})

    assert page.status_code == 200
    assert "There is no such meeting. Choose one from the list." in text_of(page)


def test_on_the_page_of_a_meeting_nothing_after_it_counts(leaf: Recommendation, client: Client) -> None:
    address = reverse("meeting_detail", args=["corporate-resources", "2016-04-12"])

    page = client.get(address, {"since": "corporate-resources/2016-04-12"})

    assert "Nothing has changed since the meeting on 12 April 2016" in text_of(page)


def test_what_is_chosen_keeps_the_filters_of_the_register(leaf: Recommendation, client: Client) -> None:
    page = client.get(reverse("register"), {"q": "tablets", "since": "corporate-resources/2016-04-12"})

    assert page.context["since"].kept == (("q", "tablets"),)
    assert page.context["since"].close_href == "?q=tablets"


def test_a_page_about_which_no_committee_has_met_offers_no_choice(client: Client) -> None:
    inquiry = factories.InquiryFactory()

    assert "Since last time" not in text_of(client.get(reverse("inquiry_detail", args=[inquiry.slug])))
