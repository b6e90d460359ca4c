"""The page of one aim: its actions and outputs with what they said before, who leads, what it answers."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from tracking.enums import ItemKind
from tracking.models.plans import Aim, ImprovementPlan, PlanItem
from tracking.presenters.links import Link
from tracking.presenters.managing_shapes import period
from tracking.presenters.plans.footnotes import Footnotes, Note
from tracking.presenters.plans.lines import (
    Answered,
    LeadLine,
    aim_href,
    answered,
    item_due_words,
    lead_lines,
    month_words,
)
from tracking.presenters.plans.month_lines import RatingLines, rating_lines
from tracking.presenters.plans.month_timelines import AimTimeline, aim_timeline
from tracking.presenters.slips import SlipRow, moved_words, slip_sentence
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.plans.aims import AimHistory, ItemHistory, ItemMove
from tracking.queries.plans.standing import PlanStanding
from tracking.queries.plans.timelines import MonthOfAim
from tracking.queries.slips import Ledger


@dataclass(frozen=True)
class EarlierWords:
    """What an item said until it was changed, and the change that took its place."""

    html: SafeString
    due: str
    change: str


@dataclass(frozen=True)
class ItemEntry:
    """An action or output with its dates, and what it said before, the latest first."""

    item: PlanItem
    name: str
    html: SafeString
    due: str
    original: str
    slipped: str
    slip_rows: tuple[SlipRow, ...]
    leads: tuple[LeadLine, ...]
    earlier: tuple[EarlierWords, ...]
    answers: tuple[Answered, ...]
    taken_out: str
    rating: RatingLines | None = None


@dataclass(frozen=True)
class ItemGroup:
    heading: str
    entries: tuple[ItemEntry, ...]
    empty: str


@dataclass(frozen=True)
class AimPage:
    """Everything the template prints."""

    title: str
    state: str
    html: SafeString
    leads: tuple[LeadLine, ...]
    past_leads: tuple[str, ...]
    groups: tuple[ItemGroup, ...]
    taken_out: tuple[ItemEntry, ...]
    rating: RatingLines | None
    timeline: AimTimeline
    answers: tuple[Answered, ...]
    notes: tuple[Note, ...]
    before: Link | None
    after: Link | None

    @property
    def answers_anything(self) -> bool:
        return bool(self.answers) or any(entry.answers for group in self.groups for entry in group.entries)


def aim_page(history: AimHistory, standing: PlanStanding, months: tuple[MonthOfAim, ...]) -> AimPage:
    """`standing` says how its units are rated, `months` what was said of it."""
    notes = Footnotes()
    html = notes.rendered(history.aim.text)
    groups = (
        _group(history, ItemKind.ACTION, "Required actions", "No action is set out for this aim.", notes, standing),
        _group(history, ItemKind.OUTPUT, "Outputs", "No output is set out for this aim.", notes, standing),
    )
    return AimPage(
        title=f"Aim {history.aim.label}",
        state=state_sentence(history),
        html=html,
        leads=lead_lines(history.leads),
        past_leads=tuple(f"{lead.post}, {period(lead)}" for lead in history.past_leads),
        groups=groups,
        taken_out=tuple(item_entry(row, history.aim.plan, notes) for row in history.taken_out),
        rating=_rating_of_aim(history.aim, standing),
        timeline=aim_timeline(months, notes),
        answers=answered(history.links),
        notes=notes.notes,
        before=_aim_link(history.before),
        after=_aim_link(history.after),
    )


def state_sentence(history: AimHistory) -> str:
    """How much the aim asks for, how much of it changed, and who leads."""
    kinds = [row.item.kind for row in history.items]
    asked = (
        f"{counted(kinds.count(ItemKind.ACTION), 'required action')} and "
        f"{counted(kinds.count(ItemKind.OUTPUT), 'output')}."
    )
    changed = sum(len(row.rows) > 1 for row in history.items)
    since = f" {changed} {'was' if changed == 1 else 'were'} changed since the plan was published." if changed else ""
    leads = written_list(str(lead.post) for lead in history.leads)
    return f"{asked}{since} {f'Led by {leads}.' if leads else 'No post leads on it.'}"


def _group(
    history: AimHistory, kind: ItemKind, heading: str, empty: str, notes: Footnotes, standing: PlanStanding
) -> ItemGroup:
    plan = history.aim.plan
    entries = (
        replace(item_entry(row, plan, notes), rating=_rating_of_item(row.item, standing))
        for row in history.items
        if row.item.kind == kind
    )
    return ItemGroup(heading, tuple(entries), empty)


def _rating_of_item(item: PlanItem, standing: PlanStanding) -> RatingLines | None:
    unit = standing.units.get((item.pk, 0))
    return rating_lines(unit) if unit else None


def _rating_of_aim(aim: Aim, standing: PlanStanding) -> RatingLines | None:
    """Where nothing smaller is judged, the aim itself."""
    unit = standing.units.get((0, aim.pk))
    return rating_lines(unit) if unit else None


def item_entry(row: ItemHistory, plan: ImprovementPlan, notes: Footnotes) -> ItemEntry:
    """An action or output with what became of it; how it is rated is for the page to say."""
    item, first = row.item, row.rows[0]
    has_moved = bool(row.slips.moves)
    return ItemEntry(
        item=item,
        name=item.get_kind_display(),
        html=notes.rendered(item.text),
        due=item_due_words(item),
        original=item_due_words(first) if item_due_words(first) != item_due_words(item) else "",
        slipped=slip_sentence(row.slips) if has_moved else "",
        slip_rows=_slip_rows(row.slips, first, plan) if has_moved else (),
        leads=lead_lines(row.leads),
        earlier=tuple(_earlier_words(row, place, notes) for place in range(len(row.rows) - 2, -1, -1)),
        answers=answered(row.links),
        taken_out=f"Taken out in {month_words(item.taken_out_in)}: {item.taken_out_reason}"
        if item.taken_out_in
        else "",
    )


def _earlier_words(row: ItemHistory, place: int, notes: Footnotes) -> EarlierWords:
    said, following = row.rows[place], row.rows[place + 1]
    return EarlierWords(
        html=notes.rendered(said.text),
        due=item_due_words(said),
        change=f"Changed in {month_words(following.changed_in)}: {following.superseding_reason}",
    )


def _slip_rows(ledger: Ledger[ItemMove], first: PlanItem, plan: ImprovementPlan) -> tuple[SlipRow, ...]:
    added_on = localdate(first.recorded_at)
    was_published = plan.published_on is not None and added_on <= plan.published_on
    who = f"Published, {written_date(plan.published_on)}" if was_published else f"Added, {written_date(added_on)}"
    original = SlipRow(item_due_words(first) or "No date was set", who, "Set when it came into the plan", "–", "–")
    return (original, *(_slip_row(move, ledger) for move in ledger.moves))


def _slip_row(move: ItemMove, ledger: Ledger[ItemMove]) -> SlipRow:
    return SlipRow(
        due=item_due_words(move.item) or written_date(move.due_on),
        who=f"Changed in {month_words(move.item.changed_in)}",
        why=move.item.superseding_reason,
        moved=moved_words(move.days),
        moved_in_all=moved_words(move.days_in_all) if ledger.original_on else "–",
    )


def _aim_link(aim: Aim | None) -> Link | None:
    return Link(f"Aim {aim.label}", aim_href(aim)) if aim else None
