"""How the units of a plan are rated and which are asked about: derived from what was accepted, never stored."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q

from tracking.dates import last_day_of_month
from tracking.enums import PlanRoundState, PlanUpdateState
from tracking.models import Category
from tracking.models.plans import AskingChange, ImprovementPlan, LeadAssessment, PlanItem, PlanRound, PlanUpdate
from tracking.models.plans.ratings import LeadAssessmentQuerySet
from tracking.queries.plans.aims import chains
from tracking.queries.plans.contents import Unit

UnitKey = tuple[str, int]
"""What a unit is known by through all its wordings: "item" with the key of its first row, or "aim"."""


@dataclass(frozen=True)
class Rating:
    """A lead's rating of a unit, with the update it was given in. `rated_as` is an earlier wording it was given to."""

    assessment: LeadAssessment
    rated_as: PlanItem | None = None

    @property
    def category(self) -> Category | None:
        return self.assessment.category

    @property
    def is_complete(self) -> bool:
        """Whether the unit counts as complete: never where the rating is limited to part of it."""
        return self.assessment.is_complete

    @property
    def update(self) -> PlanUpdate:
        return self.assessment.revision.update

    @property
    def round(self) -> PlanRound:
        return self.update.round

    def says_as(self, other: "Rating | None") -> bool:
        """Whether it is the same judgement: category and what it is limited to. No rating is as good as "not rated"."""
        said = (other.category, other.assessment.limited_to) if other else (None, "")
        return (self.category, self.assessment.limited_to) == said

    def for_wording(self, unit: Unit) -> "Rating":
        """Return it as it stands beside a unit: with the earlier wording, where it was given to one."""
        rated = self.assessment.item
        return replace(self, rated_as=rated) if rated and unit.item and rated.pk != unit.item.pk else self


@dataclass(frozen=True)
class Wordings:
    """The items of a plan through what took their place."""

    chains: tuple[tuple[PlanItem, ...], ...]

    @cached_property
    def _first(self) -> dict[int, int]:
        return {row.pk: chain[0].pk for chain in self.chains for row in chain}

    def key_of(self, row: LeadAssessment | AskingChange | Unit) -> UnitKey:
        """Return what a rating, a change of asking or a unit is about."""
        item = row.item.pk if isinstance(row, Unit) and row.item else getattr(row, "item_id", None)
        if item is not None:
            return "item", self._first[item]
        aim = row.aim.pk if isinstance(row, Unit) and row.aim else getattr(row, "aim_id", None)
        return "aim", aim or 0

    def in_month(self, month: date, *, known_by: datetime | None) -> list[PlanItem]:
        """Return the row of each item that is in force in a month, none for one that was taken out by then.

        What was written after `known_by`, when the month was issued, is as if it were not there.
        """
        found = []
        for chain in self.chains:
            rows = [
                row
                for row in chain
                if (row.changed_in is None or row.changed_in <= month)
                and (known_by is None or row.recorded_at <= known_by)
            ]
            if rows and not _is_taken_out(rows[-1], month, known_by):
                found.append(rows[-1])
        return sorted(found, key=lambda row: (row.position, row.pk))


def _is_taken_out(row: PlanItem, month: date, known_by: datetime | None) -> bool:
    if row.taken_out_in is None or row.taken_out_in > month:
        return False
    return known_by is None or row.taken_out_at is None or row.taken_out_at <= known_by


def wordings_of(plan: ImprovementPlan) -> Wordings:
    """Read every row of the plan's items, in one query."""
    return Wordings(tuple(chains(PlanItem.objects.of_plan(plan).order_by("pk"))))


def ratings_until(
    plan: ImprovementPlan, month: date, wordings: Wordings, *, unissued: Collection[int] = ()
) -> dict[UnitKey, tuple[Rating, ...]]:
    """Return by unit the rating that stands in a month and the one that stood before that month, in that order.

    A rating counts from the month its update was handed in for; the latest accepted one of an issued month stands.
    `unissued` are updates of a month still open whose ratings count as if it were issued. Two queries.
    Source: the council's process (docs/domain-rules.md, "The month").
    """
    latest: dict[UnitKey, int] = {}
    before: dict[UnitKey, int] = {}
    rows = _counting(plan, unissued).filter(revision__update__round__month__lte=month)
    for row in rows.only("pk", "item_id", "aim_id", "revision__update__round__month").iterator():
        key = wordings.key_of(row)
        if row.revision.update.round.month < month:
            before[key] = row.pk
        latest[key] = row.pk
    full = {row.pk: row for row in _whole(LeadAssessment.objects.filter(pk__in={*latest.values(), *before.values()}))}
    return {key: tuple(Rating(full[pk]) for pk in (latest[key], before.get(key)) if pk is not None) for key in latest}


def _counting(plan: ImprovementPlan, unissued: Collection[int]) -> LeadAssessmentQuerySet:
    """Those that count, the earliest first."""
    counts = Q(revision__update__round__state=PlanRoundState.ISSUED)
    if unissued:
        counts |= Q(revision__update__in=unissued)
    rows = LeadAssessment.objects.of_plan(plan).filter(
        counts, revision__is_current=True, revision__update__state=PlanUpdateState.ACCEPTED
    )
    return rows.select_related("revision__update__round").order_by(
        "revision__update__round__month", "revision__update__accepted_at", "revision__update", "pk"
    )


def _whole(rows: LeadAssessmentQuerySet) -> LeadAssessmentQuerySet:
    whole = rows.select_related("category__scheme", "item", "aim__theme", "revision__update__round__plan")
    return whole.prefetch_related("overrides")


@dataclass(frozen=True)
class Asking:
    """Which units are asked about in a month: by unit, and by aim for all its items, what was said last."""

    said: dict[UnitKey, AskingChange]

    def stopped(self, unit: Unit, key: UnitKey) -> AskingChange | None:
        """Return why a unit is asked about no more, None where it is."""
        of_aim = self.said.get(("aim", unit.aim.pk)) if unit.aim else None
        said = (self.said.get(key), of_aim)
        return next((change for change in said if change is not None and not change.asks), None)


def asking_in(plan: ImprovementPlan, month: date, wordings: Wordings, *, known_by: datetime | None = None) -> Asking:
    """Read what was said last of asking by a month, in one query.

    What was said after `known_by`, when the month was issued, is as if it were not there.
    """
    rows = AskingChange.objects.filter(
        Q(aim__theme__plan=plan) | Q(item__aim__theme__plan=plan) | Q(item__theme__plan=plan), month__lte=month
    )
    if known_by is not None:
        rows = rows.filter(recorded_at__lte=known_by)
    return Asking({wordings.key_of(row): row for row in rows.order_by("month", "pk")})


def month_ends_on(month: date) -> date:
    return last_day_of_month(month.year, month.month)


def asking_changes(about: Q) -> list[AskingChange]:
    """Return what was said of asking about the aims and items that `about` names, the latest first."""
    rows = AskingChange.objects.filter(about).select_related("item", "recorded_by__person")
    return list(rows.order_by("-month", "-pk"))


def standing_rating(ratings: Iterable[Rating]) -> Rating | None:
    """Return the first: `ratings_until` has the one that stands first."""
    return next(iter(ratings), None)


def grouped(rows: Iterable[LeadAssessment], wordings: Wordings) -> dict[UnitKey, tuple[Rating, ...]]:
    """Return ratings by unit, in the order given."""
    found: dict[UnitKey, list[Rating]] = defaultdict(list)
    for row in rows:
        found[wordings.key_of(row)].append(Rating(row))
    return {key: tuple(of_one) for key, of_one in found.items()}
