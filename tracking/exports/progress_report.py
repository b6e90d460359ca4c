"""A Progress Report as a Word document, for officers who must edit it."""

from django.conf import settings
from docx import Document
from docx.shared import Mm, Pt

from tracking.exports import word
from tracking.exports.word_from_html import add_html
from tracking.packs.html import report_html
from tracking.presenters.papers import report_document
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
    document.sections[0].header.paragraphs[0].add_run(head).bold = bool(said.mark)
    foot = word.set_foot(document, f"{said.committee}, {said.date}: page ")
    word.add_field(foot, "PAGE")
    foot.add_run(" of ")
    word.add_field(foot, "NUMPAGES")
    word.describe(document, title=said.title, subject=said.kind, author=settings.COUNCIL_NAME, on=paper.meeting.held_on)
    add_html(document, report_html(said), width=Mm(210 - 2 * _MARGIN))
    return word.saved(document)
