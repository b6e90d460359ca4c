"""A report starts from the last round: recognised on the page, taken over passage by passage."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import NewVisitor

pytestmark = pytest.mark.e2e

NARROW = 320


def test_what_was_said_last_time_is_taken_over_by_keyboard_in_a_narrow_window(new_visitor: NewVisitor) -> None:
    contributor = new_visitor(width=NARROW)
    page = contributor.page
    contributor.sign_in("contributor")
    contributor.open("/reports/")
    contributor.follow("Left Offline: Residents without the Internet")
    expect(page.locator("main")).to_contain_text("Deputy Leader")
    contributor.follow("R03 Another way than online")
    expect(page.get_by_role("heading", name="Last time")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Chosen last time.")
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    contributor.fill("Evidence of progress", "Written before looking back.")
    contributor.press("Save and take over from earlier rounds")
    assert contributor.heading() == "Take over from earlier rounds"
    contributor.press("Take over what is chosen")
    assert contributor.errors() == ["Choose at least one passage or file to take over."]
    assert page.evaluate("document.scrollingElement.scrollWidth") == NARROW
    words = page.locator(".app-passage__words").first.inner_text()
    page.get_by_role("link", name="Choose at least one passage or file to take over.").press("Enter")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Take over what is chosen").press("Enter")
    contributor.expect_success(re.compile("1 passage is added to R03."))
    text = page.get_by_label("Evidence of progress", exact=True).input_value()
    assert text.split("\n\n", 1)[0] == "Written before looking back."
    assert words[:40] in text
    assert_accessible(page)
