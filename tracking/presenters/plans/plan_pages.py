"""The list of plans, and the page of one: a table for each theme, a row for each aim."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from tracking.enums import ItemKind, PlanState
from tracking.models.plans import Aim, ImprovementPlan, PlanItem, Theme
from tracking.presenters.links import Link
from tracking.presenters.plans.footnotes import Footnotes, Note
from tracking.presenters.plans.lines import (
    ItemLine,
    LeadLine,
    aim_href,
    item_href,
    item_line,
    lead_lines,
    month_words,
    plan_theme_href,
    short,
)
from tracking.presenters.plans.month_lines import CountLine, RatingLines, count_lines, rating_lines, round_href
from tracking.presenters.wording import counted, written_date
from tracking.queries.plans.contents import AimRow, ItemRow, PlanContents, ThemeRow, Unit
from tracking.queries.plans.standing import PlanStanding


@dataclass(frozen=True)
class PlanLine:
    """One plan in the list."""

    title: str
    href: str
    facts: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class AimLine:
    """A row of a theme's table; without an aim it holds what is of the whole theme."""

    label: str
    href: str
    html: SafeString | None
    actions: tuple[ItemLine, ...]
    outputs: tuple[ItemLine, ...]
    leads: tuple[LeadLine, ...]
    rating: RatingLines | None = None

    @property
    def is_of_the_whole_theme(self) -> bool:
        return not self.href


@dataclass(frozen=True)
class ThemeTable:
    theme: Theme
    note: SafeString | None
    rows: tuple[AimLine, ...]
    taken_out: tuple[Link, ...]
    """What was of the whole theme once: the page of an aim tells of its own."""


@dataclass(frozen=True)
class PlanPage:
    """Everything the template prints. `without_lead` leads to what nobody leads on; `none` stands in an empty cell."""

    state: str
    introduction: SafeString | None
    themes: tuple[ThemeTable, ...]
    without_lead: tuple[Link, ...]
    none: str
    notes: tuple[Note, ...]
    month: Link | None
    counts: tuple[CountLine, ...]


def plan_line(plan: ImprovementPlan) -> PlanLine:
    """Read `aim_count` of the plan, which `queries.plans.lists.listed_plans` counts."""
    told = (
        f"Kept by {plan.owning_post}",
        counted(getattr(plan, "aim_count", 0), "aim"),
        f"published {written_date(plan.published_on)}" if plan.published_on else "",
        f"ended {written_date(plan.ended_on)}" if plan.ended_on else "",
    )
    return PlanLine(
        title=plan.title,
        href=reverse("plan_detail", args=[plan.slug]),
        facts=tuple(filter(None, told)),
        state="" if plan.state == PlanState.PUBLISHED else plan.get_state_display(),
    )


def list_sentence(number: int) -> str:
    return counted(number, "improvement plan") + "." if number else "No improvement plan is published yet."


def plan_page(
    whole: PlanContents,
    shown: PlanContents,
    standing: PlanStanding,
    *,
    today: date,
    is_filtered: bool,
    taken_out: Collection[PlanItem] = (),
) -> PlanPage:
    """`shown` is what the filters leave of the `whole`; `standing` says how it is rated."""
    notes = Footnotes()
    introduction = notes.rendered(whole.plan.introduction) if whole.plan.introduction else None
    themes = tuple(_theme_table(row, notes, standing, taken_out) for row in shown.themes)
    found = found_sentence(whole, shown) if is_filtered else ""
    return PlanPage(
        state=found or state_sentence(whole, today=today),
        introduction=introduction,
        themes=themes,
        without_lead=tuple(_unit_link(unit) for unit in _led_by_nobody(whole)),
        none="None that fits" if is_filtered else "None",
        notes=notes.notes,
        month=Link(standing.round.name, round_href(standing.round)) if standing.round else None,
        counts=count_lines(standing.counts) if standing.round else (),
    )


