"""What our Excel workbooks have in common: no cell is ever a formula, dates are dates, nothing is too long."""

from datetime import date
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracking.presenters.wording import written_date

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Strings stay strings whatever they begin with; each row leaves memory as soon as the next begins.
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# What a cell may hold; what is longer Excel calls damaged.
_LONGEST: Final = 32_767
# Excel counts days from here; it has no dates before.
_FIRST_DAY: Final = date(1900, 3, 1)


class Cells:
    """Writes values into a sheet: each as what it is."""

    def __init__(self, book: Workbook, sheet: Worksheet, *, cut: str, wraps: bool = False) -> None:
        """`cut` ends a text that was too long. `wraps`: long texts run over several lines."""
        self.sheet = sheet
        self.cut = cut
        self.day = book.add_format({"num_format": "d mmmm yyyy", "align": "left", "valign": "top"})
        self.plain = book.add_format({"valign": "top", "text_wrap": wraps})
        self.head = book.add_format({"bold": True, "valign": "top", "text_wrap": True, "bottom": 1})

    def write(self, row: int, column: int, value: Any) -> None:
        """Write a date, a whole number or words; nothing for nothing."""
        if isinstance(value, date) and value >= _FIRST_DAY:
            self.sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, int):
            self.sheet.write_number(row, column, value, self.plain)
        elif text := self._text(value):
            self.sheet.write_string(row, column, text, self.plain)

    def _text(self, value: Any) -> str:
        if isinstance(value, date):
            return written_date(value)
        text = "; ".join(value) if isinstance(value, tuple) else str(value or "")
        return text if len(text) <= _LONGEST else text[: _LONGEST - len(self.cut)] + self.cut


def write_pairs(book: Workbook, sheet: Worksheet, lines: list[tuple[str, object]]) -> None:
    """Fill a sheet with names and values, one pair a row."""
    head = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for number, (key, value) in enumerate(lines):
        sheet.write_string(number, 0, key, head)
        sheet.write_string(number, 1, str(value), wrapped)
