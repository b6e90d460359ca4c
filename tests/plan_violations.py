"""What the database refuses of improvement plans: each named constraint, violated once."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from tests import factories
from tracking.enums import PlanState
from tracking.models.plans import Aim, ImprovementPlan, Lead, PlanItem, PlanLink

PUBLISHED_ON, DAY_BEFORE = date(2018, 6, 29), date(2018, 6, 28)


def _ended(**fields: object) -> ImprovementPlan:
    return factories.ImprovementPlanFactory(state=PlanState.ENDED, **fields)


def _its_own_successor() -> object:
    plan = _ended(ended_on=PUBLISHED_ON)
    return ImprovementPlan.objects.filter(pk=plan.pk).update(successor=plan)


def _theme_twice() -> object:
    theme = factories.ThemeFactory()
    return factories.ThemeFactory(plan=theme.plan, number=theme.number)


def _aim_at_a_place_taken() -> Aim:
    aim = factories.AimFactory(number=None, position=1)
    return factories.AimFactory(theme=aim.theme, number=None, position=1)


def _aim_number_twice() -> Aim:
    aim = factories.AimFactory(number=1, position=1)
    return factories.AimFactory(theme=aim.theme, number=1, position=2)


def _superseding(**fields: object) -> PlanItem:
    item = factories.PlanItemFactory()
    return factories.PlanItemFactory(aim=item.aim, supersedes=item, **fields)


def _leads_twice_on_an_aim() -> Lead:
    lead = factories.LeadFactory()
    return factories.LeadFactory(aim=lead.aim, post=lead.post)


def _leads_twice_on_an_item() -> Lead:
    lead = factories.LeadFactory(aim=None, item=factories.PlanItemFactory())
    return factories.LeadFactory(aim=None, item=lead.item, post=lead.post)


def _linked_twice(**ends: object) -> PlanLink:
    factories.PlanLinkFactory(**ends)
    return factories.PlanLinkFactory(**ends)


def _item() -> PlanItem:
    return factories.PlanItemFactory()


def _to_a_recommendation() -> dict[str, object]:
    return {"inquiry": None, "recommendation": factories.RecommendationFactory()}


PLAN_VIOLATIONS: dict[str, Callable[[], object]] = {
    "plan_has_a_title": lambda: factories.ImprovementPlanFactory(title=""),
    "plan_published_with_its_day": lambda: factories.ImprovementPlanFactory(published_on=None),
    "plan_ended_with_its_day": lambda: _ended(ended_on=None),
    "plan_ends_after_its_publication": lambda: _ended(ended_on=DAY_BEFORE),
    "plan_not_its_own_successor": _its_own_successor,
    "theme_number_once_in_a_plan": _theme_twice,
    "theme_number_from_1": lambda: factories.ThemeFactory(number=0, title="Theme"),
    "theme_has_a_title": lambda: factories.ThemeFactory(title=""),
    "aim_one_for_each_place_in_a_theme": _aim_at_a_place_taken,
    "aim_number_once_in_a_theme": _aim_number_twice,
    "aim_number_from_1": lambda: factories.AimFactory(number=0, position=1),
    "aim_has_words": lambda: factories.AimFactory(text=""),
    "item_of_an_aim_or_of_a_theme": lambda: factories.PlanItemFactory(theme=factories.ThemeFactory()),
    "item_has_words": lambda: factories.PlanItemFactory(text=""),
    "item_supersedes_with_a_reason": lambda: _superseding(changed_in=PUBLISHED_ON),
    "item_supersedes_with_its_month": lambda: _superseding(superseding_reason="Asked."),
    "item_taken_out_with_its_month": lambda: factories.PlanItemFactory(taken_out_reason="Said twice."),
    "item_taken_out_at_a_moment": lambda: factories.PlanItemFactory(taken_out_at=timezone.now()),
    "lead_ends_after_it_starts": lambda: factories.LeadFactory(starts_on=PUBLISHED_ON, ends_on=DAY_BEFORE),
    "lead_on_an_aim_or_an_item": lambda: factories.LeadFactory(aim=None),
    "lead_once_on_an_aim": _leads_twice_on_an_aim,
    "lead_once_on_an_item": _leads_twice_on_an_item,
    "plan_link_from_an_aim_or_an_item": lambda: factories.PlanLinkFactory(aim=None),
    "plan_link_to_an_inquiry_or_a_recommendation": lambda: factories.PlanLinkFactory(inquiry=None),
    "plan_link_aim_to_inquiry_once": lambda: _linked_twice(
        aim=factories.AimFactory(), inquiry=factories.InquiryFactory()
    ),
    "plan_link_aim_to_recommendation_once": lambda: _linked_twice(aim=factories.AimFactory(), **_to_a_recommendation()),
    "plan_link_item_to_inquiry_once": lambda: _linked_twice(aim=None, item=_item(), inquiry=factories.InquiryFactory()),
    "plan_link_item_to_recommendation_once": lambda: _linked_twice(aim=None, item=_item(), **_to_a_recommendation()),
}
