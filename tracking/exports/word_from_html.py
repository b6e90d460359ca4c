"""The HTML of our papers as a Word document: headings, lists, tables and links become Word's own.

Papers are written once, in templates/packs/: what an officer edits in Word has the words of the PDF. Read are the
elements of those templates and of `presenters.prose`; of any other the words are kept.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, repeat

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.html import HtmlElement, document_fromstring

from tracking.exports import word
from tracking.exports.word_tables import Box, cells_of, column_widths, has_row_headers, set_up_table, shade_cell

TEXT_IN_TABLE, SMALL_TEXT_IN_TABLE, LINK = "Table Text", "Small Table Text", "Hyperlink"
NUMBERED, NUMBER_WIDTH = "Numbered Paragraph", Mm(16)
_HEADINGS = {"h1": "Title", **{f"h{level + 1}": f"Heading {level}" for level in range(1, 6)}}
_HEADINGS_BEHIND = {f"h{level}": f"Heading {level}" for level in range(1, 7)}
_INLINE = frozenset({"a", "abbr", "b", "br", "em", "i", "small", "span", "strong"})
_BOLD_CLASSES = frozenset({"cover__council", "part-title", "tag", "withheld"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST_LIST = 3
_LISTS = ("List Bullet", "List Number", "List Continue")
_IN_TABLE = "Table "
_NUMBER, _LIST_STEP = "numbered__number", Mm(6.35)
_LONGEST_BOOKMARK = 40


def add_html(document: WordDocument, html: str, *behind: str, width: Length) -> None:
    """Append the body of one of our papers to a document; tables are `width` wide.

    What is bound `behind` it begins pages of its own, with headings a level below those it has by itself.
    """
    _add_styles(document)
    writer = _Writer(document)
    for number, paper in enumerate((html, *behind)):
        writer.begins_page, writer.headings = number > 0, _HEADINGS_BEHIND if number else _HEADINGS
        body = document_fromstring(word.UNPRINTABLE.sub("", paper)).find("body")
        if body is not None:
            writer.flow(body, _Place(Box(document, width), repeat("Normal")))


def _add_styles(document: WordDocument) -> None:
    for name, size in ((TEXT_IN_TABLE, 9.5), (SMALL_TEXT_IN_TABLE, 7.5)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    for name in (f"{kind}{suffix}" for kind in _LISTS for suffix in ("", " 2", " 3")):
        style = document.styles.add_style(f"{_IN_TABLE}{name}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[name]
        style.font.size = Pt(9.5)
        style.paragraph_format.space_after = Pt(2)
    document.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER).font.underline = True
    numbered = document.styles.add_style(NUMBERED, WD_STYLE_TYPE.PARAGRAPH)
    numbered.base_style = document.styles["Normal"]
    hanging = numbered.paragraph_format
    hanging.left_indent, hanging.first_line_indent = NUMBER_WIDTH, Length(-NUMBER_WIDTH)
    hanging.tab_stops.add_tab_stop(NUMBER_WIDTH)


@dataclass(frozen=True)
class _Look:
    """How words look, and the link they are in."""

    bold: bool = False
    italic: bool = False
    link: HtmlElement | None = None


@dataclass
class _Place:
    """Where the next paragraphs go, in which styles, one after the other; `on_first` is done to the first of them.

    `indent` is how far in lists begin: below a number in the margin.
    """

    box: Box
    styles: Iterator[str]
    look: _Look = _Look()
    depth: int = 0
    indent: int = 0
    on_first: Callable[[Paragraph], None] | None = None


class _Writer:
    """Writes elements one after the other; what an address leads to is marked at the next paragraph."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.styles = {style.name or "": style.style_id for style in document.styles}
        self.anchors: list[str] = []
        self.bookmarks = 0
        self.begins_page = False
        self.headings = _HEADINGS

    def flow(self, element: HtmlElement, place: _Place) -> None:
        """The words and elements within an element."""
        line = _Line(self, place)
        line.say(element.text, place.look)
        for child in element:
            if child.tag in _INLINE:
                line.add(child, place.look)
            elif isinstance(child.tag, str):
                line.end()
                self._block(child, place)
            line.say(child.tail, place.look)
        line.end()

    def new_paragraph(self, place: _Place) -> Paragraph:
        paragraph = place.box.paragraph()
        self.set_style(paragraph, next(place.styles))
        if place.indent and place.depth:
            paragraph.paragraph_format.left_indent = Length(place.indent + place.depth * _LIST_STEP)
        if self.begins_page:
            paragraph.paragraph_format.page_break_before = True
            self.begins_page = False
        for anchor in self.anchors:
            self._bookmark(paragraph, anchor)
        self.anchors = []
        if place.on_first is not None:
            place.on_first(paragraph)
            place.on_first = None
        return paragraph

    def set_style(self, paragraph: Paragraph, name: str) -> None:
        """By its id: python-docx looks through every style each time, two thirds of the time of a long report."""
        paragraph._p.style = self.styles[name]  # noqa: SLF001 - as above

    def _block(self, element: HtmlElement, place: _Place) -> None:
        classes = set((element.get("class") or "").split())
        if element.get("id"):
            self.anchors.append(element.get("id"))
        if "appendix" in classes:
            self.begins_page = True
        if classes & _BOLD_CLASSES:
            place = replace(place, look=replace(place.look, bold=True))
        if "numbered" in classes:
            place = replace(place, styles=repeat(NUMBERED), indent=NUMBER_WIDTH)
        if element.tag in self.headings:
            self.flow(element, replace(place, styles=repeat(self.headings[element.tag])))
        elif element.tag in {"ul", "ol"}:
            self._list(element, place)
        elif element.tag == "table":
            self._table(element, place)
        else:
            self.flow(element, place)

    def _list(self, element: HtmlElement, place: _Place) -> None:
        depth = min(place.depth + 1, _DEEPEST_LIST)
        before, suffix = _IN_TABLE if place.box.is_cell else "", "" if depth == 1 else f" {depth}"
        kind = "List Number" if element.tag == "ol" else "List Bullet"
        on_first = None
        if element.tag == "ol":
            number = word.new_list(self.document, f"{kind}{suffix}", start=_start(element))

            def on_first(paragraph: Paragraph) -> None:
                word.put_in_list(paragraph, number)

        for item in element.iterchildren("li"):
            styles = chain([f"{before}{kind}{suffix}"], repeat(f"{before}List Continue{suffix}"))
            self.flow(item, replace(place, styles=styles, depth=depth, on_first=on_first))

    def _table(self, element: HtmlElement, place: _Place) -> None:
        caption = element.find("caption")
        if caption is not None:
            self.flow(caption, replace(place, styles=repeat("Caption")))
        rows = list(element.iter("tr"))
        columns = max((len(cells_of(row)) for row in rows), default=0)
        if not columns:
            return
        table = place.box.table(len(rows), columns)
        widths = column_widths(element, rows[0], columns, place.box.width)
        set_up_table(table, widths, has_head=element.find("thead") is not None, has_names=has_row_headers(rows))
        style = SMALL_TEXT_IN_TABLE if "wide" in (element.get("class") or "") else TEXT_IN_TABLE
        for source, row in zip(rows, table.rows, strict=True):
            self._row(source, row, widths, style)
            if source.getparent().get("class") == "together" and source.getnext() is not None:
                _keep_with_next(row)

    def _row(self, source: HtmlElement, row: _Row, widths: list[Length], style: str) -> None:
        is_head = source.getparent().tag == "thead"
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx knows neither property
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        for element, cell, width in zip(cells_of(source), row.cells, widths, strict=False):
            cell.width = width
            if is_head:
                shade_cell(cell)
            if element.get("id"):
                self.anchors.append(element.get("id"))
            look = _Look(bold=element.tag == "th")
            self.flow(element, _Place(Box(cell, Length(width - Mm(4))), repeat(style), look))
            if not cell.text and cell.paragraphs:
                self.set_style(cell.paragraphs[0], style)

    def _bookmark(self, paragraph: Paragraph, anchor: str) -> None:
        self.bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self.bookmarks))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), bookmark_name(anchor))
            paragraph._p.append(mark)  # noqa: SLF001 - python-docx has no bookmarks


