"""What every Word document of ours has in common: its page, styles, lists, fields, and bytes without a time of day."""

import re
from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

LANGUAGE = "en-GB"
FACE = "Arial"
# What XML cannot hold: pasted texts have such characters now and then.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLACK = RGBColor(0, 0, 0)
# The first day a zip can name: the same words make the same file, whenever it is asked for.
NO_DAY = (1980, 1, 1, 0, 0, 0)


def set_page(document: WordDocument, *, margin: int, headings: dict[str, int]) -> None:
    """A4, black on white, in British English; `headings` are the sizes of the styles of headings in points."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(margin)
    normal = document.styles["Normal"].font
    normal.name, normal.size = FACE, Pt(11)
    for name, size in headings.items():
        _plain_heading(document, name, size)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def describe(document: WordDocument, *, title: str, subject: str, author: str, on: date) -> None:
    """What the document says of itself, dated by its meeting: the same words make the same file."""
    about = document.core_properties
    about.title, about.subject = title, subject
    about.author = about.last_modified_by = author
    about.language, about.comments = LANGUAGE, ""
    about.created = about.modified = datetime.combine(on, time(), tzinfo=UTC).replace(tzinfo=None)


def set_foot(document: WordDocument, words: str) -> Paragraph:
    """The foot of each page: these words, to which fields may be added."""
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(words)
    return footer


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Word counts pages itself: a field ("PAGE", "NUMPAGES"), not a number."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def new_list(document: WordDocument, style: str = "List Number", *, start: int = 1) -> int:
    """Begin a list of its own: paragraphs of a list style go on counting from the list before."""
    of_list = document.styles[style].element
    numbering = document.part.numbering_part.element
    of_style = numbering.num_having_numId(of_list.pPr.numPr.numId.val)
    own = numbering.add_num(of_style.abstractNumId.val)
    own.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(own.numId)


def put_in_list(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph an item of the list of this number."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - python-docx has no lists
    properties.get_or_add_numId().val = number
    properties.get_or_add_ilvl().val = 0


def saved(document: WordDocument) -> bytes:
    """The document's file without the time of day in it."""
    content = BytesIO()
    document.save(content)
    written = BytesIO()
    with ZipFile(content) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, date_time=NO_DAY)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return written.getvalue()


def _plain_heading(document: WordDocument, name: str, size: int) -> None:
    """Black and in the face of the text: the template's own headings are in a blue too light to print."""
    style = document.styles[name]
    style.font.size, style.font.color.rgb, style.font.italic = Pt(size), _BLACK, False
    style.font.name = FACE
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
