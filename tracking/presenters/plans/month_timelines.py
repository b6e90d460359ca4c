"""An aim, or an item of a whole theme, month by month: the latest apart from those before it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from tracking.models.plans import Aim, AskingChange
from tracking.presenters.plans.footnotes import Footnotes
from tracking.presenters.plans.lines import month_words, short
from tracking.presenters.plans.month_lines import posts_words, round_href, stopped_words
from tracking.presenters.plans.month_pages import update_label
from tracking.presenters.plans.update_pages import RatedLine, rated_lines
from tracking.presenters.wording import written_list
from tracking.queries.plans.timelines import MonthOfAim, SaidOfAim


@dataclass(frozen=True)
class SaidLine:
    label: str
    by: str
    html: SafeString
    ratings: tuple[RatedLine, ...]
    also: str


@dataclass(frozen=True)
class MonthEntry:
    """A month in the timeline; `href` leads to it where it was issued."""

    name: str
    href: str
    said: tuple[SaidLine, ...]
    asking: tuple[str, ...]


@dataclass(frozen=True)
class AimTimeline:
    latest: tuple[MonthEntry, ...]
    earlier: tuple[MonthEntry, ...]


def aim_timeline(months: tuple[MonthOfAim, ...], notes: Footnotes) -> AimTimeline:
    """The latest month in which something was said, and those before it."""
    return _timeline(months, notes, names_item=True)


def item_timeline(months: tuple[MonthOfAim, ...], notes: Footnotes) -> AimTimeline:
    """The same of one item: which one asking stopped for need not be said."""
    return _timeline(months, notes, names_item=False)


def _timeline(months: tuple[MonthOfAim, ...], notes: Footnotes, *, names_item: bool) -> AimTimeline:
    entries = tuple(_entry(row, notes, names_item) for row in months)
    return AimTimeline(entries[:1], entries[1:])


def _entry(row: MonthOfAim, notes: Footnotes, names_item: bool) -> MonthEntry:
    return MonthEntry(
        name=month_words(row.month),
        href=round_href(row.round) if row.round else "",
        said=tuple(_said(said, notes) for said in row.said),
        asking=tuple(_asking(change, names_item) for change in row.asking),
    )


def _said(row: SaidOfAim, notes: Footnotes) -> SaidLine:
    served = [use.of.label if isinstance(use.of, Aim) else f"theme {use.of.number} as a whole" for use in row.uses]
    return SaidLine(
        label=update_label(row.update.label),
        by=posts_words(row.posts),
        html=notes.rendered(row.text),
        ratings=rated_lines(row.ratings),
        also=f"It serves {written_list(served)}." if len(served) > 1 else "",
    )


def _asking(change: AskingChange, names_item: bool) -> str:
    words = f"“{short(change.item.text)}”: " if change.item and names_item else ""
    said = stopped_words(change) if not change.asks else f"Asked about again: {change.reason}"
    return f"{words}{said}"
