"""What a post keeps of improvement plans, and what it leads on with its latest rating, told on its page."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from tracking.models.plans import Aim
from tracking.presenters.links import Link
from tracking.presenters.plans.answers import source_href, source_name
from tracking.presenters.plans.lines import short
from tracking.presenters.plans.said import SaidInMonth, said_in_month
from tracking.queries.plans.lists import PlansOfPost
from tracking.queries.plans.said import Source


@dataclass(frozen=True)
class LedLine:
    """An aim, action or output it leads on, and what the latest issued month says of it."""

    link: Link
    said: SaidInMonth | None


@dataclass(frozen=True)
class LedInPlan:
    plan: str
    lines: tuple[LedLine, ...]


@dataclass(frozen=True)
class PlansOfPostLines:
    owned: tuple[Link, ...]
    led: tuple[LedInPlan, ...]


def plans_of_post_lines(plans: PlansOfPost) -> PlansOfPostLines:
    return PlansOfPostLines(
        owned=tuple(Link(plan.title, reverse("plan_detail", args=[plan.slug])) for plan in plans.owned),
        led=tuple(
            LedInPlan(
                str(plan),
                tuple(LedLine(_link(source), said_in_month(plans.says.get(source))) for source in sources),
            )
            for plan, sources in groupby(plans.led, key=lambda source: source.plan)
        ),
    )


def _link(source: Source) -> Link:
    """An action or output is told from others of its aim by its first words."""
    words = "" if isinstance(source, Aim) else short(source.text)
    return Link(source_name(source), source_href(source), words)
