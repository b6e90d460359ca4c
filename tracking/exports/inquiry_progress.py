"""The numbers under the chart of an inquiry's progress, to take along as CSV."""

import codecs
import csv
import io
from collections.abc import Iterable
from datetime import date

from tracking.presenters.inquiry_progress import progress_rows
from tracking.presenters.register_columns import LICENCE
from tracking.queries.inquiry_progress import Standing


def progress_csv(standings: Iterable[Standing], *, today: date) -> bytes:
    """Return UTF-8 with a byte order mark: a line of names, then one for each sitting.

    It holds dates, numbers and our own words alone, so nothing in it can be taken for a formula.
    """
    heads, *rows = progress_rows(standings)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*heads, "As at", "Licence"])
    writer.writerows([*row, today.isoformat(), LICENCE] for row in rows)
    return codecs.BOM_UTF8 + file.getvalue().encode()
