"""A report to Cabinet from its first word to the recorded decision, with both of its editions opened."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor, Worker
from tests.e2e.files import one_page_pdf, words_of
from tests.e2e.visitor import Visitor
from tracking import dates

pytestmark = pytest.mark.e2e

REPORTS = "/cabinet-reports/"
TITLE = "A new home for the records of the plan"
SECRET = "The landlord asks for ninety thousand."
NARROW = 320


def test_a_report_goes_from_its_first_word_to_a_recorded_decision(
    new_visitor: NewVisitor, worker: Worker, tmp_path: Path
) -> None:
    clerk = new_visitor()
    clerk.sign_in("cabinet.clerk")
    _plan_a_meeting_today(clerk)
    writer = new_visitor()
    writer.sign_in("plan.keeper")
    address = _start(writer)
    _write_the_header(writer, address)
    _write_the_sections(writer, address)
    _append(writer, address, one_page_pdf(tmp_path / "lease.pdf", "Terms of the lease"))
    _sign(writer, address)

    _accept(clerk)
    _make_and_look(clerk, worker, tmp_path)
    _publish(clerk)
    _open_the_editions(clerk, new_visitor(), address, tmp_path)
    _record_what_was_decided(clerk, address)

    resident = new_visitor()
    resident.open(REPORTS)
    resident.follow(TITLE)
    expect(resident.page.locator(".app-state")).to_contain_text("decided on")
    expect(resident.page.get_by_text("It is the cheapest of three.").first).to_be_visible()
    expect(resident.page.get_by_text("The decision may be called in until")).to_be_visible()
    expect(resident.page.get_by_text(SECRET)).to_have_count(0)


def _plan_a_meeting_today(clerk: Visitor) -> None:
    clerk.open("/manage/committees/cabinet/meetings/new/")
    today = dates.today()
    clerk.fill_date("Date", today.day, today.month, today.year)
    clerk.press(re.compile("meeting"))


def _start(writer: Visitor) -> str:
    writer.arrive()
    writer.open(REPORTS)
    writer.follow("Start a report to Cabinet")
    writer.press("Save as a draft")
    assert "Enter the subject of the report." in writer.errors()
    writer.fill("Subject", TITLE)
    writer.page.get_by_label("Which of your posts is it the report of?").select_option("Head of Corporate Improvement")
    writer.choose("For which meeting?", re.compile(f"{dates.today():%-d %B %Y}"))
    writer.choose("Which template does it follow?", re.compile("Report to Cabinet"))
    writer.press("Save as a draft")
    assert writer.heading() == TITLE
    return writer.page.url


def _write_the_header(writer: Visitor, address: str) -> None:
    writer.follow("Subject, wards, key decision and call-in")
    writer.choose("Is this a key decision?", "Yes")
    writer.choose("Is the decision eligible for call-in?", "Yes")
    writer.press("Save")
    expect(writer.page.get_by_text("No notice is recorded.").first).to_be_visible()
    writer.open(f"{address}parties/new/author/")
    writer.fill("Name", "An Example")
    writer.fill("E-mail (optional)", "an.example@example.org")
    writer.press("Add")


def _write_the_sections(writer: Visitor, address: str) -> None:
    """What is exempt first, what is asked of Cabinet next, then whatever is still empty."""
    writer.open(address)
    writer.follow("7.3 Financial Implications")
    writer.fill("Text", SECRET)
    writer.choose("Who may see it?", "Exempt")
    writer.choose("Which paragraph of Schedule 12A?", re.compile("^3:"))
    writer.fill("Why is the public interest in withholding it?", "The lease is being negotiated.")
    writer.press("Save")
    writer.follow("2 Recommendations")
    for words in ("That Cabinet takes the lease.", "That Cabinet hears of it again in a year."):
        writer.press("Add a recommended decision")
        writer.fill("What is Cabinet asked to decide?", words)
        writer.press("Add")
    writer.open(f"{address}check/")
    missing = writer.page.get_by_role("link", name=re.compile(r"^Write \d"))
    for _ in range(missing.count()):
        writer.follow(missing.first.inner_text())
        writer.fill("Text", "There is little to say, and this says it.")
        writer.press("Save")
        writer.open(f"{address}check/")


def _append(writer: Visitor, address: str, file: Path) -> None:
    writer.open(f"{address}appendices/")
    writer.press("Add a file")
    writer.attach("File", file)
    writer.fill("Title", "Terms of the lease")
    writer.choose("Who may see it?", "Public")
    writer.press("Add this appendix")
    expect(writer.page.get_by_role("link", name="Appendix 1: Terms of the lease")).to_be_visible()


def _sign(writer: Visitor, address: str) -> None:
    writer.open(f"{address}check/")
    writer.press("Sign and hand in")
    writer.press("Sign and hand in")
    writer.expect_success("The report is handed in.")


def _accept(clerk: Visitor) -> None:
    clerk.arrive()
    clerk.follow(f"Check the report to Cabinet “{TITLE}”")
    clerk.press("Accept the report")
    clerk.press("Accept the report")
    assert len(clerk.errors()) > 1
    for question in clerk.page.get_by_label(re.compile("^Why does")).all():
        question.fill("There was no time: the meeting is today.")
    clerk.press("Accept the report")


def _make_and_look(clerk: Visitor, worker: Worker, folder: Path) -> None:
    """The clerk watches the worker; the page goes on by itself, and both editions are opened before they go out."""
    clerk.press("Publish the report")
    clerk.press("Make the editions")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Making the editions: waiting to begin")
    with worker():
        clerk.page.wait_for_url("**/publish/")
    clerk.look()
    names = ("public", "restricted")
    said = [words_of(clerk.download(f"Preview of the {name} edition (PDF)", folder)) for name in names]
    assert ["ninety thousand" in words for words in said] == [False, True]
    assert ["Preview: not issued" in words for words in said] == [True, True]


def _publish(clerk: Visitor) -> None:
    clerk.fill("Why is the report late, and why is the matter urgent?", "The landlord has just answered.")
    clerk.press("Publish the report")
    clerk.expect_success("The report is published.")


def _open_the_editions(clerk: Visitor, resident: Visitor, address: str, folder: Path) -> None:
    restricted = words_of(clerk.download("Restricted edition as PDF", folder))
    assert ("ninety thousand" in restricted, "Terms of the lease" in restricted) == (True, True)
    resident.open(address)
    expect(resident.page.get_by_text("Not for publication. Exempt: paragraph 3").first).to_be_visible()
    public = words_of(resident.download("The report as PDF", folder))
    assert ("ninety thousand" in public, "Terms of the lease" in public) == (False, True)
    assert resident.page.get_by_role("link", name=re.compile("Restricted")).count() == 0


def _record_what_was_decided(clerk: Visitor, address: str) -> None:
    clerk.press("Record what Cabinet decided")
    for asked, outcome in (("takes the lease", "Agreed"), ("hears of it again", "Deferred")):
        clerk.choose("What was decided?", re.compile(asked))
        clerk.choose("What did Cabinet decide?", outcome)
        clerk.fill("Reasons for the decision", "It is the cheapest of three.")
        clerk.press("Record the decision")
    clerk.press("Publish the decisions")
    clerk.press("Publish the decisions")
    clerk.expect_success("The decisions are published.")


def test_what_was_decided_before_is_read_in_a_narrow_window_without_scrolling_sideways(
    new_visitor: NewVisitor,
) -> None:
    resident = new_visitor(width=NARROW)
    resident.open(REPORTS)
    widths = [resident.page.evaluate("document.scrollingElement.scrollWidth")]
    resident.page.locator(".app-results__title a").first.click()
    resident.look()
    widths.append(resident.page.evaluate("document.scrollingElement.scrollWidth"))
    assert widths == [NARROW, NARROW]


def test_a_section_is_written_without_javascript(new_visitor: NewVisitor) -> None:
    writer = new_visitor(javascript=False)
    writer.sign_in("plan.keeper")
    writer.open(REPORTS)
    writer.page.locator(".app-results").first.get_by_role("link").first.click()
    writer.look()
    writer.follow(re.compile("Background Documents"))
    writer.fill("Text", "None.")
    writer.press("Save")
    writer.expect_success("is saved")
