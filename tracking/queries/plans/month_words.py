"""The words of a plan that may be rewritten in place, as they stand now and as a month was issued with them.

What an update says, what it rates and what an action or output says never changes: those rows are read as they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracking.models import Post
from tracking.models.plans import Lead, PlanItem, PlanRound, PlanUpdate, UpdatePost
from tracking.queries.frozen_facts import as_json, from_json
from tracking.queries.plans.contents import AimRow, ItemRow, PlanContents, ThemeRow, plan_contents
from tracking.queries.plans.month_names import (
    AimName,
    CategoryWords,
    MonthNames,
    NamesInMonth,
    PostWords,
    ThemeName,
    row_of,
)
from tracking.queries.plans.ratings import Wordings, month_ends_on

Facts = TypeVar("Facts")


@dataclass(frozen=True)
class LeadWords:
    pk: int
    post_id: int
    position: int
    as_written: str


@dataclass(frozen=True)
class ItemPlace:
    """An action or output in its place, by its row, with its own leads in their order."""

    pk: int
    leads: tuple[LeadWords, ...]


@dataclass(frozen=True)
class AimWords(AimName):
    leads: tuple[LeadWords, ...]
    items: tuple[ItemPlace, ...]


@dataclass(frozen=True)
class ThemeWords(ThemeName):
    items: tuple[ItemPlace, ...]
    aims: tuple[AimWords, ...]


@dataclass(frozen=True)
class MonthWords(NamesInMonth):
    """A plan in a month: what it is called, what its ratings mean, its posts, and its themes with who leads."""

    themes: tuple[ThemeWords, ...]


def frozen_words(plan_round: PlanRound, wordings: Wordings) -> dict[str, Any]:
    """Return the words that a month has today, for it to keep once it is issued."""
    words: dict[str, Any] = as_json(_words_today(plan_round, wordings))
    return words


def month_rows(plan_round: PlanRound, wordings: Wordings) -> "MonthRows":
    """Return the words of a month as rows: those it was issued with or, of an open one, those of today."""
    frozen = plan_round.frozen
    words = _words_today(plan_round, wordings) if frozen is None else from_json(MonthWords, frozen)
    items = {row.pk: row for chain in wordings.chains for row in chain}
    return MonthRows(words, plan_round.plan, items)


def _words_today(plan_round: PlanRound, wordings: Wordings) -> MonthWords:
    plan = plan_round.plan
    items = wordings.in_month(plan_round.month, known_by=plan_round.issued_at)
    contents = plan_contents(plan, on=month_ends_on(plan_round.month), items_in_force=items)
    return MonthWords(
        title=plan.title,
        introduction=plan.introduction,
        categories=tuple(_facts(CategoryWords, row) for row in plan.scheme.categories.all()),
        posts=tuple(_facts(PostWords, row) for row in _posts(plan_round)),
        themes=tuple(_theme_words(row) for row in contents.themes),
    )


def _posts(plan_round: PlanRound) -> Iterable[Post]:
    """The posts that lead in the plan, and those whose words the month prints, in one query."""
    plan = plan_round.plan
    printed = PlanUpdate.objects.printed_in(plan_round).values("pk")
    said = UpdatePost.objects.filter(Q(update__in=printed) | Q(narrative__round=plan_round), post=OuterRef("pk"))
    leads = Lead.objects.of_plan(plan).filter(post=OuterRef("pk"))
    return Post.objects.filter(Q(Exists(leads)) | Q(Exists(said))).order_by("pk")


def _facts(kind: type[Facts], row: models.Model, **more: object) -> Facts:
    """The fields of a row that the facts have by the same names."""
    own = {field.name: getattr(row, field.name) for field in fields(kind) if field.name not in more}  # type: ignore[arg-type]
    return kind(**own, **more)


def _theme_words(row: ThemeRow) -> ThemeWords:
    aims = tuple(_facts(AimWords, aim.aim, leads=_lead_words(aim.leads), items=_places(aim.items)) for aim in row.aims)
    return _facts(ThemeWords, row.theme, items=_places(row.items), aims=aims)


def _places(rows: Iterable[ItemRow]) -> tuple[ItemPlace, ...]:
    return tuple(ItemPlace(row.item.pk, _lead_words(row.own_leads)) for row in rows)


def _lead_words(rows: Iterable[Lead]) -> tuple[LeadWords, ...]:
    return tuple(_facts(LeadWords, row) for row in rows)


@dataclass(frozen=True)
class MonthRows(MonthNames):
    """All the words of a month as rows of the plan."""

    words: MonthWords
    items: Mapping[int, PlanItem]

    @cached_property
    def contents(self) -> PlanContents:
        return PlanContents(self.plan, tuple(self._theme(row) for row in self.words.themes))

    def _theme(self, words: ThemeWords) -> ThemeRow:
        aims = tuple(self._aim(row) for row in words.aims)
        return ThemeRow(self.themes[words.pk], self._items(words.items), aims)

    def _aim(self, words: AimWords) -> AimRow:
        leads = self._leads(words.leads)
        return AimRow(self.aims[words.pk], leads, self._items(words.items, leads))

    def _items(self, places: Iterable[ItemPlace], inherited: tuple[Lead, ...] = ()) -> tuple[ItemRow, ...]:
        return tuple(ItemRow(self.items[row.pk], self._leads(row.leads), inherited) for row in places)

    def _leads(self, rows: Iterable[LeadWords]) -> tuple[Lead, ...]:
        return tuple(row_of(Lead, row, post=self.posts[row.post_id]) for row in rows)
