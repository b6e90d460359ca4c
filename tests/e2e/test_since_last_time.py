"""A member names a meeting and reads what has changed since, wherever they are."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewVisitor

pytestmark = pytest.mark.e2e

CHOICE = "What changed after the meeting on"


def _choose(page: Page, meeting: str) -> None:
    page.get_by_label(CHOICE).select_option(label=meeting)


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (True, 320), (False, 1280)])
def test_what_changed_is_found_by_choosing_a_meeting(new_visitor: NewVisitor, *, javascript: bool, width: int) -> None:
    reader = new_visitor(javascript=javascript, width=width)
    page, changes = reader.page, reader.page.locator("#since")
    inquiry = "/inquiries/refreshing-the-partnership-service-birmingham/"
    reader.open(inquiry)
    _choose(page, "10 November 2015")
    reader.press("Show changes")
    expect(page).to_have_url(re.compile(re.escape(f"{inquiry}?since=corporate-resources%2F2015-11-10#since")))
    expect(page.get_by_label(CHOICE)).to_have_value("corporate-resources/2015-11-10")
    expect(changes).to_contain_text("This has changed since the meeting on 10 November 2015.")
    expect(changes).to_contain_text("15 views given by a committee")
    expect(changes).to_contain_text("minute")
    if width < 1280:
        assert page.evaluate("document.scrollingElement.scrollWidth") == width
    _choose(page, "10 November 2016")
    reader.press("Show changes")
    expect(changes).to_contain_text("Deputy Leader")
    reader.follow("Close the list of changes", within=changes)
    expect(changes).not_to_contain_text("has changed since")


def test_every_page_that_looks_back_tells_what_changed(new_visitor: NewVisitor) -> None:
    reader = new_visitor()
    page, changes = reader.page, reader.page.locator("#since")
    reader.open("/committees/corporate-resources/")
    reader.follow("12 April 2016")
    reader.follow("What changed since the meeting before, on 10 November 2015")
    expect(changes).to_contain_text("and up to the meeting on 12 April 2016")
    expect(changes).to_contain_text("15 views given by a committee")
    reader.follow(re.compile("^R06 a\\)"), within=changes)
    _choose(page, "10 November 2015")
    reader.press("Show changes")
    expect(changes).to_contain_text("1 view given by a committee")
    for address in ("/", "/recommendations/", "/posts/deputy-leader/", "/committees/corporate-resources/"):
        reader.open(f"{address}?since=corporate-resources/2015-11-10")
        expect(
            changes.get_by_role("link", name="Refreshing the Partnership: Service Birmingham")
            .or_(changes.get_by_role("link", name="Next inquiries"))
            .first
        ).to_be_visible()
