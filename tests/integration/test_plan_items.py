"""The page of an action or output of a whole theme, and where its address leads when it is not the latest."""

from datetime import UTC, date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AimFactory,
    AskingChangeFactory,
    ImprovementPlanFactory,
    LeadAssessmentFactory,
    LeadFactory,
    PlanItemFactory,
    PlanLinkFactory,
    PlanRoundFactory,
    PlanUpdateFactory,
    PostFactory,
    ThemeFactory,
    appointed,
)
from tracking.actions.plans.items import change_item, take_out_item
from tracking.enums import ItemKind, PlanRoundState, PlanUpdateState
from tracking.models import User
from tracking.models.plans import PlanItem, PlanRound, Theme

pytestmark = pytest.mark.django_db

AUGUST, SEPTEMBER = date(2018, 8, 1), date(2018, 9, 1)
SAID = {"text": "Trust grows, and is measured.", "reason": "It could not be measured.", "month": SEPTEMBER}


@pytest.fixture
def theme() -> Theme:
    return ThemeFactory(plan=ImprovementPlanFactory(slug="governance"), number=2, title="Culture")


@pytest.fixture
def item(theme: Theme) -> PlanItem:
    return PlanItemFactory(
        aim=None, theme=theme, kind=ItemKind.OUTPUT, text="Trust grows.", due_text="July 2018", due_on=date(2018, 7, 31)
    )


@pytest.fixture
def keeper(theme: Theme) -> User:
    return appointed(theme.plan.owning_post)


def at(item: PlanItem) -> str:
    return reverse("plan_item", args=["governance", item.pk])


def read(client: Client, item: PlanItem) -> HttpResponse:
    return client.get(at(item))


def issued(theme: Theme, month: date) -> PlanRound:
    return PlanRoundFactory(plan=theme.plan, month=month, state=PlanRoundState.ISSUED)


def rated(plan_round: PlanRound, item: PlanItem, letter: str, *, text: str) -> None:
    """An accepted update on the theme as a whole that rates the item."""
    update = PlanUpdateFactory(round=plan_round, state=PlanUpdateState.ACCEPTED, aims=[item.of_theme])
    revision = update.revisions.get()
    revision.text = text
    revision.save()
    LeadAssessmentFactory(revision=revision, item=item, letter=letter)


def test_its_page_says_what_it_said_before_and_how_it_was_rated_month_by_month(
    client: Client, item: PlanItem, keeper: User
) -> None:
    rated(issued(item.of_theme, AUGUST), item, "A", text="Half of it.")
    latest = change_item(by=keeper, item=item, due_text="October 2018", due_on=date(2018, 10, 31), **SAID)
    rated(issued(item.of_theme, SEPTEMBER), latest, "G", text="All of it.")
    LeadFactory(aim=None, item=latest, post=PostFactory(name="City Solicitor"))
    PlanLinkFactory(aim=None, item=latest)

    page = read(client, latest).context["item_page"]

    assert (page.title, page.state) == (
        "Output of theme 2 as a whole",
        "It was changed once since the plan was published. Led by City Solicitor.",
    )
    assert (page.entry.original, page.entry.slipped) == ("July 2018 (31 July 2018)", "Slipped 92 days in one move.")
    assert [said.change for said in page.entry.earlier] == ["Changed in September 2018: It could not be measured."]
    assert (page.entry.rating.tag.number, page.entry.rating.before.number) == ("G", "A")
    months = [(row.name, [said.html for said in row.said]) for row in (*page.timeline.latest, *page.timeline.earlier)]
    assert months == [("September 2018", ["<p>All of it.</p>\n"]), ("August 2018", ["<p>Half of it.</p>\n"])]
    assert (len(page.timeline.latest), len(page.entry.answers)) == (1, 1)


def test_the_latest_month_stands_under_a_heading_of_its_own(client: Client, item: PlanItem) -> None:
    for month in (AUGUST, SEPTEMBER):
        rated(issued(item.of_theme, month), item, "A", text="Half of it.")
    page = read(client, item).text
    assert page.index("Latest update") < page.index("September 2018</a>") < page.index("Earlier months")


def test_its_page_says_that_asking_stopped_and_was_resumed(client: Client, item: PlanItem) -> None:
    issued(item.of_theme, AUGUST)
    AskingChangeFactory(aim=None, item=item, month=AUGUST, reason="It is done.")
    AskingChangeFactory(aim=None, item=item, asks=True, month=SEPTEMBER, reason="It is not.")
    page = read(client, item).context["item_page"]
    assert [row.asking for row in (*page.timeline.latest, *page.timeline.earlier)] == [
        ("Asked about again: It is not.",),
        ("No further update is asked for since August 2018: It is done.",),
    ]


