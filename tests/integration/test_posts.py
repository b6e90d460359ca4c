"""The list of posts and the page of one."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaf():
    return factories.RecommendationFactory(number=1, title="Operational plan", text="Write a plan.")


def test_the_list_says_who_holds_each_post_and_what_it_answers_for(client, leaf):
    post = factories.PostFactory(name="Deputy Leader")
    factories.AppointmentFactory(post=post, person=factories.PersonFactory(name="Councillor A. Example"))
    factories.ResponsibilityFactory(recommendation=leaf, post=post)
    factories.PostFactory(name="Cabinet Member for Canals", ended_on=date(2015, 5, 1))

    text = text_of(client.get(reverse("post_list")))

    assert text.endswith(
        "Deputy Leader Councillor A. Example 1 of 1 still tracked "
        "Cabinet Member for Canals Ended 1 May 2015 Nobody today None"
    )


def test_the_page_says_who_held_the_post_and_marks_what_is_late(client, leaf):
    before, post = (factories.PostFactory(name=name) for name in ("Cabinet Member for Canals", "Deputy Leader"))
    before.successors.add(post)
    person = factories.PersonFactory(name="Councillor A. Example", title="")
    factories.AppointmentFactory(post=post, person=person, ends_on=date(2016, 5, 5))
    factories.ResponsibilityFactory(recommendation=leaf, post=post)

    page = client.get(reverse("post_detail", args=[post.slug]))

    text = text_of(page)
    assert "Nobody holds this post today. It answers for 1 recommendation or part: 1 still tracked." in text
    assert "Before Councillor A. Example, 1 May 2015 to 5 May 2016" in text
    assert "Took over from Cabinet Member for Canals" in text
    assert 'class="app-late"' in page.content.decode()


def test_what_another_post_answers_for_by_now_is_marked_so(client, leaf):
    post = factories.ResponsibilityFactory(recommendation=leaf, ends_on=date(2015, 9, 1)).post
    factories.ResponsibilityFactory(recommendation=leaf, starts_on=date(2015, 9, 1))

    assert "Another post answers for it today." in text_of(client.get(reverse("post_detail", args=[post.slug])))


def test_a_post_that_answers_for_nothing_says_what_will_appear(client):
    post = factories.PostFactory()

    text = text_of(client.get(reverse("post_detail", args=[post.slug])))

    assert "It does not answer for any recommendation." in text
    assert "Recommendations will appear here once one in a published inquiry is addressed to this post." in text


def test_a_post_that_does_not_exist_is_not_found(client):
    assert client.get(reverse("post_detail", args=["nobody"])).status_code == 404
