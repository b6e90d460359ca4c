"""What the latest issued month of a plan says of an aim or item, read for several at once from outside the plan."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from tracking.models.plans import Aim, LeadAssessment, PlanItem, PlanRound
from tracking.queries.plans.aims import chains
from tracking.queries.plans.contents import Unit
from tracking.queries.plans.month_names import month_names
from tracking.queries.plans.months import RatingCounts, UnitInMonth, count_ratings
from tracking.queries.plans.ratings import Rating, UnitKey, Wordings

Source = Aim | PlanItem
"""What is read of: a row of `Aim`, or of an item in force."""


@dataclass(frozen=True)
class MonthSays:
    """The latest issued month of its plan, and how the units of an aim or item stand in it."""

    round: PlanRound
    units: tuple[UnitInMonth, ...]

    @property
    def counts(self) -> RatingCounts:
        """How many are what; of a category that nothing has there is no line."""
        given = {unit.category for unit in self.units if unit.category}
        return count_ratings(self.units, sorted(given, key=lambda category: category.number))


def latest_says(sources: Collection[Source]) -> dict[Source, MonthSays]:
    """Return what the latest issued month says of each source, in the words it was issued with, in four queries.

    Nothing of those whose plan has no issued month. The plans and aims of the sources must have been read with them.
    What is rated is a unit: an item in force or, where an aim has none, the aim. Source: the council's process.
    """
    rounds = _latest_rounds({source.plan.pk for source in sources})
    told = [source for source in sources if source.plan.pk in rounds]
    if not told:
        return {}
    wordings = Wordings(tuple(chains(_items_beside(told))))
    names = {pk: month_names(plan_round) for pk, plan_round in rounds.items()}
    ratings = _latest_ratings(wordings, told)
    called = {key: names[row.round.plan_id].as_called(row) for key, row in ratings.items()}
    return {source: _says(source, rounds[source.plan.pk], wordings, called) for source in told}


def _latest_rounds(plans: Iterable[int]) -> dict[int, PlanRound]:
    issued = PlanRound.objects.issued()
    later = issued.filter(plan=OuterRef("plan"), month__gt=OuterRef("month"))
    rows = issued.filter(~Exists(later), plan__in=plans).select_related("plan__scheme")
    return {row.plan_id: row for row in rows}


def _items_beside(sources: Iterable[Source]) -> list[PlanItem]:
    """Every row of the aims, and of the themes as a whole, that the sources are or belong to."""
    aims = {source.pk if isinstance(source, Aim) else source.aim_id for source in sources}
    themes = {source.theme_id for source in sources if isinstance(source, PlanItem)}
    return list(PlanItem.objects.filter(Q(aim__in=aims - {None}) | Q(theme__in=themes - {None})).order_by("pk"))


def _latest_ratings(wordings: Wordings, sources: Iterable[Source]) -> dict[UnitKey, Rating]:
    aims = [source.pk for source in sources if isinstance(source, Aim)]
    items = [row.pk for chain in wordings.chains for row in chain]
    rows = LeadAssessment.objects.standing().filter(Q(aim__in=aims) | Q(item__in=items)).only("pk", "item_id", "aim_id")
    # All of them for their keys alone: there is one for each month.
    ordered = rows.order_by("revision__update__round__month", "revision__update__accepted_at", "revision__update", "pk")
    latest = {wordings.key_of(row): row.pk for row in ordered.iterator()}
    whole = LeadAssessment.objects.select_related("category__scheme", "revision__update__round__plan")
    found = whole.in_bulk(latest.values())
    return {key: Rating(found[pk]) for key, pk in latest.items()}


def _says(source: Source, plan_round: PlanRound, wordings: Wordings, ratings: dict[UnitKey, Rating]) -> MonthSays:
    units = _units_of(source, wordings)
    return MonthSays(
        plan_round,
        tuple(UnitInMonth(unit, ratings.get(wordings.key_of(unit)), None, None, plan_round.month) for unit in units),
    )


def _units_of(source: Source, wordings: Wordings) -> list[Unit]:
    if isinstance(source, PlanItem):
        return [Unit(source.of_theme, source.aim, source, ())]
    last = [chain[-1] for chain in wordings.chains]
    items = [row for row in last if row.aim_id == source.pk and not row.taken_out_reason]
    return [Unit(source.theme, source, item, ()) for item in items] or [Unit(source.theme, source, None, ())]
