"""Draft minutes as a Word document and as plain text."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any, TypeVar, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from tracking.presenters.minutes_document import Block, Minutes

T = TypeVar("T")

_WIDTH = 78
_BLACK = RGBColor(0, 0, 0)
# What XML cannot hold: pasted texts have such characters now and then.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The first day a zip can name: the same minutes make the same file, whenever it is asked for.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


def minutes_docx(minutes: Minutes) -> bytes:
    """Return the minutes as a Word document with Word's own headings and lists; the same bytes for the same words."""
    minutes = _printable(minutes)
    document = Document()
    _set_up(document, minutes)
    document.add_heading(minutes.title, level=0)
    document.add_paragraph(minutes.of_meeting, style="Subtitle")
    for key, value in minutes.facts:
        line = document.add_paragraph()
        line.add_run(f"{key}: ").bold = True
        line.add_run(value)
    document.add_paragraph(minutes.state).runs[0].italic = True
    for item in minutes.items:
        document.add_heading(item.title, level=1)
        for block in item.blocks:
            _write(document, block)
    written = BytesIO()
    document.save(written)
    return _timeless(written.getvalue())


def _printable(value: T) -> T:
    """The same minutes, or a part of them, without characters that a Word file cannot hold."""
    cleaned: Any = value
    if isinstance(value, str):
        cleaned = _UNPRINTABLE.sub("", value)
    elif isinstance(value, tuple):
        cleaned = tuple(_printable(part) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        cleaned = replace(value, **{field.name: _printable(getattr(value, field.name)) for field in fields(value)})
    return cast("T", cleaned)


def minutes_text(minutes: Minutes) -> str:
    """Return the minutes as plain text in lines of at most 78 characters."""
    head = [minutes.title.upper(), minutes.of_meeting]
    facts = "\n".join(_wrapped(f"{key}: {value}") for key, value in minutes.facts)
    pieces = ["\n".join(_wrapped(line) for line in head), facts, _wrapped(minutes.state)]
    for item in minutes.items:
        title = _wrapped(item.title)
        pieces.append(f"{title}\n{'-' * max(len(line) for line in title.splitlines())}")
        pieces += [piece for block in item.blocks for piece in _pieces(block)]
    return "\n\n".join(pieces) + "\n"


def _pieces(block: Block) -> Iterator[str]:
    """The paragraphs of a block; a heading has its own line drawn under it."""
    if block.heading:
        yield _wrapped(block.heading)
        return
    yield _wrapped(block.missing or block.text or block.resolved)
    for number, point in enumerate(block.points, start=1):
        yield _wrapped(point, first=f"  {number}. ")
    for bullet in block.bullets:
        yield _wrapped(bullet, first="  - ")


def _wrapped(text: str, first: str = "") -> str:
    """Addresses and other long words are never broken, whatever the width."""
    return textwrap.fill(
        text,
        width=_WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _write(document: WordDocument, block: Block) -> None:
    if block.heading:
        document.add_heading(block.heading, level=2)
        return
    paragraph = document.add_paragraph(block.text)
    if block.resolved:
        word, _, rest = block.resolved.partition(":")
        paragraph.add_run(f"{word}:").bold = True
        paragraph.add_run(rest)
    if block.missing:
        paragraph.add_run(block.missing).bold = True
    paragraph.paragraph_format.keep_with_next = bool(block.points or block.bullets)
    if block.points:
        number = _new_list(document)
        for point in block.points:
            _number(document.add_paragraph(point, style="List Number"), number)
    for bullet in block.bullets:
        document.add_paragraph(bullet, style="List Bullet")


def _set_up(document: WordDocument, minutes: Minutes) -> None:
    """A4, black on white, in British English, with what the document says of itself."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{minutes.of_meeting}: page ")
    _add_page_number(footer)
    normal = document.styles["Normal"].font
    normal.name, normal.size = "Arial", Pt(11)
    for name, size in (("Title", 20), ("Subtitle", 13), ("Heading 1", 14), ("Heading 2", 12)):
        _plain_heading(document, name, size)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    moment = datetime.combine(minutes.held_on, time(), tzinfo=UTC).replace(tzinfo=None)
    about = document.core_properties
    about.title, about.subject = f"{minutes.title}: {minutes.of_meeting}", "Minutes"
    about.author = about.last_modified_by = minutes.council
    about.language, about.comments = "en-GB", ""
    about.created = about.modified = moment


def _plain_heading(document: WordDocument, name: str, size: int) -> None:
    """Black and in the face of the text: the template's own headings are in a blue too light to print."""
    style = document.styles[name]
    style.font.size, style.font.color.rgb, style.font.italic = Pt(size), _BLACK, False
    style.font.name = "Arial"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _add_page_number(paragraph: Paragraph) -> None:
    """Word counts pages itself: a field, not a number."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _new_list(document: WordDocument) -> int:
    """Begin a list of its own at 1: paragraphs of a list style go on counting from the list before."""
    style = document.styles["List Number"].element
    numbering = document.part.numbering_part.element
    of_style = numbering.num_having_numId(style.pPr.numPr.numId.val)
    own = numbering.add_num(of_style.abstractNumId.val)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(own.numId)


def _number(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - python-docx has no lists
    properties.get_or_add_numId().val = number
    properties.get_or_add_ilvl().val = 0


def _timeless(content: bytes) -> bytes:
    """Write the zip anew without the time of day in it."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, date_time=_NO_DAY)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return written.getvalue()
