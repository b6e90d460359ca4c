"""The executive's response to an inquiry: a resident reads it, on a telephone too, and finds what was rejected."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor

pytestmark = pytest.mark.e2e

INQUIRY = "/inquiries/left-offline/"
NARROW = 320


def test_a_resident_goes_from_what_was_rejected_to_the_whole_response(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    resident.open(INQUIRY)
    resident.follow("Read the executive’s response")
    assert resident.heading() == "Executive response: published"
    expect(resident.page.locator(".app-state")).to_contain_text("3 accepted, 1 accepted in part and 1 rejected")
    resident.follow("R03 Another way than online")
    expect(resident.page.get_by_role("heading", name="R03: rejected by the executive")).to_be_visible()
    expect(resident.page.get_by_text("stays tracked until the committee concludes it")).to_be_visible()


def test_the_response_is_read_in_a_narrow_window_without_scrolling_sideways(new_visitor: NewVisitor) -> None:
    resident = new_visitor(width=NARROW)
    widths = {}
    for path in (f"{INQUIRY}response/", INQUIRY, f"{INQUIRY}recommendations/R03/"):
        resident.open(path)
        widths[path] = resident.page.evaluate("document.scrollingElement.scrollWidth")
    assert widths == dict.fromkeys(widths, NARROW)
