"""The administrator reads the audit trail."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import violations
from tests.e2e.conftest import NewVisitor

pytestmark = pytest.mark.e2e

NARROW = 320
HASH = re.compile(r"[0-9a-f]{64}")


def test_the_administrator_finds_out_who_did_what(new_visitor: NewVisitor) -> None:
    administrator = new_visitor()
    administrator.sign_in("administrator")
    administrator.follow("Manage")
    administrator.follow("Audit trail")
    expect(administrator.page.get_by_role("heading", level=1)).to_have_text("Audit trail")
    administrator.page.get_by_label("What was done").select_option("Returned report")
    administrator.press("Apply filters")
    entries = administrator.page.get_by_role("heading", level=3)
    expect(entries.first).to_have_text("Returned report")
    assert set(entries.all_text_contents()) == {"Returned report"}
    administrator.page.locator("details.govuk-details summary").first.click()
    expect(administrator.page.locator(".app-audit .app-hash").first).to_have_text(HASH)
    assert violations(administrator.page) == []


def test_the_audit_trail_fits_into_a_narrow_window(new_visitor: NewVisitor) -> None:
    administrator = new_visitor(width=NARROW)
    administrator.sign_in("administrator")
    administrator.page.goto("/audit/")
    administrator.page.locator("details.govuk-details summary").first.click()
    assert administrator.page.evaluate("document.scrollingElement.scrollWidth") == NARROW
    assert violations(administrator.page) == []
