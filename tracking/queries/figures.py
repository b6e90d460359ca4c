"""How the recommendations ended, how far their dates slipped, how long it took, whether the committees agreed.

Everything is counted by the database from the register (`RegisterEntry`) and from the views, in a fixed number of
queries: what is added up here is one row for each year, day or post, never one for each leaf.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Sum

from tracking.enums import Ending
from tracking.models import Committee, Post, RegisterEntry, Responsibility, Viewer
from tracking.models.register import RegisterEntryQuerySet
from tracking.queries.agreement import Agreement, agreement_by_year


@dataclass(frozen=True)
class Scope:
    """Whose figures: of the leaves a viewer may see, those of one committee and of one year, or all."""

    viewer: Viewer
    committee: Committee | None = None
    year: int | None = None

    @property
    def entries(self) -> RegisterEntryQuerySet:
        rows = RegisterEntry.objects.visible_to(self.viewer)
        if self.committee is not None:
            rows = rows.of_committee(self.committee)
        return rows if self.year is None else rows.filter(municipal_year=self.year)


@dataclass(frozen=True)
class YearFigures:
    """The leaves of inquiries approved in one municipal year, named by the year it began; None: no date is known.

    `endings` has each leaf once. `dated` is how many have an original date, `unmoved` how many of these never moved,
    `days` how many days they slipped in all.
    """

    year: int | None
    endings: Mapping[Ending, int]
    dated: int = 0
    unmoved: int = 0
    days: int = 0

    @property
    def total(self) -> int:
        return sum(self.endings.values())

    @property
    def concluded(self) -> int:
        return self.total - self.endings.get(Ending.TRACKED, 0)

    @property
    def achieved(self) -> int:
        return sum(self.endings.get(ending, 0) for ending in Ending.achieved())


@dataclass(frozen=True)
class Days:
    """How often each number of days occurs, the fewest first."""

    counts: tuple[tuple[int, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.counts)

    @property
    def mean(self) -> float | None:
        return sum(days * number for days, number in self.counts) / self.total if self.total else None

    @property
    def median(self) -> float | None:
        """The day in the middle; between two of them, the day halfway."""
        if not self.total:
            return None
        return (self._at((self.total - 1) // 2) + self._at(self.total // 2)) / 2

    def moved(self, unmoved: int) -> "Days":
        """Those without the `unmoved`, which are among those of no day: a date may move and come back."""
        left = ((days, number if days else number - unmoved) for days, number in self.counts)
        return Days(tuple((days, number) for days, number in left if number))

    def _at(self, place: int) -> int:
        for days, number in self.counts:
            if place < number:
                return days
            place -= number
        raise IndexError(place)

    def between(self, least: int | None, most: int | None) -> int:
        """How many lie between two numbers of days, both included; None is no limit."""
        return sum(
            number
            for days, number in self.counts
            if (least is None or days >= least) and (most is None or days <= most)
        )


@dataclass(frozen=True)
class PostFigures:
    """What a post answers for today: leaves still tracked, and how many of these are overdue."""

    post: Post
    tracked: int
    overdue: int


@dataclass(frozen=True)
class Figures:
    """Every figure of a scope, with what it is counted of.

    `years` are those in which inquiries were approved, the earliest first; `agreement` those of the meetings.
    `time_to_conclude` counts the days from approval to the view that concluded. A leaf of several posts counts for each
    of them in `posts`, and once in `overdue`.
    """

    years: tuple[YearFigures, ...]
    in_all: YearFigures
    agreement: tuple[Agreement, ...]
    slips: Days
    time_to_conclude: Days
    posts: tuple[PostFigures, ...]
    overdue: int
    never_tracked: int
    disagreed: int


def figures(scope: Scope, *, today: date) -> Figures:
    """Return the figures of a scope as they stand today, in ten queries however many leaves there are."""
    years = figures_by_year(scope.entries)
    return Figures(
        years=years,
        in_all=added_up(years),
        agreement=agreement_by_year(scope.viewer, committee=scope.committee, year=scope.year),
        slips=days_slipped(scope.entries),
        time_to_conclude=days_to_conclude(scope.entries),
        posts=by_post(scope.entries, today=today),
        overdue=scope.entries.overdue(today).count(),
        never_tracked=scope.entries.never_tracked().count(),
        disagreed=scope.entries.disagreed().count(),
    )


def figures_by_year(entries: RegisterEntryQuerySet) -> tuple[YearFigures, ...]:
    """Return what became of the leaves by the year of approval, the earliest first, those without one before them."""
    rows = (
        entries.order_by()
        .values("municipal_year", "ending")
        .annotate(
            leaves=Count("pk"),
            dated=Count("days_slipped"),
            unmoved=Count("days_slipped", filter=Q(moves=0)),
            days=Sum("days_slipped"),
        )
    )
    found: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["municipal_year"], []).append(dict(row))
    return tuple(_year(year, found[year]) for year in sorted(found, key=lambda year: year or 0))


def _year(year: int | None, rows: Iterable[Mapping[str, Any]]) -> YearFigures:
    counted = list(rows)
    endings: Counter[Ending] = Counter()
    for row in counted:
        endings[Ending(row["ending"])] += row["leaves"]
    return YearFigures(
        year=year,
        endings=dict(endings),
        dated=sum(row["dated"] for row in counted),
        unmoved=sum(row["unmoved"] for row in counted),
        days=sum(row["days"] or 0 for row in counted),
    )


def added_up(years: Iterable[YearFigures]) -> YearFigures:
    """Return the figures of several years as those of one, of no year in particular."""
    rows = tuple(years)
    endings: Counter[Ending] = Counter()
    for row in rows:
        endings.update(row.endings)
    return YearFigures(
        year=None,
        endings=dict(endings),
        dated=sum(row.dated for row in rows),
        unmoved=sum(row.unmoved for row in rows),
        days=sum(row.days for row in rows),
    )


def days_slipped(entries: RegisterEntryQuerySet) -> Days:
    """Return the days between the original and the current date, of leaves that have an original date."""
    rows = entries.filter(days_slipped__isnull=False).order_by("days_slipped").values_list("days_slipped")
    return Days(tuple((days, number) for days, number in rows.annotate(number=Count("pk"))))


def days_to_conclude(entries: RegisterEntryQuerySet) -> Days:
    """Return the days from the approval of the inquiry to the view that concluded the leaf, where both are known."""
    taken = ExpressionWrapper(F("viewed_on") - F("inquiry__approved_on"), output_field=DurationField())
    rows = (
        entries.concluded()
        .filter(inquiry__approved_on__isnull=False, viewed_on__isnull=False)
        .order_by()
        .values_list(taken)
        .annotate(number=Count("pk"))
    )
    counts: Counter[int] = Counter()
    for days, number in rows:
        counts[days.days] += number
    return Days(tuple(sorted(counts.items())))


def by_post(entries: RegisterEntryQuerySet, *, today: date) -> tuple[PostFigures, ...]:
    """Return the posts that answer today for an overdue leaf, those with most first, in three queries.

    A part without responsibilities of its own today inherits its parent's.
    """
    tracked = entries.tracked()
    has_own = Responsibility.objects.in_force(today).filter(recommendation=OuterRef("leaf"))
    answering: Counter[int] = Counter()
    overdue: Counter[int] = Counter()
    for rows, path in (
        (tracked, "leaf__responsibilities"),
        (tracked.filter(~Exists(has_own)), "leaf__parent__responsibilities"),
    ):
        for post, number_tracked, number_overdue in _counted_by_post(rows, path, today):
            answering[post] += number_tracked
            overdue[post] += number_overdue
    posts = Post.objects.in_bulk([post for post, number in overdue.items() if number])
    found = [PostFigures(posts[pk], answering[pk], overdue[pk]) for pk in posts]
    return tuple(sorted(found, key=lambda row: (-row.overdue, row.post.name)))


def _counted_by_post(rows: RegisterEntryQuerySet, path: str, today: date) -> Iterable[tuple[int, int, int]]:
    in_force = (Q(**{f"{path}__starts_on__isnull": True}) | Q(**{f"{path}__starts_on__lte": today})) & (
        Q(**{f"{path}__ends_on__isnull": True}) | Q(**{f"{path}__ends_on__gt": today})
    )
    counted = (
        rows.filter(in_force, **{f"{path}__isnull": False})
        .order_by()
        .values_list(f"{path}__post")
        .annotate(
            number_tracked=Count("leaf", distinct=True),
            number_overdue=Count("leaf", distinct=True, filter=Q(sorts_on__lt=today, is_said_to_be_done=False)),
        )
    )
    return ((post, number_tracked, number_overdue) for post, number_tracked, number_overdue in counted)
