"""A Progress Report as a Word document, for officers who must edit it."""

from collections.abc import Iterator

from django.conf import settings
from docx import Document
from docx.shared import Mm, Pt

from tracking.exports import word
from tracking.exports.word_from_html import add_html
from tracking.packs.html import gap_html, report_html, running_of
from tracking.presenters.papers import ReportDocument, report_document
from tracking.presenters.withheld import without_pages
from tracking.queries.paper_facts import ReportPaper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MARGIN = 20
_HEADINGS = {"Title": 20, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Heading 4": 11, "Heading 5": 11}


def report_docx(paper: ReportPaper) -> bytes:
    """Return a report as a Word document of the words of its PDF: Word's own headings, lists, tables and page numbers.

    The same facts give the same bytes. One that is not public says so above every page.
    """
    said = report_document(paper)
    document = Document()
    word.set_page(document, margin=_MARGIN, headings=_HEADINGS | {"Caption": 11})
    document.styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("Normal", "List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(6)
    head = " · ".join(part for part in (said.mark, said.title) if part)
    header = document.sections[0].header.paragraphs[0]
    header.add_run(head).bold = bool(said.mark)
    header.paragraph_format.space_after = Pt(8)
    foot = word.set_foot(document, f"{said.committee}, {said.date}: page ")
    word.add_field(foot, "PAGE")
    foot.add_run(" of ")
    word.add_field(foot, "NUMPAGES")
    word.describe(document, title=said.title, subject=said.kind, author=settings.COUNCIL_NAME, on=paper.meeting.held_on)
    add_html(document, *_papers(paper, said), width=Mm(210 - 2 * _MARGIN))
    return word.saved(document)


def _papers(paper: ReportPaper, said: ReportDocument) -> Iterator[str]:
    """The report, and behind it the page in the place of what is withheld of its text, to which it leads."""
    html = report_html(said)
    if said.exempt is None:
        yield html
        return
    yield html.replace(f'href="{said.exempt.href}"', f'href="#{said.exempt.anchor}"')
    page = without_pages(said.exempt.heading, tuple(place.exempt_paragraph for place in paper.passages))
    yield gap_html(page, said.exempt.anchor, running_of(said))
