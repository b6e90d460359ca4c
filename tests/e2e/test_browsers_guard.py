"""What the browser itself forbids and forgets: pages obey their policy, and signing out leaves nothing behind."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.watch import Watch

pytestmark = pytest.mark.e2e

CLERK = "clerk"
# A script and a style of somebody who got words onto a page unescaped, a picture that tells, and text made elements.
_ATTACK = """() => {
    document.body.setAttribute("style", "color: red");
    const picture = document.createElement("img");
    picture.src = "https://example.org/told.png";
    document.body.append(picture);
    const form = document.createElement("form");
    form.action = "https://example.org/";
    document.body.append(form);
    form.submit();
    try { document.body.innerHTML = "<p>Words</p>"; } catch { window.wasRefused = true; }
}"""


_LEFT = """async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name),
]"""
_KEEP_A_VIEW = """async () => {
    localStorage.setItem("scrutiny-views-kept", "1");
    await new Promise((resolve) => {
        const request = indexedDB.open("scrutiny-views", 1);
        const store = { keyPath: "id", autoIncrement: true };
        request.onupgradeneeded = () => request.result.createObjectStore("views", store);
        request.onsuccess = () => { request.result.close(); resolve(); };
    });
}"""


def test_what_a_page_may_not_do_is_refused_and_seen(new_visitor: NewVisitor, watch: Watch) -> None:
    """Else silence on all other journeys would mean nothing."""
    page = new_visitor().page
    page.goto("/inquiries/")
    page.evaluate(_ATTACK)
    page.wait_for_function("window.wasRefused")
    refused = {found[1] for words in watch.taken() if (found := re.match(r"([a-z-]+): ", words))}
    assert refused == {"style-src-attr", "img-src", "form-action", "require-trusted-types-for"}


@pytest.mark.parametrize("way_back", ["back", "again"])
def test_after_signing_out_the_browser_shows_nothing_of_it(new_visitor: NewVisitor, way_back: str) -> None:
    """Neither by the button that leads back, nor by the address."""
    clerk = new_visitor()
    clerk.sign_in(CLERK)
    clerk.open("/reports/")
    address = clerk.page.url
    expect(clerk.page.locator("h1")).to_have_text("Your reports")
    clerk.press("Sign out")
    if way_back == "back":
        clerk.page.go_back()
    else:
        clerk.page.goto(address)
    expect(clerk.page.locator("h1")).to_have_text("Sign in")


def _left_in(page: Page) -> list[str]:
    """What pages have left in the browser."""
    return page.evaluate(_LEFT)


def test_signing_out_empties_what_pages_left_in_the_browser(new_visitor: NewVisitor) -> None:
    clerk = new_visitor()
    clerk.sign_in(CLERK)
    clerk.page.evaluate("localStorage.setItem('app-meeting-keys', 'off'); sessionStorage.setItem('scrutiny', 'words')")
    assert _left_in(clerk.page) == ["app-meeting-keys", "scrutiny"]
    clerk.press("Sign out")
    assert _left_in(clerk.page) == []


def test_views_that_were_not_sent_yet_outlive_signing_out_and_nothing_else_does(new_visitor: NewVisitor) -> None:
    """They are recorded, and known to nobody but this computer."""
    clerk = new_visitor()
    clerk.sign_in(CLERK)
    clerk.page.evaluate(_KEEP_A_VIEW)
    clerk.page.evaluate("sessionStorage.setItem('scrutiny', 'words')")
    clerk.press("Sign out")
    assert _left_in(clerk.page) == ["scrutiny-views-kept", "scrutiny-views"]


def test_no_page_of_the_audit_trail_breaks_its_rules(new_visitor: NewVisitor) -> None:
    """Its pages are Django's own, with scripts of their own."""
    administrator = new_visitor()
    administrator.sign_in("administrator")
    for path in ("/admin/", "/admin/tracking/user/", "/admin/tracking/person/"):
        administrator.page.goto(path)
        expect(administrator.page.locator("#user-tools")).to_be_visible()
