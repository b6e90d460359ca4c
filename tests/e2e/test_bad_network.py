"""Nothing recorded at a meeting is lost on a bad network, nothing is recorded twice, and nothing as somebody else's.

The officer's browser is cut off by Playwright; what reached the server is asked of its database.
"""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS, TIMEOUT, own_council
from tests.e2e.demo_site import DEMO_PASSWORD, DemoData, served

pytestmark = pytest.mark.e2e

OFFICER, CLERK = "scrutiny.officer", "clerk"
INQUIRY = "refreshing-the-partnership-service-birmingham"
SAVED_AT = r"at \d\d:\d\d\."


@pytest.fixture(scope="module")
def council(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoData]:
    with own_council(request, tmp_path_factory.mktemp("bad_network"), tmp_path_factory) as data:
        yield data


@pytest.fixture(scope="module")
def address(council: DemoData) -> Iterator[str]:
    with served(council) as address:
        yield address


class Sitting:
    """The meeting with a published report of several leaves on which nothing is recorded yet."""

    def __init__(self, data: DemoData, address: str) -> None:
        ((self.meeting, slug, held_on, self.report),) = data.ask(
            "SELECT meeting.id, committee.slug, meeting.held_on, report.id FROM tracking_progressreport report"
            " JOIN tracking_inquiry inquiry ON inquiry.id = report.inquiry_id"
            " JOIN tracking_meeting meeting ON meeting.id = report.meeting_id"
            " JOIN tracking_committee committee ON committee.id = meeting.committee_id"
            " WHERE inquiry.slug = %s AND report.state = 'published'",
            INQUIRY,
        )
        self.data = data
        self.list = f"{address}/committees/{slug}/meetings/{held_on}/views/"
        # The register says of them what it said before: nothing here looks at it.
        here = "SELECT id FROM tracking_assessment WHERE meeting_id = %s"
        self.data.ask(f"UPDATE tracking_registerentry SET view_id = NULL WHERE view_id IN ({here})", self.meeting)  # noqa: S608
        self.data.ask("DELETE FROM tracking_assessment WHERE meeting_id = %s", self.meeting)

    def leaf(self, reference: str) -> str:
        return f"{self.list}{INQUIRY}/{reference}/"

    def rows(self) -> list[tuple[str, str]]:
        """The views that are recorded at the meeting, in the order they were: the leaf, and the reason."""
        rows = self.data.ask(
            "SELECT leaf.number, leaf.letter, view.reason FROM tracking_assessment view"
            " JOIN tracking_recommendation leaf ON leaf.id = view.leaf_id WHERE view.meeting_id = %s ORDER BY view.id",
            self.meeting,
        )
        return [(f"R{number:02}{letter}", reason) for number, letter, reason in rows]


@pytest.fixture
def sitting(council: DemoData, address: str) -> Sitting:
    return Sitting(council, address)


