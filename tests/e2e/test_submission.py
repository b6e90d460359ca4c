"""A submission by people who have only a keyboard and a narrow window, from the asking to the receipt.

Every page on the way is looked at: axe-core has nothing to say of it, wrong entries included, nothing scrolls sideways,
and each stop of the Tab key can be seen.
"""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.files import one_page_pdf
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

# The narrowest window that WCAG asks for (1.4.10, Reflow), and a window of 1280 pixels at 200 % (1.4.4, Resize text).
NARROW = 320
ENLARGED = 640

INQUIRY = "Left Offline: Residents without the Internet"
TODAY = datetime.now(tz=ZoneInfo("Europe/London")).date()
COMPLETED_ON = TODAY - timedelta(days=30)
EXPECTED_ON = TODAY + timedelta(days=400)
WHERE_TO_LOOK = "Where to look in the evidence (optional)"
REASON = "The list is out in print. June is when it goes on the web as well."


def test_a_whole_submission_is_made_by_keyboard_alone_in_a_narrow_window(
    new_visitor: NewVisitor, tmp_path: Path
) -> None:
    officer = _at_keyboard(new_visitor, "scrutiny.officer")
    contributor = _at_keyboard(new_visitor, "contributor")
    resident = new_visitor(width=NARROW)

    updates_are_asked_for(officer)
    recommendation_is_answered(contributor)
    evidence_is_added(contributor, tmp_path)
    exempt_file = evidence_is_changed_and_put_in_order(contributor)
    doubts_are_read_beside_the_answer(contributor)
    others_are_answered(contributor)
    doubts_are_settled(contributor)
    report_is_previewed(contributor)
    report_is_submitted_on_behalf(contributor)
    reason_is_read_by_the_officer(officer)
    assert_exempt_file_is_for_officers_alone(exempt_file, officer, resident)


def _at_keyboard(new_visitor: NewVisitor, name: str) -> KeyboardVisitor:
    visitor = KeyboardVisitor(new_visitor(width=NARROW).page.context)
    visitor.sign_in(name)
    return visitor


def updates_are_asked_for(officer: KeyboardVisitor) -> None:
    """The officer asks about one inquiry for the meeting after next; asking about nothing is told."""
    officer.open("/committees/corporate-resources/")
    to_come = officer.page.get_by_role("table", name="Meetings to come")
    officer.follow(re.compile(r" \d{4}$"), within=to_come.get_by_role("row").last)
    officer.follow("Ask for updates")
    for inquiry in officer.choices("What do you ask about?"):
        officer.tick(inquiry)
    officer.press("Ask for updates")
    assert officer.errors() == ["Choose at least one inquiry to ask about."]
    officer.tick(INQUIRY)
    officer.press("Ask for updates")
    officer.expect_success("1 report is open for writing. 2 people get a mail.")


def recommendation_is_answered(contributor: KeyboardVisitor) -> None:
    """From the task list to a category with its date, wrong at first, and a text written with the toolbar."""
    contributor.open("/reports/")
    reports = contributor.page.get_by_role("listitem").filter(has_text=INQUIRY).filter(has_text="Draft")
    contributor.follow(INQUIRY, within=reports.last)
    expect(contributor.page.locator("main")).to_contain_text("0 of 3 recommendations are complete.")
    contributor.follow("R03 Another way than online")
    contributor.choose("Cabinet Member’s assessment of R03", "1 Achieved (Fully)")
    contributor.fill_date("When was R03 completed?", 31, 2, COMPLETED_ON.year)
    contributor.fill(WHERE_TO_LOOK, "see appendix 9, p8")
    contributor.reach(contributor.page.get_by_role("button", name="Bold"))
    contributor.press_keys("Enter")
    contributor.type("All 14 services")
    contributor.press_keys("End")
    contributor.type(" have a telephone number. The list will be published in June.")
    contributor.press("Save and add a file or link")
    assert contributor.errors() == ["There is no such day in that month. Check the day and the month."]
    expect(contributor.page.get_by_label("Evidence of progress", exact=True)).to_have_value(
        "**All 14 services** have a telephone number. The list will be published in June."
    )
    contributor.fill_date("When was R03 completed?", COMPLETED_ON.day, COMPLETED_ON.month, COMPLETED_ON.year)
    contributor.press("Save and add a file or link")


