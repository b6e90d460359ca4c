"""The rows of every address."""

from tests.integration.matrix import (
    cabinet,
    following,
    managing,
    open_data,
    plan_months,
    plans,
    reading,
    reports,
    responses,
    signing_in,
)
from tests.integration.matrix.row import Row

ROWS: list[Row] = [
    *reading.ROWS,
    *open_data.ROWS,
    *following.ROWS,
    *reports.ROWS,
    *managing.ROWS,
    *plans.ROWS,
    *responses.ROWS,
    *cabinet.ROWS,
    *plan_months.ROWS,
    *signing_in.ROWS,
]
