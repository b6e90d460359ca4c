"""How a plan's units stand: as its latest issued month left them, in the words the plan has today."""

from dataclasses import dataclass
from functools import cached_property

from tracking.models.plans import PlanRound
from tracking.queries.plans.contents import PlanContents, Unit
from tracking.queries.plans.months import RatingCounts, UnitInMonth, count_ratings
from tracking.queries.plans.ratings import asking_in, ratings_until, wordings_of
from tracking.queries.plans.round_pages import latest_issued


@dataclass(frozen=True)
class PlanStanding:
    """The latest issued month of a plan, and by unit how it is rated since; empty before any month was issued."""

    contents: PlanContents
    round: PlanRound | None
    units: dict[tuple[int, int], UnitInMonth]

    def of(self, unit: Unit) -> UnitInMonth | None:
        return self.units.get(_key(unit))

    @cached_property
    def counts(self) -> RatingCounts:
        return count_ratings(self.units.values(), self.contents.plan.scheme.categories.all())


def plan_standing(contents: PlanContents) -> PlanStanding:
    """Read how the units of a plan stand, in a fixed number of queries."""
    plan = contents.plan
    latest = latest_issued(plan)
    if latest is None:
        return PlanStanding(contents, None, {})
    wordings = wordings_of(plan)
    ratings = ratings_until(plan, latest.month, wordings)
    asking = asking_in(plan, latest.month, wordings)
    units = {}
    for unit in contents.units:
        key = wordings.key_of(unit)
        found = [row.for_wording(unit) for row in ratings.get(key, ())]
        stands = found[0] if found else None
        is_new = stands is not None and stands.round.month == latest.month
        before = (found[1] if len(found) > 1 else None) if is_new else stands
        units[_key(unit)] = UnitInMonth(unit, stands, before, asking.stopped(unit, key), latest.month)
    return PlanStanding(contents, latest, units)


def _key(unit: Unit) -> tuple[int, int]:
    return (unit.item.pk, 0) if unit.item else (0, unit.aim.pk if unit.aim else 0)
