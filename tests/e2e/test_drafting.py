"""A scrutiny officer drafts an inquiry: what is open, a list split into parts, the summary, on a telephone too."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor

pytestmark = pytest.mark.e2e

MANAGED = "/manage/inquiries/trees-in-our-streets/"
SUMMARY = "/inquiries/refreshing-the-partnership-service-birmingham/summary/"
NARROW = 320


def test_an_officer_settles_what_is_open_in_a_draft(new_visitor: NewVisitor) -> None:
    officer = new_visitor()
    officer.sign_in("scrutiny.officer")
    officer.open(MANAGED)
    expect(officer.page.get_by_text("5 things are still open.")).to_be_visible()

    officer.follow("Split into parts R03")
    officer.press("Make the parts")
    officer.expect_success("R03 has 3 parts now. Each is judged by itself.")
    officer.open(f"{MANAGED}recommendations/R03/")
    officer.fill("How will the committee know? (optional)", "Young trees that are alive after two summers.")
    officer.fill("Completion date as written", "December 2028")
    officer.press("Suggest the date from the words")
    officer.press("Save")
    officer.open(f"{MANAGED}publish/")
    expect(officer.page.get_by_text("4 things are still open.")).to_be_visible()

    officer.open("/inquiries/trees-in-our-streets/summary/")
    row = officer.page.get_by_role("row", name=re.compile(r"^R03 b\)"))
    expect(row).to_contain_text("Replace in the same winter any that have died")
    expect(row).to_contain_text("December 2028")


def test_the_summary_is_read_in_a_narrow_window_without_scrolling_sideways(new_visitor: NewVisitor) -> None:
    resident = new_visitor(width=NARROW)
    resident.open(SUMMARY)
    assert resident.page.evaluate("document.scrollingElement.scrollWidth") == NARROW
    expect(resident.page.get_by_role("row", name=re.compile(r"^R01 b\)"))).to_contain_text("April 2016")
