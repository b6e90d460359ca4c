"""Recording views by single keys, on a laptop's window."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import TIMEOUT, NewVisitor
from tests.e2e.demo_site import DEMO_PASSWORD

pytestmark = pytest.mark.e2e

VIEWS = "/committees/corporate-resources/meetings/2016-11-10/views/"
LEAVES = f"{VIEWS}refreshing-the-partnership-service-birmingham/"
REGIONS = ".app-meeting__list, .app-meeting__panel"


@pytest.fixture
def officer(browser: Browser, site: str) -> Iterator[Page]:
    """The scrutiny officer at a laptop: R01 c) is the first that waits for a view, R01 b) is recorded."""
    context = browser.new_context(base_url=site, locale="en-GB", viewport={"width": 1280, "height": 720})
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("scrutiny.officer@example.org")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    yield page
    context.close()


def at(page: Page, reference: str) -> None:
    """Open a leaf, and wait until its keys answer."""
    page.goto(f"{LEAVES}{reference}/")
    expect(page.get_by_role("button", name="Keyboard shortcuts: on")).to_be_visible()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def expect_heading(page: Page, words: str) -> None:
    """Expect a leaf's page, on which the keys answer, switched on or off."""
    expect(page.locator("h1")).to_have_text(words)
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_visible()


def expect_recorded(page: Page, reference: str, state: str) -> None:
    link = page.locator(f"#meeting-list a[data-leaf='{reference}']")
    expect(link.locator(".govuk-visually-hidden")).to_have_text(f": {state}")


def test_agreeing_and_going_on_takes_two_keys(officer: Page) -> None:
    at(officer, "R06a")
    press(officer, "a", "Enter")
    expect_heading(officer, "R06 b) Costs and charges")
    expect_recorded(officer, "R06a", "1 Achieved (Fully)")
    press(officer, "a", "Enter")
    expect_heading(officer, "R07 a) A set of indicators")
    expect_recorded(officer, "R06b", "1 Achieved (Fully)")


def test_where_no_category_decides_the_decision_is_a_third_key(officer: Page) -> None:
    at(officer, "R01c")
    press(officer, "a", "k", "Enter")
    expect_heading(officer, "R06 a) What the contract says")
    expect_recorded(officer, "R01c", "1 Achieved (Fully)")


def test_another_category_is_recorded_with_its_reason(officer: Page) -> None:
    at(officer, "R06b")
    press(officer, "3", "r")
    officer.keyboard.type("a 1 d: none of these is a key in a text")
    expect(officer.get_by_label("Reason for the view")).to_have_value("a 1 d: none of these is a key in a text")
    expect(officer.get_by_role("radio", name="3 Not Achieved (Progress Made)")).to_be_checked()
    officer.locator("#record-and-next").press("Enter")
    expect_heading(officer, "R07 a) A set of indicators")
    expect_recorded(officer, "R06b", "3 Not Achieved (Progress Made)")


@pytest.mark.parametrize(("key", "state"), [("d", "deferred"), ("v", "no view")])
def test_it_is_deferred_or_left_without_a_view_by_a_key(officer: Page, key: str, state: str) -> None:
    at(officer, "R06b")
    press(officer, key, "Enter")
    expect_heading(officer, "R07 a) A set of indicators")
    expect_recorded(officer, "R06b", state)


def test_enter_records_nothing_before_a_view_is_chosen(officer: Page) -> None:
    at(officer, "R06b")
    press(officer, "Enter")
    expect(officer.locator("#id_judgement_0")).to_be_focused()
    expect(officer.locator(".govuk-error-summary")).to_have_count(0)


def test_next_previous_and_jumping(officer: Page) -> None:
    at(officer, "R06a")
    press(officer, "n")
    expect_heading(officer, "R06 b) Costs and charges")
    press(officer, "p")
    expect_heading(officer, "R06 a) What the contract says")
    press(officer, "g")
    expect(officer.get_by_label("Jump to")).to_be_focused()
    officer.keyboard.type("7b")
    press(officer, "Enter")
    expect_heading(officer, "R07 b) Indicators in the plans")
    press(officer, "/")
    expect(officer.get_by_label("Jump to")).to_be_focused()


