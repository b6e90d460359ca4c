"""Putting an edition together: its front pages, the number of every page, and all pages in one file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from tracking.enums import Edition
from tracking.packs.blocks import Block, Piece, finished_results
from tracking.packs.layout import Layout
from tracking.packs.merge import Fragment, bound
from tracking.packs.page_marks import PageMark
from tracking.packs.pool import Progress, Task
from tracking.packs.rendering import Gap, Rendered, render_front, render_gap
from tracking.presenters.packs import (
    AgendaLine,
    ContentsEntry,
    agenda_line,
    pack_front,
    pack_title,
    running_of_pack,
)
from tracking.presenters.withheld import NOT_FOR_PUBLICATION, empty_page, gap_page, page_range_label
from tracking.queries.audit_chain import Head
from tracking.queries.pack_facts import PackPaper

FRONT: Final = "front-"
RESTRICTED_MARK: Final = f"Restricted edition: {NOT_FOR_PUBLICATION.lower()}"

# How long the contents will be, near enough: in millimetres, and letters on a line.
_PAGE: Final = 262
_HEADINGS: Final = 42
_LINE: Final = 5.5
_LETTERS: Final = 90
_AFTER_AN_ITEM: Final = 3
_AFTER_AN_ENTRY: Final = 1.8
_TRIES: Final = 4


@dataclass(frozen=True)
class Front:
    """Cover, agenda and contents of each edition, as many pages in all of them."""

    pages: Mapping[Edition, tuple[Rendered, ...]]
    page_count: int


@dataclass(frozen=True)
class Binding:
    """An edition to bind: fragments with a mark for each of their pages."""

    fragments: tuple[Fragment, ...]
    marks: tuple[PageMark, ...]
    title: str


def bind(binding: Binding) -> bytes:
    """Return the edition as one file. For a child process."""
    return bound(binding.fragments, binding.marks, title=binding.title)


def layout_of(blocks: Sequence[Block], first: int, edition: Edition) -> Layout:
    """Number the pages behind the front, whose next is `first`. The numbers are the same in every edition."""
    pages: dict[str, int] = {}
    extents: dict[str, tuple[int, int]] = {}
    following = first
    for block in blocks:
        extents[block.place] = (following, following + block.page_count - 1)
        for piece in block.pieces:
            if isinstance(piece.pages, Rendered):
                pages |= {piece.prefix + name: following + page for name, page in piece.pages.places.items()}
            following += piece.pages.page_count
    withheld = frozenset(block.place for block in blocks if block.withheld and edition == Edition.PUBLIC)
    return Layout(edition, pages, extents, withheld, following - 1)


def front_of(
    paper: PackPaper,
    blocks: Sequence[Block],
    editions: Sequence[Edition],
    *,
    progress: Progress,
    trail: Head | None = None,
) -> Front:
    """Return cover, agenda and contents of each edition.

    The page numbers depend on how long the contents are, so lengths are tried, the likeliest first. From the second try
    on they only grow: should fewer pages be needed then, an empty page is put behind them. Raises PaperError.
    """
    length = 1 + ceil(_height(paper, blocks) / _PAGE)
    for number in range(_TRIES):
        contents = tuple(_contents(blocks, layout_of(blocks, length + 1, Edition.PUBLIC)))
        faces = [pack_front(paper, edition, contents, trail) for edition in editions]
        tasks = [Task("contents", render_front, face) for face in faces]
        fronts = finished_results(tasks, progress=progress)
        longest = max(front.page_count for front in fronts)
        if longest == length or (number and longest < length):
            break
        length = longest
    return Front(
        {
            edition: (front, *_empty(paper, length - front.page_count, progress))
            for edition, front in zip(editions, fronts, strict=True)
        },
        length,
    )


def _height(paper: PackPaper, blocks: Sequence[Block]) -> float:
    agenda = sum(_height_of(agenda_line(item)) for item in paper.items)
    entries = (entry for block in blocks for entry in block.entries)
    return _HEADINGS + agenda + sum(_lines(entry.title) * _LINE + _AFTER_AN_ENTRY for entry in entries)


def _height_of(line: AgendaLine) -> float:
    return (_lines(f"{line.number}. {line.title}") + bool(line.detail)) * _LINE + _AFTER_AN_ITEM


def _lines(words: str) -> int:
    return ceil(len(words) / _LETTERS)


def _contents(blocks: Sequence[Block], layout: Layout) -> Iterator[ContentsEntry]:
    for block in blocks:
        for entry in block.entries:
            yield ContentsEntry(entry.title, entry.place, str(layout.pages[entry.place]), entry.is_within_an_item)


def _empty(paper: PackPaper, count: int, progress: Progress) -> list[Rendered]:
    task = Task("contents", render_gap, Gap(empty_page(), "empty", running_of_pack(paper)))
    return finished_results([task] * count, progress=progress)


def binding_of(
    paper: PackPaper, blocks: Sequence[Block], front: Front, layout: Layout, *, progress: Progress
) -> Binding:
    """Return what an edition is bound of, a page in the place of each withheld block. Raises PaperError."""
    fragments = [
        Fragment(piece.content, f"{FRONT}{number}-") for number, piece in enumerate(front.pages[layout.edition])
    ]
    labels = [str(page) for page in range(1, front.page_count + 1)]
    of_others = [""] * front.page_count
    gaps = _gaps(blocks, layout, progress)
    for block in blocks:
        first, last = layout.extents[block.place]
        if block.place in layout.withheld:
            fragments.append(Fragment(gaps[block.place].content, block.prefix, depth=block.depth))
            labels.append(page_range_label(first, last))
            of_others.append("")
            continue
        labels += [str(page) for page in range(first, last + 1)]
        for piece in block.pieces:
            fragments.append(fragment_of(piece))
            of_others += [piece.label] * piece.pages.page_count
    top = RESTRICTED_MARK if layout.edition == Edition.RESTRICTED else ""
    marks = (page_mark(label, layout.last_page, other, top) for label, other in zip(labels, of_others, strict=True))
    return Binding(tuple(fragments), tuple(marks), pack_title(paper))


def _gaps(blocks: Sequence[Block], layout: Layout, progress: Progress) -> dict[str, Rendered]:
    """The page in the place of each withheld block, by its place."""
    tasks = {}
    for block in blocks:
        if block.withheld and block.place in layout.withheld:
            page = gap_page(block.withheld.heading, block.withheld.paragraphs, *layout.extents[block.place])
            anchor = block.place.removeprefix(block.prefix)
            tasks[block.place] = Task(page.heading, render_gap, Gap(page, anchor, block.withheld.running))
    return dict(zip(tasks, finished_results(list(tasks.values()), progress=progress), strict=True))


def fragment_of(piece: Piece) -> Fragment:
    """A piece of a block, ready to be bound."""
    if isinstance(piece.pages, Rendered):
        return Fragment(piece.pages.content, piece.prefix, depth=piece.depth)
    return Fragment(
        piece.pages.content,
        piece.prefix,
        is_tagged=piece.pages.is_tagged,
        claims_accessibility=piece.pages.claims_accessibility,
        depth=piece.depth,
    )


def page_mark(label: str, count: int, of_others: str = "", top: str = "") -> PageMark:
    """What a page says of itself: "Page 12 of 430", or "Pages 41–48 of 430" where it stands for several."""
    words = f"{'Pages' if '–' in label else 'Page'} {label} of {count}"
    return PageMark(label, words, of_others, top)
