"""A whole meeting of twenty leaves by keyboard, with the room's screen, a network that is cut, and a colleague."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import TIMEOUT, own_council
from tests.e2e.demo_site import ROOT, DemoData, served
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.large_meeting import COMMITTEE, EXEMPT_TITLE, SLUG

pytestmark = pytest.mark.e2e

OFFICER, CLERK = "scrutiny.officer", "clerk"
# What a browser says by itself of a cut network, and of an answer that somebody else was first.
_EXPECTED = re.compile("ERR_INTERNET_DISCONNECTED|status of 409")


class Officer(KeyboardVisitor):
    """Whoever records, by keys alone; a window of 1280 by 720, as on a laptop."""

    def _heard(self, message: ConsoleMessage) -> None:
        if not _EXPECTED.search(message.text):
            super()._heard(message)

    def is_at(self, label: str) -> None:
        """Wait until the page is that leaf's, and its scripts run."""
        expect(self.page.locator("h1")).to_have_text(re.compile(rf"^{re.escape(label)}(\s|$)"))
        expect(self.page.locator("html[data-queue='ready']")).to_have_count(1)

    def go(self, name: str | re.Pattern[str], *, role: str = "link") -> None:
        """Reach a link or a button by Tab and press it."""
        control = self._one(self.page.get_by_role(role, name=name, exact=isinstance(name, str)))  # type: ignore[arg-type]
        self.reach(control)
        self.press_keys("Enter")

    def jump(self, reference: str) -> None:
        self.press_keys("g")
        self.type(reference)
        self.press_keys("Enter")

    def says(self, state: str, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator(f"#meeting-queue [data-state='{state}']").first).to_contain_text(words)

    def disagree(self, number: int, reason: str) -> None:
        """Give another category with its reason, and record."""
        self.press_keys(str(number), "r")
        self.type(reason)
        self.press_keys("Control+Enter")


class Room:
    """The window on the projector."""

    def __init__(self, page: Page) -> None:
        page.set_viewport_size({"width": 1920, "height": 1080})
        self.page = page
        self.screen = page.locator("#room")

    def shows(self, *words: str) -> None:
        for word in words:
            expect(self.screen).to_contain_text(word)

    def hides(self, *words: str) -> None:
        for word in words:
            expect(self.screen).not_to_contain_text(word)


class Meeting:
    """The meeting, and what its database holds."""

    def __init__(self, data: DemoData) -> None:
        self.data = data
        ((self.pk, held_on),) = data.ask(
            "SELECT meeting.id, meeting.held_on FROM tracking_meeting meeting JOIN tracking_progressreport report"
            " ON report.meeting_id = meeting.id JOIN tracking_inquiry inquiry ON inquiry.id = report.inquiry_id"
            " WHERE inquiry.slug = %s",
            SLUG,
        )
        self.address = f"/committees/{COMMITTEE}/meetings/{held_on}/"

    def leaf(self, reference: str) -> str:
        return f"{self.address}views/{SLUG}/{reference}/"

    def standing(self) -> dict[str, str]:
        """What is recorded of each leaf and not superseded: the outcome, or the category's number."""
        rows = self.data.ask(
            "SELECT leaf.number, leaf.letter, view.outcome, category.number FROM tracking_assessment view"
            " JOIN tracking_recommendation leaf ON leaf.id = view.leaf_id"
            " LEFT JOIN tracking_category category ON category.id = view.category_id"
            " LEFT JOIN tracking_assessment later ON later.supersedes_id = view.id"
            " WHERE view.meeting_id = %s AND later.id IS NULL",
            self.pk,
        )
        return {
            f"R{number:02}{letter}": str(category) if outcome == "viewed" else outcome
            for number, letter, outcome, category in rows
        }

    def rows(self) -> int:
        return int(self.data.ask("SELECT count(*) FROM tracking_assessment WHERE meeting_id = %s", self.pk)[0][0])


