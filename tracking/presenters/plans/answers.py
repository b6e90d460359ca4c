"""What plans answer, told on the pages of inquiries and recommendations."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracking.models.plans import Aim, PlanItem
from tracking.presenters.plans.lines import aim_href, item_href, item_name
from tracking.presenters.plans.said import SaidInMonth, said_in_month
from tracking.queries.plans.links import ToldLink


@dataclass(frozen=True)
class PlanAnswer:
    """An aim or item of a plan that answers an inquiry or, when `of` names one, a recommendation of it."""

    plan: str
    source: str
    href: str
    of: str
    said: SaidInMonth | None


def plan_answers(told: Iterable[ToldLink]) -> tuple[PlanAnswer, ...]:
    return tuple(
        PlanAnswer(
            plan=str(row.link.source.plan),
            source=source_name(row.link.source),
            href=source_href(row.link.source),
            of=row.link.recommendation.label if row.link.recommendation else "",
            said=said_in_month(row.says),
        )
        for row in told
    )


def source_name(source: Aim | PlanItem) -> str:
    return f"Aim {source.label}" if isinstance(source, Aim) else item_name(source)


def source_href(source: Aim | PlanItem) -> str:
    return aim_href(source) if isinstance(source, Aim) else item_href(source)