def evidence_is_added(contributor: KeyboardVisitor, files: Path) -> None:
    """A file for two recommendations, withheld for a reason that must be given, then a link."""
    assert contributor.heading() == "Add evidence"
    contributor.press("Add this evidence")
    assert contributor.errors() == [
        "Choose a file or enter a link: one of the two.",
        "Enter a title for the evidence.",
        "Choose whether this is public, exempt or confidential.",
    ]
    prices = one_page_pdf(files / "prices.pdf", "What each telephone line costs.")
    contributor.attach("File", prices)
    contributor.fill("Title", "Prises")
    contributor.tick("R04 A yearly picture")
    contributor.choose("Who may see it?", "Exempt")
    contributor.press("Add this evidence")
    assert contributor.errors() == [
        "Choose prices.pdf again: a file is kept only when everything is right.",
        "Choose the paragraph of Schedule 12A that applies.",
        "Say why the public interest is in withholding it.",
    ]
    contributor.attach("File", prices)
    contributor.choose("Which paragraph of Schedule 12A?", re.compile("^3: "))
    contributor.fill("Why is the public interest in withholding it?", "The lines are out to tender again.")
    contributor.press("Add this evidence")
    contributor.expect_success("The evidence is added.")

    contributor.press("Save and add a file or link")
    contributor.fill("Or a link to a page on the web", "https://www.example.org/telephone")
    contributor.fill("Title", "Every telephone number")
    contributor.choose("Who may see it?", "Public")
    contributor.press("Add this evidence")
    contributor.expect_success("The evidence is added.")


def evidence_is_changed_and_put_in_order(contributor: KeyboardVisitor) -> str:
    """The file's title and pages are put right, and the link goes first; returns where the file is to be had."""
    contributor.press(re.compile("^Save and change it .*Prises$"))
    contributor.fill("Title", "Prices")
    contributor.fill("Which pages? (optional)", "1")
    contributor.press("Save")
    contributor.expect_success("The evidence is changed.")
    contributor.press("Save and put them in order")
    contributor.press(re.compile("^Move down .*Prices$"))
    contributor.expect_success("“Prices” is moved down.")
    contributor.press("Back to R03")
    evidence = contributor.page.get_by_role("list", name="Evidence for R03")
    expect(evidence.locator(".app-evidence__title")).to_have_text(["Every telephone number", "Prices"])
    return evidence.get_by_role("link", name="Prices").get_attribute("href") or ""


def doubts_are_read_beside_the_answer(contributor: KeyboardVisitor) -> None:
    """A pointer to what is not there, and what looks ahead behind "achieved", are told under the very words."""
    expect(contributor.page.locator(".app-finding")).to_contain_text(
        [
            "R03 points to “appendix 9, p8”, but this report will have no Appendix 9.",
            "R03 is said to be achieved, but its evidence looks ahead: “The list will be published in June”.",
        ]
    )
    contributor.page.set_viewport_size({"width": ENLARGED, "height": 450})
    contributor.assert_fits()
    contributor.page.set_viewport_size({"width": NARROW, "height": 900})
    contributor.press("Save and continue")