def state_sentence(contents: PlanContents, *, today: date) -> str:
    """How large the plan is, how much of it was due, and what is wrong or over."""
    plan, units = contents.plan, contents.units
    size = f"{counted(len(contents.aims), 'aim')} in {counted(len(contents.themes), 'theme')}, with {_kinds(units)}."
    due = sum(unit.is_due_by(today) for unit in units)
    match plan.state:
        case PlanState.DRAFT:
            return f"This is a draft. Only those of the post that keeps it see it. {size}"
        case PlanState.ENDED:
            return f"This plan ended on {written_date(plan.ended_on)}. {size}"
    return f"{size} {due} {'was' if due == 1 else 'were'} due by {written_date(today)}." if due else size


def _kinds(units: tuple[Unit, ...]) -> str:
    """ "3 required actions and 2 outputs"."""
    kinds = [unit.item.kind for unit in units if unit.item]
    actions, outputs = kinds.count(ItemKind.ACTION), kinds.count(ItemKind.OUTPUT)
    return f"{counted(actions, 'required action')} and {counted(outputs, 'output')}"


def found_sentence(whole: PlanContents, shown: PlanContents) -> str:
    units = [unit for unit in shown.units if unit.item]
    if not shown.units:
        return "Nothing in the plan fits these filters."
    among = sum(1 for unit in whole.units if unit.item)
    return f"{len(units)} of {counted(among, 'action or output', 'actions and outputs')} fit these filters."


def _theme_table(
    row: ThemeRow, notes: Footnotes, standing: PlanStanding, taken_out: Collection[PlanItem]
) -> ThemeTable:
    rows = [_aim_line(aim, notes, standing) for aim in row.aims]
    if row.items:
        rows.append(
            AimLine(
                label="The whole theme",
                href="",
                html=None,
                actions=_lines(row.of_kind(ItemKind.ACTION), notes, standing),
                outputs=_lines(row.of_kind(ItemKind.OUTPUT), notes, standing),
                leads=(),
            )
        )
    note = notes.rendered(row.theme.note) if row.theme.note else None
    gone = tuple(_taken_out_link(item) for item in taken_out if item.theme_id == row.theme.pk)
    return ThemeTable(row.theme, note, tuple(rows), gone)


def _taken_out_link(item: PlanItem) -> Link:
    """ "Output, in September 2018", told in full on its own page."""
    return Link(
        f"{item.get_kind_display()} “{short(item.text)}”", item_href(item), f"in {month_words(item.taken_out_in)}"
    )


def _aim_line(row: AimRow, notes: Footnotes, standing: PlanStanding) -> AimLine:
    itself = standing.units.get((0, row.aim.pk))
    return AimLine(
        label=row.aim.label,
        href=aim_href(row.aim),
        html=notes.rendered(row.aim.text),
        actions=_lines(row.of_kind(ItemKind.ACTION), notes, standing),
        outputs=_lines(row.of_kind(ItemKind.OUTPUT), notes, standing),
        leads=lead_lines(row.leads),
        rating=rating_lines(itself) if itself else None,
    )


def _lines(rows: Iterable[ItemRow], notes: Footnotes, standing: PlanStanding) -> tuple[ItemLine, ...]:
    return tuple(
        item_line(row, notes, rating=rating_lines(unit) if (unit := standing.units.get((row.item.pk, 0))) else None)
        for row in rows
    )


def _led_by_nobody(contents: PlanContents) -> list[Unit]:
    """A unit for each aim, and for each theme as a whole, in which something has no lead."""
    found: dict[tuple[int, Aim | None], Unit] = {}
    for unit in contents.units:
        if not unit.leads:
            found.setdefault((unit.theme.pk, unit.aim), unit)
    return list(found.values())


def _unit_link(unit: Unit) -> Link:
    if unit.aim:
        return Link(f"Aim {unit.aim.label}", aim_href(unit.aim))
    return Link(f"Theme {unit.theme.number} as a whole", plan_theme_href(unit.theme))


def ended_words(plan: ImprovementPlan) -> Link | None:
    """Which plan took the place of one that ended."""
    if plan.successor is None:
        return None
    return Link(plan.successor.title, reverse("plan_detail", args=[plan.successor.slug]))
