"""A month of the council's plan, from its opening to its issue: its keeper, a lead and a resident."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

PLAN = "/plans/corporate-governance-improvement-plan/"
NARROW = 320


def test_an_issued_month_is_read_in_a_narrow_window_without_scrolling_sideways(new_visitor: NewVisitor) -> None:
    resident = new_visitor(width=NARROW)
    widths = {}
    for path in (f"{PLAN}rounds/", f"{PLAN}rounds/2018-09/", f"{PLAN}rounds/2018-09/?state=r", f"{PLAN}aims/1.1/"):
        resident.open(path)
        widths[path] = resident.page.evaluate("document.scrollingElement.scrollWidth")
    assert widths == dict.fromkeys(widths, NARROW)


def test_a_resident_finds_what_is_off_track_and_the_passage_that_another_aim_prints(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    resident.open(PLAN)
    resident.follow("Months of the plan")
    resident.follow("September 2018")
    resident.page.get_by_label("State", exact=True).select_option(label="R Off track")
    resident.press("Apply filters")
    expect(resident.page.locator(".app-state")).to_contain_text("fit these filters")
    resident.page.get_by_role("link", name="See 1.1").first.click()
    expect(resident.page.locator(".app-month__update:target")).to_contain_text("A specification has been written")


def settle_the_open_month(keeper: Visitor) -> None:
    """Accept what is handed in, leave out what is not, and issue: one month of a plan is open at a time."""
    keeper.open("/")
    keeper.follow(re.compile("^Accept or return 1 update for "))
    work = re.sub(r"^https?://[^/]+", "", keeper.page.url)
    keeper.page.get_by_role("link", name=re.compile("^Aim 4.11")).first.click()
    keeper.follow("Accept it")
    keeper.press("Accept")
    keeper.open(work)
    leave_out_and_issue(keeper)


def leave_out_and_issue(keeper: Visitor) -> None:
    """Leave out of a month what nobody handed in, and issue it."""
    keeper.follow("Leave updates out")
    for box in keeper.page.get_by_role("checkbox").all():
        box.check()
    keeper.fill("Why does the month go out without it?", "It is the first month after the summer.")
    keeper.press("Leave out")
    keeper.follow("Issue the month")
    keeper.press("Issue the month")
    keeper.expect_success(re.compile("Everyone can read it now"))


def test_a_month_goes_from_its_opening_to_its_issue(new_visitor: NewVisitor) -> None:
    keeper, lead = new_visitor(), new_visitor(javascript=False)
    keeper.sign_in("plan.keeper")
    settle_the_open_month(keeper)
    keeper.open(f"{PLAN}rounds/")
    keeper.follow("Open the next month")
    keeper.press("Open the month")
    assert keeper.heading().startswith("Work on ")
    keeper.follow("See the month as it stands")
    month = re.sub(r"^https?://[^/]+", "", keeper.page.url)

    lead.sign_in("plan.lead")
    lead.open("/")
    lead.follow(re.compile("^Write 9 updates for "))
    lead.follow("Update on aim 1.4")
    lead.page.get_by_role("textbox", name="What has happened", exact=True).fill("The work is underway.")
    lead.page.get_by_role("radio", name="G Complete or evaluated").first.check()
    lead.press("Save and add a file or link")
    lead.fill("Or a link to a page on the web", "https://www.example.org/minutes")
    lead.fill("Title", "Minutes of the group")
    lead.press("Add this evidence")
    lead.errors()
    lead.page.get_by_role("radio", name="Public", exact=True).check()
    lead.press("Add this evidence")
    lead.expect_success("The evidence is added.")
    lead.press("Save and check")
    expect(lead.page.locator(".app-finding").first).to_contain_text("looks ahead")
    for box in lead.page.get_by_role("textbox", name=re.compile("is right as it stands, say why")).all():
        box.fill("The rest belongs to another plan.")
    lead.press("Continue to hand in")
    lead.press("Sign and hand in")
    lead.expect_success(re.compile("is handed in"))

    keeper.open(f"{month}work/")
    expect(keeper.page.get_by_role("heading", name="Waiting for you")).to_be_visible()
    keeper.page.get_by_role("link", name=re.compile("^Aim 1.4")).first.click()
    expect(keeper.page.get_by_role("heading", name="What has changed since last month")).to_be_visible()
    keeper.follow("Accept it")
    keeper.press("Accept")
    keeper.expect_success(re.compile("is accepted"))
    keeper.open(f"{month}issue/")
    expect(keeper.page.get_by_role("heading", name="What stands in the way")).to_be_visible()
    expect(keeper.page.get_by_role("button", name="Issue the month")).to_have_count(0)

    keeper.open(f"{month}work/")
    leave_out_and_issue(keeper)

    resident = new_visitor()
    resident.open(month)
    expect(resident.page.locator("#aim-1-4")).to_contain_text("The work is underway.")
    expect(resident.page.get_by_role("link", name="Minutes of the group")).to_be_visible()
    resident.open(f"{PLAN}aims/1.4/")
    expect(resident.page.get_by_role("heading", name="Latest update")).to_be_visible()
    expect(resident.page.get_by_role("heading", name="Earlier months")).to_be_visible()
