"""The finished papers: a Progress Report by itself, and both editions of the pack of a committee’s meeting."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracking.enums import Edition
from tracking.packs import kept
from tracking.packs.blocks import Block, Piece, made, own_pages
from tracking.packs.evidence import PrintableEvidence
from tracking.packs.html import running_of
from tracking.packs.layout import Layout
from tracking.packs.leakage import Finding, leakage_report
from tracking.packs.merge import Fragment, bound
from tracking.packs.page_marks import PageMark
from tracking.packs.pdf import PaperError
from tracking.packs.pool import Progress, Task, silent
from tracking.packs.rendering import Gap, Rendered, render_front, render_gap, render_report
from tracking.packs.wanted import wanted_of
from tracking.packs.web_pages import web_page
from tracking.presenters.packs import ContentsEntry, pack_front, pack_title
from tracking.presenters.papers import report_document
from tracking.presenters.withheld import NOT_FOR_PUBLICATION, gap_page, page_range_label, without_pages
from tracking.queries.agenda import report_key
from tracking.queries.pack_contents import contents_digest, contents_of
from tracking.queries.paper_facts import PackPaper, PackPapers, ReportPaper

FRONT = "front-"
RESTRICTED_MARK = f"Restricted edition: {NOT_FOR_PUBLICATION.lower()}"
_LINES_ON_A_PAGE = 38
_LINES_OF_AN_ITEM = 2.5
_MOST_TRIES = 5


@dataclass(frozen=True)
class FinishedPaper:
    """The bytes of a file, and how many pages it has."""

    content: bytes
    page_count: int


@dataclass(frozen=True)
class FinishedEdition:
    """One edition: the PDF, the same as a web page, and the number of the last page."""

    edition: Edition
    content: bytes
    web_page: str
    page_count: int


@dataclass(frozen=True)
class FinishedPacks:
    """The editions of a pack, the public one first, and what must be known before they are issued.

    There is a restricted edition only where something is withheld. `contents` and `contents_digest` are those of
    `queries.pack_contents`, `findings` those of `packs.leakage`; `not_printed` names files whose pages are missing.
    """

    editions: tuple[FinishedEdition, ...]
    contents: dict[str, Any]
    contents_digest: str
    findings: tuple[Finding, ...]
    not_printed: tuple[str, ...]


def report_pdf(paper: ReportPaper) -> FinishedPaper:
    """Render one Progress Report for everyone, valid PDF/UA-1, without the files behind it.

    Raises PaperError when it cannot be made.
    """
    document = report_document(paper)
    name = document.title
    tasks: list[Task[Any, Rendered]] = [Task(name, render_report, paper)]
    if document.exempt is not None:
        paragraphs = tuple(place.exempt_paragraph for place in paper.passages)
        page = without_pages(document.exempt.heading, paragraphs)
        tasks.append(Task(name, render_gap, Gap(page, document.exempt.anchor, running_of(document))))
    pieces = own_pages(tasks, progress=silent)
    prefix = f"{report_key(paper.pk)}-"
    count = sum(piece.page_count for piece in pieces)
    fragments = [Fragment(piece.content, prefix, depth=min(number, 1)) for number, piece in enumerate(pieces)]
    marks = [_mark(number, count) for number in range(1, count + 1)]
    return FinishedPaper(bound(fragments, marks, title=name), count)


def make_packs(papers: PackPapers, *, with_evidence: bool = True, progress: Progress = silent) -> FinishedPacks:
    """Make both editions of a pack: cover, agenda, contents, every item, the evidence behind each report.

    Every page has the same number in both. The public edition holds one page in the place of those withheld; it claims
    to be PDF/UA-1 when everything in it does, and without its evidence it always does. `progress` is told what is being
    done; what it raises stops the work. Raises PaperError, in words for the clerk, when a page of ours cannot be made.
    Packs of the same papers are kept, and not made twice.
    """
    place = kept.key(make_packs, (papers, with_evidence))
    found = kept.found([place]).get(place)
    if isinstance(found, FinishedPacks):
        return found
    blocks, packs = _made(papers, with_evidence, progress)
    if not any(block.is_for_now for block in blocks):
        kept.keep(place, packs)
    return packs


def _made(papers: PackPapers, with_evidence: bool, progress: Progress) -> tuple[Sequence[Block], FinishedPacks]:
    rendering = _counted("Rendering", progress)
    blocks = made(wanted_of(papers, with_evidence=with_evidence), progress=rendering)
    editions = [Edition.PUBLIC]
    if papers.withheld and with_evidence:
        editions.append(Edition.RESTRICTED)
    progress("Putting the pages together", 0, len(editions))
    fronts, first = _fronts(papers.public, blocks, editions)
    finished = []
    for number, edition in enumerate(editions):
        progress(f"Putting the pages of the {edition} edition together", number, len(editions))
        layout = _layout(blocks, first, edition)
        finished.append(_bound(papers, blocks, fronts[edition], layout))
    progress("Looking for exempt words in the public edition", 0, 1)
    return blocks, FinishedPacks(
        editions=tuple(finished),
        contents=_with_pages(contents_of(papers), blocks, first),
        contents_digest=contents_digest(papers),
        findings=_findings(papers, finished[0], blocks, progress),
        not_printed=tuple(block.not_printed for block in blocks if block.not_printed),
    )


def _counted(verb: str, progress: Progress) -> Progress:
    def tell(name: str, done: int, total: int) -> None:
        progress(f"{verb} {min(done + 1, total)} of {total}: {name}", done, total)

    return tell


def _layout(blocks: Sequence[Block], first: int, edition: Edition) -> Layout:
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


def _fronts(
    paper: PackPaper, blocks: Sequence[Block], editions: Sequence[Edition]
) -> tuple[dict[Edition, Rendered], int]:
    """Return cover, agenda and contents of each edition, and the number of the page after them.

    The page numbers depend on how long the contents are, so lengths are tried, the likeliest first.
    """
    lines = sum(len(block.entries) for block in blocks)
    length = 2 + int((_LINES_OF_AN_ITEM * len(paper.items) + lines) / _LINES_ON_A_PAGE)
    for _ in range(_MOST_TRIES):
        layout = _layout(blocks, length + 1, Edition.PUBLIC)
        contents = tuple(_contents(blocks, layout))
        tasks = [Task("contents", render_front, pack_front(paper, edition, contents)) for edition in editions]
        fronts = own_pages(tasks, progress=silent)
        longest = max(front.page_count for front in fronts)
        if all(front.page_count == length for front in fronts):
            return dict(zip(editions, fronts, strict=True)), length + 1
        length = longest
    raise PaperError("The contents of the pack could not be laid out.")


def _contents(blocks: Sequence[Block], layout: Layout) -> Iterator[ContentsEntry]:
    for block in blocks:
        for entry in block.entries:
            yield ContentsEntry(entry.title, entry.place, str(layout.pages[entry.place]), entry.is_within_an_item)


def _bound(papers: PackPapers, blocks: Sequence[Block], front: Rendered, layout: Layout) -> FinishedEdition:
    fragments = [Fragment(front.content, FRONT)]
    labels = [str(page) for page in range(1, front.page_count + 1)]
    of_others = [""] * front.page_count
    gaps = _gaps(blocks, layout)
    for block in blocks:
        first, last = layout.extents[block.place]
        if block.place in layout.withheld:
            fragments.append(Fragment(gaps[block.place].content, block.prefix, depth=block.depth))
            labels.append(page_range_label(first, last))
            of_others.append("")
            continue
        labels += [str(page) for page in range(first, last + 1)]
        for piece in block.pieces:
            fragments.append(_fragment(piece))
            of_others += [piece.label] * piece.pages.page_count
    top = RESTRICTED_MARK if layout.edition == Edition.RESTRICTED else ""
    marks = [_mark(label, layout.last_page, other, top) for label, other in zip(labels, of_others, strict=True)]
    content = bound(fragments, marks, title=pack_title(papers.public))
    return FinishedEdition(layout.edition, content, web_page(papers, layout), layout.last_page)


def _gaps(blocks: Sequence[Block], layout: Layout) -> dict[str, Rendered]:
    """The page in the place of each withheld block, by its place."""
    tasks = {}
    for block in blocks:
        if block.withheld and block.place in layout.withheld:
            page = gap_page(block.withheld.heading, block.withheld.paragraphs, *layout.extents[block.place])
            anchor = block.place.removeprefix(block.prefix)
            tasks[block.place] = Task(page.heading, render_gap, Gap(page, anchor, block.withheld.running))
    return dict(zip(tasks, own_pages(list(tasks.values()), progress=silent), strict=True))


def _fragment(piece: Piece) -> Fragment:
    if isinstance(piece.pages, Rendered):
        return Fragment(piece.pages.content, piece.prefix, depth=piece.depth)
    return Fragment(
        piece.pages.content,
        piece.prefix,
        is_tagged=piece.pages.is_tagged,
        claims_accessibility=piece.pages.claims_accessibility,
        depth=piece.depth,
    )


def _mark(label: str | int, count: int, of_others: str = "", top: str = "") -> PageMark:
    words = f"{'Pages' if '–' in str(label) else 'Page'} {label} of {count}"
    return PageMark(str(label), words, of_others, top)


def _with_pages(contents: dict[str, Any], blocks: Sequence[Block], first: int) -> dict[str, Any]:
    """Add the first and the last page of each item to what a pack is made of."""
    layout = _layout(blocks, first, Edition.PUBLIC)
    for key, item in contents["items"].items():
        extents = [layout.extents[block.place] for block in blocks if block.place.startswith(f"{key}-")]
        item["pages"] = [extents[0][0], extents[-1][1]]
    return contents


def _findings(
    papers: PackPapers, public: FinishedEdition, blocks: Sequence[Block], progress: Progress
) -> tuple[Finding, ...]:
    """Compare the public edition with everything that it must not say."""
    files: Mapping[str, bytes] = {
        block.place: piece.pages.content
        for block in blocks
        if block.withheld
        for piece in block.pieces
        if isinstance(piece.pages, PrintableEvidence)
    }
    return leakage_report(public.content, public.web_page, papers=papers, withheld_files=files, progress=progress)