@pytest.fixture(scope="module")
def council(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoData]:
    with own_council(request, tmp_path_factory.mktemp("meeting"), tmp_path_factory) as data:
        done = subprocess.run(
            [sys.executable, "-m", "tests.e2e.large_meeting"],
            cwd=ROOT,
            env=os.environ | data.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        yield data


@pytest.fixture
def new_context(browser: Browser, council: DemoData) -> Iterator[Callable[[], BrowserContext]]:
    contexts = []
    with served(council) as address:

        def opened() -> BrowserContext:
            context = browser.new_context(base_url=address, locale="en-GB", viewport={"width": 1280, "height": 720})
            context.set_default_timeout(TIMEOUT)
            contexts.append(context)
            return context

        yield opened
        for context in contexts:
            context.close()


def test_the_committee_goes_through_twenty_leaves_and_nothing_is_lost_or_doubled(
    council: DemoData, new_context: Callable[[], BrowserContext]
) -> None:
    meeting, context = Meeting(council), new_context()
    officer = Officer(context)
    officer.sign_in(OFFICER)
    officer.open(f"{meeting.address}views/")
    with context.expect_page() as opened:
        officer.go(re.compile("^Open the room’s screen"))
    room = Room(opened.value)
    room.shows("The committee’s views will appear here.")
    officer.page.bring_to_front()
    officer.go("Show my place on the room’s screen", role="button")
    expect(officer.page.get_by_text("You lead the room’s screen.")).to_be_visible()
    officer.go("Record the view on R01")

    agrees_in_two_keys(officer, room)
    another_category_and_no_view_and_deferring(officer, room)
    an_exempt_item_waits_until_the_meeting_is_in_private(officer, room)
    one_act_for_all_parts(officer, room)
    the_network_is_cut(officer, room, context, meeting)
    a_colleague_was_first(officer, new_context(), meeting)
    a_slip_is_undone(officer, meeting)
    agrees_with_all_the_rest(officer, meeting)
    what_was_misheard_is_corrected(officer, room, meeting)
    a_concluded_one_is_reopened(officer, meeting)

    assert meeting.standing() == {
        "R01": "6",
        "R02": "5",
        "R03": "deferred",
        "R04": "6",
        "R05": "no_view",
        **{f"R06{letter}": "6" for letter in "abcde"},
        "R07": "6",
        "R08": "5",
        "R09": "6",
        "R10": "5",
        **{f"R{number}": "6" for number in range(11, 17)},
        "R17": "5",
    }


def agrees_in_two_keys(officer: Officer, room: Room) -> None:
    officer.is_at("R01")
    room.shows("R01", "Building 1", "In Progress")
    officer.press_keys("a")
    room.shows("Being recorded")
    assert_accessible(room.page)
    officer.press_keys("Enter")
    officer.is_at("R02")
    officer.says("saved", "R01")
    room.shows("R02", "Building 2", "Achieved (Fully)")


def another_category_and_no_view_and_deferring(officer: Officer, room: Room) -> None:
    officer.press_keys("3")
    room.shows("Not Achieved (Progress Made)", "Being recorded")
    officer.press_keys("r")
    officer.type("The building was closed in March.")
    officer.go(re.compile("^Record and next"), role="button")
    officer.is_at("R03")
    officer.look()
    officer.press_keys("d", "Enter")
    officer.is_at("R04")


def an_exempt_item_waits_until_the_meeting_is_in_private(officer: Officer, room: Room) -> None:
    room.shows("R04 has exempt papers (paragraph 3).")
    officer.press_keys("a")
    expect(officer.page.get_by_text("The room sees only the reference")).to_be_visible()
    room.hides("Building 4", "In Progress", "Being recorded", EXEMPT_TITLE)
    officer.follow("Declare the meeting in private")
    expect(officer.page.get_by_role("checkbox", name=re.compile("^Paragraph 3: "))).to_be_checked()
    officer.press("Declare the meeting in private")
    officer.is_at("R04")
    room.shows("In private", "paragraph 3", "Building 4", "In Progress")
    officer.press_keys("a", "Enter")
    officer.is_at("R05")
    officer.press("The public are back")
    officer.is_at("R05")
    room.hides("In private")
    officer.press_keys("v", "Enter")
    officer.is_at("R06 a)")


def one_act_for_all_parts(officer: Officer, room: Room) -> None:
    officer.jump("6")
    officer.is_at("R06")
    room.shows("R06", "a)", "e)")
    officer.press_keys("a", "Enter")
    officer.is_at("R07")


def the_network_is_cut(officer: Officer, room: Room, context: BrowserContext, meeting: Meeting) -> None:
    expect(officer.page.locator("html")).to_have_attribute("data-copies", re.compile(r"^(1[5-9]|2\d)$"))
    before = meeting.rows()
    context.set_offline(True)
    officer.press_keys("a", "Enter")
    officer.is_at("R08")
    officer.says("queued", "1 view is kept on this computer")
    officer.disagree(5, "Nothing was heard of it.")
    officer.is_at("R09")
    officer.says("queued", "2 views are kept on this computer")
    officer.press_keys("a", "Enter")
    officer.says("queued", "3 views are kept on this computer")
    expect(room.page.locator("#room-connection")).to_contain_text("No connection since")
    assert meeting.rows() == before
    officer.look()
    context.set_offline(False)
    officer.says("saved", "R09")
    assert meeting.rows() == before + 3
    officer.is_at("R10")
    room.shows("R10")


def a_colleague_was_first(officer: Officer, context: BrowserContext, meeting: Meeting) -> None:
    colleague = Officer(context)
    colleague.sign_in(CLERK)
    colleague.open(meeting.leaf("R10"))
    colleague.is_at("R10")
    colleague.disagree(5, "The clerk heard this.")
    colleague.is_at("R11")
    colleague.says("saved", "R10")
    officer.press_keys("a", "Enter")
    officer.says("failed", "R10 already has a view that you have not seen")
    officer.look()
    officer.go(re.compile("^Discard mine"), role="button")
    officer.go("Yes, discard mine", role="button")
    expect(officer.page.locator("#meeting-queue [data-state='failed']")).to_have_count(0)
    assert meeting.standing()["R10"] == "5"


def a_slip_is_undone(officer: Officer, meeting: Meeting) -> None:
    officer.jump("11")
    officer.is_at("R11")
    officer.press_keys("d", "Enter")
    officer.is_at("R12")
    officer.press_keys("p")
    officer.is_at("R11")
    assert meeting.standing()["R11"] == "deferred"
    officer.press_keys("u")
    with officer.page.expect_navigation():
        officer.press_keys("Enter")
    officer.expect_success("The view on R11 is undone. It waits for a view again.")
    officer.is_at("R11")
    officer.look()
    officer.press_keys("a", "Enter")
    officer.is_at("R12")
    officer.says("saved", "R11")


def agrees_with_all_the_rest(officer: Officer, meeting: Meeting) -> None:
    officer.open(f"{meeting.address}views/")
    officer.follow("Agree with all the rest as submitted")
    officer.press("Record that the committee agrees")
    officer.expect_success("5 views recorded: the committee agrees.")


def what_was_misheard_is_corrected(officer: Officer, room: Room, meeting: Meeting) -> None:
    officer.open(meeting.leaf("R02"))
    room.shows("R02", "differs", "Not Achieved (Progress Made)")
    officer.follow(re.compile("^Correct this view"))
    officer.choose("Committee’s view", re.compile("^5"))
    officer.fill("Why it is corrected", "The chair said five.")
    officer.press("Correct the view")
    officer.expect_success("The view on R02 is corrected. The earlier one stays on record.")
    officer.open(meeting.leaf("R02"))
    room.shows("R02", "Not Achieved (Insufficient Progress)")


def a_concluded_one_is_reopened(officer: Officer, meeting: Meeting) -> None:
    officer.open(f"{meeting.address}reopen/")
    officer.follow(re.compile("^R17 Building 17"))
    officer.choose("Where it stands now", re.compile("^5"))
    officer.fill("Why it is reopened", "The nights are dark again.")
    officer.press("Reopen it")
    officer.expect_success("is tracked again")
