"""Nothing typed is lost: two people, a killed browser, a killed server, a session that ended, twenty posts at once.

Two processes serve one demo council, as in production; people sit at browsers of their own.
"""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS, TIMEOUT, own_council
from tests.e2e.demo_site import DEMO_PASSWORD, DemoData, Server, served_by_a_process
from tests.e2e.sender import Sender

pytestmark = [pytest.mark.e2e, pytest.mark.sqlite_too]

TWENTY = 20
WRITER, COLLEAGUE = "cabinet.member", "contributor"


@pytest.fixture(scope="module")
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoData]:
    with own_council(request, tmp_path_factory.mktemp("nothing_lost"), tmp_path_factory) as data:
        yield data


@pytest.fixture(scope="module")
def servers(data: DemoData) -> Iterator[tuple[Server, Server]]:
    with served_by_a_process(data) as first, served_by_a_process(data) as second:
        yield first, second


@pytest.fixture
def new_browser(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open browsers that know nothing of each other."""
    contexts = []

    def opened(*, javascript: bool = True) -> BrowserContext:
        context = browser.new_context(locale="en-GB", java_script_enabled=javascript)
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


def report_on(data: DemoData, slug: str) -> str:
    """The path of the report on an inquiry that is still on its way."""
    rows = data.ask(
        "SELECT report.id FROM tracking_progressreport report"
        " JOIN tracking_inquiry inquiry ON inquiry.id = report.inquiry_id WHERE inquiry.slug = %s"
        " AND report.state NOT IN ('published', 'considered', 'withdrawn')",
        slug,
    )
    return f"/reports/{rows[0][0]}/"


@pytest.fixture(scope="module")
def draft(data: DemoData) -> str:
    return report_on(data, "left-offline")


def signed_in(context: BrowserContext, name: str, url: str) -> Page:
    """Sign in on the way to a page."""
    page = context.new_page()
    page.goto(url)
    sign_in(page, name)
    return page


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def evidence(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_label(re.compile("^(Evidence of progress|Overview)$"))


def type_and_wait(page: Page, text: str) -> None:
    """Type, and wait until the page has said that it is kept."""
    with page.expect_response("**/draft/"):
        evidence(page).fill(text)
    expect(page.locator("#draft-status")).to_contain_text(re.compile(r"^Saved as draft at \d\d:\d\d$"))


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save and go to the task list").click()


def test_two_people_on_one_text_see_both_versions_and_lose_neither(
    servers: tuple[Server, Server], draft: str, new_browser: Callable[..., BrowserContext]
) -> None:
    pages = [
        signed_in(new_browser(), name, f"{server.address}{draft}recommendations/R03/")
        for name, server in zip((WRITER, COLLEAGUE), servers, strict=True)
    ]
    evidence(pages[0]).fill("The helpline opened in May.")
    evidence(pages[1]).fill("The helpline opened in June, at last.")
    for page in pages:
        save(page)
    later = pages[1]
    both = later.locator(".app-versions")
    expect(later.get_by_role("heading", name="Two versions of the same text")).to_be_visible()
    expect(both).to_contain_text("The helpline opened in May.")
    expect(both).to_contain_text("The helpline opened in June, at last.")
    expect(evidence(later)).to_have_value("The helpline opened in June, at last.")
    assert_accessible(later)
    evidence(later).fill("The helpline opened in May, and for the evening in June, at last.")
    save(later)
    pages[0].reload()
    pages[0].goto(f"{servers[0].address}{draft}recommendations/R03/")
    expect(evidence(pages[0])).to_have_value("The helpline opened in May, and for the evening in June, at last.")


def test_what_a_killed_browser_said_was_kept_is_in_the_next_one(
    servers: tuple[Server, Server],
    draft: str,
    browser: Browser,
    new_browser: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    url = f"{servers[0].address}{draft}overview/"
    flags = [*CHROMIUM_FLAGS, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={tmp_path}"]
    process = subprocess.Popen([CHROMIUM, *flags], stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr is not None
    with process.stderr as said:
        socket = next(line for line in said if "DevTools listening on" in line).split()[-1]
        doomed = browser.browser_type.connect_over_cdp(socket)
        type_and_wait(signed_in(doomed.contexts[0], WRITER, url), "Typed before the power went.")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)
    page = signed_in(new_browser(), WRITER, url)
    expect(evidence(page)).to_have_value("Typed before the power went.")
    expect(page.get_by_role("region", name="Your draft")).to_contain_text("is not saved yet")
    assert_accessible(page)


def test_a_killed_server_and_a_lost_connection_keep_nobody_from_writing_on(
    servers: tuple[Server, Server], draft: str, new_browser: Callable[..., BrowserContext]
) -> None:
    context = new_browser()
    page = signed_in(context, WRITER, f"{servers[0].address}{draft}recommendations/R04/")
    status = page.locator("#draft-status")
    type_and_wait(page, "Before the server was killed.")
    servers[0].kill()
    evidence(page).fill("While there was no server.")
    expect(status).to_contain_text("Saving as draft…")
    servers[0].start()
    expect(status).to_contain_text("Saved as draft at")
    context.set_offline(True)
    evidence(page).fill("While there was no connection.")
    expect(status).to_contain_text("Not kept: no connection. Trying again.")
    # Not the button pressed next: GOV.UK Frontend takes two presses within a second for a double click.
    page.get_by_role("button", name="Save and continue").click()
    expect(status).to_contain_text("Not sent: no connection. Your text is still here.")
    assert_accessible(page)
    context.set_offline(False)
    expect(status).to_contain_text("Saved as draft at")
    save(page)
    page.goto(f"{servers[0].address}{draft}recommendations/R04/")
    expect(evidence(page)).to_have_value("While there was no connection.")
    expect(page.get_by_role("region", name="Your draft")).to_have_count(0)


def test_after_a_session_ended_the_text_waits_for_its_writer_and_for_nobody_else(
    servers: tuple[Server, Server], data: DemoData, draft: str, new_browser: Callable[..., BrowserContext]
) -> None:
    page = signed_in(new_browser(), WRITER, f"{servers[1].address}{draft}recommendations/R01/")
    data.ask("DELETE FROM django_session")
    evidence(page).fill("Typed after an hour at lunch.")
    expect(page.locator("#draft-status")).to_contain_text("You have been signed out. Your text was kept at")
    assert_accessible(page)
    page.get_by_role("button", name="Save and go to the task list").click()
    expect(page.get_by_role("heading", name="You have been signed out")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Sign in", exact=True).click()
    sign_in(page, COLLEAGUE)
    expect(page.get_by_role("heading", name=re.compile("^R01"), level=1)).to_be_visible()
    assert "Typed after an hour" not in page.content()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{servers[1].address}{draft}recommendations/R01/")
    sign_in(page, WRITER)
    expect(evidence(page)).to_have_value("Typed after an hour at lunch.")


def test_signing_in_anew_in_another_tab_loses_nothing(
    servers: tuple[Server, Server], draft: str, new_browser: Callable[..., BrowserContext]
) -> None:
    context, url = new_browser(javascript=False), f"{servers[1].address}{draft}overview/"
    page = signed_in(context, WRITER, url)
    tab = context.new_page()
    tab.goto(url)
    tab.get_by_role("button", name="Sign out").click()
    tab.goto(url)
    sign_in(tab, WRITER)
    evidence(page).fill("Typed in the first tab.")
    save(page)
    expect(page.locator("main")).to_contain_text("Your text is kept, but nothing is saved yet.")
    expect(evidence(page)).to_have_value("Typed in the first tab.")
    evidence(page).fill("Typed in the first tab, and kept by a button.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#draft-status")).to_contain_text("Saved as draft at")
    save(page)
    expect(page.locator("main")).to_contain_text("The overview is saved.")
    page.goto(url)
    expect(evidence(page)).to_have_value("Typed in the first tab, and kept by a button.")


@pytest.fixture
def urls(servers: tuple[Server, Server]) -> Callable[[str], list[str]]:
    """Twenty times the address of a page, half of them at either process."""
    return lambda path: [f"{servers[number % 2].address}{path}" for number in range(TWENTY)]


def events(data: DemoData, event_type: str) -> int:
    return int(data.ask("SELECT count(*) FROM tracking_event WHERE type = %s", event_type)[0][0])


def test_twenty_identical_posts_at_once_save_once(urls: Callable[[str], list[str]], data: DemoData, draft: str) -> None:
    sender = Sender(urls("")[0], WRITER)
    for path, event_type, typed in (
        (f"{draft}recommendations/R03/", "saved update", {"evidence_text": "Sent twenty times.", "go": "tasks"}),
        (f"{draft}overview/", "saved overview", {"overview": "Sent twenty times."}),
    ):
        before = events(data, event_type)
        answers = sender.send_at_once(urls(path), sender.form_at(urls(path)[0]) | typed)
        assert {(answer.status, answer.path) for answer in answers} == {(200, draft)}
        assert events(data, event_type) == before + 1


def test_twenty_identical_files_at_once_are_one(urls: Callable[[str], list[str]], data: DemoData, draft: str) -> None:
    path = f"{draft}recommendations/R03/evidence/"
    sender = Sender(urls("")[0], WRITER)
    form = sender.form_at(urls(path)[0]) | {"title": "Calls by month", "exemption": "public"}
    before = events(data, "added evidence")
    answers = sender.send_at_once(urls(path), form, {"upload": ("calls.csv", b"Month,Calls\nMay,120\n")})
    assert {answer.status for answer in answers} == {200}
    assert events(data, "added evidence") == before + 1
    assert data.ask("SELECT count(*) FROM tracking_evidence WHERE title = 'Calls by month'") == [(1,)]


def test_twenty_identical_decisions_at_once_are_one(urls: Callable[[str], list[str]], data: DemoData) -> None:
    report = report_on(data, "paying-small-suppliers-on-time")
    revisions = "SELECT count(*) FROM tracking_reportrevision WHERE report_id = %s"
    ((before,),) = data.ask(revisions, report.split("/")[2])
    officer, writer = Sender(urls("")[0], "scrutiny.officer"), Sender(urls("")[1], WRITER)
    for sender, act, typed, event_type, leads_to in (
        (officer, "return", {"reason": "No figures."}, "returned report", report),
        (writer, "submit", {}, "submitted report", f"{report}submitted/"),
    ):
        done = events(data, event_type)
        answers = sender.send_at_once(urls(f"{report}{act}/"), sender.form_at(urls(f"{report}{act}/")[0]) | typed)
        assert {(answer.status, answer.path) for answer in answers} == {(200, leads_to)}
        assert events(data, event_type) == done + 1
    assert data.ask(revisions, report.split("/")[2]) == [(before + 1,)]
