"""The register as an Excel workbook: dates are dates, and no cell is ever a formula."""

from collections.abc import Iterator
from datetime import datetime, time
from tempfile import TemporaryFile
from typing import IO, Final

from django.conf import settings
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracking.exports.register import Taken
from tracking.exports.workbook import OPTIONS, Cells, write_pairs
from tracking.presenters.register_columns import COLUMNS, Kind
from tracking.presenters.wording import counted, written_date
from tracking.queries.register_rows import RegisterRow

SHEET: Final = "Recommendations"
ABOUT: Final = "About"

_CUT: Final = " … (shortened: the whole text is in the CSV file and at the address in the first column)"
_WIDTHS: Final = {Kind.ADDRESS: 30, Kind.TEXT: 30, Kind.LIST: 30, Kind.DATE: 18, Kind.CODE: 20}
_WIDTH: Final = 12


def register_xlsx(taken: Taken) -> IO[bytes]:
    """Return the workbook, at its beginning, in a temporary file; whoever closes it removes it.

    One sheet has the rows under the columns' headings, the other says where they are from. The same data of the same
    day gives the same bytes.
    """
    target: IO[bytes] = TemporaryFile()  # noqa: SIM115 - the caller closes it
    with Workbook(target, OPTIONS) as book:
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
        self.cells = Cells(book, sheet, cut=_CUT)

    def write(self, taken: Taken) -> int:
        """Write the headings and every row; return how many rows there are."""
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        for place, column in enumerate(COLUMNS):
            self.sheet.set_column(place, place, _WIDTHS.get(column.kind, _WIDTH))
            self.sheet.write_string(0, place, column.label, self.cells.head)
        number = 0
        for number, row in enumerate(_each(taken), start=1):
            for place, column in enumerate(COLUMNS):
                self.cells.write(number, place, column.words(column.read(row, taken.today)))
        self.sheet.autofilter(0, 0, number, len(COLUMNS) - 1)
        return number


def _each(taken: Taken) -> Iterator[RegisterRow]:
    for rows in taken.chunks():
        yield from rows


def _write_about(book: Workbook, sheet: Worksheet, taken: Taken, count: int) -> None:
    about = taken.about()
    lines: list[tuple[str, object]] = [
        ("Title", about["title"]),
        ("Published by", about["published_by"]),
        ("As at", written_date(taken.today)),
        ("Made for", about["made_for"]),
        ("Rows", counted(count, "recommendation or part", "recommendations and parts")),
        ("Filters", "\n".join(taken.filters) or "None"),
        ("Licence", f"{about['licence']}: {about['licence_address']}"),
        ("What the columns mean", about["data_dictionary"]),
    ]
    write_pairs(book, sheet, lines)
