"""Tables in our Word documents: their widths, their lines, and which cells name the others."""

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

_HEADER_SHADE = "ECEFF0"
# The share of a table's width that a column of a class has, as templates/packs/paper.css has it.
_SHARES = {
    "col-number": 0.1,
    "col-responsibility": 0.17,
    "col-due": 0.15,
    "col-assessment": 0.23,
    "col-category": 0.34,
    "col-narrow": 0.07,
    "col-telephone": 0.19,
    "col-email": 0.33,
}
_SHARE_OF_NAMES = 0.38


class Box:
    """What holds paragraphs and tables: the document or a cell, which begins with a paragraph and must end with one."""

    def __init__(self, container: WordDocument | _Cell, width: Length) -> None:
        self.container, self.width = container, width
        self.is_cell = isinstance(container, _Cell)
        self.spare = container.paragraphs[0] if self.is_cell else None

    def paragraph(self) -> Paragraph:
        """A new paragraph, set off from a table above it."""
        paragraph = self.spare or self.container.add_paragraph()
        self.spare = None
        if self._ends_with_table(before=paragraph):
            paragraph.paragraph_format.space_before = Pt(6)
        return paragraph

    def table(self, rows: int, columns: int) -> Table:
        """A new table. Word runs two into one that nothing keeps apart."""
        if isinstance(self.container, _Cell):
            unused, self.spare = self.spare, None
            table = self.container.add_table(rows, columns)
            if unused is not None and not self._ends_with_table(before=unused):
                unused._p.getparent().remove(unused._p)  # noqa: SLF001 - python-docx takes nothing away
            self.spare = self.container.paragraphs[-1]
            return table
        if self._ends_with_table():
            self.container.add_paragraph().paragraph_format.line_spacing = Pt(6)
        return self.container.add_table(rows, columns)

    def _ends_with_table(self, before: Paragraph | None = None) -> bool:
        # The last thing in a document's body are the properties of its page.
        end = self.container._element.body[-1] if before is None else before._p  # noqa: SLF001 - as above
        above = end.getprevious()
        return above is not None and above.tag == qn("w:tbl")


def cells_of(row: HtmlElement) -> list[HtmlElement]:
    """The cells of a row of HTML."""
    return [cell for cell in row if cell.tag in {"td", "th"}]


def has_row_headers(rows: list[HtmlElement]) -> bool:
    """Whether a cell of each row names it."""
    return any(cell.get("scope") == "row" for row in rows for cell in cells_of(row))


def column_widths(table: HtmlElement, first: HtmlElement, columns: int, width: Length) -> list[Length]:
    """Fixed widths: by class as on paper, the rest shared alike."""
    shares = [_share(cell) for cell in cells_of(first)]
    if "particulars" in (table.get("class") or ""):
        shares = [_SHARE_OF_NAMES]
    shares += [0.0] * (columns - len(shares))
    rest = max(0.05, (1 - sum(shares)) / max(1, shares.count(0.0)))
    return [Length(round(width * (share or rest))) for share in shares]


def _share(cell: HtmlElement) -> float:
    return next((_SHARES[name] for name in (cell.get("class") or "").split() if name in _SHARES), 0.0)


def set_up_table(table: Table, widths: list[Length], *, has_head: bool, has_names: bool) -> None:
    """Its lines, its widths, and for those who hear it which cells name the others."""
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx knows no look
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    look = OxmlElement("w:tblLook")
    flags = {"firstRow": has_head, "lastRow": False, "firstColumn": has_names, "lastColumn": False}
    for name, is_set in (flags | {"noHBand": True, "noVBand": True}).items():
        look.set(qn(f"w:{name}"), "1" if is_set else "0")
    look.set(qn("w:val"), f"{0x0600 | 0x20 * has_head | 0x80 * has_names:04X}")
    properties.append(look)


def shade_cell(cell: _Cell) -> None:
    """Give a header cell its ground."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEADER_SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shading
