"""The register as an Excel workbook: dates are dates, and no cell is ever a formula."""

from collections.abc import Iterator
from datetime import date, datetime, time
from tempfile import TemporaryFile
from typing import IO, Final

from django.conf import settings
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracking.exports.register import Taken
from tracking.presenters.register_columns import COLUMNS, Column, Kind, Value
from tracking.presenters.wording import counted, written_date
from tracking.queries.register_rows import RegisterRow

SHEET: Final = "Recommendations"
ABOUT: Final = "About"

# What a cell may hold; what is longer Excel calls damaged.
_LONGEST: Final = 32_767
_CUT: Final = " … (shortened: the whole text is in the CSV file and at the address in the first column)"
# Excel counts days from here; it has no dates before.
_FIRST_DAY: Final = date(1900, 3, 1)
_WIDTHS: Final = {Kind.ADDRESS: 30, Kind.TEXT: 30, Kind.LIST: 30, Kind.DATE: 18, Kind.CODE: 20}
_WIDTH: Final = 12
# Strings stay strings whatever they begin with; each row leaves memory as soon as the next begins.
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def register_xlsx(taken: Taken) -> IO[bytes]:
    """Return the workbook, at its beginning, in a temporary file; whoever closes it removes it.

    One sheet has the rows under the columns' headings, the other says where they are from. The same data of the same
    day gives the same bytes.
    """
    target: IO[bytes] = TemporaryFile()  # noqa: SIM115 - the caller closes it
    with Workbook(target, _OPTIONS) as book:
        book.set_properties(
            {
                "title": "Recommendations of Overview and Scrutiny",
                "author": settings.COUNCIL_NAME,
                "created": datetime.combine(taken.today, time()),
            }
        )
        rows = book.add_worksheet(SHEET)
        about = book.add_worksheet(ABOUT)
        count = _Rows(book, rows).write(taken)
        _write_about(book, about, taken, count)
    target.seek(0)
    return target


class _Rows:
    """The sheet with the rows."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.day = book.add_format({"num_format": "d mmmm yyyy", "align": "left", "valign": "top"})
        self.plain = book.add_format({"valign": "top"})
        self.head = book.add_format({"bold": True, "valign": "top", "text_wrap": True, "bottom": 1})

    def write(self, taken: Taken) -> int:
        """Write the headings and every row; return how many rows there are."""
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        for place, column in enumerate(COLUMNS):
            self.sheet.set_column(place, place, _WIDTHS.get(column.kind, _WIDTH))
            self.sheet.write_string(0, place, column.label, self.head)
        number = 0
        for number, row in enumerate(_each(taken), start=1):
            for place, column in enumerate(COLUMNS):
                self._write_cell(number, place, column, column.read(row, taken.today))
        self.sheet.autofilter(0, 0, number, len(COLUMNS) - 1)
        return number

    def _write_cell(self, number: int, place: int, column: Column, value: Value) -> None:
        said = column.words(value)
        if isinstance(said, date) and said >= _FIRST_DAY:
            self.sheet.write_datetime(number, place, said, self.day)
        elif isinstance(said, int):
            self.sheet.write_number(number, place, said, self.plain)
        elif text := _text(said):
            self.sheet.write_string(number, place, text, self.plain)


def _each(taken: Taken) -> Iterator[RegisterRow]:
    for rows in taken.chunks():
        yield from rows


def _text(value: Value) -> str:
    if isinstance(value, date):
        return written_date(value)
    text = "; ".join(value) if isinstance(value, tuple) else str(value or "")
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT


def _write_about(book: Workbook, sheet: Worksheet, taken: Taken, count: int) -> None:
    head = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    about = taken.about()
    lines = [
        ("Title", about["title"]),
        ("Published by", about["published_by"]),
        ("As at", written_date(taken.today)),
        ("Made for", about["made_for"]),
        ("Rows", counted(count, "recommendation or part", "recommendations and parts")),
        ("Filters", "\n".join(taken.filters) or "None"),
        ("Licence", f"{about['licence']}: {about['licence_address']}"),
        ("What the columns mean", about["data_dictionary"]),
    ]
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for number, (key, value) in enumerate(lines):
        sheet.write_string(number, 0, key, head)
        sheet.write_string(number, 1, str(value), wrapped)