def test_what_is_said_of_other_items_of_the_plan_is_not_on_its_page(client: Client, item: PlanItem) -> None:
    other = PlanItemFactory(aim=None, theme=item.of_theme)
    of_aim = PlanItemFactory(aim=AimFactory(theme=item.of_theme, number=1))
    revision = PlanUpdateFactory(
        round=issued(item.of_theme, AUGUST), state=PlanUpdateState.ACCEPTED, aims=[item.of_theme]
    ).revisions.get()
    for rated_item in (other, of_aim):
        LeadAssessmentFactory(revision=revision, item=rated_item, letter="A")
    (month,) = read(client, item).context["item_page"].timeline.latest
    assert [said.ratings for said in month.said] == [()]


def test_before_any_month_is_issued_it_is_not_rated_and_says_what_will_appear(client: Client, item: PlanItem) -> None:
    page = read(client, item)
    assert page.context["item_page"].entry.rating.tag.words == "Not rated"
    assert page.context["item_page"].state == "No post leads on it."
    assert "will appear here once a month with an update on it is issued" in page.text


def test_the_address_of_an_earlier_row_leads_to_the_latest(client: Client, item: PlanItem, keeper: User) -> None:
    middle = change_item(by=keeper, item=item, **SAID)
    latest = change_item(by=keeper, item=middle, **SAID | {"text": "Trust grows, and is measured yearly."})
    for row in (item, middle):
        assert read(client, row).headers["Location"] == at(latest)


def test_what_was_taken_out_says_why_and_when_and_is_linked_from_its_theme(
    client: Client, item: PlanItem, keeper: User
) -> None:
    latest = change_item(by=keeper, item=item, **SAID)
    take_out_item(by=keeper, item=latest, reason="It said the same twice.", month=SEPTEMBER)

    assert read(client, item).headers["Location"] == at(latest)
    page = read(client, latest)
    assert page.context["item_page"].state == (
        "Taken out of the plan in September 2018. It was changed once since the plan was published."
    )
    assert "Taken out in September 2018: It said the same twice." in page.text
    assert page.context["item_page"].entry.rating is None
    (table,) = client.get(reverse("plan_detail", args=["governance"])).context["plan_page"].themes
    assert [(link.href, link.detail) for link in table.taken_out] == [(at(latest), "in September 2018")]


def test_an_item_of_an_aim_is_read_on_the_page_of_the_aim(client: Client, theme: Theme, keeper: User) -> None:
    item = PlanItemFactory(aim=AimFactory(theme=theme, number=1))
    latest = change_item(by=keeper, item=item, **SAID)
    there = f"{reverse('plan_aim', args=['governance', '2.1'])}#item-{latest.pk}"
    assert [read(client, row).headers["Location"] for row in (item, latest)] == [there, there]
    assert f'id="item-{latest.pk}"' in client.get(there).text


def test_the_item_of_another_plan_is_not_found_at_its_address(client: Client, item: PlanItem) -> None:
    assert client.get(reverse("plan_item", args=[ImprovementPlanFactory().slug, item.pk])).status_code == 404


def test_the_pages_of_the_plan_and_of_its_month_lead_to_it(client: Client, item: PlanItem) -> None:
    # What was written after a month was issued is not of it.
    PlanItem.objects.update(recorded_at=datetime(2018, 6, 30, 12, tzinfo=UTC))
    plan_round = issued(item.of_theme, AUGUST)
    rated(plan_round, item, "A", text="Half of it.")
    for page in (
        reverse("plan_detail", args=["governance"]),
        reverse("plan_round", args=["governance", plan_round.reference]),
    ):
        assert f'href="{at(item)}"' in client.get(page).text


def test_its_keepers_find_there_what_they_can_do_and_nobody_else_does(
    client: Client, item: PlanItem, keeper: User
) -> None:
    change = reverse("plan_item_edit", args=["governance", item.pk])
    before = change in read(client, item).text
    client.force_login(keeper)
    assert (before, change in read(client, item).text) == (False, True)


def test_an_unnumbered_aim_and_the_one_with_its_place_as_number_stand_at_places_of_their_own(
    client: Client, theme: Theme
) -> None:
    AimFactory(theme=theme, number=2, position=1)
    AimFactory(theme=theme, number=None, position=2)
    page = client.get(reverse("plan_round", args=["governance", issued(theme, AUGUST).reference])).context["month_page"]
    assert [table.id for section in page.themes for table in section.tables] == ["aim-2-2", "aim-2-at-2"]
