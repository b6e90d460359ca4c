"""What must hold of the main pages for everybody, whatever the window and the device."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.conftest import NewVisitor
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

INQUIRY = "/inquiries/refreshing-the-partnership-service-birmingham/"
MEETING = "/committees/corporate-resources/meetings/2016-11-10/"
# The narrowest window that WCAG asks for (1.4.10, Reflow).
NARROW = 320


def test_a_wrong_address_answers_in_the_same_look(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    answer = resident.page.goto("/inquiries/no-such-inquiry/")
    assert answer is not None
    assert answer.status == 404
    assert resident.heading() == "Page not found"
    assert violations(resident.page) == []


def test_the_check_for_accessibility_finds_a_picture_without_words(new_visitor: NewVisitor) -> None:
    page = new_visitor().page
    page.set_content("<html lang='en'><title>A page</title><main><h1>A page</h1><img src='chart.png'></main></html>")
    assert [violation.partition(" (")[0] for violation in violations(page)] == ["Images must have alternative text"]


def test_whoever_mistypes_a_password_is_told_and_keeps_the_address_typed(new_visitor: NewVisitor) -> None:
    clerk = new_visitor()
    clerk.arrive()
    clerk.follow("Sign in")
    clerk.fill("E-mail address", "clerk@example.org")
    clerk.fill("Password", "not the password")
    clerk.press("Sign in")
    assert len(clerk.errors()) == 1
    expect(clerk.page.get_by_label("E-mail address")).to_have_value("clerk@example.org")


def test_no_main_page_scrolls_sideways_in_a_narrow_window(new_visitor: NewVisitor) -> None:
    resident, cabinet_member = new_visitor(width=NARROW), new_visitor(width=NARROW)
    cabinet_member.sign_in("cabinet.member")
    officer, clerk = new_visitor(width=NARROW), new_visitor(width=NARROW)
    officer.sign_in("scrutiny.officer")
    clerk.sign_in("clerk")
    widths = {
        page.title(): page.evaluate("document.scrollingElement.scrollWidth")
        for page in _main_pages(resident, cabinet_member, officer, clerk)
    }
    assert widths == dict.fromkeys(widths, NARROW)


def _main_pages(resident: Visitor, cabinet_member: Visitor, officer: Visitor, clerk: Visitor) -> Iterator[Page]:
    """Open one main page after another."""
    for path in ("/", "/inquiries/", INQUIRY, f"{INQUIRY}recommendations/R01b/", "/posts/", "/committees/", MEETING):
        resident.page.goto(path)
        yield resident.page
    cabinet_member.page.goto("/reports/")
    yield cabinet_member.page
    cabinet_member.follow("Left Offline: Residents without the Internet")
    yield cabinet_member.page
    cabinet_member.follow("R03 Another way than online")
    yield cabinet_member.page
    officer.page.goto(f"{MEETING}views/")
    yield officer.page
    officer.follow("Record the view on R01 c)")
    yield officer.page
    clerk.page.goto("/manage/")
    yield clerk.page


def test_whoever_uses_the_keyboard_sees_where_they_are(new_visitor: NewVisitor) -> None:
    """From the skip link through the header and the filters, each stop of the Tab key is marked."""
    resident = new_visitor()
    resident.open("/inquiries/")
    unmarked = []
    for _ in range(20):
        resident.page.keyboard.press("Tab")
        if not _is_marked(resident.page):
            unmarked.append(resident.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    assert unmarked == []


def test_the_first_stop_of_the_keyboard_skips_to_the_content(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    resident.arrive()
    resident.page.keyboard.press("Tab")
    expect(resident.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    resident.page.keyboard.press("Enter")
    assert resident.page.evaluate("document.activeElement.id") == "main-content"


def _is_marked(page: Page) -> bool:
    """Whether what has the focus is drawn differently from how it is drawn without."""
    return page.evaluate(
        """() => {
            const look = element => {
                const style = getComputedStyle(element);
                return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor].join();
            };
            const element = document.activeElement;
            const focused = look(element);
            element.blur();
            const blurred = look(element);
            element.focus();
            return focused !== blurred;
        }"""
    )
