"""Improvement plans on the pages: reading one, and writing one from its start to its end."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.factories import (
    AimFactory,
    ImprovementPlanFactory,
    LeadFactory,
    PlanItemFactory,
    PlanLinkFactory,
    PostFactory,
    RecommendationFactory,
    ThemeFactory,
    appointed,
    on_track,
)
from tests.register import registered
from tracking.actions.plans.items import change_item
from tracking.actions.plans.themes import edit_aim
from tracking.enums import ItemKind, PlanState, PostKind
from tracking.models import Event, Post
from tracking.models.plans import Aim, ImprovementPlan, PlanItem, PlanLink

pytestmark = pytest.mark.django_db

SOURCE = "[^guide]\n\n[^guide]: A national guide"


@pytest.fixture
def plan() -> ImprovementPlan:
    return ImprovementPlanFactory(title="Governance Plan", slug="governance", owning_post__name="Head of Improvement")


@pytest.fixture
def aim(plan: ImprovementPlan) -> Aim:
    theme = ThemeFactory(plan=plan, number=1, title="Leadership")
    return AimFactory(theme=theme, number=4, text="Well led.")


@pytest.fixture
def keeper(client: Client, plan: ImprovementPlan) -> Client:
    client.force_login(appointed(plan.owning_post))
    return client


def address(name: str, **more: object) -> str:
    return reverse(name, kwargs={"slug": "governance"} | more)


def state_of(response) -> str:
    return response.context["plan_page"].state


def test_the_page_tells_the_size_of_a_plan_what_was_due_and_what_nobody_leads_on(client: Client, aim: Aim) -> None:
    LeadFactory(aim=aim)
    PlanItemFactory(aim=aim)
    PlanItemFactory(aim=None, theme=aim.theme, kind=ItemKind.OUTPUT, due_on=None, due_text="Ongoing")
    today = timezone.localdate()

    response = client.get(address("plan_detail"))

    assert state_of(response) == (
        f"1 aim in 1 theme, with 1 required action and 1 output. 1 was due by {today:%-d %B %Y}."
    )
    assert [link.text for link in response.context["plan_page"].without_lead] == ["Theme 1 as a whole"]
    assert "What you can do" not in response.text


def test_a_plan_is_filtered_by_lead_and_by_what_is_due(client: Client, aim: Aim) -> None:
    lead = LeadFactory(aim=aim, post__slug="city-solicitor")
    due = PlanItemFactory(aim=aim)
    PlanItemFactory(aim=aim, due_on=None, due_text="")
    PlanItemFactory(aim=AimFactory(theme=aim.theme, number=5))

    response = client.get(address("plan_detail"), {"lead": lead.post.slug, "due": "on"})

    assert state_of(response) == "1 of 3 actions and outputs fit these filters."
    assert [chip.words for chip in response.context["chips"]] == [f"Lead: {lead.post}", "Due by now"]
    tables = response.context["plan_page"].themes
    assert [[line.item for line in row.actions] for table in tables for row in table.rows] == [[due]]
    assert client.get(address("plan_detail"), {"lead": "nobody"}).context["form"].errors == {
        "lead": ["Choose a post from the list."]
    }


def test_a_source_footnoted_three_times_is_one_note_of_the_page(client: Client, aim: Aim) -> None:
    for number in (5, 6, 7):
        AimFactory(theme=aim.theme, number=number, text=f"Aim {number}.{SOURCE}")
    page = client.get(address("plan_detail"))
    assert [len(note.references) for note in page.context["plan_page"].notes] == [3]
    assert page.text.count('id="note-1"') == 1


def test_an_aim_without_lead_action_or_output_says_so(client: Client, aim: Aim) -> None:
    page = client.get(address("plan_aim", reference="1.4")).context["aim_page"]
    assert page.state == "0 required actions and 0 outputs. No post leads on it."
    assert [group.empty for group in page.groups if not group.entries] == [
        "No action is set out for this aim.",
        "No output is set out for this aim.",
    ]


def test_an_unnumbered_aim_has_an_address_by_its_place(client: Client, aim: Aim) -> None:
    AimFactory(theme=aim.theme, number=None, position=9, text="Trust.")
    assert client.get(address("plan_aim", reference="1-9")).context["aim_page"].title == "Aim 1, unnumbered"
    assert client.get(address("plan_aim", reference="1.9")).status_code == 404


def test_a_changed_item_shows_what_it_said_its_reason_and_how_its_date_moved(client: Client, aim: Aim) -> None:
    item = PlanItemFactory(aim=aim, text="Finish the review.")
    by = appointed(aim.plan.owning_post)
    change_item(
        by=by,
        item=item,
        text="Finish the whole review.",
        due_text="November 2018",
        due_on=date(2018, 11, 30),
        reason="It grew.",
        month=date(2018, 9, 1),
    )

    (entry,) = client.get(address("plan_aim", reference="1.4")).context["aim_page"].groups[0].entries

    assert (entry.due, entry.original) == ("November 2018 (30 November 2018)", "September 2018 (30 September 2018)")
    assert entry.slipped == "Slipped 61 days in one move."
    assert [(said.change, said.html) for said in entry.earlier] == [
        ("Changed in September 2018: It grew.", "<p>Finish the review.</p>\n")
    ]
    assert [row.moved_in_all for row in entry.slip_rows] == ["–", "61 days later"]


def test_a_link_is_shown_on_both_sides_and_concludes_nothing(client: Client, aim: Aim) -> None:
    recommendation = RecommendationFactory(number=6)
    PlanLinkFactory(aim=aim, inquiry=None, recommendation=recommendation)
    registered()
    inquiry = recommendation.inquiry

    of_aim = client.get(address("plan_aim", reference="1.4"))
    of_recommendation = client.get(reverse("recommendation_detail", args=[inquiry.slug, "R06"]))
    of_inquiry = client.get(reverse("inquiry_detail", args=[inquiry.slug]))

    assert [answer.link.text for answer in of_aim.context["aim_page"].answers] == [f"R06 of {inquiry}"]
    for page in (of_recommendation, of_inquiry):
        (answer,) = page.context["plan_answers"]
        assert (answer.source, answer.of, answer.href) == ("Aim 1.4", "R06", address("plan_aim", reference="1.4"))
        assert "Green in a plan concludes no recommendation" in page.text


def test_the_page_of_a_post_tells_what_it_keeps_and_leads_on(client: Client, aim: Aim) -> None:
    lead = LeadFactory(aim=aim)
    registered()
    owned = client.get(reverse("post_detail", args=[aim.plan.owning_post.slug])).context["plans"].owned
    led = client.get(reverse("post_detail", args=[lead.post.slug])).context["plans"].led
    assert [link.text for link in owned] == ["Governance Plan"]
    assert [(row.plan, [line.link.text for line in row.lines]) for row in led] == [("Governance Plan", ["Aim 1.4"])]


def test_a_page_kept_for_visitors_follows_what_changes(client: Client, aim: Aim, settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    before = client.get(address("plan_detail")).text
    edit_aim(by=appointed(aim.plan.owning_post), aim=aim, text="Very well led.", number=4, reason="A word was missing.")
    after = client.get(address("plan_detail")).text
    assert ("Very well led." in before, "Very well led." in after) == (False, True)


def test_a_plan_is_written_from_its_start_to_its_end(client: Client) -> None:
    on_track()
    post: Post = PostFactory(name="Head of Improvement", kind=PostKind.OFFICER)
    lead: Post = PostFactory(name="City Solicitor", kind=PostKind.OFFICER)
    recommendation = RecommendationFactory(number=6)
    client.force_login(appointed(post))

    client.post(reverse("plan_new"), {"owning_post": post.pk, "title": "Governance"})
    client.post(address("plan_theme_new"), {"number": "1", "title": "Leadership"})
    client.post(address("plan_aim_new", number=1), {"number": "4", "text": "Well led."})
    client.post(
        address("plan_item_new", reference="1.4"),
        {"kind": "action", "text": "Do it.", "due_text": "September 2018"},
    )
    client.post(address("plan_theme_item_new", number=1), {"kind": "output", "text": "It is done."})
    item = PlanItem.objects.get(text="Do it.")
    client.post(address("plan_aim_leads", reference="1.4"), {"post": lead.pk, "as_written": "CS"})
    client.post(address("plan_item_leads", item_pk=item.pk), {"post": post.pk})
    client.post(
        address("plan_aim_link_new", reference="1.4"), {"inquiry": recommendation.inquiry_id, "reference": "R06"}
    )
    client.post(address("plan_publish"))
    plan = ImprovementPlan.objects.get()
    assert (plan.state, plan.title) == (PlanState.PUBLISHED, "Governance")

    month = f"{timezone.localdate().replace(day=1):%Y-%m-%d}"
    changed = client.post(
        address("plan_item_edit", item_pk=item.pk),
        {"kind": "action", "text": "Do it well.", "reason": "Asked.", "month": month},
    )
    assert changed.headers["Location"] == address("plan_aim", reference="1.4")
    latest = PlanItem.objects.get(supersedes=item)
    assert [lead.post for lead in latest.leads.all()] == [post]
    client.post(address("plan_item_take_out", item_pk=latest.pk), {"reason": "Done.", "month": month})
    assert list(PlanItem.objects.current()) == [PlanItem.objects.get(text="It is done.")]
    client.post(address("plan_link_remove", link_pk=PlanLink.objects.get(aim__isnull=False).pk))
    today = timezone.localdate()
    client.post(address("plan_end"), {"on_day": today.day, "on_month": today.month, "on_year": today.year})

    plan.refresh_from_db()
    assert (plan.state, plan.ended_on) == (PlanState.ENDED, today)
    assert [event.type for event in Event.objects.order_by("pk")] == [
        "created improvement plan",
        "added theme",
        "added aim",
        "added plan item",
        "added plan item",
        "added lead",
        "added lead",
        "added plan link",
        "published improvement plan",
        "changed plan item",
        "took out plan item",
        "removed plan link",
        "ended improvement plan",
    ]
    assert client.get(address("plan_edit")).status_code == 404


def test_who_changes_an_item_second_keeps_what_was_typed(keeper: Client, aim: Aim) -> None:
    item = PlanItemFactory(aim=aim)
    by = appointed(aim.plan.owning_post)
    change_item(by=by, item=item, text="First.", reason="Asked.", month=date(2018, 9, 1))

    response = keeper.post(
        address("plan_item_edit", item_pk=item.pk),
        {"kind": "action", "text": "Second.", "reason": "Asked too.", "month": "2018-09-01"},
    )

    assert response.status_code == 409
    assert "Somebody else has changed this since you opened it." in response.text
    assert "Second." in response.text


def test_the_day_of_an_item_is_suggested_from_its_words(keeper: Client, aim: Aim) -> None:
    response = keeper.post(
        address("plan_item_new", reference="1.4"),
        {"kind": "output", "text": "It is done.", "due_text": "September 2018", "suggest": "yes"},
    )
    assert "“September 2018” seems to mean: 30 September 2018." in response.text
    assert PlanItem.objects.count() == 0


def test_the_months_offered_for_a_change_are_those_since_the_plan_was_published(keeper: Client, aim: Aim) -> None:
    item = PlanItemFactory(aim=aim)
    choices = keeper.get(address("plan_item_edit", item_pk=item.pk)).context["form"].fields["month"].choices
    this_month = timezone.localdate().replace(day=1)
    assert (choices[0], choices[-1]) == (
        (f"{this_month:%Y-%m-%d}", f"{this_month:%B %Y}"),
        ("2018-06-01", "June 2018"),
    )


def test_a_reference_that_the_inquiry_lacks_is_refused_in_words(keeper: Client, aim: Aim) -> None:
    inquiry = RecommendationFactory(number=6).inquiry
    response = keeper.post(address("plan_aim_link_new", reference="1.4"), {"inquiry": inquiry.pk, "reference": "R07"})
    assert f"{inquiry} has no recommendation R07. Enter a reference like R06." in response.text
    assert PlanLink.objects.count() == 0


def test_the_plan_that_follows_is_named(client: Client) -> None:
    following = ImprovementPlanFactory(title="The Next Plan")
    ImprovementPlanFactory(slug="governance", state=PlanState.ENDED, ended_on=date(2019, 3, 31), successor=following)
    page = client.get(address("plan_detail"))
    assert (
        state_of(page) == "This plan ended on 31 March 2019. 0 aims in 0 themes, with 0 required actions and 0 outputs."
    )
    assert page.context["successor"].text == "The Next Plan"
