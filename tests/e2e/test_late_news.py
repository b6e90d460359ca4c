"""Late news in a browser: from the inquiry to the supplement beside its report, and what the clerk decides."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", [1280, 320])
def test_a_resident_comes_from_the_inquiry_to_the_late_news_beside_its_report(
    new_visitor: NewVisitor, width: int
) -> None:
    resident = new_visitor(width=width)
    resident.open("/inquiries/somewhere-to-go/")
    resident.follow(re.compile("^Supplement 1, .*: R02$"))
    news = resident.page.get_by_role("article", name="Supplement 1")
    expect(news).to_be_in_viewport()
    expect(news.get_by_text("has found one")).to_be_visible()
    assert resident.page.evaluate("document.scrollingElement.scrollWidth") == width
