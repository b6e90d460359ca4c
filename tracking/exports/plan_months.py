"""The month of an improvement plan as an Excel workbook: a row for each action, output or aim that is rated."""

from datetime import datetime, time
from io import BytesIO
from typing import Final

from django.conf import settings
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracking.exports.workbook import OPTIONS, Cells, write_pairs
from tracking.presenters.plans.month_columns import COLUMNS, MonthInColumns, month_in_columns
from tracking.presenters.plans.month_lines import counts_sentence
from tracking.presenters.plans.month_paper import issued_in_words, paper_title
from tracking.queries.plans.months import MonthContents

SHEET: Final = "Plan"
NOTES: Final = "Notes"
ABOUT: Final = "About"
_CUT: Final = " … (shortened: the whole text is in the PDF)"


def month_xlsx(month: MonthContents) -> bytes:
    """Return the workbook. The same month gives the same bytes.

    One sheet has the rows under the columns' headings, one the notes where there are any, the last says what it is.
    """
    target = BytesIO()
    rows = month_in_columns(month)
    with Workbook(target, OPTIONS) as book:
        title = paper_title(month)
        created = datetime.combine(month.round.month, time())
        book.set_properties({"title": title, "author": settings.COUNCIL_NAME, "created": created})
        _write_rows(book, book.add_worksheet(SHEET), rows)
        if rows.notes:
            notes: list[tuple[str, object]] = [(f"[{number}]", words) for number, words in rows.notes]
            write_pairs(book, book.add_worksheet(NOTES), notes)
        about = [
            ("Title", title),
            ("Published by", settings.COUNCIL_NAME),
            ("State", issued_in_words(month.round)),
            ("What it says", counts_sentence(month.counts)),
            *((f"{category.mark} {category.name}", category.criterion) for category in month.categories),
        ]
        write_pairs(book, book.add_worksheet(ABOUT), about)
    return target.getvalue()


def _write_rows(book: Workbook, sheet: Worksheet, month: MonthInColumns) -> None:
    cells = Cells(book, sheet, cut=_CUT, wraps=True)
    sheet.freeze_panes(1, 3)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.label, cells.head)
    for number, row in enumerate(month.rows, start=1):
        for place, column in enumerate(COLUMNS):
            cells.write(number, place, column.read(row))
    sheet.autofilter(0, 0, len(month.rows), len(COLUMNS) - 1)
