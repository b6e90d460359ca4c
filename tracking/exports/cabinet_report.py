"""A report to Cabinet as a Word document, the public or the restricted edition."""

from django.conf import settings
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Mm, Pt

from tracking.enums import Edition
from tracking.exports import word
from tracking.exports.word_from_html import NUMBER_WIDTH, add_html
from tracking.packs.binding import RESTRICTED_MARK
from tracking.packs.cabinet.html import cabinet_report_html
from tracking.presenters.cabinet.paper import cabinet_title
from tracking.presenters.papers import DRAFT_MARK
from tracking.presenters.wording import written_date
from tracking.queries.cabinet.facts import CabinetPaper

_MARGIN = 20
_HEADINGS = {"Title": 20, "Heading 1": 14, "Heading 2": 12, "Heading 3": 11, "Heading 4": 11, "Heading 5": 11}
_NUMBERED_HEADINGS = ("Heading 1", "Heading 2", "Heading 3")


def cabinet_report_docx(paper: CabinetPaper, edition: Edition, *, is_draft: bool = False) -> bytes:
    """Return an edition as a Word document with the words of its PDF: headings, lists, tables of Word's own.

    Numbers are text, as published. Of the appendices it has the list. The same facts give the same bytes. A draft and
    a restricted edition say so above every page.
    """
    document = _styled_document()
    title = cabinet_title(paper)
    marks = _marks(edition, is_draft=is_draft)
    header = document.sections[0].header.paragraphs[0]
    header.add_run(" · ".join((*marks, title))).bold = bool(marks)
    header.paragraph_format.space_after = Pt(8)
    foot = word.set_foot(document, f"{paper.meeting.committee}, {written_date(paper.meeting.held_on)}: page ")
    word.add_field(foot, "PAGE")
    foot.add_run(" of ")
    word.add_field(foot, "NUMPAGES")
    word.describe(
        document,
        title=title,
        subject=" · ".join((f"Report to {paper.meeting.committee}", *marks)),
        author=settings.COUNCIL_NAME,
        on=paper.meeting.held_on,
    )
    add_html(document, cabinet_report_html(paper), width=Mm(210 - 2 * _MARGIN))
    return word.saved(document)


def _styled_document() -> WordDocument:
    """A page with its styles; numbers hang in the margin of headings as of paragraphs."""
    document = Document()
    word.set_page(document, margin=_MARGIN, headings=_HEADINGS)
    for name in ("Normal", "List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(6)
    for name in _NUMBERED_HEADINGS:
        hanging = document.styles[name].paragraph_format
        hanging.left_indent, hanging.first_line_indent, hanging.space_after = NUMBER_WIDTH, -NUMBER_WIDTH, Pt(4)
        hanging.tab_stops.add_tab_stop(NUMBER_WIDTH)
    return document


def _marks(edition: Edition, *, is_draft: bool) -> tuple[str, ...]:
    draft = DRAFT_MARK if is_draft else ""
    restricted = RESTRICTED_MARK if edition == Edition.RESTRICTED else ""
    return tuple(filter(None, (draft, restricted)))
