"""What the paper of a month says behind its cover: each update in full once, notes and updates numbered through.

It is the same whether the month is issued or still previewed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from tracking.enums import ItemKind
from tracking.models.plans import Aim, PlanItem, PlanRound, Remark, Theme
from tracking.presenters.plans.footnotes import Footnotes, Note
from tracking.presenters.plans.lines import anchor_of, item_due_words, lead_lines, month_words
from tracking.presenters.plans.month_lines import RatingLines, posts_words, rating_lines
from tracking.presenters.plans.month_pages import update_label
from tracking.presenters.wording import written_date
from tracking.queries.plans.months import (
    AimInMonth,
    MonthContents,
    NarrativeInMonth,
    PlacedUpdate,
    ThemeInMonth,
    UnitInMonth,
)

PLACES = "plan-"
"""What the name of every place behind the cover begins with."""
BESIDE, NOTES = "beside", "notes"
_LONGEST_BOOKMARK = 90
_THE_AIM = "The aim as a whole"


@dataclass(frozen=True)
class PaperRow:
    """An action, an output or the aim itself, each in its own column, with its leads and its rating beside it."""

    of: str
    action: SafeString | str
    output: SafeString | str
    due: str
    is_late: bool
    change: str
    leads: str
    rating: RatingLines


@dataclass(frozen=True)
class PaperUpdate:
    """What posts say: in full under its `anchor`, or only where it stands in full, at `see_at`."""

    anchor: str
    words: str
    html: SafeString | None
    see: str
    see_at: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class PaperTable:
    """An aim, or a theme as a whole: its words, a row for each unit, the latest updates and those carried over."""

    anchor: str
    heading: str
    bookmark: str
    html: SafeString | None
    rows: tuple[PaperRow, ...]
    latest: tuple[PaperUpdate, ...]
    earlier: tuple[PaperUpdate, ...]


@dataclass(frozen=True)
class PaperTheme:
    anchor: str
    heading: str
    statement: SafeString | None
    note: SafeString | None
    tables: tuple[PaperTable, ...]


@dataclass(frozen=True)
class PaperRemark:
    heading: str
    html: SafeString


@dataclass(frozen=True)
class PaperNarrative:
    heading: str
    by: str
    precis: str
    html: SafeString
    remarks: tuple[PaperRemark, ...]


@dataclass(frozen=True)
class MonthBody:
    """What stands behind the cover, or a part of it that is printed apart."""

    subject: str
    month: str
    themes: tuple[PaperTheme, ...]
    narratives: tuple[PaperNarrative, ...]
    notes: tuple[Note, ...]

    @property
    def parts(self) -> tuple["MonthBody", ...]:
        """Each theme, then what stands beside the plan with the notes: each begins a page."""
        themes = tuple(replace(self, themes=(theme,), narratives=(), notes=()) for theme in self.themes)
        rest = replace(self, themes=()) if self.narratives or self.notes else None
        return (*themes, *((rest,) if rest else ()))


def month_body(month: MonthContents, subject: str) -> MonthBody:
    reader = _Reader(month.round)
    themes = tuple(reader.theme(row) for row in month.themes)
    narratives = tuple(reader.narrative(row) for row in month.narratives)
    return MonthBody(subject, month_words(month.round.month), themes, narratives, reader.notes.notes)


@dataclass
class _Reader:
    """Reads a month from its first page to its last, so that notes and updates are numbered in that order."""

    plan_round: PlanRound
    notes: Footnotes = field(default_factory=lambda: Footnotes(paper=PLACES))
    places: dict[int, int] = field(default_factory=dict)

    def theme(self, row: ThemeInMonth) -> PaperTheme:
        theme = row.theme
        statement, note = self._words(theme.statement), self._words(theme.note)
        tables = [self._whole_theme(row)] if row.units or row.updates else []
        tables += [self._aim(aim) for aim in row.aims]
        return PaperTheme(f"theme-{theme.number}", str(theme), statement, note, tuple(tables))

    def _words(self, text: str) -> SafeString | None:
        return self.notes.rendered(text) if text else None

    def _whole_theme(self, row: ThemeInMonth) -> PaperTable:
        heading = f"Theme {row.theme.number} as a whole"
        return self._table(row.theme, heading, heading, None, row.units, row.updates)

    def _aim(self, row: AimInMonth) -> PaperTable:
        html = self.notes.rendered(row.aim.text)
        words = Truncator(" ".join(unescape(strip_tags(html)).split())).chars(_LONGEST_BOOKMARK)
        return self._table(row.aim, f"Aim {row.aim.label}", f"{row.aim.label} {words}", html, row.units, row.updates)

    def _table(
        self,
        of: Aim | Theme,
        heading: str,
        bookmark: str,
        html: SafeString | None,
        units: Iterable[UnitInMonth],
        updates: Iterable[PlacedUpdate],
    ) -> PaperTable:
        rows = tuple(self._row(unit, of) for unit in units)
        said = [(row.said.is_carried, self._update(row)) for row in updates]
        return PaperTable(
            anchor=anchor_of(of),
            heading=heading,
            bookmark=bookmark,
            html=html,
            rows=rows,
            latest=tuple(update for is_carried, update in said if not is_carried),
            earlier=tuple(update for is_carried, update in said if is_carried),
        )

    def _row(self, unit: UnitInMonth, of: Aim | Theme) -> PaperRow:
        item = unit.unit.item
        words = self.notes.rendered(item.text) if item else _THE_AIM
        is_output = item is not None and item.kind == ItemKind.OUTPUT
        return PaperRow(
            of=of.label if isinstance(of, Aim) else f"Theme {of.number}",
            action="" if is_output else words,
            output=words if is_output else "",
            due=item_due_words(item) if item else "",
            is_late=unit.is_late,
            change=_changed(item),
            leads=", ".join(lead.as_written or lead.name for lead in lead_lines(unit.unit.leads)),
            rating=rating_lines(unit),
        )

    def _update(self, row: PlacedUpdate) -> PaperUpdate:
        said = row.said
        number = self.places.setdefault(said.update.pk, len(self.places) + 1)
        by, label = posts_words(said.posts), update_label(said.update.label)
        return PaperUpdate(
            anchor="" if row.see else f"update-{number}",
            words=f"{by} ({label})" if by else label,
            html=self.notes.rendered(said.revision.text) if row.see is None else None,
            see=f"See {_label(row.see)}" if row.see else "",
            see_at=f"{PLACES}update-{number}",
            evidence=() if row.see else _evidence(row),
        )

    def narrative(self, row: NarrativeInMonth) -> PaperNarrative:
        said = row.narrative
        return PaperNarrative(
            heading=said.title,
            by=posts_words(row.posts),
            precis="Précis" if said.is_temperature_take else "",
            html=self.notes.rendered(said.precis or said.text),
            remarks=tuple(
                PaperRemark(
                    heading=", ".join(filter(None, (remark.speaker, remark.role, written_date(remark.said_on)))),
                    html=self.notes.rendered(remark.text),
                )
                for remark in row.remarks
                if self._is_printed(remark)
            ),
        )

    def _is_printed(self, remark: Remark) -> bool:
        """Whether it was published by the time the month was issued: what came later is on the month's page alone."""
        issued_at = self.plan_round.issued_at
        return remark.published_at is not None and (issued_at is None or remark.published_at <= issued_at)


def _label(of: Aim | Theme) -> str:
    return of.label if isinstance(of, Aim) else f"theme {of.number} as a whole"


def _changed(item: PlanItem | None) -> str:
    return f"Changed in {month_words(item.changed_in)}" if item and item.changed_in else ""


def _evidence(row: PlacedUpdate) -> tuple[str, ...]:
    """What everyone may read of the files and links behind an update, by name."""
    names = []
    for use in row.said.evidence:
        if not use.evidence.is_withheld:
            pages = f", pages {use.use.pages}" if use.use.pages else ""
            link = f" ({use.evidence.link})" if use.evidence.link else ""
            names.append(f"{use.evidence.title}{pages}{link}")
    return tuple(names)
