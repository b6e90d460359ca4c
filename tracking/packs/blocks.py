"""What is behind the front pages of a pack, in order: both editions are bound from the same blocks.

A block is what one edition prints and the other may not: a report, late news, a sheet with the file behind it. What is
withheld is one block, so that one page can stand for all of its pages.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracking.packs.discreet import prepared_withheld, render_withheld_sheet
from tracking.packs.evidence import FileFacts, PrintableEvidence, Unprintable, broke_a_limit, prepared
from tracking.packs.pdf import PaperError
from tracking.packs.pool import Failed, Progress, Reason, Task, run
from tracking.packs.rendering import Rendered, Sheet, render_sheet
from tracking.presenters.packs import Running
from tracking.presenters.paper_evidence import EvidenceSheet, foot_label, pages_that_follow
from tracking.presenters.withheld import Paragraphs


@dataclass(frozen=True)
class Entry:
    """A line of the contents: what begins at a place; those within an item are set in."""

    title: str
    place: str
    is_within_an_item: bool = True


@dataclass(frozen=True)
class Withheld:
    """That a block is not in the public edition, and what the page in its place says."""

    heading: str
    paragraphs: Paragraphs
    running: Running


@dataclass(frozen=True)
class BehindSheet:
    """A file behind a separator page. `stored` is None where none of its pages are to follow, as `note` then says.

    `supplied_by` is empty for what was issued before, which is no stranger's.
    """

    name: str
    supplied_by: str
    sheet: Callable[[str], EvidenceSheet]
    running: Running
    stored: FileFacts | None = None
    note: str = ""
    is_held_back: bool = False


@dataclass(frozen=True)
class Wanted:
    """A block to make: either pages of ours, by a task, or a file behind its sheet.

    `place` is where it begins, the name of a place in its first pages with `prefix` before it.
    """

    place: str
    prefix: str
    name: str
    pages: Task[Any, Rendered] | None = None
    file: BehindSheet | None = None
    entries: tuple[Entry, ...] = ()
    depth: int = 0
    withheld: Withheld | None = None


@dataclass(frozen=True)
class Piece:
    """Pages in a row, ours or a stranger’s; `label` stands at the foot of a stranger’s."""

    prefix: str
    pages: Rendered | PrintableEvidence
    depth: int = 0
    label: str = ""


@dataclass(frozen=True)
class Block:
    """Finished pages that are in an edition together or not at all.

    `not_printed` says of a file why its pages are missing; `is_for_now` that they may be there the next time.
    `unprinted` is a file in the store whose pages are missing, without a stored name when it may not be opened.
    """

    place: str
    prefix: str
    pieces: tuple[Piece, ...]
    entries: tuple[Entry, ...]
    depth: int
    withheld: Withheld | None
    not_printed: str = ""
    is_for_now: bool = False
    unprinted: FileFacts | None = None

    @property
    def page_count(self) -> int:
        return sum(piece.pages.page_count for piece in self.pieces)


def made(wanted: Sequence[Wanted], *, progress: Progress) -> tuple[Block, ...]:
    """Make all blocks: first our own pages and the files, then the sheets, which say what became of the files.

    Raises PaperError, naming it, for a page of ours that cannot be made. A file that cannot be printed is named on its
    sheet, and `not_printed` of its block says so.
    """
    pages = _results([(item, item.pages) for item in wanted if item.pages is not None], progress)
    files = _results(
        [
            (item, Task(item.name, prepared_withheld if item.withheld else prepared, item.file.stored))
            for item in wanted
            if item.file is not None and item.file.stored is not None
        ],
        progress,
    )
    read = {item.place: _file(item.file, files.get(item.place)) for item in wanted if item.file is not None}
    sheets = _results(
        [(item, _sheet(item, item.file, read[item.place])) for item in wanted if item.file is not None], progress
    )
    return tuple(_block(item, {**pages, **sheets}, read.get(item.place)) for item in wanted)


def finished_results(tasks: Sequence[Task[Any, Any]], *, progress: Progress) -> list[Any]:
    """Return the results of tasks that must succeed. Raises PaperError, naming the one that broke a limit."""
    results = run(tasks, progress=progress)
    for result in results:
        if isinstance(result, Failed):
            raise PaperError(_failure(result))
    return results


def _results(tasks: Sequence[tuple[Wanted, Task[Any, Any]]], progress: Progress) -> dict[str, Any]:
    return dict(
        zip((item.place for item, _ in tasks), run([task for _, task in tasks], progress=progress), strict=True)
    )


def _file(
    file: BehindSheet, result: PrintableEvidence | Unprintable | Failed | None
) -> PrintableEvidence | Unprintable:
    if result is None:
        return Unprintable(file.note)
    if isinstance(result, Failed):
        return replace(broke_a_limit(file.stored.original_name if file.stored else ""), for_now=True)
    return result


def _sheet(item: Wanted, file: BehindSheet, read: PrintableEvidence | Unprintable) -> Task[Sheet, Rendered]:
    note = read.reason if isinstance(read, Unprintable) else pages_that_follow(file.supplied_by)
    render = render_withheld_sheet if item.withheld else render_sheet
    return Task(item.name, render, Sheet(file.sheet(note), file.running))


def _block(item: Wanted, rendered: Mapping[str, Any], read: PrintableEvidence | Unprintable | None) -> Block:
    first = rendered[item.place]
    if isinstance(first, Failed):
        raise PaperError(_failure(first))
    pieces = [Piece(item.prefix, first, item.depth)]
    if item.file is not None and isinstance(read, PrintableEvidence):
        label = foot_label(item.file.name, item.file.supplied_by)
        pieces.append(Piece(f"{item.prefix}file-", read, item.depth + 1, label))
    return Block(
        place=item.place,
        prefix=item.prefix,
        pieces=tuple(pieces),
        entries=item.entries,
        depth=item.depth,
        withheld=item.withheld,
        not_printed=_not_printed(item, read),
        is_for_now=isinstance(read, Unprintable) and read.for_now,
        unprinted=_unprinted(item.file) if isinstance(read, Unprintable) else None,
    )


def _unprinted(file: BehindSheet | None) -> FileFacts | None:
    """The file of a sheet behind which no pages are. A web page is none; one held back may not be opened."""
    if file is not None and file.is_held_back:
        return FileFacts("", "", "", "")
    return file.stored if file is not None else None


def _not_printed(item: Wanted, read: PrintableEvidence | Unprintable | None) -> str:
    """What must be told of a file that should have been printed. That a web page is not goes without saying.

    The name of a withheld file is not told: `read.reason` begins with it.
    """
    if isinstance(read, Unprintable) and item.file is not None and (item.file.stored or item.file.is_held_back):
        reason = read.reason
        if item.withheld and item.file.stored:
            reason = reason.replace(f"“{item.file.stored.original_name}”", "The file")
        return f"{item.name}. {reason}"
    return ""


def _failure(failed: Failed) -> str:
    why = {
        Reason.TOO_LONG: "It took longer than a paper may take",
        Reason.TOO_LARGE: "It needed more memory than a paper may use",
        Reason.CRASHED: "The program that prints it stopped",
    }
    return f"“{failed.name}” could not be printed. {why[failed.reason]}."
