"""The first day of somebody new: invited, a password chosen, a passkey set up, and in again without a password.

The site asks for a second step, as it does in production. The passkey is one that the browser makes up for tests.
"""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.conftest import TIMEOUT
from tests.e2e.demo_site import DEMO_PASSWORD, DemoData, as_localhost, served, working
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

PASSWORD = "lantern gravel orchard"
ADDRESS = "avery@example.org"


@pytest.fixture
def data(council_data: DemoData) -> DemoData:
    mails = council_data.directory / "mails"
    more = (("SECOND_STEP_FOR", "exempt"), ("EMAIL_URL", f"filemail:///{mails}"), ("SITE_URL", "http://localhost"))
    return replace(council_data, more=more)


@pytest.fixture
def site(data: DemoData) -> Iterator[str]:
    with served(data) as address:
        yield as_localhost(address)


@pytest.fixture
def contexts(browser: Browser, site: str) -> Iterator[list[BrowserContext]]:
    """Browsers of two people."""
    made = [browser.new_context(base_url=site, locale="en-GB", viewport={"width": 390, "height": 900}) for _ in "ab"]
    for context in made:
        context.set_default_timeout(TIMEOUT)
    yield made
    for context in made:
        context.close()


def test_somebody_new_is_invited_and_signs_in_with_a_passkey_ever_after(
    data: DemoData, contexts: list[BrowserContext]
) -> None:
    admin, newcomer = (Visitor(context) for context in contexts)

    administrator_sets_up_an_app(admin)
    newcomer_is_invited(admin)
    with working(data):
        link = link_of_the_invitation(data.directory / "mails", admin)
    password_is_chosen(newcomer, link)
    passkey_is_set_up(newcomer)
    sessions_are_seen(newcomer)
    passkey_signs_in_alone(newcomer)
    passkey_follows_the_password(newcomer)


def code_for(secret: str) -> str:
    """What an authenticator app would show now (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def give_authenticator(visitor: Visitor) -> None:
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_password(visitor: Visitor, email: str, password: str) -> None:
    visitor.open("/accounts/login/")
    visitor.fill("E-mail address", email)
    visitor.fill("Password", password)
    visitor.press("Sign in")


def administrator_sets_up_an_app(admin: Visitor) -> None:
    """Nothing else opens before; then there are recovery codes, shown once."""
    give_password(admin, "administrator@example.org", DEMO_PASSWORD)
    assert admin.heading() == "Set up a second step"
    admin.open("/manage/people/")
    assert admin.heading() == "Set up a second step"
    admin.follow("Use an authenticator app")
    admin.fill("Code", "000000")
    admin.press("Set up")
    assert admin.errors() == ["This is not right, or it was used before. Wait for the next code, then try again."]
    while admin.heading() != "Recovery codes":  # once more when a code ran out on the way
        admin.fill("Code", code_for(admin.page.locator(".app-secret").inner_text().replace(" ", "")))
        admin.press("Set up")
    admin.press("Make recovery codes")
    expect(admin.page.locator(".app-codes li")).to_have_count(10)
    admin.press("I have kept them")
    expect(admin.page.locator("main")).to_contain_text("You have 10 left.")


def newcomer_is_invited(admin: Visitor) -> None:
    admin.open("/manage/people/new/")
    admin.fill("Name", "Avery Newcomer")
    admin.press("Add the person")
    admin.follow(re.compile("^Add to a committee"))
    admin.page.get_by_label("Committee", exact=True).select_option(index=1)
    admin.page.get_by_label("Clerk").check()
    for part, value in zip(("Day", "Month", "Year"), ("1", "5", "2016"), strict=True):
        admin.page.get_by_role("group", name=re.compile("^From")).get_by_label(part).fill(value)
    admin.press("Add")
    admin.follow(re.compile("^Let them sign in"))
    admin.fill("E-mail address", ADDRESS)
    admin.press("Make them a user")
    admin.expect_success(f"Avery Newcomer gets an invitation at {ADDRESS}.")


def link_of_the_invitation(mails: Path, admin: Visitor) -> str:
    """Wait until the worker has written the mail, looking at the person's page meanwhile; the path of its link."""
    for _ in range(200):
        admin.page.reload()
        found = [_link(path) for path in mails.glob("*")] if mails.is_dir() else []
        if links := [link for link in found if link]:
            return links[0]
    raise AssertionError("The worker has sent no invitation.")


def _link(path: Path) -> str:
    for raw in path.read_bytes().split(b"-" * 79 + b"\n"):
        message = BytesParser(policy=policy.default).parsebytes(raw)
        if ADDRESS in str(message["To"]):
            found = re.search(r"(/accounts/invitation/\S+)", message.get_content())
            return found.group(1) if found else ""
    return ""


def password_is_chosen(newcomer: Visitor, link: str) -> None:
    give_authenticator(newcomer)
    newcomer.open(link)
    assert newcomer.heading() == "Accept your invitation"
    newcomer.fill("Choose a password", "short")
    newcomer.press("Set the password and sign in")
    assert newcomer.errors() == ["This password is too short. It must contain at least 8 characters."]
    newcomer.fill("Choose a password", PASSWORD)
    newcomer.page.get_by_role("button", name="Show password").click()
    expect(newcomer.page.get_by_label("Choose a password")).to_have_attribute("type", "text")
    newcomer.press("Set the password and sign in")
    assert newcomer.heading() == "Set up a second step"
    expect(newcomer.page.locator("main")).to_contain_text("You can see exempt papers")


def passkey_is_set_up(newcomer: Visitor) -> None:
    newcomer.follow("Add a passkey")
    newcomer.fill("Name of the passkey", "Own telephone")
    newcomer.press_in_place("Add the passkey")
    newcomer.page.wait_for_url("**/second-step/codes/")
    newcomer.look()
    newcomer.press("Make recovery codes")
    newcomer.press("I have kept them")
    expect(newcomer.page.locator("main")).to_contain_text("Passkey “Own telephone”")
    newcomer.open("/manage/meetings/")
    assert newcomer.heading() == "Your committees’ meetings"


def sessions_are_seen(newcomer: Visitor) -> None:
    newcomer.follow("Your account")
    expect(newcomer.page.locator("main")).to_contain_text("You are signed in here and nowhere else.")
    newcomer.follow("See where you are signed in")
    expect(newcomer.page.locator("main")).to_contain_text("Chrome on Linux This one")


def passkey_signs_in_alone(newcomer: Visitor) -> None:
    newcomer.press("Sign out")
    newcomer.follow("Sign in")
    newcomer.press_in_place("Sign in with a passkey")
    expect(newcomer.page.locator(".app-account__name")).to_have_text("Signed in as Avery Newcomer")
    newcomer.open("/manage/meetings/")
    assert newcomer.heading() == "Your committees’ meetings"


def passkey_follows_the_password(newcomer: Visitor) -> None:
    newcomer.press("Sign out")
    give_password(newcomer, ADDRESS, PASSWORD)
    assert newcomer.heading() == "Your second step"
    newcomer.press_in_place("Use your passkey")
    expect(newcomer.page.locator(".app-account__name")).to_have_text("Signed in as Avery Newcomer")
