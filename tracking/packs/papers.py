"""The finished papers: a Progress Report by itself, and the pack of a committee's meeting."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tracking.packs import html
from tracking.packs.evidence import NotPrintable, PrintableEvidence, printable
from tracking.packs.merge import Fragment, merged, page_count, places
from tracking.packs.pdf import render
from tracking.packs.stamps import stamped
from tracking.presenters.packs import AgendaItem, ContentsEntry, agenda_item, pack_front, pack_title
from tracking.presenters.paper_evidence import (
    evidence_heading,
    evidence_sheet,
    foot_label,
    held_back_words,
    not_checked,
)
from tracking.presenters.papers import ReportDocument, report_document
from tracking.queries.paper_facts import EvidenceFacts, PackPaper, ReportPaper

FRONT = "front-"
REPORT = "report"
SHEET = "sheet"


@dataclass(frozen=True)
class FinishedPaper:
    """The bytes of a file and what must be told about it: `not_printed` names evidence whose pages are missing."""

    content: bytes
    page_count: int
    not_printed: tuple[str, ...] = ()


def report_pdf(paper: ReportPaper) -> FinishedPaper:
    """Render one Progress Report, valid PDF/UA-1, without the files behind it."""
    document = report_document(paper)
    content = render(html.report_html(document), stylesheet=html.stylesheet())
    whole = merged([Fragment(content, prefix="")], title=document.title)
    return FinishedPaper(stamped(whole, labels={}), page_count(whole))


def pack_pdf(paper: PackPaper, *, mark: str = "", with_evidence: bool = True) -> FinishedPaper:
    """Render the papers for a meeting: cover, agenda, contents, every report and the evidence behind it.

    `mark` is printed on every page of ours. The pack claims to be PDF/UA-1 when everything in it does; without its
    evidence it always does.
    """
    behind = _Behind(mark=mark, with_evidence=with_evidence)
    for number, report in enumerate(paper.reports, start=1):
        behind.add_report(report, number)
    front = _front(paper, behind, mark)
    whole = merged([front, *behind.fragments], title=pack_title(paper.meeting))
    first = page_count(front.content)
    labels = {first + page: label for page, label in behind.labels.items()}
    return FinishedPaper(stamped(whole, labels=labels), page_count(whole), tuple(behind.not_printed))


@dataclass
class _Behind:
    """Everything behind the front pages, in order, and on which of its pages what begins."""

    mark: str
    with_evidence: bool
    fragments: list[Fragment] = field(default_factory=list)
    agenda: list[AgendaItem] = field(default_factory=list)
    entries: list[tuple[str, str, bool]] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    not_printed: list[str] = field(default_factory=list)
    length: int = 0

    def add_report(self, report: ReportPaper, number: int) -> None:
        document = report_document(report)
        prefix = f"report-{number}-"
        content = render(html.report_html(document, mark=self.mark), stylesheet=html.stylesheet())
        self._add(Fragment(content, prefix))
        self.agenda.append(agenda_item(report, target=prefix + REPORT))
        self.entries.append((f"{number}. {document.title}", prefix + REPORT, False))
        for appendix in document.appendices:
            self.entries.append((f"{appendix.name}: {appendix.title}", prefix + appendix.anchor, True))
        if self.with_evidence:
            for evidence in report.evidence:
                self._add_evidence(evidence, document, f"{prefix}evidence-{evidence.number}-")

    def _add_evidence(self, evidence: EvidenceFacts, document: ReportDocument, prefix: str) -> None:
        pages, note = self._pages_of(evidence)
        sheet = evidence_sheet(evidence, report=document.inquiry, note=note)
        content = render(html.sheet_html(sheet, of=document, mark=self.mark), stylesheet=html.stylesheet())
        self._add(Fragment(content, prefix, depth=1))
        self.entries.append((evidence_heading(evidence), prefix + SHEET, True))
        if pages is None:
            return
        own_pages = range(self.length, self.length + pages.page_count)
        self.labels |= dict.fromkeys(own_pages, foot_label(evidence))
        self._add(
            Fragment(
                pages.content,
                prefix=f"{prefix}file-",
                is_tagged=pages.is_tagged,
                claims_accessibility=pages.claims_accessibility,
                depth=2,
            )
        )

    def _pages_of(self, evidence: EvidenceFacts) -> tuple[PrintableEvidence | None, str]:
        """The pages to print, if any, and what the sheet before them says."""
        if evidence.is_withheld:
            return None, ""
        if evidence.link:
            return None, "This is a web page, so it is not printed here."
        if evidence.is_held_back:
            self.not_printed.append(f"{evidence_heading(evidence)}. {held_back_words(evidence)}")
            return None, held_back_words(evidence)
        try:
            return printable(evidence), f"The pages that follow were {not_checked(evidence)}."
        except NotPrintable as reason:
            self.not_printed.append(f"{evidence_heading(evidence)}. {reason}")
            return None, str(reason)

    def _add(self, fragment: Fragment) -> None:
        self.pages |= {fragment.prefix + name: self.length + page for name, page in places(fragment.content).items()}
        self.length += page_count(fragment.content)
        self.fragments.append(fragment)

    def contents(self, first: int) -> Iterator[ContentsEntry]:
        """The lines of the contents when this begins on the page after `first` others."""
        for title, target, is_within in self.entries:
            yield ContentsEntry(title, target, str(first + self.pages[target] + 1), is_within)


def _front(paper: PackPaper, behind: _Behind, mark: str) -> Fragment:
    """Cover, agenda and contents. The page numbers depend on how long the contents are, so they are tried."""
    length = 2
    while True:
        front = pack_front(paper, tuple(behind.agenda), tuple(behind.contents(length)))
        content = render(html.front_html(front, mark=mark), stylesheet=html.stylesheet())
        if page_count(content) == length:
            return Fragment(content, FRONT)
        length = max(length + 1, page_count(content))
