"""A resident takes the recommendations along: from any page to the files, and what their columns mean."""

import csv
from pathlib import Path

import pytest

from tests.e2e.accessibility import violations
from tests.e2e.conftest import NewVisitor
from tracking.presenters.register_columns import COLUMNS, LICENCE

pytestmark = pytest.mark.e2e

NARROW = 320


def test_a_resident_comes_from_any_page_to_a_file_of_everything(new_visitor: NewVisitor, tmp_path: Path) -> None:
    resident = new_visitor()
    resident.arrive()
    resident.follow("Open data")
    assert resident.heading() == "Open data"
    with resident.page.expect_download() as downloading:
        resident.page.get_by_role("link", name="Download all recommendations as CSV").click()
    file = tmp_path / "recommendations.csv"
    downloading.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert downloading.value.suggested_filename.endswith(f"{rows[0]['as_at']}.csv")
    assert list(rows[0]) == [*(column.name for column in COLUMNS), "licence"]
    assert {row["licence"] for row in rows} == {LICENCE}


def test_what_the_columns_mean_can_be_read_by_everyone_in_any_window(new_visitor: NewVisitor) -> None:
    resident = new_visitor(width=NARROW)
    resident.open("/open-data/")
    resident.page.get_by_text("How the files are written").click()
    assert violations(resident.page) == []
    assert resident.page.evaluate("document.scrollingElement.scrollWidth") == NARROW
