"""The editions of a report to Cabinet as finished files, its appendices bound behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tracking.enums import Edition
from tracking.packs.binding import RESTRICTED_MARK, Binding, bind, fragment_of, page_mark
from tracking.packs.blocks import BehindSheet, Block, Wanted, Withheld, finished_results, made
from tracking.packs.cabinet.html import cabinet_report_html
from tracking.packs.cabinet.rendering import Body, render_cabinet_report, render_restricted_cabinet_report
from tracking.packs.cabinet.withheld import withheld_wording
from tracking.packs.evidence import FileFacts, PrintableEvidence
from tracking.packs.leakage import Finding, leakage_of
from tracking.packs.merge import overlaid
from tracking.packs.papers import FinishedEdition
from tracking.packs.pool import Progress, Task, silent
from tracking.packs.rendering import Gap, render_gap
from tracking.presenters.cabinet.paper import (
    appendix_gap,
    appendix_heading,
    appendix_place,
    appendix_prefix,
    appendix_sheet,
    cabinet_running,
    cabinet_title,
)
from tracking.presenters.packs import REPORT, SHEET
from tracking.presenters.paper_evidence import EvidenceSheet, held_back_words
from tracking.presenters.papers import DRAFT_MARK
from tracking.queries.audit_chain import Head
from tracking.queries.cabinet.facts import AppendixFacts, CabinetPaper, CabinetPapers

_BODY = f"{REPORT}-"
_BEHIND = 1
"""How many levels down in the outline an appendix stands."""


@dataclass(frozen=True)
class FinishedCabinetReport:
    """The editions of a report, the public one first, and what must be known before they are published.

    There is a restricted edition only where something is withheld. `findings` are those of `packs.leakage`;
    `not_printed` names appendices whose pages are missing, and why.
    """

    editions: tuple[FinishedEdition, ...]
    findings: tuple[Finding, ...]
    not_printed: tuple[str, ...]


def make_editions(
    papers: CabinetPapers, *, trail: Head | None = None, progress: Progress = silent
) -> FinishedCabinetReport:
    """Make the editions of a report, and look whether the public one says anything that is withheld.

    `trail` is the last entry of the audit trail, which they print. It takes seconds, so no lock is held meanwhile.
    Raises PaperError, in words for whoever publishes it, when a page of ours cannot be made.
    """
    public = _Bound(Body(papers.public, trail), Edition.PUBLIC, progress)
    editions = [public]
    if papers.restricted is not None:
        editions.append(_Bound(Body(papers.restricted, trail), Edition.RESTRICTED, progress))
    whole = editions[-1]
    return FinishedCabinetReport(
        editions=tuple(bound.finished for bound in editions),
        findings=_findings(papers, public, whole, progress),
        not_printed=tuple(dict.fromkeys(block.not_printed for block in whole.blocks if block.not_printed)),
    )


def preview(paper: CabinetPaper, edition: Edition) -> bytes:
    """One edition as it would be published now, every page marked as a draft. Raises PaperError."""
    return overlaid(_Bound(Body(paper), edition, silent).finished.content, top=DRAFT_MARK)


class _Bound:
    """An edition with the blocks that it is bound of."""

    def __init__(self, body: Body, edition: Edition, progress: Progress) -> None:
        paper = body.paper
        self.blocks = made(tuple(_wanted(body, edition)), progress=progress)
        count = sum(block.page_count for block in self.blocks)
        binding = _binding(paper, self.blocks, count, RESTRICTED_MARK if edition == Edition.RESTRICTED else "")
        content: bytes = finished_results(
            [Task(f"the {edition} edition", bind, binding, is_kept=False)], progress=progress
        )[0]
        self.finished = FinishedEdition(edition, content, web_page="", page_count=count)


def _wanted(body: Body, edition: Edition) -> Iterator[Wanted]:
    """The report, then each appendix or the page in its place."""
    paper = body.paper
    restricted = edition == Edition.RESTRICTED
    render = render_restricted_cabinet_report if restricted else render_cabinet_report
    yield Wanted(
        place=f"{_BODY}{REPORT}",
        prefix=_BODY,
        name=cabinet_title(paper),
        pages=Task(cabinet_title(paper), render, body),
    )
    for appendix in paper.appendices:
        yield _appendix(paper, appendix)


def _appendix(paper: CabinetPaper, appendix: AppendixFacts) -> Wanted:
    heading = appendix_heading(appendix)
    running = cabinet_running(paper)
    place = Wanted(
        place=appendix_place(appendix),
        prefix=appendix_prefix(appendix),
        name=heading,
        depth=_BEHIND,
    )
    if not appendix.is_readable:
        gap = Gap(appendix_gap(appendix), SHEET, running)
        return replace(place, pages=Task(heading, render_gap, gap))
    mark = appendix.mark
    return replace(
        place,
        file=BehindSheet(
            name=f"Appendix {appendix.number}",
            supplied_by="" if appendix.issued_on else paper.report_of,
            sheet=partial(_sheet, paper, appendix),
            running=running,
            stored=_stored(appendix),
            note=held_back_words(appendix.scan_state),
            is_held_back=appendix.is_held_back,
        ),
        withheld=Withheld(heading, (mark.exempt_paragraph,), running) if mark else None,
    )


def _sheet(paper: CabinetPaper, appendix: AppendixFacts, note: str) -> EvidenceSheet:
    return appendix_sheet(appendix, report=paper.title, note=note)


def _stored(appendix: AppendixFacts) -> FileFacts | None:
    """The file to print, None for what the virus scanner holds back."""
    if appendix.is_held_back:
        return None
    name = appendix.original_name or appendix.title
    return FileFacts(appendix.stored_name, name, appendix.content_type, appendix.sha256)


def _binding(paper: CabinetPaper, blocks: Sequence[Block], count: int, top: str) -> Binding:
    pieces = [piece for block in blocks for piece in block.pieces]
    labels = [piece.label for piece in pieces for _ in range(piece.pages.page_count)]
    marks = tuple(page_mark(str(number), count, label, top) for number, label in enumerate(labels, start=1))
    return Binding(tuple(fragment_of(piece) for piece in pieces), marks, cabinet_title(paper))


def _findings(papers: CabinetPapers, public: _Bound, whole: _Bound, progress: Progress) -> tuple[Finding, ...]:
    """Compare the public edition with everything that it must not say."""
    if papers.restricted is None:
        return ()
    withheld = [block for block in whole.blocks if block.withheld]
    files = {
        block.place: piece.pages.content
        for block in withheld
        for piece in block.pieces
        if isinstance(piece.pages, PrintableEvidence)
    }
    return leakage_of(
        public.finished.content,
        cabinet_report_html(papers.public),
        exempt=withheld_wording(papers),
        withheld_files=files,
        unprinted={block.place: block.unprinted for block in withheld if block.unprinted},
        progress=progress,
    )