def others_are_answered(contributor: KeyboardVisitor) -> None:
    """The file stands with the other recommendation too; one part goes without a category, with its explanation."""
    assert contributor.heading() == "R04 A yearly picture"
    expect(contributor.page.get_by_role("list", name="Evidence for R04")).to_contain_text("Prices")
    contributor.choose("Cabinet Member’s assessment of R04", "6 In Progress")
    contributor.press("Save and go to the task list")
    contributor.follow("R01 Devices and connections")
    contributor.choose("Cabinet Member’s assessment of R01 a)", "Propose to conclude")
    contributor.choose("Cabinet Member’s assessment of R01 b)", "3 Not Achieved (Progress Made)")
    contributor.press("Save and go to the task list")
    assert contributor.errors() == [
        "Choose why tracking of R01 a) should be concluded.",
        "Explain why tracking of R01 a) should be concluded.",
    ]
    contributor.choose("Why should tracking be concluded?", "Overtaken by events")
    contributor.fill("Explain why, and say where it went if it went somewhere", "Residents have tablets of their own.")
    contributor.press("Save and go to the task list")


def doubts_are_settled(contributor: KeyboardVisitor) -> None:
    """What is missing must be given; of two doubts one is put right, the other answered with a reason."""
    contributor.follow("Check your answers and sign")
    contributor.press("Continue to sign")
    say_why = "Say why R03 is right as it stands, or change its assessment."
    assert contributor.errors() == [
        say_why,
        say_why,
        "R01 b) has no anticipated completion date. Enter the date when R01 b) is expected to be achieved.",
    ]
    contributor.follow(re.compile(r"^Change .*the assessment of R01 b\)$"))
    expected = "When is R01 b) expected to be achieved?"
    contributor.fill_date(expected, EXPECTED_ON.day, EXPECTED_ON.month, EXPECTED_ON.year)
    contributor.press("Save and continue")
    assert contributor.heading() == "R03 Another way than online"
    contributor.fill(WHERE_TO_LOOK, "see page 1 of the prices")
    contributor.press("Save and go to the task list")
    contributor.follow("Check your answers and sign")
    contributor.fill("If R03 is right as it stands, say why", REASON)
    contributor.press("Save your reasons")
    contributor.expect_success("Your reasons are saved.")
    contributor.follow("Back to the task list")
    expect(contributor.page.locator("main")).to_contain_text("Ready to sign")


def report_is_previewed(contributor: KeyboardVisitor) -> None:
    """What the committee will see, the reason beside the claim included; signing starts from there."""
    contributor.follow("Preview the report")
    assert contributor.heading() == "Preview: Draft Progress Report"
    expect(contributor.page.locator(".app-finding")).to_contain_text(f"Answer: {REASON}")
    contributor.press("Check answers and sign")
    contributor.press("Continue to sign")


def report_is_submitted_on_behalf(contributor: KeyboardVisitor) -> None:
    """Who submits for another must say how and when it was approved; the receipt has a reference."""
    assert contributor.heading() == "Submit on behalf of the Cabinet Member"
    contributor.press("Submit the report")
    assert contributor.errors() == [
        "Say how the Cabinet Member approved the report.",
        "Enter the date when the Cabinet Member approved the report.",
    ]
    contributor.fill("How did they approve it?", "By e-mail to me")
    contributor.fill_date("When did they approve it?", TODAY.day, TODAY.month, TODAY.year)
    contributor.press("Submit the report")
    assert contributor.heading() == "Report submitted"
    expect(contributor.page.locator(".govuk-panel__body")).to_have_text(re.compile(r"^Your reference\s*PR-\d{5}$"))


def reason_is_read_by_the_officer(officer: KeyboardVisitor) -> None:
    """The committee's officer reads the reason right beside the claim that it answers."""
    officer.open("/reports/")
    reports = officer.page.get_by_role("listitem").filter(has_text=INQUIRY).filter(has_text="Submitted")
    officer.follow(INQUIRY, within=reports.first)
    section = officer.page.get_by_role("region", name="R03 Another way than online")
    expect(section.locator(".app-judgements")).to_contain_text("1 Achieved (Fully)")
    expect(section.locator(".app-judgements + .app-finding")).to_contain_text(f"Answer: {REASON}")


def assert_exempt_file_is_for_officers_alone(address: str, officer: Visitor, resident: Visitor) -> None:
    assert officer.page.request.get(address).status == 200
    assert resident.page.request.get(address).status == 404
