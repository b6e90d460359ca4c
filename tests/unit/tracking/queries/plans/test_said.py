"""What the latest issued month of a plan says of what answers an inquiry or is led by a post."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AimFactory,
    InquiryFactory,
    LeadAssessmentFactory,
    PlanItemFactory,
    PlanLinkFactory,
    PlanRoundFactory,
    PlanUpdateFactory,
    RecommendationFactory,
)
from tests.plan_months import THIS_MONTH, MonthScene, month_scene
from tests.register import registered
from tracking.actions.plans.items import change_item
from tracking.dates import add_months
from tracking.enums import PlanUpdateState
from tracking.models.plans import PlanItem
from tracking.presenters.plans.said import said_in_month
from tracking.queries.plans.said import Source, latest_says

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> MonthScene:
    return month_scene()


def told(source: Source) -> list[tuple[str, str, str]]:
    """Letter, words and share of each tag."""
    said = said_in_month(latest_says([source])[source])
    assert said is not None
    return [(row.tag.number, row.tag.words, row.share) for row in said.tags]


def test_of_an_item_it_says_letter_words_and_month(scene: MonthScene) -> None:
    plan_round = scene.issue(action="A", output="")
    said = said_in_month(latest_says([scene.action])[scene.action])
    assert said is not None
    assert said.month.text == plan_round.name
    assert (told(scene.action), told(scene.output)) == ([("A", "On track", "")], [("", "Not rated", "")])


def test_of_an_aim_it_says_how_many_of_its_units_are_what(scene: MonthScene) -> None:
    scene.issue(action="A", output="")
    assert told(scene.aim) == [("A", "On track", "1 of 2"), ("", "Not rated", "1 of 2")]


def test_an_aim_without_items_is_itself_what_is_rated(scene: MonthScene) -> None:
    bare = AimFactory(theme=scene.aim.theme, number=9)
    scene.issue(action="A", output="")
    assert told(bare) == [("", "Not rated", "")]


def test_nothing_is_said_before_a_month_is_issued(scene: MonthScene) -> None:
    scene.open()
    scene.accept(action="G", output="G")
    assert latest_says([scene.aim, scene.action]) == {}


def test_the_latest_month_counts_and_what_an_open_one_says_does_not(scene: MonthScene) -> None:
    scene.issue(add_months(THIS_MONTH, -2), action="R", output="A")
    latest = scene.issue(add_months(THIS_MONTH, -1), action="A", output="A")
    scene.open()
    scene.accept(action="G", output="G")
    assert latest_says([scene.action])[scene.action].round == latest
    assert told(scene.aim) == [("A", "On track", "2 of 2")]


def test_a_rating_given_to_earlier_words_still_stands(scene: MonthScene) -> None:
    scene.issue(action="A", output="")
    month = scene.plan.published_on.replace(day=1)
    latest = change_item(by=scene.keeper, item=scene.action, text="Meet weekly.", reason="Asked.", month=month)
    assert told(PlanItem.objects.select_related("aim__theme__plan").get(pk=latest.pk)) == [("A", "On track", "")]


def test_what_is_limited_says_so_and_is_not_among_the_complete(scene: MonthScene) -> None:
    plan_round = PlanRoundFactory(plan=scene.plan, month=date(2018, 8, 1), state="issued")
    update = PlanUpdateFactory(round=plan_round, state=PlanUpdateState.ACCEPTED, aims=[scene.aim])
    LeadAssessmentFactory(revision=update.revisions.get(), item=scene.action, letter="G", limited_to="for Cabinet")
    assert told(scene.action) == [("G", "Complete or evaluated, for Cabinet", "")]
    assert told(scene.aim)[0][1:] == ("Limited: not counted as complete", "1 of 2")


def test_several_plans_are_read_at_once_each_in_its_own_latest_month(
    scene: MonthScene, django_assert_num_queries
) -> None:
    scene.issue(action="A", output="")
    other = PlanItemFactory()
    PlanRoundFactory(plan=other.plan, month=date(2018, 8, 1), state="issued")
    with django_assert_num_queries(4):
        says = latest_says([scene.aim, scene.action, other])
    assert {source: row.round.month for source, row in says.items()} == {
        scene.aim: THIS_MONTH,
        scene.action: THIS_MONTH,
        other: date(2018, 8, 1),
    }


def test_the_pages_of_the_inquiry_and_of_the_recommendation_say_it_beside_the_link(
    client: Client, scene: MonthScene
) -> None:
    recommendation = RecommendationFactory(number=6, inquiry=InquiryFactory(slug="partners"))
    PlanLinkFactory(aim=None, item=scene.action, inquiry=None, recommendation=recommendation)
    registered()
    pages = (reverse("inquiry_detail", args=["partners"]), reverse("recommendation_detail", args=["partners", "R06"]))

    assert [client.get(page).context["plan_answers"][0].said for page in pages] == [None, None]
    plan_round = scene.issue(action="G", output="")
    registered()

    for page in pages:
        response = client.get(page)
        (answer,) = response.context["plan_answers"]
        assert (answer.said.month.text, answer.said.tags[0].tag.words) == (plan_round.name, "Complete or evaluated")
        assert "Green in a plan concludes no recommendation" in response.text


def test_the_page_of_a_post_says_it_beside_what_it_leads_on(client: Client, scene: MonthScene) -> None:
    scene.issue(action="A", output="")
    registered()
    (group,) = client.get(reverse("post_detail", args=[scene.aim.leads.get().post.slug])).context["plans"].led
    assert [(line.link.text, [row.share for row in line.said.tags]) for line in group.lines] == [
        ("Aim 1.4", ["1 of 2", "1 of 2"])
    ]
