"""Writing evidence: the toolbar, the keys, what is pasted, the preview, with JavaScript and without."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e import clipboard
from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import NewVisitor
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

# The narrowest window that WCAG asks for (1.4.10, Reflow), which is also a window of 640 pixels at 200 %.
NARROW = 320


def _begin_to_write(visitor: Visitor) -> Locator:
    """Open a recommendation of a draft; returns the empty box for its evidence."""
    visitor.sign_in("cabinet.member")
    visitor.open("/reports/")
    visitor.follow("Left Offline: Residents without the Internet")
    visitor.follow("R03 Another way than online")
    box = visitor.page.get_by_label("Evidence of progress", exact=True)
    box.fill("")
    return box


def _select(box: Locator, words: str) -> None:
    box.evaluate(
        "(box, words) => box.setSelectionRange(box.value.indexOf(words), box.value.indexOf(words) + words.length)",
        words,
    )


def _paste(box: Locator, html: str, plain: str = "") -> None:
    """What a browser does on Ctrl+V; only its own clipboard cannot be filled from here."""
    box.evaluate(
        """(box, [html, plain]) => {
            const copied = new DataTransfer();
            copied.setData("text/plain", plain);
            if (html) copied.setData("text/html", html);
            box.focus();
            box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: copied, bubbles: true, cancelable: true}));
        }""",
        [html, plain],
    )


def _focused(visitor: Visitor) -> str:
    return visitor.page.evaluate("document.activeElement.id || document.activeElement.innerText")


def test_the_toolbar_and_the_keys_write_the_signs_and_every_change_can_be_undone(new_visitor: NewVisitor) -> None:
    writer = new_visitor()
    box = _begin_to_write(writer)
    tool = writer.page.get_by_role("toolbar", name="Formatting of Evidence of progress").get_by_role("button")
    keys = writer.page.keyboard

    # Lists go on by themselves, and end with an empty item.
    box.press_sequentially("- first\nsecond\n\nafter")
    expect(box).to_have_value("- first\n- second\n\nafter")

    # By mouse: each tool puts its signs there and takes them away again.
    box.fill("It was agreed.\nOne\nTwo\n\nEnd")
    for name, words, value in (
        ("Bold", "agreed", "It was **agreed**.\nOne\nTwo\n\nEnd"),
        ("Bold", "agreed", "It was agreed.\nOne\nTwo\n\nEnd"),
        ("Numbers", "One\nTwo", "It was agreed.\n1. One\n2. Two\n\nEnd"),
        ("Bullets", "1. One\n2. Two", "It was agreed.\n- One\n- Two\n\nEnd"),
        ("Heading", "It was", "## It was agreed.\n- One\n- Two\n\nEnd"),
        ("Link", "End", "## It was agreed.\n- One\n- Two\n\n[End](https://)"),
        ("Link", "End", "## It was agreed.\n- One\n- Two\n\nEnd"),
    ):
        _select(box, words)
        tool.filter(has_text=name).click()
        expect(box).to_have_value(value)
        expect(box).to_be_focused()
    keys.press("Control+z")
    keys.press("Control+z")
    expect(box).to_have_value("## It was agreed.\n- One\n- Two\n\nEnd")

    # By keyboard: one stop for Tab, arrows between the tools, and Tab leaves the box as it leaves any other.
    box.fill("words")
    _select(box, "words")
    keys.press("Control+b")
    keys.press("Control+i")
    expect(box).to_have_value("**_words_**")
    keys.press("Shift+Tab")
    keys.press("End")
    keys.press("ArrowRight")
    assert _focused(writer) == "Bold"
    keys.press("ArrowLeft")
    keys.press("Enter")
    expect(box).to_have_value("**_words_**\n\n| Heading | Heading |\n| --- | --- |\n| Words | Words |")
    keys.press("Tab")
    assert "Preview" in _focused(writer)


def test_what_is_pasted_keeps_its_structure_and_reads_so_in_the_preview(new_visitor: NewVisitor) -> None:
    writer = new_visitor()
    box = _begin_to_write(writer)
    status = writer.page.locator(".app-editor__status")
    for copied in clipboard.ALL:
        box.fill("")
        _paste(box, copied.html)
        expect(box).to_have_value(copied.markdown)
        expect(status).to_have_text(copied.says)
    writer.page.keyboard.press("Control+z")
    expect(box).to_have_value("")

    box.fill("Before. After.")
    _select(box, " ")
    _paste(box, clipboard.WORD.html)
    expect(box).to_have_value(f"Before.\n\n{clipboard.WORD.markdown}\n\nAfter.")

    # The preview comes from the server, is kept up to date, and gives the focus back.
    writer.page.get_by_role("button", name="Preview of Evidence of progress").click()
    preview = writer.page.get_by_role("region", name="Preview of Evidence of progress")
    expect(preview).to_be_focused()
    expect(preview.get_by_role("heading", level=3)).to_have_text("Progress to March")
    expect(preview.locator("li li")).to_have_text(["to schools", "a) by ward"])
    expect(preview.get_by_role("columnheader")).to_have_text(["Ward", "Homes | flats"])
    assert_accessible(writer.page)
    writer.page.set_viewport_size({"width": NARROW, "height": 800})
    assert writer.page.evaluate("document.scrollingElement.scrollWidth") == NARROW
    box.fill("Rewritten")
    expect(preview.locator(".app-prose")).to_have_text("Rewritten")
    preview.get_by_role("button", name="Write").press("Enter")
    expect(preview).to_be_hidden()
    expect(box).to_be_focused()

    # Wrong dates beside it: the errors and the editor stand on one page, and nothing typed is lost.
    writer.choose("Cabinet Member’s assessment of R03", "3 Not Achieved (Progress Made)")
    writer.fill_date("When is R03 expected to be achieved?", 31, 2, 2030)
    writer.press("Save and continue")
    assert len(writer.errors()) == 1
    expect(writer.page.get_by_label("Evidence of progress", exact=True)).to_have_value("Rewritten")


def test_without_javascript_a_button_shows_how_the_text_will_read(new_visitor: NewVisitor) -> None:
    writer = new_visitor(javascript=False)
    box = _begin_to_write(writer)
    expect(writer.page.get_by_role("toolbar")).to_have_count(0)
    box.fill("## Done\n- It **works**")
    writer.fill("Where to look in the evidence (optional)", "see page 8")
    writer.press("Preview of Evidence of progress")
    preview = writer.page.get_by_role("region", name="Preview of Evidence of progress")
    expect(preview.get_by_role("heading", level=3)).to_have_text("Done")
    expect(preview.get_by_role("listitem")).to_have_text("It works")
    expect(preview).to_be_in_viewport()
    expect(box).to_have_value("## Done\n- It **works**")
    expect(writer.page.get_by_label("Where to look in the evidence (optional)")).to_have_value("see page 8")
