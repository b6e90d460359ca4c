"""A month of the council's plan, from its opening to a committee's pack: its keeper, a lead, a resident and a clerk."""

import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor, Worker
from tests.e2e.journey import packs_are_made
from tests.e2e.visitor import Visitor
from tests.pdfs import pages_of

pytestmark = pytest.mark.e2e

PLAN = "/plans/corporate-governance-improvement-plan/"
PLAN_TITLE = "Corporate Governance Improvement Plan"
NARROW = 320
SAID = "The work is underway."

# Asks for the page again once a second, as somebody who waits would, until it says the words.
_UNTIL_IT_SAYS = """async words => {
    const says = async () => (await (await fetch(location.href)).text()).includes(words);
    for (let looks = 0; looks < 400 && !(await says()); looks++) await new Promise(done => setTimeout(done, 1000));
}"""


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


def test_a_month_goes_from_its_opening_to_a_committees_pack(
    new_visitor: NewVisitor, worker: Worker, tmp_path: Path
) -> None:
    keeper, lead, clerk = new_visitor(), new_visitor(javascript=False), new_visitor()
    month = month_is_opened(keeper)
    update_is_handed_in(lead)
    update_is_accepted(keeper, month)
    keeper.open(f"{month}work/")
    leave_out_and_issue(keeper)
    name = keeper.heading()
    month_is_read_by_a_resident(new_visitor(), month)

    month_is_put_on_the_agenda(clerk, worker, f"{PLAN_TITLE}: {name}")
    pack = papers_are_issued(clerk, worker, tmp_path)
    assert_pages_of_the_month_lie_across(pack)


def month_is_opened(keeper: Visitor) -> str:
    """The keeper settles the month that is open and opens the next; returns where it is read."""
    keeper.sign_in("plan.keeper")
    settle_the_open_month(keeper)
    keeper.open(f"{PLAN}rounds/")
    keeper.follow("Open the next month")
    keeper.press("Open the month")
    assert keeper.heading().startswith("Work on ")
    keeper.follow("See the month as it stands")
    return re.sub(r"^https?://[^/]+", "", keeper.page.url)


def update_is_handed_in(lead: Visitor) -> None:
    """A lead says what has happened and rates it, adds evidence, answers what is doubted, and signs."""
    lead.sign_in("plan.lead")
    lead.open("/")
    lead.follow(re.compile("^Write 9 updates for "))
    lead.follow("Update on aim 1.4")
    lead.page.get_by_role("textbox", name="What has happened", exact=True).fill(SAID)
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


def update_is_accepted(keeper: Visitor, month: str) -> None:
    """The keeper reads and accepts what was handed in; the rest still stands in the way of the month's issue."""
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


def month_is_read_by_a_resident(resident: Visitor, month: str) -> None:
    resident.open(month)
    expect(resident.page.locator("#aim-1-4")).to_contain_text(SAID)
    expect(resident.page.get_by_role("link", name="Minutes of the group")).to_be_visible()
    resident.open(f"{PLAN}aims/1.4/")
    expect(resident.page.get_by_role("heading", name="Latest update")).to_be_visible()
    expect(resident.page.get_by_role("heading", name="Earlier months")).to_be_visible()


def month_is_put_on_the_agenda(clerk: Visitor, worker: Worker, title: str) -> None:
    """The clerk looks until the worker has printed the month, and chooses it for the committee's next meeting."""
    clerk.sign_in("clerk")
    clerk.open("/committees/corporate-resources/")
    clerk.follow(re.compile(r"^\d+ \w+ \d{4}$"), within=clerk.page.locator("main"))
    clerk.follow("Agenda and papers")
    clerk.follow("Add an improvement plan’s month")
    with worker():
        clerk.page.evaluate(_UNTIL_IT_SAYS, title)
    clerk.open(clerk.page.url)
    clerk.page.get_by_label("Month", exact=True).select_option(label=title)
    clerk.press("Add this month")
    clerk.expect_success(f"“{title}” is on the agenda.")
    expect(clerk.page.locator(".app-agenda__title").last).to_have_text(title)


def papers_are_issued(clerk: Visitor, worker: Worker, files: Path) -> Path:
    """The clerk has the packs made, looks at what is in them and issues them; returns the pack."""
    clerk.press("Make the packs")
    packs_are_made(clerk, worker, javascript=True)
    clerk.press(re.compile("^Issue the "))
    clerk.press(re.compile("^Issue the "))
    clerk.expect_success("The papers are issued.")
    return clerk.download("Committee pack (PDF)", files)


def assert_pages_of_the_month_lie_across(pack: Path) -> None:
    """The month's own pages stand in the pack as they were printed, in landscape; the pack's others are upright."""
    with pikepdf.open(pack) as pdf:
        across = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    words = pages_of(pack.read_bytes())
    said = [number for number, page in enumerate(words) if SAID in page]
    assert said, "The pack does not say what the lead said."
    assert [across[number] for number in said] == [True] * len(said)
    upright, wide = ([page for page, lies in zip(words, across, strict=True) if lies is way] for way in (False, True))
    assert any(PLAN_TITLE in page for page in upright), "The agenda does not name the plan."
    assert any("What the ratings mean" in page for page in wide), "The cover of the month does not lie across."
