"""What a plan says and what is judged in it: the units, their leads and what filters leave."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests.factories import (
    AimFactory,
    ImprovementPlanFactory,
    InquiryFactory,
    LeadFactory,
    PlanItemFactory,
    PlanLinkFactory,
    PostFactory,
    RecommendationFactory,
    ThemeFactory,
    appointed,
)
from tracking.enums import InquiryState, ItemKind, PlanState
from tracking.models.plans import Aim, ImprovementPlan, PlanItem, PlanLink
from tracking.queries.plans.aims import aim_history, chains, item_ledger
from tracking.queries.plans.contents import leading_posts, narrowed, plan_contents
from tracking.queries.plans.links import links_to_inquiry, links_to_recommendation
from tracking.queries.plans.lists import listed_plans, plans_of_post

pytestmark = pytest.mark.django_db

TODAY = date(2018, 10, 1)
NOBODY = AnonymousUser()


@pytest.fixture
def plan() -> ImprovementPlan:
    return ImprovementPlanFactory()


@pytest.fixture
def aim(plan: ImprovementPlan) -> Aim:
    return AimFactory(theme=ThemeFactory(plan=plan, number=1), number=1)


def changed(item: PlanItem, due_on: date | None) -> PlanItem:
    return PlanItemFactory(
        aim=item.aim,
        position=item.position,
        supersedes=item,
        superseding_reason="Asked.",
        changed_in=date(2018, 9, 1),
        due_on=due_on,
    )


def test_the_unit_is_a_current_item_or_an_aim_without_any(plan: ImprovementPlan, aim: Aim) -> None:
    bare = AimFactory(theme=aim.theme, number=2)
    of_theme = PlanItemFactory(aim=None, theme=aim.theme, kind=ItemKind.OUTPUT)
    latest = changed(PlanItemFactory(aim=aim), date(2018, 11, 30))
    PlanItemFactory(aim=aim, taken_out_reason="Said twice.", taken_out_in=date(2018, 9, 1))

    units = plan_contents(plan, on=TODAY).units

    assert [(unit.aim, unit.item) for unit in units] == [(None, of_theme), (aim, latest), (bare, None)]


def test_an_item_without_leads_has_its_aims_and_a_lead_that_ended_is_none(plan: ImprovementPlan, aim: Aim) -> None:
    leads = LeadFactory(aim=aim)
    LeadFactory(aim=aim, ends_on=TODAY)
    own, inherits = PlanItemFactory(aim=aim), PlanItemFactory(aim=aim)
    special = LeadFactory(aim=None, item=own)

    contents = plan_contents(plan, on=TODAY)

    assert {unit.item: [lead.post for lead in unit.leads] for unit in contents.units} == {
        own: [special.post],
        inherits: [leads.post],
    }
    assert leading_posts(contents) == sorted([leads.post, special.post], key=lambda post: post.name)


def test_what_filters_leave_is_what_fits_with_its_aim_and_theme(plan: ImprovementPlan, aim: Aim) -> None:
    due, later = PlanItemFactory(aim=aim), PlanItemFactory(aim=aim, due_on=date(2018, 12, 31))
    other = AimFactory(theme=ThemeFactory(plan=plan, number=2))
    PlanItemFactory(aim=other, due_on=None, due_text="Ongoing", ongoing=True)

    left = narrowed(plan_contents(plan, on=TODAY), lambda unit: unit.is_due_by(TODAY))

    assert [row.theme for row in left.themes] == [aim.theme]
    assert [row.item for row in left.aims[0].items] == [due]
    assert later not in [unit.item for unit in left.units]


def test_a_plan_is_read_in_four_queries(plan: ImprovementPlan, aim: Aim, django_assert_num_queries) -> None:
    LeadFactory(aim=None, item=PlanItemFactory(aim=aim))
    with django_assert_num_queries(4):
        contents = plan_contents(plan, on=TODAY)
        assert [str(lead.post.name) for unit in contents.units for lead in unit.leads] != []
        assert [unit.theme.plan.slug for unit in contents.units] == [plan.slug]


def test_the_first_date_of_an_item_is_its_original_date(aim: Aim) -> None:
    first = PlanItemFactory(aim=aim, due_text="September 2018", due_on=date(2018, 9, 30))
    without_a_day = changed(first, None)
    latest = changed(without_a_day, date(2018, 11, 30))

    (chain,) = chains(aim.items.all())
    ledger = item_ledger(chain)

    assert chain == (first, without_a_day, latest)
    assert (ledger.original_text, ledger.original_on, ledger.current_on, ledger.days) == (
        "September 2018",
        date(2018, 9, 30),
        date(2018, 11, 30),
        61,
    )
    assert [(move.item, move.days, move.days_in_all) for move in ledger.moves] == [(latest, 61, 61)]


def test_an_aim_tells_its_items_with_what_they_said_before_and_its_neighbours(aim: Aim) -> None:
    after = AimFactory(theme=ThemeFactory(plan=aim.plan, number=2), number=1)
    item = PlanItemFactory(aim=aim)
    latest = changed(item, item.due_on)
    gone = PlanItemFactory(aim=aim, taken_out_reason="Said twice.", taken_out_in=date(2018, 9, 1))

    history = aim_history(Aim.objects.select_related("theme__plan").get(pk=aim.pk), NOBODY, on=TODAY)

    assert [(row.item, row.earlier) for row in history.items] == [(latest, (item,))]
    assert [row.item for row in history.taken_out] == [gone]
    assert (history.before, history.after) == (None, after)


def test_a_link_shows_where_both_sides_may_be_read(aim: Aim) -> None:
    recommendation = RecommendationFactory()
    link = PlanLinkFactory(aim=aim, inquiry=None, recommendation=recommendation)
    in_draft = PlanLinkFactory(aim__theme__plan__state=PlanState.DRAFT, inquiry=recommendation.inquiry)
    PlanLinkFactory(aim=aim, inquiry=InquiryFactory(state=InquiryState.DRAFT))
    elsewhere = PlanLinkFactory(aim=aim)
    keeper = appointed(in_draft.aim.plan.owning_post)

    assert list(PlanLink.objects.visible_to(NOBODY)) == [link, elsewhere]
    assert list(links_to_inquiry(recommendation.inquiry, NOBODY)) == [link]
    assert list(links_to_inquiry(recommendation.inquiry, keeper)) == [link, in_draft]
    assert list(links_to_recommendation(recommendation, NOBODY)) == [link]
    assert list(links_to_recommendation(RecommendationFactory(), NOBODY)) == []


def test_what_is_no_longer_in_force_answers_nothing(aim: Aim) -> None:
    item = PlanItemFactory(aim=aim)
    link = PlanLinkFactory(aim=None, item=item)
    following = PlanLinkFactory(aim=None, item=changed(item, item.due_on), inquiry=link.inquiry)
    gone = PlanItemFactory(aim=aim, taken_out_reason="Said twice.", taken_out_in=date(2018, 9, 1))
    PlanLinkFactory(aim=None, item=gone, inquiry=link.inquiry)
    assert list(links_to_inquiry(link.inquiry, NOBODY)) == [following]


def test_a_draft_is_listed_for_those_of_its_post_alone_and_those_that_ended_come_last(plan: ImprovementPlan) -> None:
    draft = ImprovementPlanFactory(state=PlanState.DRAFT)
    ended = ImprovementPlanFactory(
        state=PlanState.ENDED, published_on=date(2020, 1, 1), ended_on=date(2021, 1, 1), title="An older plan"
    )
    assert list(listed_plans(NOBODY)) == [plan, ended]
    assert list(listed_plans(appointed(draft.owning_post))) == [draft, plan, ended]


def test_a_post_keeps_plans_and_leads_on_aims_and_on_single_items(plan: ImprovementPlan, aim: Aim) -> None:
    post, today = PostFactory(), timezone.localdate()
    LeadFactory(aim=aim, post=post)
    second = AimFactory(theme=aim.theme, number=2)
    own, whole = PlanItemFactory(aim=second), PlanItemFactory(aim=None, theme=aim.theme)
    LeadFactory(aim=None, item=own, post=post)
    LeadFactory(aim=None, item=whole, post=post)
    LeadFactory(aim=AimFactory(theme=aim.theme, number=3), post=post, ends_on=today)
    LeadFactory(aim__theme__plan__state=PlanState.DRAFT, post=post)

    assert plans_of_post(post, NOBODY, on=today).led == (whole, aim, own)
    assert plans_of_post(plan.owning_post, NOBODY, on=today).owned == (plan,)
