"""What an issued month called its ratings, posts, aims and themes, wherever something said in it is told.

Of a month that is open, or was issued before words were kept, everything is called as it is today.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TypeVar

from django.db import models

from tracking.enums import AsksFor, Timing, Tone
from tracking.models import Category, Post
from tracking.models.plans import (
    Aim,
    ImprovementPlan,
    LeadAssessment,
    NarrativeUpdate,
    PlanItem,
    PlanRound,
    PlanUpdate,
    PlanUpdateUse,
    Theme,
    UpdatePost,
)
from tracking.queries.frozen_facts import from_json
from tracking.queries.plans.ratings import Rating

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class CategoryWords:
    pk: int
    number: int
    letter: str
    name: str
    criterion: str
    achieved: bool
    timing: Timing
    asks_for: AsksFor
    default_decision: str
    tone: Tone


@dataclass(frozen=True)
class PostWords:
    pk: int
    name: str
    slug: str


@dataclass(frozen=True)
class AimName:
    pk: int
    position: int
    number: int | None
    text: str


@dataclass(frozen=True)
class ThemeName:
    pk: int
    number: int
    title: str
    statement: str
    note: str
    aims: tuple[AimName, ...]


@dataclass(frozen=True)
class NamesInMonth:
    """Of the words that a month keeps, those that name things: what leads on what is read by its page alone."""

    title: str
    introduction: str
    categories: tuple[CategoryWords, ...]
    posts: tuple[PostWords, ...]
    themes: tuple[ThemeName, ...]


@dataclass(frozen=True)
class MonthNames:
    """What a month called things, as rows of the plan for what reads rows; none of them is ever saved."""

    words: NamesInMonth
    in_force: ImprovementPlan

    @cached_property
    def plan(self) -> ImprovementPlan:
        """The plan as it was called then; what refers to it finds it where it is now."""
        plan = copy(self.in_force)
        plan.title, plan.introduction = self.words.title, self.words.introduction
        return plan

    @cached_property
    def categories(self) -> dict[int, Category]:
        return {row.pk: row_of(Category, row, scheme=self.in_force.scheme) for row in self.words.categories}

    @cached_property
    def posts(self) -> dict[int, Post]:
        return {row.pk: row_of(Post, row) for row in self.words.posts}

    @cached_property
    def themes(self) -> dict[int, Theme]:
        return {row.pk: row_of(Theme, row, plan=self.plan) for row in self.words.themes}

    @cached_property
    def aims(self) -> dict[int, Aim]:
        return {
            aim.pk: row_of(Aim, aim, theme=self.themes[theme.pk]) for theme in self.words.themes for aim in theme.aims
        }

    def place_of(self, use: PlanUpdateUse) -> Aim | Theme:
        """What an update serves, as it was called; one that the month does not have, as it is called today."""
        found = self.aims.get(use.aim_id) if use.aim_id else self.themes.get(use.theme_id or 0)
        return found or use.of

    def as_called(self, rating: Rating) -> Rating:
        """A rating with what its category meant then."""
        return replace(rating, assessment=self._judged(rating.assessment))

    def assessment_as_called(self, row: LeadAssessment) -> LeadAssessment:
        """A rating read with what it is about: the same, under the aim or theme as it was called."""
        called = self._judged(row)
        if called.aim_id in self.aims:
            called.aim = self.aims[called.aim_id]
        if called.item:
            called.item = self._item_as_called(called.item)
        return called

    def _judged(self, row: LeadAssessment) -> LeadAssessment:
        called = copy(row)
        if called.category_id in self.categories:
            called.category = self.categories[called.category_id]
        return called

    def _item_as_called(self, item: PlanItem) -> PlanItem:
        called = copy(item)
        if called.aim_id in self.aims:
            called.aim = self.aims[called.aim_id]
        if called.theme_id in self.themes:
            called.theme = self.themes[called.theme_id]
        return called

    def posts_as_called(self, rows: Iterable[UpdatePost]) -> tuple[UpdatePost, ...]:
        """Posts whose words something is, by the names they had then."""
        called = tuple(copy(row) for row in rows)
        self._name_posts(called)
        return called

    def in_update(self, update: PlanUpdate) -> PlanUpdate:
        """An update read with its posts and what it serves: it names these as they were called then."""
        self._name_posts(update.update_posts.all())
        for use in update.uses.all():
            setattr(use, "aim" if use.aim_id else "theme", self.place_of(use))
        return update

    def in_text(self, narrative: NarrativeUpdate) -> NarrativeUpdate:
        """The same of a text beside the plan."""
        self._name_posts(narrative.update_posts.all())
        return narrative

    def _name_posts(self, rows: Iterable[UpdatePost]) -> None:
        for row in rows:
            row.post = self.posts.get(row.post_id, row.post)


def month_names(plan_round: PlanRound) -> MonthNames:
    """Return what a month was issued with, of what its plan names; without kept words, nothing but today's names."""
    plan = plan_round.plan
    kept = plan_round.frozen
    words = NamesInMonth(plan.title, plan.introduction, (), (), ()) if kept is None else from_json(NamesInMonth, kept)
    return MonthNames(words, plan)


def row_of(model: type[Row], words: object, **relations: models.Model) -> Row:
    """Return a row with the fields that the words have by the same names, and with these relations."""
    columns = {field.attname for field in model._meta.concrete_fields} | {"pk"}
    own = {field.name: getattr(words, field.name) for field in fields(words) if field.name in columns}  # type: ignore[arg-type]
    keys = {f"{name}_id" for name in relations}
    return model(**{name: value for name, value in own.items() if name not in keys}, **relations)
