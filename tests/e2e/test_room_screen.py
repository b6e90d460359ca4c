"""The projector's window follows the officer's: their place, their choices, what is recorded, who is in the room."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import TIMEOUT, own_council
from tests.e2e.demo_site import DEMO_PASSWORD, DemoData, served

pytestmark = pytest.mark.e2e

MEETING = "/committees/corporate-resources/meetings/2016-11-10/"
INQUIRY = "refreshing-the-partnership-service-birmingham"
EXEMPT = "The contract in short: a plain guide"
FULL_HD: ViewportSize = {"width": 1920, "height": 1080}
SMALLEST = 28

# The size of every letter that can be seen, also those that styles put before words.
_SIZES = """() => [...document.querySelectorAll("body *")]
    .filter(element => element.checkVisibility() && [...element.childNodes].some(
        node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
    .map(element => parseFloat(getComputedStyle(element).fontSize))"""
# Whether both judgements lie wholly in the window.
_IN_SIGHT = """() => [...document.querySelectorAll(".app-room__side")].every(element => {
    const box = element.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight && box.right <= window.innerWidth;
})"""


class Room:
    """An officer's window and the projector's, of one browser."""

    def __init__(self, context: BrowserContext, data: DemoData) -> None:
        self.data = data
        self.officer = context.new_page()
        self.officer.goto(f"{MEETING}views/")
        sign_in(self.officer, "scrutiny.officer")
        with context.expect_page() as opened:
            self.officer.get_by_role("link", name=re.compile("^Open the room’s screen")).click()
        self.projector: Page = opened.value
        self.projector.set_viewport_size(FULL_HD)
        self.screen = self.projector.locator("#room")
        expect(self.screen).to_contain_text("The committee’s views will appear here.")

    def lead(self) -> None:
        self.officer.get_by_role("button", name="Show my place on the room’s screen").click()
        expect(self.officer.get_by_text("You lead the room’s screen.")).to_be_visible()

    def go_to(self, reference: str) -> None:
        self.officer.goto(f"{MEETING}views/{INQUIRY}/{reference}/")

    def choose(self, question: str, answer: str) -> None:
        group = self.officer.locator("form#record").get_by_role("group", name=question)
        group.get_by_role("radio", name=re.compile(f"^{re.escape(answer)}")).first.check(force=True)

    def says(self, *words: str) -> None:
        """Wait until the room reads all of this."""
        for word in words:
            expect(self.screen).to_contain_text(word)

    def look(self) -> None:
        """Check what must hold of every picture on a projector of 1920 by 1080."""
        assert min(self.projector.evaluate(_SIZES)) >= SMALLEST
        assert self.projector.evaluate(_IN_SIGHT) is True
        assert_accessible(self.projector)


@pytest.fixture(scope="module")
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoData]:
    with own_council(request, tmp_path_factory.mktemp("room"), tmp_path_factory) as data:
        data.ask(
            "UPDATE tracking_evidence SET exemption = 'exempt', exempt_paragraph = 3,"
            " public_interest_reason = 'Prices are being negotiated.' WHERE title = %s",
            EXEMPT,
        )
        yield data


@pytest.fixture(scope="module")
def address(data: DemoData) -> Iterator[str]:
    with served(data) as address:
        yield address


@pytest.fixture
def room(browser: Browser, data: DemoData, address: str) -> Iterator[Room]:
    """A meeting that begins: nobody leads the screen, and the public are in the room."""
    data.ask("DELETE FROM tracking_roomscreen")
    data.ask("DELETE FROM tracking_privatesession")
    context = browser.new_context(base_url=address, locale="en-GB", viewport={"width": 1280, "height": 720})
    context.set_default_timeout(TIMEOUT)
    yield Room(context, data)
    context.close()


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_the_room_follows_the_officer_to_the_recorded_view(room: Room) -> None:
    room.look()
    room.lead()
    room.says("views")
    room.go_to("R07b")
    room.says("R07 b)", "Not recorded yet")
    room.look()
    room.choose("Committee’s view", "3 Not Achieved (Progress Made)")
    room.says("Being recorded, not final yet", "Not Achieved (Progress Made)")
    room.choose("Decision", "Continue tracking")
    room.says("Tracking continues")
    room.look()
    room.officer.get_by_label("Reason for the view").fill("Half of it was shown.")
    room.officer.get_by_role("button", name="Record and go to the list").click()
    room.says("views are recorded.")
    room.go_to("R07b")
    room.says("Recorded", "Not Achieved (Progress Made)", "Tracking continues")
    assert "Half of it was shown." not in room.screen.inner_text()
    room.look()
    room.officer.get_by_role("button", name="Stop showing").click()
    room.says("The committee’s views will appear here.")


def test_the_room_sees_an_exempt_item_only_while_the_meeting_is_in_private(room: Room) -> None:
    room.lead()
    room.go_to("R06b")
    room.says("R06 b) has exempt papers (paragraph 3). It is shown when the meeting is in private.")
    room.look()
    words = room.officer.locator("main .app-prose").first.inner_text()
    assert words not in room.projector.content()
    assert_accessible(room.officer)
    room.officer.get_by_role("link", name="Declare the meeting in private").click()
    assert_accessible(room.officer)
    room.officer.get_by_role("button", name="Declare the meeting in private").click()
    room.says("In private: paragraph 3 of Schedule 12A", "Not recorded yet")
    room.look()
    room.officer.get_by_role("button", name="The public are back").click()
    room.says("It is shown when the meeting is in private.")
    assert "In private: paragraph" not in room.screen.inner_text()


def test_without_a_connection_the_window_says_so_and_hides_what_is_exempt(room: Room) -> None:
    room.projector.clock.install()
    room.projector.reload()
    room.lead()
    room.go_to("R06b")
    room.officer.get_by_role("link", name="Declare the meeting in private").click()
    room.officer.get_by_role("button", name="Declare the meeting in private").click()
    room.says("In private: paragraph 3 of Schedule 12A", "Not recorded yet")
    room.projector.route("**/screen/now/", lambda route: route.abort())
    connection = room.projector.locator("#room-connection")
    expect(connection).to_have_text(re.compile(r"^No connection since \d\d:\d\d: this may be out of date\.$"))
    assert min(room.projector.evaluate(_SIZES)) >= SMALLEST
    room.projector.clock.fast_forward(15_000)
    expect(connection).to_have_text(re.compile("What the public may not see is hidden until it is back"))
    expect(room.screen).to_be_empty()
    room.projector.unroute("**/screen/now/")
    room.projector.clock.fast_forward(6_000)
    room.says("In private: paragraph 3 of Schedule 12A", "Not recorded yet")
    expect(connection).to_be_hidden()


def test_the_window_empties_itself_when_its_user_signs_out(room: Room) -> None:
    room.lead()
    room.go_to("R07a")
    room.says("R07 a)")
    room.officer.get_by_role("button", name="Sign out").click()
    expect(room.projector.locator("#room-connection")).to_contain_text("You are signed out, so nothing is shown.")
    expect(room.screen).to_be_empty()
    assert min(room.projector.evaluate(_SIZES)) >= SMALLEST


@pytest.mark.parametrize("window", [FULL_HD, ViewportSize(width=1280, height=720)], ids=lambda size: str(size["width"]))
def test_long_words_step_down_and_leave_the_judgements_in_sight(room: Room, window: ViewportSize) -> None:
    room.data.ask(
        "UPDATE tracking_recommendation SET text = %s WHERE number = 7 AND letter = 'c'",
        "- That the council looks at each contract again, and says in public what it found.\n" * 40,
    )
    room.projector.set_viewport_size(window)
    room.lead()
    room.go_to("R07c")
    room.says("R07 c)", "Not recorded yet")
    expect(room.projector.get_by_text("The words go on in the papers.")).to_be_visible()
    room.look()


def test_a_second_officer_takes_the_screen_and_the_first_is_told(room: Room, browser: Browser, address: str) -> None:
    room.lead()
    room.go_to("R07a")
    room.says("R07 a)")
    context = browser.new_context(base_url=address, locale="en-GB")
    clerk = context.new_page()
    clerk.goto(f"{MEETING}views/{INQUIRY}/R06a/")
    sign_in(clerk, "clerk")
    expect(clerk.get_by_text("Senior Scrutiny Officer leads the room’s screen.")).to_be_visible()
    clerk.get_by_role("button", name="Show my place on the room’s screen").click()
    room.says("R06 a)")
    room.choose("Committee’s view", "3 Not Achieved (Progress Made)")
    expect(room.officer.get_by_text("Committee Services Officer leads the room’s screen.")).to_be_visible()
    room.says("R06 a)")
    context.close()
