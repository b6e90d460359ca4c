"""The page of a month of a plan: a table for each aim, a row for each unit, and what its posts say."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from tracking import dates
from tracking.models.plans import Aim, PlanRound, Remark, Theme
from tracking.presenters.evidence import EvidenceLine, evidence_lines
from tracking.presenters.links import Link
from tracking.presenters.plans.footnotes import Footnotes, Note
from tracking.presenters.plans.lines import (
    LeadLine,
    aim_href,
    anchor_of,
    item_due_words,
    item_href,
    item_name,
    lead_lines,
    month_words,
)
from tracking.presenters.plans.month_lines import (
    CountLine,
    RatingLines,
    count_lines,
    counts_sentence,
    posts_words,
    rating_lines,
    round_href,
)
from tracking.presenters.wording import counted, written_date
from tracking.queries.plans.months import (
    AimInMonth,
    MonthContents,
    NarrativeInMonth,
    PlacedUpdate,
    ThemeInMonth,
    UnitInMonth,
)


@dataclass(frozen=True)
class UnitLine:
    """A row: an action, an output or the aim itself, with its date, leads and rating."""

    kind: str
    html: SafeString | None
    due: str
    change: str
    leads: tuple[LeadLine, ...]
    rating: RatingLines
    history: Link | None = None


@dataclass(frozen=True)
class UpdateLine:
    """What posts say: in full, or as a link to where it stands in full."""

    anchor: str
    label: str
    by: str
    html: SafeString | None
    see: Link | None
    is_carried: bool
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class AimTable:
    """An aim, or a theme as a whole, with its rows and its updates."""

    id: str
    heading: str
    href: str
    html: SafeString | None
    rows: tuple[UnitLine, ...]
    updates: tuple[UpdateLine, ...]


@dataclass(frozen=True)
class ThemeSection:
    theme: Theme
    tables: tuple[AimTable, ...]


@dataclass(frozen=True)
class RemarkLine:
    said: str
    by: str
    html: SafeString


@dataclass(frozen=True)
class NarrativeLines:
    title: str
    by: str
    html: SafeString
    is_take: bool
    remarks: tuple[RemarkLine, ...]


@dataclass(frozen=True)
class MonthPage:
    """Everything the template prints."""

    title: str
    plan: str
    state: str
    issued: str
    counts: tuple[CountLine, ...]
    themes: tuple[ThemeSection, ...]
    narratives: tuple[NarrativeLines, ...]
    notes: tuple[Note, ...]


def month_page(whole: MonthContents, shown: MonthContents, *, is_filtered: bool) -> MonthPage:
    """`shown` is what the filters leave of the `whole`."""
    notes = Footnotes()
    themes = tuple(_theme(row, whole.round, notes) for row in shown.themes)
    return MonthPage(
        title=month_words(whole.round.month),
        plan=whole.plan.title,
        state=_found(whole, shown) if is_filtered else counts_sentence(whole.counts),
        issued=issued_words(whole.round),
        counts=count_lines(whole.counts),
        themes=themes,
        narratives=tuple(_narrative(row, notes) for row in whole.narratives),
        notes=notes.notes,
    )


def _found(whole: MonthContents, shown: MonthContents) -> str:
    if not shown.units:
        return "Nothing in this month fits these filters."
    among = counted(len(whole.units), "action, output or aim", "actions, outputs and aims")
    return f"{len(shown.units)} of {among} fit these filters."


def issued_words(plan_round: PlanRound) -> str:
    """Who issued it and when, and how it was approved where somebody did it on their behalf."""
    if plan_round.issued_at is None:
        return "This month is open. It is not issued, and only those who work on it see it."
    signed = ", ".join(filter(None, (plan_round.signed_name, plan_round.signed_title)))
    return f"Issued on {written_date(dates.today(plan_round.issued_at))}, signed by {signed}."


def _theme(row: ThemeInMonth, plan_round: PlanRound, notes: Footnotes) -> ThemeSection:
    tables = [_aim(aim, plan_round, notes) for aim in row.aims]
    if row.units or row.updates:
        whole = AimTable(
            id=anchor_of(row.theme),
            heading=f"Theme {row.theme.number} as a whole",
            href="",
            html=None,
            rows=tuple(_unit(unit, notes) for unit in row.units),
            updates=tuple(_update(said, row.theme, plan_round, notes) for said in row.updates),
        )
        tables.append(whole)
    return ThemeSection(row.theme, tuple(tables))


def _aim(row: AimInMonth, plan_round: PlanRound, notes: Footnotes) -> AimTable:
    return AimTable(
        id=anchor_of(row.aim),
        heading=f"Aim {row.aim.label}",
        href=aim_href(row.aim),
        html=notes.rendered(row.aim.text),
        rows=tuple(_unit(unit, notes) for unit in row.units),
        updates=tuple(_update(said, row.aim, plan_round, notes) for said in row.updates),
    )


def _unit(row: UnitInMonth, notes: Footnotes) -> UnitLine:
    item = row.unit.item
    return UnitLine(
        kind=item.get_kind_display() if item else "The aim itself",
        html=notes.rendered(item.text) if item else None,
        due=item_due_words(item) if item else "",
        change=f"Changed in {month_words(item.changed_in)}" if item and item.changed_in else "",
        leads=lead_lines(row.unit.leads),
        rating=rating_lines(row),
        history=Link("Its history", item_href(item), item_name(item)) if item and not item.aim_id else None,
    )


def _update(row: PlacedUpdate, at: Aim | Theme, plan_round: PlanRound, notes: Footnotes) -> UpdateLine:
    said = row.said
    return UpdateLine(
        anchor=f"update-{said.update.pk}-{anchor_of(at)}",
        label=update_label(said.update.label),
        by=posts_words(said.posts),
        html=notes.rendered(said.revision.text) if row.see is None else None,
        see=_see(row, plan_round, said.update.pk),
        is_carried=said.is_carried,
        evidence=evidence_lines(said.evidence) if row.see is None else (),
    )


def update_label(label: str) -> str:
    """What the paper calls it; one without a label is an update."""
    return label or "Update"


def _see(row: PlacedUpdate, plan_round: PlanRound, pk: int) -> Link | None:
    if row.see is None:
        return None
    words = row.see.label if isinstance(row.see, Aim) else f"theme {row.see.number} as a whole"
    # The whole address: filters may have left out where it stands.
    return Link(f"See {words}", f"{round_href(plan_round)}#update-{pk}-{anchor_of(row.see)}")


def _narrative(row: NarrativeInMonth, notes: Footnotes) -> NarrativeLines:
    narrative = row.narrative
    return NarrativeLines(
        title=narrative.title,
        by=posts_words(row.posts),
        html=notes.rendered(narrative.precis or narrative.text),
        is_take=narrative.is_temperature_take,
        remarks=tuple(_remark(remark, notes) for remark in row.remarks),
    )


def _remark(remark: Remark, notes: Footnotes) -> RemarkLine:
    waits = "" if remark.published_at else ", not published: seen by the owning post alone"
    return RemarkLine(
        said=f"{written_date(remark.said_on)}{waits}",
        by=", ".join(filter(None, (remark.speaker, remark.role))),
        html=notes.rendered(remark.text),
    )


@dataclass(frozen=True)
class RoundLine:
    """One month in the list."""

    name: str
    href: str
    state: str
    facts: tuple[str, ...]


def round_line(plan_round: PlanRound) -> RoundLine:
    due = f"updates due on {written_date(plan_round.due_on)}" if plan_round.is_open else ""
    issued = f"issued on {written_date(dates.today(plan_round.issued_at))}" if plan_round.issued_at else ""
    return RoundLine(
        name=plan_round.name,
        href=round_href(plan_round),
        state="Open" if plan_round.is_open else "",
        facts=tuple(filter(None, (due, issued))),
    )


def rounds_sentence(number: int) -> str:
    return f"{counted(number, 'month')}, the latest first." if number else "No month of this plan is issued yet."