def test_undoing_is_one_key_to_the_leaf_and_one_to_the_button_each_confirmed(officer: Page) -> None:
    at(officer, "R06a")
    press(officer, "a", "Enter")
    expect_heading(officer, "R06 b) Costs and charges")
    press(officer, "u")
    expect(officer.locator("#last-recorded")).to_be_focused()
    press(officer, "Enter")
    expect_heading(officer, "R06 a) What the contract says")
    press(officer, "u")
    expect(officer.locator("#undo")).to_be_focused()
    press(officer, "Enter")
    expect_recorded(officer, "R06a", "not recorded yet")


def test_the_keys_can_be_switched_off_and_stay_off(officer: Page) -> None:
    at(officer, "R06a")
    expect(officer.locator("#id_judgement_0")).to_have_attribute("aria-keyshortcuts", "A")
    officer.get_by_role("button", name="Keyboard shortcuts: on").click()
    officer.reload()
    expect(officer.get_by_role("button", name="Keyboard shortcuts: off")).to_be_visible()
    press(officer, "a", "n")
    expect(officer.locator("#id_judgement_0")).not_to_be_checked()
    expect(officer.locator("#id_judgement_0")).not_to_have_attribute("aria-keyshortcuts", "A")
    expect_heading(officer, "R06 a) What the contract says")
    assert officer.locator(".app-key").filter(visible=True).count() == 0


def test_a_question_mark_opens_the_list_of_keys_and_closes_it(officer: Page) -> None:
    at(officer, "R06a")
    press(officer, "?")
    expect(officer.get_by_text("Agree with the Cabinet Member’s assessment", exact=True).last).to_be_visible()
    assert_accessible(officer)
    press(officer, "?")
    expect(officer.locator("#keys-list dl")).to_be_hidden()


def test_concluding_reveals_what_it_asks(officer: Page) -> None:
    at(officer, "R06b")
    expect(officer.get_by_role("group", name="Why tracking is concluded")).to_be_hidden()
    press(officer, "c")
    expect(officer.get_by_role("group", name="Why tracking is concluded")).to_be_visible()


def test_an_ordinary_leaf_fits_into_a_laptops_window(officer: Page) -> None:
    at(officer, "R06b")
    assert officer.evaluate("document.scrollingElement.scrollHeight") == 720
    overflowing = """selector => [...document.querySelectorAll(selector)]
        .filter(region => region.scrollHeight > region.clientHeight).map(region => region.className)"""
    assert officer.evaluate(overflowing, REGIONS) == []
    for button in ("Record and next", "Record and go to the list"):
        expect(officer.get_by_role("button", name=button)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (390, 844), (320, 640)])
def test_enlarged_and_on_a_phone_everything_follows_down_the_page(officer: Page, width: int, height: int) -> None:
    officer.set_viewport_size({"width": width, "height": height})
    for reference in ("R06b", "R06", "R01b"):
        at(officer, reference)
        assert officer.evaluate("document.scrollingElement.scrollWidth") == width
        assert_accessible(officer)
    expect(officer.locator("#meeting-list a[data-leaf='R07c']")).to_be_hidden()
    officer.get_by_text("All recommendations: 1 of 7 recorded").click()
    expect(officer.locator("#meeting-list a[data-leaf='R07c']")).to_be_visible()


def test_without_javascript_no_key_is_offered(new_visitor: NewVisitor) -> None:
    officer = new_visitor(javascript=False)
    officer.sign_in("scrutiny.officer")
    officer.open(f"{LEAVES}R06b/")
    expect(officer.page.get_by_text("Keyboard shortcuts")).to_be_hidden()
    assert officer.page.locator(".app-key").filter(visible=True).count() == 0
