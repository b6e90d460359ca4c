"""What a post keeps of improvement plans, and what it leads on, told on its page."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from tracking.presenters.links import Link
from tracking.presenters.plans.lines import aim_href
from tracking.queries.plans.lists import PlansOfPost


@dataclass(frozen=True)
class LedInPlan:
    plan: str
    aims: tuple[Link, ...]


@dataclass(frozen=True)
class PlansOfPostLines:
    owned: tuple[Link, ...]
    led: tuple[LedInPlan, ...]


def plans_of_post_lines(plans: PlansOfPost) -> PlansOfPostLines:
    return PlansOfPostLines(
        owned=tuple(Link(plan.title, reverse("plan_detail", args=[plan.slug])) for plan in plans.owned),
        led=tuple(
            LedInPlan(str(plan), tuple(Link(f"aim {aim.label}", aim_href(aim)) for aim in aims))
            for plan, aims in groupby(plans.led, key=lambda aim: aim.plan)
        ),
    )
