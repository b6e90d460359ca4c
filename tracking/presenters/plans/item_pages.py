"""The page of one action or output of a whole theme: the same an aim's page says of each of its own."""

from dataclasses import dataclass, replace

from tracking.models.plans import PlanItem
from tracking.presenters.links import Link
from tracking.presenters.managing_shapes import period
from tracking.presenters.plans.aim_pages import ItemEntry, item_entry
from tracking.presenters.plans.footnotes import Footnotes, Note
from tracking.presenters.plans.lines import RatingLines, item_name, month_words, plan_theme_href
from tracking.presenters.plans.month_lines import NOT_RATED, rating_lines
from tracking.presenters.plans.month_timelines import AimTimeline, item_timeline
from tracking.presenters.wording import counted, written_list
from tracking.queries.plans.items import ThemeItemHistory
from tracking.queries.plans.standing import PlanStanding
from tracking.queries.plans.timelines import MonthOfAim


@dataclass(frozen=True)
class ItemPage:
    """Everything the template prints."""

    title: str
    state: str
    entry: ItemEntry
    past_leads: tuple[str, ...]
    timeline: AimTimeline
    notes: tuple[Note, ...]
    theme: Link


def item_page(found: ThemeItemHistory, standing: PlanStanding, months: tuple[MonthOfAim, ...]) -> ItemPage:
    """`standing` says how the plan's units are rated, `months` what was said of this one."""
    notes, item = Footnotes(), found.item
    unit = standing.units.get((item.pk, 0))
    entry = item_entry(found.history, item.plan, notes)
    return ItemPage(
        title=item_name(item),
        state=state_sentence(found),
        entry=replace(entry, rating=rating_lines(unit) if unit else _unrated(item)),
        past_leads=tuple(f"{lead.post}, {period(lead)}" for lead in found.past_leads),
        timeline=item_timeline(months, notes),
        notes=notes.notes,
        theme=Link(f"Theme {item.of_theme}", plan_theme_href(item.of_theme)),
    )


def _unrated(item: PlanItem) -> RatingLines | None:
    """Before any month is issued nothing is rated; what was taken out is judged no more."""
    return None if item.taken_out_in else RatingLines(NOT_RATED, ())


def state_sentence(found: ThemeItemHistory) -> str:
    """Whether it is still in the plan, how often it changed, and who leads."""
    item, changes = found.item, len(found.history.rows) - 1
    times = "once" if changes == 1 else counted(changes, "time")
    changed = f"It was changed {times} since the plan was published." if changes else ""
    if item.taken_out_in:
        return " ".join(filter(None, (f"Taken out of the plan in {month_words(item.taken_out_in)}.", changed)))
    leads = written_list(str(lead.post) for lead in found.history.leads)
    return " ".join(filter(None, (changed, f"Led by {leads}." if leads else "No post leads on it.")))
