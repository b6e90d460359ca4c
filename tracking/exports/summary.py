"""The summary of recommendations as a Word document: the words of its PDF."""

from datetime import date

from django.conf import settings
from docx import Document
from docx.shared import Mm, Pt

from tracking.exports import word
from tracking.exports.word_from_html import add_html
from tracking.packs.html import summary_html
from tracking.presenters.summary import SummaryFace

_MARGIN = 20
_HEADINGS = {"Title": 20, "Heading 1": 16}


def summary_docx(face: SummaryFace, *, today: date) -> bytes:
    """Return the summary as a Word document; the same face gives the same bytes, once the inquiry is approved.

    The head of the table repeats on each page, and a recommendation stays with its parts. A draft says so above every
    page.
    """
    document = Document()
    word.set_page(document, margin=_MARGIN, headings=_HEADINGS)
    for name in ("Normal", "List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(6)
    header = document.sections[0].header.paragraphs[0]
    header.add_run(" · ".join(part for part in (face.mark, face.full_title) if part)).bold = bool(face.mark)
    header.paragraph_format.space_after = Pt(8)
    foot = word.set_foot(document, f"{settings.COUNCIL_NAME}, {face.when}: page ")
    word.add_field(foot, "PAGE")
    foot.add_run(" of ")
    word.add_field(foot, "NUMPAGES")
    on = face.approved_on or today
    word.describe(document, title=face.full_title, subject=face.title, author=settings.COUNCIL_NAME, on=on)
    add_html(document, summary_html(face), width=Mm(210 - 2 * _MARGIN))
    return word.saved(document)
