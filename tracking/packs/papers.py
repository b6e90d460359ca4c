"""The finished papers: a Progress Report by itself, and both editions of the pack of a committee’s meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracking.enums import Edition
from tracking.packs import kept
from tracking.packs.binding import bind, binding_of, front_of, layout_of, page_mark
from tracking.packs.blocks import Block, finished_results, made
from tracking.packs.evidence import PrintableEvidence
from tracking.packs.html import running_of
from tracking.packs.layout import Layout
from tracking.packs.leakage import Finding, leakage_report
from tracking.packs.merge import Fragment, bound
from tracking.packs.pool import Progress, Task, silent
from tracking.packs.rendering import (
    Gap,
    Rendered,
    WebPage,
    render_annual_report,
    render_gap,
    render_report,
    render_response,
    render_summary,
    render_web_page,
)
from tracking.packs.wanted import wanted_of
from tracking.presenters.annual_report import AnnualReportFace
from tracking.presenters.cabinet.response_document import ResponseDocument
from tracking.presenters.papers import report_document
from tracking.presenters.summary import SummaryFace
from tracking.presenters.withheld import without_pages
from tracking.queries.agenda import report_key
from tracking.queries.audit_chain import Head, is_in_trail
from tracking.queries.pack_contents import contents_digest, contents_of
from tracking.queries.pack_facts import PackPapers
from tracking.queries.paper_facts import ReportPaper


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
    `queries.pack_contents`, `findings` those of `packs.leakage`; `not_printed` names files whose pages are missing;
    `trail` is what they print of the audit trail.
    """

    editions: tuple[FinishedEdition, ...]
    contents: dict[str, Any]
    contents_digest: str
    findings: tuple[Finding, ...]
    not_printed: tuple[str, ...]
    trail: Head | None = None


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
    return _paper_of(finished_results(tasks, progress=silent), prefix=f"{report_key(paper.pk)}-", title=name)


def annual_report_pdf(face: AnnualReportFace) -> FinishedPaper:
    """Render the annual report of a municipal year, valid PDF/UA-1. Raises PaperError when it cannot be made."""
    title = f"{face.title}, {face.year}"
    pieces = finished_results([Task(title, render_annual_report, face)], progress=silent)
    return _paper_of(pieces, prefix="annual-report-", title=title)


def summary_pdf(face: SummaryFace) -> FinishedPaper:
    """Render the summary of an inquiry's recommendations, valid PDF/UA-1. Raises PaperError when it cannot be made."""
    pieces = finished_results([Task(face.full_title, render_summary, face)], progress=silent)
    return _paper_of(pieces, prefix="summary-", title=face.full_title)


def response_pdf(document: ResponseDocument) -> FinishedPaper:
    """Render an executive response, valid PDF/UA-1. Raises PaperError when it cannot be made."""
    pieces = finished_results([Task(document.title, render_response, document)], progress=silent)
    return _paper_of(pieces, prefix="executive-response-", title=document.title)


def _paper_of(pieces: Sequence[Rendered], *, prefix: str, title: str) -> FinishedPaper:
    """Put the pages of one paper together, each with its number."""
    count = sum(piece.page_count for piece in pieces)
    fragments = [Fragment(piece.content, prefix, depth=min(number, 1)) for number, piece in enumerate(pieces)]
    marks = [page_mark(str(number), count) for number in range(1, count + 1)]
    return FinishedPaper(bound(fragments, marks, title=title), count)


def make_packs(
    papers: PackPapers, *, with_evidence: bool = True, trail: Head | None = None, progress: Progress = silent
) -> FinishedPacks:
    """Make both editions of a pack: cover, agenda, contents, every item, the evidence behind each report.

    Every page has the same number in both. The public edition holds one page in the place of those withheld; it claims
    to be PDF/UA-1 when everything in it does, and without its evidence it always does. `progress` is told what is being
    done; what it raises stops the work. Raises PaperError, in words for the clerk, when a page of ours cannot be made.
    Packs of the same papers are kept, and not made twice: then they print what they did when they were made of
    `trail`, the last entry of the audit trail, as long as that is still in it.
    """
    place = kept.key(make_packs, (papers, with_evidence))
    found = kept.found([place]).get(place)
    if isinstance(found, FinishedPacks) and _may_be_taken(found, trail):
        progress("Taking the packs that were made of the same papers", 1, 1)
        return found
    blocks, packs = _made(papers, with_evidence, trail, progress)
    if not any(block.is_for_now for block in blocks) and not any(finding.for_now for finding in packs.findings):
        kept.keep(place, packs)
    return packs


def _may_be_taken(found: FinishedPacks, trail: Head | None) -> bool:
    """Whether kept packs print a head where one is asked for, and one that is this trail's: not that of another."""
    if found.trail is None or trail is None:
        return found.trail == trail
    return is_in_trail(found.trail)


def _made(
    papers: PackPapers, with_evidence: bool, trail: Head | None, progress: Progress
) -> tuple[Sequence[Block], FinishedPacks]:
    blocks = made(wanted_of(papers, with_evidence=with_evidence), progress=_counted("Rendering", progress))
    editions = [Edition.PUBLIC]
    if papers.withheld and with_evidence:
        editions.append(Edition.RESTRICTED)
    binding = _counted("Putting the pages together, step", progress)
    front = front_of(papers.public, blocks, editions, progress=binding, trail=trail)
    layouts = [layout_of(blocks, front.page_count + 1, edition) for edition in editions]
    tasks: list[Task[Any, Any]] = [
        Task(f"the {layout.edition} edition", function, made_of, is_kept=False)
        for layout in layouts
        for function, made_of in (
            (bind, binding_of(papers.public, blocks, front, layout, progress=binding)),
            (render_web_page, WebPage(papers, layout, trail)),
        )
    ]
    results = iter(finished_results(tasks, progress=binding))
    finished = [
        FinishedEdition(layout.edition, content=next(results), web_page=next(results), page_count=layout.last_page)
        for layout in layouts
    ]
    return blocks, FinishedPacks(
        editions=tuple(finished),
        contents=_with_pages(contents_of(papers), blocks, layouts[0]),
        contents_digest=contents_digest(papers),
        findings=_findings(papers, finished[0], blocks, progress),
        not_printed=tuple(block.not_printed for block in blocks if block.not_printed),
        trail=trail,
    )


def _counted(verb: str, progress: Progress) -> Progress:
    def tell(name: str, done: int, total: int) -> None:
        progress(f"{verb} {min(done + 1, total)} of {total}: {name}", done, total)

    return tell


def _with_pages(contents: dict[str, Any], blocks: Sequence[Block], layout: Layout) -> dict[str, Any]:
    """Add the first and the last page of each item to what a pack is made of."""
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
    unprinted = {block.place: block.unprinted for block in blocks if block.withheld and block.unprinted}
    return leakage_report(
        public.content,
        public.web_page,
        papers=papers,
        withheld_files=files,
        unprinted=unprinted,
        progress=progress,
    )
