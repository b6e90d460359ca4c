"""What plans answer, told on the pages of inquiries and recommendations."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from tracking.models.plans import Aim, PlanItem, PlanLink
from tracking.presenters.plans.lines import aim_href


@dataclass(frozen=True)
class PlanAnswer:
    """An aim or item of a plan that answers an inquiry or, when `of` names one, a recommendation of it."""

    plan: str
    source: str
    href: str
    of: str


def plan_answers(links: Iterable[PlanLink]) -> tuple[PlanAnswer, ...]:
    return tuple(
        PlanAnswer(
            plan=str(link.source.plan),
            source=_source_words(link.source),
            href=_source_href(link.source),
            of=link.recommendation.label if link.recommendation else "",
        )
        for link in links
    )


def _source_words(source: Aim | PlanItem) -> str:
    if isinstance(source, Aim):
        return f"Aim {source.label}"
    whole = f"aim {source.aim.label}" if source.aim else f"theme {source.of_theme.number}"
    return f"{source.get_kind_display()} of {whole}"


def _source_href(source: Aim | PlanItem) -> str:
    aim = source if isinstance(source, Aim) else source.aim
    if aim:
        return aim_href(aim)
    theme = source.of_theme if isinstance(source, PlanItem) else source.theme
    return f"{reverse('plan_detail', args=[source.plan.slug])}#theme-{theme.number}"
