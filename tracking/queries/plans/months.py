"""What a month of a plan says: its units with their ratings, its updates each in full once, and how many are what.

`queries.plans.month_contents` reads it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from tracking.models import Category
from tracking.models.plans import (
    Aim,
    AskingChange,
    ImprovementPlan,
    NarrativeUpdate,
    PlanRound,
    PlanUpdate,
    PlanUpdateRevision,
    PlanUpdateUse,
    Remark,
    Theme,
    UpdatePost,
)
from tracking.queries.plans.contents import AimRow, ThemeRow, Unit
from tracking.queries.plans.ratings import Rating, month_ends_on
from tracking.queries.report_content import EvidenceInReport


@dataclass(frozen=True)
class UnitInMonth:
    """A unit with the rating that stands in the month and the one before; `stopped` says why it is asked no more."""

    unit: Unit
    rating: Rating | None
    before: Rating | None
    stopped: AskingChange | None
    month: date

    @property
    def category(self) -> Category | None:
        """The category it has, whatever it is limited to; None: not rated."""
        return self.rating.category if self.rating else None

    @property
    def is_complete(self) -> bool:
        return self.rating is not None and self.rating.is_complete

    @property
    def is_limited(self) -> bool:
        """Whether its category holds for part of it alone."""
        return self.rating is not None and bool(self.rating.assessment.limited_to)

    @property
    def is_late(self) -> bool:
        """Whether its date passed before the month ended and it is not complete; what has no end is never late.

        On the day itself it is in time, as everywhere else.
        """
        item = self.unit.item
        if item is None or item.due_on is None or item.has_no_end:
            return False
        return item.due_on < month_ends_on(self.month) and not self.is_complete

    @property
    def is_reworded(self) -> bool:
        """Whether its words or date changed in this month."""
        return self.unit.item is not None and self.unit.item.changed_in == self.month

    @property
    def has_changed(self) -> bool:
        """Whether it is rated otherwise than in the month before, or was reworded."""
        rated_otherwise = self.rating is not None and not self.rating.says_as(self.before)
        return rated_otherwise or self.is_reworded


@dataclass(frozen=True)
class UpdateInMonth:
    """What an update that the month prints says, the same wherever it stands. `is_carried`: of an earlier month."""

    update: PlanUpdate
    revision: PlanUpdateRevision
    posts: tuple[UpdatePost, ...]
    uses: tuple[PlanUpdateUse, ...]
    evidence: tuple[EvidenceInReport, ...]
    is_carried: bool


@dataclass(frozen=True)
class PlacedUpdate:
    """An update where it stands: in full, or as "See 1.7" with the aim or theme that prints it."""

    said: UpdateInMonth
    see: Aim | Theme | None

    @property
    def is_in_full(self) -> bool:
        return self.see is None


@dataclass(frozen=True)
class AimInMonth:
    """An aim with its units (itself, where it has no items) and its updates, this month's own first."""

    row: AimRow
    units: tuple[UnitInMonth, ...]
    updates: tuple[PlacedUpdate, ...]

    @property
    def aim(self) -> Aim:
        return self.row.aim

    @property
    def latest(self) -> tuple[PlacedUpdate, ...]:
        return tuple(row for row in self.updates if not row.said.is_carried)

    @property
    def earlier(self) -> tuple[PlacedUpdate, ...]:
        return tuple(row for row in self.updates if row.said.is_carried)


@dataclass(frozen=True)
class ThemeInMonth:
    """A theme with the units and updates of the whole theme, and its aims."""

    row: ThemeRow
    units: tuple[UnitInMonth, ...]
    updates: tuple[PlacedUpdate, ...]
    aims: tuple[AimInMonth, ...]

    @property
    def theme(self) -> Theme:
        return self.row.theme

    @property
    def every_unit(self) -> tuple[UnitInMonth, ...]:
        return (*self.units, *(unit for aim in self.aims for unit in aim.units))


@dataclass(frozen=True)
class RatingCounts:
    """How many units are what, each counted once: by category where it holds whole, limited, or not rated.

    Beside these: how many are asked about no more, whatever they are rated.
    """

    of_category: tuple[tuple[Category, int], ...]
    limited: int
    not_rated: int
    stopped: int

    @property
    def in_all(self) -> int:
        return sum(number for _, number in self.of_category) + self.limited + self.not_rated


@dataclass(frozen=True)
class NarrativeInMonth:
    """A text beside the plan. `remarks` are those the reader may read."""

    narrative: NarrativeUpdate
    posts: tuple[UpdatePost, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class MonthContents:
    """A month of a plan, or what filters leave of it."""

    round: PlanRound
    plan: ImprovementPlan
    """The plan as it was called when the month was issued."""
    themes: tuple[ThemeInMonth, ...]
    categories: tuple[Category, ...]
    narratives: tuple[NarrativeInMonth, ...]

    @property
    def units(self) -> tuple[UnitInMonth, ...]:
        return tuple(unit for theme in self.themes for unit in theme.every_unit)

    @property
    def aims(self) -> tuple[AimInMonth, ...]:
        return tuple(aim for theme in self.themes for aim in theme.aims)

    @property
    def counts(self) -> RatingCounts:
        return count_ratings(self.units, self.categories)


def count_ratings(units: Collection[UnitInMonth], categories: Iterable[Category]) -> RatingCounts:
    """Count units; what is limited is never among those of its category.

    Source: the council's process: "complete for Cabinet" is not complete (docs/domain-rules.md).
    """
    whole = Counter(unit.category for unit in units if unit.category and not unit.is_limited)
    return RatingCounts(
        of_category=tuple((category, whole[category]) for category in categories),
        limited=sum(unit.is_limited for unit in units),
        not_rated=sum(unit.category is None for unit in units),
        stopped=sum(unit.stopped is not None for unit in units),
    )


def narrowed_month(contents: MonthContents, fits: Callable[[UnitInMonth], bool]) -> MonthContents:
    """Return what of a month has a unit that fits: those units, with their aims and their updates."""
    themes = []
    for theme in contents.themes:
        units = tuple(filter(fits, theme.units))
        aims = tuple(replace(aim, units=fitting) for aim in theme.aims if (fitting := tuple(filter(fits, aim.units))))
        if units or aims:
            themes.append(replace(theme, units=units, aims=aims))
    return replace(contents, themes=tuple(themes))
