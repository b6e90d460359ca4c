"""What a plan says: its themes, aims, actions and outputs, with who leads on each, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracking.enums import ItemKind
from tracking.models import Post
from tracking.models.plans import Aim, ImprovementPlan, Lead, PlanItem, Theme


@dataclass(frozen=True)
class ItemRow:
    """An action or output in force. `leads` are its own; without any it `inherits` those of its aim."""

    item: PlanItem
    own_leads: tuple[Lead, ...]
    inherited: tuple[Lead, ...] = ()

    @property
    def leads(self) -> tuple[Lead, ...]:
        return self.own_leads or self.inherited


@dataclass(frozen=True)
class AimRow:
    """An aim with its items in force, in order, and who leads on it."""

    aim: Aim
    leads: tuple[Lead, ...]
    items: tuple[ItemRow, ...]

    def of_kind(self, kind: ItemKind) -> tuple[ItemRow, ...]:
        return tuple(row for row in self.items if row.item.kind == kind)


@dataclass(frozen=True)
class ThemeRow:
    """A theme with the items of the whole theme, and its aims."""

    theme: Theme
    items: tuple[ItemRow, ...]
    aims: tuple[AimRow, ...]

    def of_kind(self, kind: ItemKind) -> tuple[ItemRow, ...]:
        return tuple(row for row in self.items if row.item.kind == kind)


@dataclass(frozen=True)
class Unit:
    """What is judged in a plan: an action or output in force or, where an aim has none, the aim itself.

    An item is to an aim what a part is to a recommendation. Source: the council's process (docs/domain-rules.md).
    """

    theme: Theme
    aim: Aim | None
    item: PlanItem | None
    leads: tuple[Lead, ...]

    def is_due_by(self, day: date) -> bool:
        """Whether the day set for it is that day or an earlier one; an aim by itself has none."""
        return self.item is not None and self.item.due_on is not None and self.item.due_on <= day

    def is_led_by(self, post: Post) -> bool:
        return any(lead.post_id == post.pk for lead in self.leads)


@dataclass(frozen=True)
class PlanContents:
    """A plan, or what filters leave of it."""

    plan: ImprovementPlan
    themes: tuple[ThemeRow, ...]

    @property
    def aims(self) -> tuple[AimRow, ...]:
        return tuple(row for theme in self.themes for row in theme.aims)

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(unit for theme in self.themes for unit in units_of(theme))


def units_of(row: ThemeRow) -> Iterator[Unit]:
    """Yield the units of a theme: those of the whole theme first, then aim by aim."""
    for item in row.items:
        yield Unit(row.theme, None, item.item, item.leads)
    for aim in row.aims:
        if not aim.items:
            yield Unit(row.theme, aim.aim, None, aim.leads)
        for item in aim.items:
            yield Unit(row.theme, aim.aim, item.item, item.leads)


def plan_contents(plan: ImprovementPlan, *, on: date, items_in_force: Iterable[PlanItem] | None = None) -> PlanContents:
    """Read the whole plan as it stands on a day, in four queries; with other items, as of a month, where told."""
    leads = _leads_in_force(plan, on)
    current = PlanItem.objects.of_plan(plan).current() if items_in_force is None else items_in_force
    items = _with_leads(current, leads)
    aims: dict[int, list[AimRow]] = defaultdict(list)
    for aim in Aim.objects.filter(theme__plan=plan).select_related("theme__plan"):
        aims[aim.theme_id].append(_aim_row(aim, leads["aim", aim.pk], items["aim", aim.pk]))
    themes = tuple(
        ThemeRow(theme, tuple(items["theme", theme.pk]), tuple(aims[theme.pk]))
        for theme in Theme.objects.filter(plan=plan).select_related("plan")
    )
    return PlanContents(plan, themes)


def narrowed(contents: PlanContents, fits: Callable[[Unit], bool]) -> PlanContents:
    """Return what of a plan has a unit that fits: those items, and their aims and themes."""
    kept = {_key(unit) for unit in contents.units if fits(unit)}
    themes = []
    for row in contents.themes:
        aims = tuple(_narrowed_aim(aim, kept) for aim in row.aims if _has_any(aim, kept))
        items = _among(row.items, kept)
        if aims or items:
            themes.append(replace(row, items=items, aims=aims))
    return replace(contents, themes=tuple(themes))


def leading_posts(contents: PlanContents) -> list[Post]:
    """Return every post that leads on something in the plan, by name."""
    posts = {lead.post for row in contents.aims for lead in row.leads} | {
        lead.post for unit in contents.units for lead in unit.leads
    }
    return sorted(posts, key=lambda post: post.name)


_Key = tuple[str, int]
_Leads = defaultdict[_Key, tuple[Lead, ...]]


def _leads_in_force(plan: ImprovementPlan, on: date) -> _Leads:
    found: dict[_Key, list[Lead]] = defaultdict(list)
    for lead in Lead.objects.of_plan(plan).in_force(on):
        found["aim" if lead.aim_id else "item", lead.aim_id or lead.item_id or 0].append(lead)
    return defaultdict(tuple, {key: tuple(rows) for key, rows in found.items()})


def _with_leads(rows: Iterable[PlanItem], leads: _Leads) -> defaultdict[_Key, list[ItemRow]]:
    items: defaultdict[_Key, list[ItemRow]] = defaultdict(list)
    for item in rows:
        row = ItemRow(item, leads["item", item.pk], leads["aim", item.aim_id] if item.aim_id else ())
        items["aim" if item.aim_id else "theme", item.aim_id or item.theme_id or 0].append(row)
    return items


def _aim_row(aim: Aim, leads: tuple[Lead, ...], items: Iterable[ItemRow]) -> AimRow:
    return AimRow(aim, leads, tuple(items))


def _key(unit: Unit) -> _Key:
    return ("item", unit.item.pk) if unit.item else ("aim", unit.aim.pk if unit.aim else 0)


def _among(rows: Iterable[ItemRow], kept: set[_Key]) -> tuple[ItemRow, ...]:
    return tuple(row for row in rows if ("item", row.item.pk) in kept)


def _has_any(row: AimRow, kept: set[_Key]) -> bool:
    return ("aim", row.aim.pk) in kept or bool(_among(row.items, kept))


def _narrowed_aim(row: AimRow, kept: set[_Key]) -> AimRow:
    return replace(row, items=_among(row.items, kept))
