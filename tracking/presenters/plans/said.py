"""What the latest issued month of a plan says, told on pages outside the plan: letter, words and month."""

from dataclasses import dataclass

from tracking.presenters.judgements import Tag
from tracking.presenters.links import Link
from tracking.presenters.plans.month_lines import NOT_RATED, assessment_tag, count_lines, round_href
from tracking.queries.plans.months import UnitInMonth
from tracking.queries.plans.said import MonthSays


@dataclass(frozen=True)
class SaidTag:
    """A rating, and of how many it holds: nothing where there is only one thing to rate."""

    tag: Tag
    share: str


@dataclass(frozen=True)
class SaidInMonth:
    """The month, and how what is told of stands in it."""

    month: Link
    tags: tuple[SaidTag, ...]


def said_in_month(says: MonthSays | None) -> SaidInMonth | None:
    if says is None:
        return None
    return SaidInMonth(Link(says.round.name, round_href(says.round)), _tags(says))


def _tags(says: MonthSays) -> tuple[SaidTag, ...]:
    if len(says.units) == 1:
        return (SaidTag(_unit_tag(says.units[0]), ""),)
    lines = count_lines(says.counts)
    return tuple(SaidTag(line.tag, f"{line.number} of {len(says.units)}") for line in lines if line.number)


def _unit_tag(unit: UnitInMonth) -> Tag:
    return assessment_tag(unit.rating.assessment) if unit.rating else NOT_RATED
