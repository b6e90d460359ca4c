"""A month of a plan as columns: a row for each unit, with the columns of its paper and what they hold apart."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape

from django.utils.html import strip_tags

from tracking.enums import ItemKind
from tracking.models.plans import PlanItem, Theme
from tracking.presenters.plans.footnotes import Footnotes
from tracking.presenters.plans.lines import lead_lines, month_words
from tracking.presenters.plans.month_lines import posts_words, stopped_words
from tracking.presenters.plans.month_pages import update_label
from tracking.queries.plans.months import AimInMonth, MonthContents, PlacedUpdate, ThemeInMonth, UnitInMonth
from tracking.queries.plans.ratings import Rating

Value = str | date

_NOTE = re.compile(r"<sup[^>]*>(?:<[^>]*>)*(\d+)(?:<[^>]*>)*</sup>")
_LIST_ITEM = re.compile(r"<li[^>]*>\s*(?:<p>)?")
_END_OF_LINE = re.compile(r"<br\s*/?>|</(?:p|li|h\d|tr)>")
_END_OF_CELL = re.compile(r"</t[hd]>")


@dataclass(frozen=True)
class UnitInColumns:
    """A unit with where it stands, its texts in plain words."""

    unit: UnitInMonth
    theme: Theme
    aim: str
    aim_words: str
    words: str
    latest: str
    earlier: str

    @property
    def item(self) -> PlanItem | None:
        return self.unit.unit.item

    def words_of(self, kind: ItemKind) -> str:
        """The words of an action or output, in its own column."""
        if self.item is None:
            return "The aim as a whole" if kind == ItemKind.ACTION else ""
        return self.words if self.item.kind == kind else ""


@dataclass(frozen=True)
class MonthColumn:
    label: str
    width: int
    read: Callable[[UnitInColumns], Value | None]


@dataclass(frozen=True)
class MonthInColumns:
    """The rows of a month, and the notes that its texts refer to, by number."""

    rows: tuple[UnitInColumns, ...]
    notes: tuple[tuple[int, str], ...]


def month_in_columns(month: MonthContents) -> MonthInColumns:
    """Read a month in the order of its paper. "[1]" in a text is the first of the notes."""
    notes = Footnotes(paper="plan-")
    rows = [row for theme in month.themes for row in _of_theme(theme, notes)]
    return MonthInColumns(tuple(rows), tuple((note.number, plain_words(note.html)) for note in notes.notes))


def _of_theme(theme: ThemeInMonth, notes: Footnotes) -> Iterator[UnitInColumns]:
    heading = f"Theme {theme.theme.number} as a whole"
    yield from _rows(theme, heading, "", theme.units, theme.updates, notes)
    for aim in theme.aims:
        yield from _of_aim(theme, aim, notes)


def _of_aim(theme: ThemeInMonth, aim: AimInMonth, notes: Footnotes) -> Iterator[UnitInColumns]:
    words = plain_words(notes.rendered(aim.aim.text))
    yield from _rows(theme, aim.aim.label, words, aim.units, aim.updates, notes)


def _rows(
    theme: ThemeInMonth,
    aim: str,
    aim_words: str,
    units: Iterable[UnitInMonth],
    updates: Iterable[PlacedUpdate],
    notes: Footnotes,
) -> Iterator[UnitInColumns]:
    words = [plain_words(notes.rendered(unit.unit.item.text)) if unit.unit.item else "" for unit in units]
    said = [(row.said.is_carried, _said(row, notes)) for row in updates]
    latest = "\n\n".join(text for is_carried, text in said if not is_carried)
    earlier = "\n\n".join(text for is_carried, text in said if is_carried)
    for unit, of_unit in zip(units, words, strict=True):
        yield UnitInColumns(unit, theme.theme, aim, aim_words, of_unit, latest, earlier)


def _said(row: PlacedUpdate, notes: Footnotes) -> str:
    by, label = posts_words(row.said.posts), update_label(row.said.update.label)
    head = f"{by} ({label})" if by else label
    if row.see is not None:
        where = f"theme {row.see.number} as a whole" if isinstance(row.see, Theme) else row.see.label
        return f"{head}: see {where}"
    return f"{head}:\n{plain_words(notes.rendered(row.said.revision.text))}"


def plain_words(html: str) -> str:
    """Return safe HTML as plain words: a line for each paragraph and item of a list, notes in brackets."""
    text = _NOTE.sub(r" [\1]", html)
    text = _LIST_ITEM.sub("• ", text)
    text = _END_OF_CELL.sub("  ", _END_OF_LINE.sub("\n", text))
    lines = (line.strip() for line in unescape(strip_tags(text)).splitlines())
    return "\n".join(line for line in lines if line)


def _rating(row: UnitInColumns) -> str:
    return _said_of(row.unit.rating)


def _before(row: UnitInColumns) -> str:
    before = row.unit.before
    if before is None or (row.unit.rating and row.unit.rating.says_as(before)):
        return ""
    return _said_of(before)


def _said_of(rating: Rating | None) -> str:
    """The category with what limits it, as what is limited is never just that."""
    if rating is None or rating.category is None:
        return "Not rated"
    limited = f", {rating.assessment.limited_to}" if rating.assessment.limited_to else ""
    return f"{rating.category.mark} {rating.category.name}{limited}"


def _of_rating(name: str) -> Callable[[UnitInColumns], Value | None]:
    def read(row: UnitInColumns) -> Value | None:
        value: Value | None = getattr(row.unit.rating.assessment, name) if row.unit.rating else None
        return value

    return read


COLUMNS: tuple[MonthColumn, ...] = (
    MonthColumn("Month", 16, lambda row: month_words(row.unit.month)),
    MonthColumn("Theme", 24, lambda row: str(row.theme)),
    MonthColumn("Aim", 12, lambda row: row.aim),
    MonthColumn("Improvement aim", 40, lambda row: row.aim_words),
    MonthColumn("Required action", 40, lambda row: row.words_of(ItemKind.ACTION)),
    MonthColumn("Output", 40, lambda row: row.words_of(ItemKind.OUTPUT)),
    MonthColumn("Due, as written", 20, lambda row: row.item.due_text if row.item else ""),
    MonthColumn("Due on", 18, lambda row: row.item.due_on if row.item else None),
    MonthColumn(
        "Lead", 28, lambda row: ", ".join(lead.as_written or lead.name for lead in lead_lines(row.unit.unit.leads))
    ),
    MonthColumn("Rating", 24, _rating),
    MonthColumn("Limited to", 18, _of_rating("limited_to")),
    MonthColumn("Rated in", 16, lambda row: row.unit.rating.round.name if row.unit.rating else ""),
    MonthColumn("Rating before", 24, _before),
    MonthColumn("Late", 8, lambda row: "Late" if row.unit.is_late else ""),
    MonthColumn("What will bring it back", 36, _of_rating("recovery_text")),
    MonthColumn("Back on track by", 18, _of_rating("recovery_on")),
    MonthColumn("Note on the rating", 28, _of_rating("note")),
    MonthColumn("Changed in", 16, lambda row: month_words(row.item.changed_in) if row.item else ""),
    MonthColumn("No further update", 28, lambda row: stopped_words(row.unit.stopped)),
    MonthColumn("Latest update", 60, lambda row: row.latest),
    MonthColumn("Earlier updates", 60, lambda row: row.earlier),
)
"""The columns of the plan's paper in their order, with the month before them."""
