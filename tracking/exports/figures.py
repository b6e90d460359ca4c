"""The figures to take along, as CSV."""

import codecs
import csv
from collections.abc import Iterable
from dataclasses import astuple
from datetime import date
from io import StringIO

from tracking.exports.register import defused
from tracking.presenters.figure_rows import COLUMNS, FigureRow
from tracking.presenters.register_columns import LICENCE


def figures_csv(rows: Iterable[FigureRow], *, today: date) -> bytes:
    """Return the rows as the register's CSV is written: UTF-8 behind a mark, no text ever taken for a formula."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in rows:
        municipal_year, year_of, committee, measure, number, denominator = astuple(row)
        texts = [defused(text) for text in (municipal_year, year_of, committee, measure)]
        writer.writerow([*texts, number, denominator, today.isoformat(), LICENCE])
    return codecs.BOM_UTF8 + written.getvalue().encode()