class _Line:
    """The words of one paragraph, which is made once there are any. White space is joined as HTML joins it."""

    def __init__(self, writer: _Writer, place: _Place) -> None:
        self.writer, self.place = writer, place
        self.last: Run | None = None
        self.after_space = True
        self.end()

    def end(self) -> None:
        """Go on to the next paragraph."""
        if self.last is not None and self.after_space:
            self.last.text = self.last.text.rstrip(" \n")
        self.paragraph: Paragraph | None = None
        self.last = None
        self.link: tuple[HtmlElement, BaseOxmlElement] | None = None
        self.after_space = True

    def say(self, text: str | None, look: _Look) -> None:
        said = _SPACES.sub(" ", text or "")
        if self.after_space:
            said = said.removeprefix(" ")
        if not said:
            return
        self.last = run = self._run(look)
        run.text = said
        self.after_space = said.endswith(" ")

    def add(self, element: HtmlElement, look: _Look) -> None:
        """An element within a line, and all within it."""
        if element.tag == "br" and self.last is not None:
            self.last.add_break()
            self.after_space = True
        if element.tag in {"strong", "b"}:
            look = replace(look, bold=True)
        elif element.tag in {"em", "i"}:
            look = replace(look, italic=True)
        elif element.tag == "a" and _leads_somewhere(element.get("href", "")):
            look = replace(look, link=element)
        self.say(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                self.add(child, look)
            self.say(child.tail, look)
        if element.get("class") == _NUMBER and self.last is not None:
            self.last.add_tab()
            self.after_space = True

    def _run(self, look: _Look) -> Run:
        if self.paragraph is None:
            self.paragraph = self.writer.new_paragraph(self.place)
        parent = self.paragraph._p if look.link is None else self._link(look.link, self.paragraph)  # noqa: SLF001
        element = OxmlElement("w:r")
        parent.append(element)
        run = Run(element, self.paragraph)
        run.bold, run.italic = look.bold or None, look.italic or None
        if look.link is not None:
            element.style = self.writer.styles[LINK]
        return run

    def _link(self, source: HtmlElement, paragraph: Paragraph) -> BaseOxmlElement:
        if self.link is None or self.link[0] is not source:
            link = OxmlElement("w:hyperlink")
            address = source.get("href")
            if address.startswith("#"):
                link.set(qn("w:anchor"), bookmark_name(address[1:]))
            else:
                link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            paragraph._p.append(link)  # noqa: SLF001 - python-docx reads links but makes none
            self.link = (source, link)
        return self.link[1]


def _keep_with_next(row: _Row) -> None:
    """Word keeps rows on one page by what their paragraphs say."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _leads_somewhere(address: str) -> bool:
    """Within the document or to the web; what only a finished pack can lead to is words here."""
    return address.startswith(("#", "https:", "http:", "mailto:"))


def bookmark_name(anchor: str) -> str:
    """An anchor as Word allows it: letters, digits and underscores, a letter first, at most forty."""
    return f"at_{re.sub(r'[^A-Za-z0-9]', '_', anchor)}"[:_LONGEST_BOOKMARK]


def _start(element: HtmlElement) -> int:
    start = element.get("start", "1")
    return int(start) if start.isdecimal() else 1