@pytest.fixture
def new_browser(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open browsers that know nothing of each other, each with what it keeps on its disk."""
    contexts = []

    def opened(*, width: int = 1280) -> BrowserContext:
        context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 900})
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


def signed_in(context: BrowserContext, name: str, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    sign_in(page, name)
    return page


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def at_leaf(context: BrowserContext, sitting: Sitting, name: str = OFFICER, *, number: int = 0) -> Page:
    """Somebody's page for the leaf that is the first, or another, of the meeting, once its script runs."""
    page = signed_in(context, name, sitting.list)
    page.goto(sitting.leaf(references(page)[number]))
    ready(page)
    return page


def references(page: Page) -> list[str]:
    """The references of the meeting's leaves in the order of the papers, as the list of them links to them."""
    links = page.locator(f"main a[href*='/views/{INQUIRY}/']")
    found = [str(link.get_attribute("href")).split("/")[-2] for link in links.all()]
    wholes = {reference[:3] for reference in found if len(reference) > 3}
    return [reference for reference in dict.fromkeys(found) if reference not in wholes and reference.startswith("R")]


def leaf_after(page: Page) -> str:
    """The reference of the leaf after the one that a page shows."""
    return str(page.locator("#leaf-next").get_attribute("href")).split("/")[-2]


def ready(page: Page) -> None:
    """Wait until the page's script has taken over sending."""
    expect(page.locator("html[data-queue='ready']")).to_have_count(1)


def copies(page: Page) -> None:
    """Wait until enough pages are held for a time without network."""
    expect(page.locator("html")).to_have_attribute("data-copies", re.compile(r"^([4-9]|\d\d)$"))


def status(page: Page, state: str) -> Locator:
    return page.locator(f"#meeting-queue [data-state='{state}']")


def choose(page: Page, reason: str) -> None:
    """Give a view of category 5, for which every leaf needs a reason."""
    page.locator("#record input[name='judgement'][value='5']").check(force=True)
    decision = page.locator("#record input[name='decision'][value='continue']")
    decision.check(force=True)
    page.locator("#record [name='reason']").fill(reason)


def record(page: Page, reason: str) -> None:
    choose(page, reason)
    press(page)


def press(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Record and next")).click()


def here(page: Page) -> str:
    return urlsplit(page.url).path.split("/")[-2]


def test_what_is_recorded_without_network_is_sent_once_it_is_back_though_the_page_was_closed(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page = at_leaf(context, sitting)
    copies(page)
    leaves = [here(page)]
    context.set_offline(True)
    for number in (1, 2, 3):
        record(page, f"Said while the network was away, {number}.")
        counted = "1 view is" if number == 1 else f"{number} views are"
        expect(status(page, "queued")).to_contain_text(f"{counted} kept on this computer")
        expect(status(page, "notice")).to_contain_text("Shown from before the network went")
        leaves.append(here(page))
    assert len(set(leaves)) == 4
    assert_accessible(page)
    assert sitting.rows() == []
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(sitting.list)
    expect(status(page, "saved")).to_have_text(re.compile(rf"Saved:.* and .*{SAVED_AT}"))
    expect(status(page, "queued")).to_have_count(0)
    assert sitting.rows() == [(leaf, f"Said while the network was away, {n}.") for n, leaf in enumerate(leaves[:3], 1)]
    assert_accessible(page)
    page.reload()
    expect(status(page, "saved")).to_be_visible()
    assert len(sitting.rows()) == 3


def test_the_network_comes_back_while_the_officer_goes_on(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page = at_leaf(context, sitting)
    copies(page)
    first = here(page)
    context.set_offline(True)
    record(page, "Said in the drop.")
    expect(status(page, "queued")).to_contain_text("Not sent yet: 1 view is kept on this computer")
    expect(page.locator("#meeting-list .app-queued")).to_have_count(1)
    choose(page, "Typed in the drop, and not recorded yet.")
    context.set_offline(False)
    expect(status(page, "saved")).to_have_text(re.compile(rf"Saved: .* {SAVED_AT}"))
    expect(page.locator("#meeting-list .app-queued")).to_have_count(0)
    expect(page.locator("#record [name='reason']")).to_have_value("Typed in the drop, and not recorded yet.")
    second = here(page)
    press(page)
    expect(page).not_to_have_url(sitting.leaf(second))
    assert sitting.rows() == [
        (first, "Said in the drop."),
        (second, "Typed in the drop, and not recorded yet."),
    ]


def test_what_was_typed_on_a_leaf_is_there_again_when_one_comes_back_to_it(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page = at_leaf(context, sitting)
    copies(page)
    first = here(page)
    choose(page, "The chair has gone on.")
    context.set_offline(True)
    page.locator("#leaf-next").click()
    expect(page).not_to_have_url(sitting.leaf(first))
    context.set_offline(False)
    page.go_back()
    expect(page).to_have_url(sitting.leaf(first))
    expect(page.locator("#record [name='reason']")).to_have_value("The chair has gone on.")
    assert sitting.rows() == []


def test_a_leaf_that_was_not_fetched_cannot_be_shown_and_the_page_says_so(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page = at_leaf(context, sitting)
    copies(page)
    context.set_offline(True)
    record(page, "Kept.")
    page.get_by_role("button", name=re.compile("^Record and go to the list")).focus()
    choose(page, "Kept too.")
    page.get_by_role("button", name=re.compile("^Record and go to the list")).click()
    expect(status(page, "notice")).to_contain_text(
        "The list cannot be shown until the network is back. 2 views are kept."
    )
    context.set_offline(False)
    expect(status(page, "saved")).to_be_visible()
    assert len(sitting.rows()) == 2


def test_a_view_whose_answer_was_lost_is_recorded_once(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    page = at_leaf(new_browser(), sitting)
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/views/**", lose)
    first = here(page)
    record(page, "Said once.")
    expect(status(page, "saved")).to_have_text(re.compile(rf"Saved: .* {SAVED_AT}"))
    assert lost == [200]
    assert sitting.rows() == [(first, "Said once.")]


def test_who_comes_second_after_a_drop_keeps_what_they_typed_and_overwrites_nothing(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page, clerks = at_leaf(context, sitting), at_leaf(new_browser(), sitting, CLERK)
    copies(page)
    leaf = here(page)
    context.set_offline(True)
    record(page, "What the officer heard.")
    expect(status(page, "queued")).to_be_visible()
    record(clerks, "What the clerk heard.")
    expect(status(clerks, "saved")).to_be_visible()
    context.set_offline(False)
    failed = status(page, "failed")
    expect(failed).to_contain_text("already has a view that you have not seen")
    expect(failed).to_contain_text("What the officer heard.")
    assert sitting.rows() == [(leaf, "What the clerk heard.")]
    assert_accessible(page)
    failed.get_by_role("link", name=re.compile("^Correct it with mine")).click()
    expect(page.locator("main form [name='reason']")).to_have_value("What the officer heard.")
    page.get_by_label("Why it is corrected").fill("The clerk had misheard.")
    page.get_by_role("button", name=re.compile("^(Correct|Save)")).click()
    expect(page.locator("main")).to_contain_text("is corrected")
    expect(status(page, "failed")).to_have_count(0)
    assert sitting.rows() == [(leaf, "What the clerk heard."), (leaf, "What the officer heard.")]


def test_who_comes_second_is_told_at_once_and_may_discard_theirs(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    page, clerks = at_leaf(new_browser(width=320), sitting), at_leaf(new_browser(), sitting, CLERK)
    leaf = here(page)
    record(clerks, "What the clerk heard.")
    expect(status(clerks, "saved")).to_be_visible()
    record(page, "What the officer heard.")
    failed = status(page, "failed")
    expect(failed).to_be_focused()
    expect(failed).to_contain_text("What the officer heard.")
    failed.get_by_role("button", name=re.compile("^Discard mine")).click()
    expect(failed.get_by_role("button", name="No, keep it")).to_be_focused()
    assert_accessible(page)
    failed.get_by_role("button", name="Yes, discard mine").click()
    expect(status(page, "failed")).to_have_count(0)
    page.reload()
    ready(page)
    expect(status(page, "failed")).to_have_count(0)
    assert sitting.rows() == [(leaf, "What the clerk heard.")]


def test_a_mistake_is_shown_at_its_field_as_without_a_script(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    page = at_leaf(new_browser(), sitting)
    choose(page, "")
    press(page)
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Enter the reason for the view on")
    expect(summary).to_be_focused()
    expect(status(page, "failed")).to_have_count(0)
    assert page.title().startswith("Error: ")
    assert_accessible(page)
    leaf = here(page)
    record(page, "Here it is.")
    expect(status(page, "saved")).to_be_visible()
    assert sitting.rows() == [(leaf, "Here it is.")]


def test_a_mistake_made_in_a_drop_is_told_afterwards_and_put_right_from_what_was_kept(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page = at_leaf(context, sitting)
    copies(page)
    leaf = here(page)
    context.set_offline(True)
    record(page, "")
    expect(status(page, "queued")).to_be_visible()
    context.set_offline(False)
    failed = status(page, "failed")
    expect(failed).to_contain_text("Enter the reason for the view on")
    expect(failed.locator("dt")).to_have_text(["Committee’s view", "Decision"])
    expect(failed.locator("dd")).to_have_text(["5 Not Achieved (Insufficient Progress)", "Continue tracking"])
    failed.get_by_role("link", name=re.compile("^Open")).click()
    expect(page).to_have_url(sitting.leaf(leaf))
    expect(page.locator("#record input[name='judgement'][value='5']")).to_be_checked()
    ready(page)
    page.locator("#record [name='reason']").fill("Here it is.")
    press(page)
    expect(status(page, "saved")).to_be_visible()
    expect(status(page, "failed")).to_have_count(0)
    assert sitting.rows() == [(leaf, "Here it is.")]


def test_two_tabs_send_what_they_keep_once(sitting: Sitting, new_browser: Callable[..., BrowserContext]) -> None:
    context = new_browser()
    pages = [at_leaf(context, sitting)]
    pages.append(context.new_page())
    pages[1].goto(sitting.leaf(leaf_after(pages[0])))
    ready(pages[1])
    leaves = [here(page) for page in pages]
    context.set_offline(True)
    for page, leaf in zip(pages, leaves, strict=True):
        record(page, f"Said on {leaf}.")
        expect(status(page, "queued")).to_be_visible()
    expect(status(pages[0], "queued")).to_contain_text("2 views are kept")
    context.set_offline(False)
    for page in pages:
        expect(status(page, "saved")).to_be_visible()
        expect(status(page, "queued")).to_have_count(0)
    assert sitting.rows() == [(leaf, f"Said on {leaf}.") for leaf in leaves]


def test_what_a_killed_browser_kept_is_sent_by_the_next_one(sitting: Sitting, browser: Browser, tmp_path: Path) -> None:
    flags = [*CHROMIUM_FLAGS, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={tmp_path}"]
    with run(browser, flags) as context:
        page = at_leaf(context, sitting)
        leaf = here(page)
        context.set_offline(True)
        record(page, "Said before the power went.")
        expect(status(page, "queued")).to_contain_text("1 view is kept on this computer")
    assert sitting.rows() == []
    with run(browser, flags) as context:
        page = signed_in(context, OFFICER, sitting.list)
        expect(status(page, "saved")).to_be_visible()
    assert sitting.rows() == [(leaf, "Said before the power went.")]


@contextmanager
def run(browser: Browser, flags: list[str]) -> Iterator[BrowserContext]:
    """Run a browser of its own with what lies on its disk, and kill it in the end."""
    process = subprocess.Popen([CHROMIUM, *flags], stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr is not None
    with process.stderr as said:
        socket = next(line for line in said if "DevTools listening on" in line).split()[-1]
        try:
            context = browser.browser_type.connect_over_cdp(socket).contexts[0]
            context.set_default_timeout(TIMEOUT)
            yield context
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)


def test_nothing_chosen_is_nothing_to_keep(sitting: Sitting, new_browser: Callable[..., BrowserContext]) -> None:
    context = new_browser()
    page = at_leaf(context, sitting)
    context.set_offline(True)
    press(page)
    expect(status(page, "notice")).to_contain_text("Nothing is kept: choose the committee’s view first.")
    context.set_offline(False)
    page.reload()
    ready(page)
    press(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose the committee’s view")
    assert sitting.rows() == []


def test_after_a_session_ended_the_view_waits_until_its_writer_signs_in_again(
    sitting: Sitting, council: DemoData, new_browser: Callable[..., BrowserContext]
) -> None:
    page = at_leaf(new_browser(), sitting)
    leaf = here(page)
    council.ask("DELETE FROM django_session")
    record(page, "Said after an hour.")
    expect(status(page, "queued")).to_contain_text("You have been signed out.")
    assert_accessible(page)
    page.get_by_role("link", name="Sign in again to send 1 view").click()
    sign_in(page, CLERK)
    ready(page)
    expect(status(page, "queued")).to_contain_text("1 view that somebody else recorded here is kept on this computer.")
    expect(page.locator("#meeting-queue")).not_to_contain_text("Said after an hour.")
    assert sitting.rows() == []
    page.get_by_role("button", name="Sign out").click()
    page.goto(sitting.leaf(leaf))
    sign_in(page, OFFICER)
    expect(status(page, "saved")).to_be_visible()
    assert sitting.rows() == [(leaf, "Said after an hour.")]


def test_a_view_goes_from_an_old_tab_though_its_officer_has_signed_in_anew(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page = at_leaf(context, sitting)
    leaf = here(page)
    tab = context.new_page()
    tab.goto(sitting.list)
    tab.get_by_role("button", name="Sign out").click()
    tab.goto(sitting.list)
    sign_in(tab, OFFICER)
    record(page, "Said in the first tab.")
    expect(status(page, "saved")).to_be_visible()
    assert sitting.rows() == [(leaf, "Said in the first tab.")]


def test_a_view_from_an_old_tab_is_not_recorded_as_that_of_whoever_has_signed_in_since(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page = at_leaf(context, sitting)
    tab = context.new_page()
    tab.goto(sitting.list)
    tab.get_by_role("button", name="Sign out").click()
    tab.goto(sitting.list)
    sign_in(tab, CLERK)
    record(page, "Said by the officer.")
    expect(status(page, "queued")).to_contain_text("Somebody else is signed in now.")
    assert sitting.rows() == []


def test_what_is_kept_is_sent_from_whatever_page_its_officer_opens_next(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page = at_leaf(context, sitting)
    leaf = here(page)
    context.set_offline(True)
    record(page, "Said before the laptop was closed.")
    expect(status(page, "queued")).to_be_visible()
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(sitting.list.partition("/committees/")[0] + "/inquiries/")
    expect(status(page, "saved")).to_be_visible()
    assert sitting.rows() == [(leaf, "Said before the laptop was closed.")]


def test_a_browser_that_keeps_nothing_sends_the_form_as_any_other(
    sitting: Sitting, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    context.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    page = signed_in(context, OFFICER, sitting.list)
    leaf = references(page)[0]
    page.goto(sitting.leaf(leaf))
    choose(page, "Sent at once.")
    with page.expect_navigation():
        press(page)
    expect(page.locator("main")).to_contain_text("recorded: 5")
    assert sitting.rows() == [(leaf, "Sent at once.")]
