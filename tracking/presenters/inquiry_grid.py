"""The grid of an inquiry: a column for each sitting, a row for each leaf, both judgements as marks in the cells.

A mark is a number or a sign in a square. What it stands for is told by the number, by how dark the square is and by
its pattern, and in full words to whoever does not see it; colour only supports.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tracking.enums import MeetingState
from tracking.models import Meeting, Recommendation
from tracking.presenters.judgements import Judgement, Tag, judgement_pair
from tracking.presenters.positions import parts_sum, short_title
from tracking.presenters.wording import written_date
from tracking.queries.inquiries import GridGroup, GridRow, InquiryHistory
from tracking.queries.judgements import LeafRound, Sitting

_SIGNS = {"proposal": "▫", "concluded": "✓"}
_SIGN_WORDS = {
    "proposal": "The Cabinet Member proposes to conclude it",
    "concluded": "The committee concluded tracking",
}


@dataclass(frozen=True)
class GridColumn:
    """The head of a round: its date, and what must be known of it."""

    date: str
    meeting: Meeting | None
    note: str


@dataclass(frozen=True)
class Mark:
    """A number or a sign in a square; without one, the words themselves. `look` is its supporting pattern."""

    sign: str
    look: str
    words: str


@dataclass(frozen=True)
class GridCell:
    """Both judgements of one leaf in one round, as marks and in full words."""

    claim: tuple[Mark, ...]
    claim_words: str
    view: tuple[Mark, ...]
    view_words: str
    differs: bool


@dataclass(frozen=True)
class GridLine:
    """A row of the grid. Where `cells` is empty the `summary` stands across all rounds."""

    recommendation: Recommendation
    title: str
    summary: str
    cells: tuple[GridCell | None, ...]
    is_part: bool


@dataclass(frozen=True)
class Grid:
    """Everything the table prints; `key` says what its marks stand for."""

    columns: tuple[GridColumn, ...]
    groups: tuple[tuple[GridLine, ...], ...]
    key: tuple[Mark, ...]


def inquiry_grid(history: InquiryHistory) -> Grid:
    groups = tuple(_grid_lines(group) for group in history.groups)
    cells = [cell for group in groups for line in group for cell in line.cells if cell]
    return Grid(columns=_columns(history.sittings), groups=groups, key=_key(cells))


def _columns(sittings: tuple[Sitting, ...]) -> tuple[GridColumn, ...]:
    committees = {sitting.meeting.committee_id for sitting in sittings if sitting.meeting}
    return tuple(
        GridColumn(
            date=written_date(sitting.considered_on),
            meeting=sitting.meeting,
            note=_column_note(sitting, several_committees=len(committees) > 1),
        )
        for sitting in sittings
    )


def _column_note(sitting: Sitting, *, several_committees: bool) -> str:
    if sitting.meeting is None:
        return "Carried over"
    notes = [str(sitting.meeting.committee)] if several_committees else []
    if sitting.meeting.state == MeetingState.CANCELLED:
        notes.append("Cancelled")
    return ", ".join(notes)


def _grid_lines(group: GridGroup) -> tuple[GridLine, ...]:
    summary = parts_sum(group.leaves) if group.parts else ""
    whole = _grid_line(group.whole, summary=summary)
    return (whole, *(_grid_line(part) for part in group.parts))


def _grid_line(row: GridRow, summary: str = "") -> GridLine:
    is_judged = row.position is not None or any(row.rounds)
    return GridLine(
        recommendation=row.recommendation,
        title=short_title(row.recommendation, length=60),
        summary=summary,
        cells=tuple(grid_cell(found) for found in row.rounds) if is_judged else (),
        is_part=bool(row.recommendation.letter),
    )


def grid_cell(found: LeafRound | None) -> GridCell | None:
    """A round as a cell; None where there was neither an assessment nor a view."""
    if found is None or not (found.claim or found.view):
        return None
    pair = judgement_pair(found.claim, found.view)
    return GridCell(
        claim=_marks(pair.claim),
        claim_words=_words(pair.claim) or "no assessment",
        view=_marks(pair.view),
        view_words=_words(pair.view) or "no view yet",
        differs=pair.differs,
    )


def _marks(judgement: Judgement | None) -> tuple[Mark, ...]:
    return tuple(_mark(tag) for tag in judgement.tags) if judgement else ()


def _mark(tag: Tag) -> Mark:
    return Mark(sign=tag.number or _SIGNS.get(tag.kind, ""), look=tag.tone or tag.kind, words=tag.words)


def _words(judgement: Judgement | None) -> str:
    return ", ".join(f"{tag.number} {tag.words}".strip() for tag in judgement.tags) if judgement else ""


def _key(cells: Iterable[GridCell]) -> tuple[Mark, ...]:
    """What the marks in the grid stand for: categories by number, then the signs."""
    marks = {mark for cell in cells for mark in (*cell.claim, *cell.view) if mark.sign}
    categories = sorted((mark for mark in marks if mark.look not in _SIGNS), key=lambda mark: mark.sign)
    found = {mark.look for mark in marks}
    signs = [Mark(_SIGNS[look], look, words) for look, words in _SIGN_WORDS.items() if look in found]
    return (*categories, *signs)
