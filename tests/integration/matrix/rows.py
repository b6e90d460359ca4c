"""The rows of every address."""

from tests.integration.matrix import following, managing, open_data, plans, reading, reports, signing_in
from tests.integration.matrix.row import Row

ROWS: list[Row] = [
    *reading.ROWS,
    *open_data.ROWS,
    *following.ROWS,
    *reports.ROWS,
    *managing.ROWS,
    *plans.ROWS,
    *signing_in.ROWS,
]
