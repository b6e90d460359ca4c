"""The pack builder in a browser: the agenda put in order by keys and by dragging, and a document added to it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.files import one_page_pdf
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

MINUTES, PROGRAMME, LETTER = "Minutes of the last meeting", "Work programme", "Letter from the auditor"


def come_to_the_papers(clerk: Visitor) -> None:
    """The clerk signs in and opens the papers of the committee's next meeting."""
    clerk.sign_in("clerk")
    clerk.open("/committees/corporate-resources/")
    clerk.follow(re.compile(r"^\d+ \w+ \d{4}$"), within=clerk.page.locator("main"))
    clerk.follow("Agenda and papers")


def add_letter(clerk: Visitor, directory: Path) -> None:
    clerk.press("Add a document")
    clerk.press("Add this document")
    assert clerk.errors() == [
        "Choose the PDF to add to the agenda.",
        "Enter a title for the document.",
        "Choose whether this is public, exempt or confidential.",
    ]
    clerk.attach("File", one_page_pdf(directory / "letter.pdf", "Dear Sir or Madam"))
    clerk.fill("Title", LETTER)
    clerk.choose("Who may see it?", "Exempt")
    clerk.choose("Which paragraph of Schedule 12A?", re.compile("^3"))
    clerk.fill("Why is the public interest in withholding it?", "The audit is not closed.")
    clerk.press("Add this document")
    clerk.expect_success(f"“{LETTER}” is on the agenda.")


def titles(clerk: Visitor) -> Locator:
    return clerk.page.locator(".app-agenda__title")


def said(clerk: Visitor) -> Locator:
    """What is told to those who listen."""
    return clerk.page.locator("[data-agenda-said]")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_agenda_is_put_in_order_with_keys_alone(new_visitor: NewVisitor, tmp_path: Path, width: int) -> None:
    clerk = new_visitor(width=width)
    come_to_the_papers(clerk)
    add_letter(clerk, tmp_path)
    page = clerk.page
    expect(titles(clerk)).to_have_text([MINUTES, PROGRAMME, LETTER])

    up = page.get_by_role("button", name=_act("Move up", LETTER))
    up.focus()
    page.keyboard.press("Enter")
    expect(titles(clerk)).to_have_text([MINUTES, LETTER, PROGRAMME])
    expect(said(clerk)).to_have_text(f"“{LETTER}” is now 2 of 3 on the agenda.")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(titles(clerk)).to_have_text([LETTER, MINUTES, PROGRAMME])
    # At the top there is no way up: the focus stays with the item.
    expect(page.get_by_role("button", name=_act("Move down", LETTER))).to_be_focused()

    page.get_by_role("button", name=_act("Leave out", PROGRAMME)).press("Enter")
    expect(said(clerk)).to_have_text(f"“{PROGRAMME}” is left out of the pack.")
    expect(page.get_by_role("button", name=_act("Put back", PROGRAMME))).to_be_focused()
    expect(page.locator(".app-state")).to_have_text("2 items will go into the pack. 1 is left out.")
    clerk.look()
    assert page.evaluate("document.scrollingElement.scrollWidth") == width

    page.reload()
    expect(titles(clerk)).to_have_text([LETTER, MINUTES, PROGRAMME])
    expect(page.get_by_role("button", name="Make the packs")).to_be_visible()


def test_an_item_is_dragged_to_another_place_or_let_go_with_escape(new_visitor: NewVisitor, tmp_path: Path) -> None:
    clerk = new_visitor()
    come_to_the_papers(clerk)
    add_letter(clerk, tmp_path)
    page, mouse = clerk.page, clerk.page.mouse
    _hold(clerk, LETTER)
    _over(clerk, MINUTES)
    expect(titles(clerk)).to_have_text([LETTER, MINUTES, PROGRAMME])
    page.keyboard.press("Escape")
    expect(titles(clerk)).to_have_text([MINUTES, PROGRAMME, LETTER])
    mouse.up()

    _hold(clerk, LETTER)
    _over(clerk, MINUTES)
    mouse.up()
    expect(said(clerk)).to_have_text("The agenda is in its new order.")
    page.reload()
    expect(titles(clerk)).to_have_text([LETTER, MINUTES, PROGRAMME])


def test_somebody_who_changed_the_agenda_meanwhile_is_not_overruled(new_visitor: NewVisitor, tmp_path: Path) -> None:
    clerk, other = new_visitor(), new_visitor()
    come_to_the_papers(clerk)
    come_to_the_papers(other)
    add_letter(other, tmp_path)
    _hold(clerk, PROGRAMME)
    _over(clerk, MINUTES)
    clerk.page.mouse.up()
    expect(clerk.page.locator(".govuk-error-summary")).to_contain_text("The agenda has changed since you opened this")
    expect(clerk.page.locator(".govuk-error-summary")).to_be_focused()
    expect(titles(clerk)).to_have_text([MINUTES, PROGRAMME, LETTER])


def test_without_scripts_the_buttons_do_the_same(new_visitor: NewVisitor) -> None:
    clerk = new_visitor(javascript=False)
    come_to_the_papers(clerk)
    clerk.press(_act("Move up", PROGRAMME))
    clerk.expect_success(f"“{PROGRAMME}” is now 1 of 2 on the agenda.")
    expect(titles(clerk)).to_have_text([PROGRAMME, MINUTES])
    expect(clerk.page.locator(".app-agenda__grip")).to_have_count(0)


def _act(verb: str, title: str) -> re.Pattern[str]:
    """The name of an item's button: what it does, and to what."""
    return re.compile(rf"^{verb}\s*: {title}$")


def _item(clerk: Visitor, title: str) -> Locator:
    return clerk.page.locator(".app-agenda__item").filter(has_text=title)


def _hold(clerk: Visitor, title: str) -> None:
    grip = _item(clerk, title).locator(".app-agenda__grip")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box is not None
    clerk.page.mouse.move(box["x"] + 8, box["y"] + 8)
    clerk.page.mouse.down()


def _over(clerk: Visitor, title: str) -> None:
    """To the upper edge of another item."""
    box = _item(clerk, title).bounding_box()
    assert box is not None
    clerk.page.mouse.move(box["x"] + 8, box["y"] + 6, steps=5)
