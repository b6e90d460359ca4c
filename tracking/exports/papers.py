"""A paper of ours as a Word document: the words of its PDF, for officers who must edit it."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from docx import Document
from docx.shared import Mm, Pt

from tracking.exports import word
from tracking.exports.word_from_html import add_html

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MARGIN = 20
_HEADINGS = {"Title": 20, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Heading 4": 11, "Heading 5": 11}


def paper_docx(html: Sequence[str], *, title: str, kind: str, mark: str, foot: str, on: date) -> bytes:
    """Return papers as one Word document, with Word's own headings, lists, tables and page numbers.

    `mark` stands above every page, `foot` before its number; `on` is the day the document bears. The same words give
    the same bytes.
    """
    document = Document()
    word.set_page(document, margin=_MARGIN, headings=_HEADINGS | {"Caption": 11})
    document.styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("Normal", "List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(6)
    header = document.sections[0].header.paragraphs[0]
    header.add_run(" · ".join(part for part in (mark, title) if part)).bold = bool(mark)
    header.paragraph_format.space_after = Pt(8)
    line = word.set_foot(document, f"{foot}: page ")
    word.add_field(line, "PAGE")
    line.add_run(" of ")
    word.add_field(line, "NUMPAGES")
    word.describe(document, title=title, subject=kind, author=settings.COUNCIL_NAME, on=on)
    add_html(document, *html, width=Mm(210 - 2 * _MARGIN))
    return word.saved(document)
