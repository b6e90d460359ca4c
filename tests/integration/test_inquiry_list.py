"""The list of inquiries with its filters."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.pages import text_of
from tests.register import registered
from tracking.enums import CommitteeRole, Decision, InquiryState, MeetingState
from tracking.models import Inquiry

pytestmark = pytest.mark.django_db


def titles(client: Client, **query: str) -> list[str]:
    """Titles of the inquiries listed with these filters, in order."""
    registered()
    page = client.get(reverse("inquiry_list"), query)
    return [line.inquiry.title for line in page.context["lines"]]


@pytest.fixture
def committee():
    return factories.CommitteeFactory(name="Corporate Resources Committee", slug="corporate-resources")


@pytest.fixture
def inquiry(committee):
    return factories.InquiryFactory(title="Partnership", slug="partnership", tracking_committee=committee)


@pytest.fixture
def leaf(inquiry):
    return factories.RecommendationFactory(inquiry=inquiry, number=1, title="Operational plan", text="Write a plan.")


@pytest.fixture
def meeting(committee):
    return factories.MeetingFactory(committee=committee, state=MeetingState.HELD)


@pytest.fixture
def other():
    """Another published inquiry, with a recommendation nobody has judged."""
    inquiry = factories.InquiryFactory(title="Flooding", slug="flooding", approved_on=date(2014, 1, 7))
    factories.RecommendationFactory(inquiry=inquiry, number=1, text="Clear the drains.")
    return inquiry


@pytest.fixture
def officer(committee):
    return factories.seated(committee, CommitteeRole.SCRUTINY_OFFICER)


def conclude(leaf, meeting, **fields):
    return factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=factories.category(1),
        decision=Decision.CONCLUDE,
        conclusion_reason="implemented",
        **fields,
    )


def test_a_row_says_where_the_inquiry_stands(client, leaf, meeting):
    conclude(leaf, meeting)
    registered()

    text = text_of(client.get(reverse("inquiry_list")))

    assert text.endswith(
        "Partnership Corporate Resources Committee "
        "Approved 9 June 2015 · 1 of 1 recommendation concluded · Last tracked 12 April 2016"
    )


def test_it_is_ordered_by_date_of_approval_the_latest_first(client, leaf, other):
    assert titles(client) == ["Partnership", "Flooding"]


@pytest.mark.parametrize("words", ["flood", "drains", "CLEAR flooding"])
def test_words_are_looked_for_in_titles_and_recommendations(client, leaf, other, words):
    assert titles(client, q=words) == ["Flooding"]


def test_every_word_must_occur(client, leaf, other):
    assert titles(client, q="drains partnership") == []


def test_words_of_a_withdrawn_recommendation_are_not_found(client, inquiry):
    factories.RecommendationFactory(inquiry=inquiry, text="Mistaken.", withdrawn_reason="Entered twice")

    assert titles(client, q="mistaken") == []


def test_a_committee_finds_what_it_tracks_tracked_or_commissioned(client, committee, inquiry, other):
    commissioner = factories.CommitteeFactory(slug="commissioner")
    other.commissioned_by.add(commissioner)
    row = inquiry.tracking_committees.get()
    row.ends_on = date(2016, 5, 1)
    row.save()
    successor = factories.CommitteeFactory(slug="successor")
    inquiry.tracking_committees.create(committee=successor, starts_on=row.ends_on)

    found = [titles(client, committee=slug) for slug in ("corporate-resources", "successor", "commissioner")]

    assert found == [["Partnership"], ["Partnership"], ["Flooding"]]


def test_a_post_finds_what_it_answers_for_now_or_before(client, leaf, other):
    post = factories.PostFactory(slug="deputy-leader")
    factories.ResponsibilityFactory(recommendation=leaf, post=post, ends_on=date(2015, 9, 1))

    assert titles(client, post="deputy-leader") == ["Partnership"]


def test_a_category_finds_the_standing_view_of_any_leaf(client, leaf, meeting, other):
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, category=factories.category(3))
    factories.AssessmentFactory(leaf=leaf, meeting=later, category=factories.category(5))

    found = [titles(client, category=factories.category(number).code) for number in (3, 5)]

    assert found == [[], ["Partnership"]]


def test_a_category_does_not_give_away_a_view_that_is_not_public(client, leaf, committee):
    planned = factories.MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
    factories.AssessmentFactory(leaf=leaf, meeting=planned, category=factories.category(5))
    category = factories.category(5).code
    before = titles(client, category=category)
    client.force_login(factories.seated(committee))

    assert (before, titles(client, category=category)) == ([], ["Partnership"])


def test_tracking_tells_tracked_concluded_and_never_tracked_apart(client, leaf, meeting, other):
    factories.InquiryFactory(title="Empty")
    conclude(leaf, meeting)
    under_way = factories.RecommendationFactory(inquiry=factories.InquiryFactory(title="Under way"))
    factories.AssessmentFactory(leaf=under_way, meeting=meeting)

    found = {state: titles(client, tracking=state) for state in ("tracked", "concluded", "never")}

    assert found == {
        "tracked": ["Under way", "Flooding"],
        "concluded": ["Partnership"],
        "never": ["Flooding"],
    }


def test_an_inquiry_with_a_date_carried_over_was_tracked(client, other):
    Inquiry.objects.filter(pk=other.pk).update(last_tracked_on_carried_over=date(2014, 9, 1))

    assert titles(client, tracking="never") == []


def test_states_are_a_filter_only_for_those_who_see_drafts(client, committee, leaf, officer):
    factories.InquiryFactory(title="Secret", state=InquiryState.DRAFT, tracking_committee=committee)
    page = client.get(reverse("inquiry_list"), {"state": "draft"})
    assert ("State of the inquiry" in text_of(page), titles(client, state="draft")) == (False, ["Partnership"])

    client.force_login(officer)
    page = client.get(reverse("inquiry_list"), {"state": "draft"})
    assert ("State of the inquiry" in text_of(page), titles(client, state="draft")) == (True, ["Secret"])


def test_chips_name_each_filter_and_take_it_away_alone(client, leaf, other):
    registered()
    page = client.get(reverse("inquiry_list"), {"q": "plan", "tracking": "tracked", "page": "1", "post": ""})

    assert [(chip.words, chip.query) for chip in page.context["chips"]] == [
        ("Words: plan", "?tracking=tracked&post="),
        ("Tracking: Still tracked", "?q=plan&post="),
    ]
    assert "2 inquiries, 1 with these filters" in text_of(page)


def test_a_filter_that_does_not_exist_is_told_in_plain_words(client, leaf):
    page = client.get(reverse("inquiry_list"), {"committee": "nonsense", "q": "plan"})

    assert "There is a problem Choose a committee from the list." in text_of(page)
    assert 'href="#id_committee"' in page.content.decode()
    assert 'value="plan"' in page.content.decode()


def test_long_or_odd_words_are_answered_not_crashed_on(client, leaf):
    too_long = client.get(reverse("inquiry_list"), {"q": "a " * 100})

    assert "Search for 100 characters or fewer." in text_of(too_long)
    assert titles(client, q="x " * 50) == []
    # Signs alone look for nothing, so everything is left.
    assert titles(client, q="%_'\"\\") == ["Partnership"]


def test_pages_keep_the_filters(client, committee):
    factories.InquiryFactory.create_batch(26, tracking_committee=committee)

    page = client.get(reverse("inquiry_list"), {"committee": committee.slug})

    assert len(page.context["lines"]) == 25
    assert 'href="?committee=corporate-resources&amp;page=2"' in page.content.decode()


def test_an_empty_list_says_what_will_appear_and_how(client):
    text = text_of(client.get(reverse("inquiry_list")))

    assert "Inquiries will appear here once a scrutiny officer has entered and published them." in text


def test_filters_that_fit_nothing_say_what_to_do(client, leaf):
    text = text_of(client.get(reverse("inquiry_list"), {"q": "nowhere"}))

    assert "No inquiry fits these filters. Take one away to see more." in text
