"""Following an inquiry in a browser: from its page to the mail, to news, and to the end of the mails."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.demo_site import DemoData

pytestmark = pytest.mark.e2e

INQUIRY = "Well at Work: Sickness Absence among Council Staff"
ADDRESS = "resident@example.org"


def _mails(council: DemoData, kind: str) -> list[tuple[str, str]]:
    """The subject and the text of the mails of a kind that wait for the worker."""
    found = council.ask("SELECT subject, text FROM tracking_outboxmail WHERE kind = %s ORDER BY id", kind)
    return [(str(subject), str(text)) for subject, text in found]


def _link(text: str) -> str:
    """The address in a confirmation mail, without the host."""
    return re.findall(r"https?://[^/\s]+(/follow/\S+)", text)[0]


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, False)])
def test_a_resident_follows_an_inquiry_is_told_of_a_report_and_stops_the_mails(
    new_visitor: NewVisitor, council_data: DemoData, width: int, *, javascript: bool
) -> None:
    resident = new_visitor(width=width, javascript=javascript)
    resident.open("/inquiries/well-at-work/")
    resident.follow("Follow by e-mail")
    assert resident.page.evaluate("document.scrollingElement.scrollWidth") == width
    resident.fill("Your e-mail address", "resident")
    resident.press("Send me a mail to confirm")
    assert resident.errors() == ["Enter an e-mail address like name@example.org."]
    resident.fill("Your e-mail address", ADDRESS)
    resident.press("Send me a mail to confirm")
    assert resident.heading() == "Check your e-mail"
    ((subject, text),) = _mails(council_data, "confirm")
    assert subject == f"Confirm that you want to follow: {INQUIRY}"
    resident.open(_link(text))
    resident.press("Confirm")
    assert resident.heading() == "You follow this by e-mail"

    clerk = new_visitor()
    clerk.sign_in("clerk")
    clerk.follow(re.compile(f"^Publish the report on {INQUIRY}"))
    clerk.press("Publish the report")
    clerk.expect_success("The report is published.")
    ((subject, text),) = _mails(council_data, "news")
    assert subject == f"Progress Report published: {INQUIRY}"
    assert "Cabinet Member’s assessment" in text

    resident.follow("Stop these mails")
    resident.press("Stop these mails")
    assert resident.heading() == "The mails are stopped"
    assert council_data.ask("SELECT count(*) FROM tracking_subscription") == [(0,)]
    assert _mails(council_data, "news") == []


def test_a_committee_page_offers_its_news_and_its_dates_to_take_along(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    resident.open("/committees/corporate-resources/")
    links = resident.page.get_by_role("link", name=re.compile("Atom feed|iCalendar"))
    expect(links).to_have_count(3)
    kinds = [
        resident.page.request.get(link.get_attribute("href") or "").headers["content-type"].partition(";")[0]
        for link in links.all()
    ]
    assert kinds == ["application/atom+xml", "text/calendar", "text/calendar"]
