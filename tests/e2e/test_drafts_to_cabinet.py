"""Drafts of what goes to and from Cabinet: an answer of a response and a section of a report, with scripts and without.

All journeys share one demo council: each ends with what was saved before it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import NewVisitor, own_council
from tests.e2e.demo_site import DemoData, served
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

RESPONSE = "/inquiries/refreshing-the-partnership-service-birmingham/response/"
TYPED = "The new contract is signed, and begins in spring."


@pytest.fixture(scope="module")
def council_data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoData]:
    with own_council(request, tmp_path_factory.mktemp("drafts"), tmp_path_factory) as data:
        yield data


@pytest.fixture(scope="module")
def site(council_data: DemoData) -> Iterator[str]:
    with served(council_data) as address:
        yield address


@dataclass
class Desk:
    """A writer before the form of a page that keeps drafts; `overview` is where they are told what is not saved."""

    writer: Visitor
    form: str
    overview: str
    box_label: str
    told: str

    @property
    def box(self) -> Locator:
        return self.writer.page.get_by_label(self.box_label, exact=True)

    @property
    def banner(self) -> Locator:
        return self.writer.page.get_by_role("region", name="Your draft")

    def sit_down(self) -> None:
        self.writer.open(self.form)

    def expect_told(self, *, times: int) -> None:
        """Leave the form, and read whether anything of it is not saved."""
        self.writer.open(self.overview)
        expect(self.writer.page.get_by_text(self.told)).to_have_count(times)

    def discard(self) -> None:
        """Throw the draft away, having read it once more."""
        self.writer.follow("Discard it and go back to what is saved")
        assert self.writer.heading().startswith("Discard your draft of ")
        expect(self.writer.page.get_by_text(TYPED)).to_be_visible()
        self.writer.press("Discard the draft")
        self.writer.expect_success("Your draft is discarded. This is what is saved.")
        expect(self.banner).to_have_count(0)


def desk_of_a_response(writer: Visitor) -> Desk:
    """The answer to R02 of a response that whoever comes first starts."""
    writer.sign_in("cabinet.member")
    writer.open(f"{RESPONSE}new/")
    if writer.page.get_by_role("button", name="Start the response").count():
        writer.press("Start the response")
    told = "You have a draft of the answer to R02. It is not saved, so it is not in the response."
    return Desk(writer, f"{RESPONSE}items/R02/", RESPONSE, "Why", told)


def desk_of_a_report(writer: Visitor) -> Desk:
    """The background documents of the demo's draft of a report to Cabinet."""
    writer.sign_in("plan.keeper")
    writer.open("/cabinet-reports/")
    writer.page.locator(".app-results").first.get_by_role("link").first.click()
    writer.look()
    report = writer.page.url
    writer.follow(re.compile("Background Documents"))
    told = "You have a draft of “Background Documents”. It is not saved, so it is not in the report."
    return Desk(writer, writer.page.url, f"{report}check/", "Text", told)


DeskOf = Callable[[Visitor], Desk]
DESKS = pytest.mark.parametrize("desk_of", [desk_of_a_response, desk_of_a_report])


@DESKS
def test_what_is_typed_waits_for_its_writer_until_they_discard_it(new_visitor: NewVisitor, desk_of: DeskOf) -> None:
    desk = desk_of(new_visitor())
    writer = desk.writer
    desk.sit_down()
    saved = desk.box.input_value()
    with writer.page.expect_response("**/draft/"):
        desk.box.fill(TYPED)
    status = writer.page.locator("#draft-status")
    expect(status).to_contain_text(re.compile(r"^Saved as draft at \d\d:\d\d$"))

    desk.expect_told(times=1)
    desk.sit_down()
    expect(desk.box).to_have_value(TYPED)
    expect(desk.banner).to_contain_text("and is not saved yet")

    desk.discard()
    expect(desk.box).to_have_value(saved)
    desk.expect_told(times=0)


@DESKS
def test_without_scripts_a_button_keeps_what_is_typed(new_visitor: NewVisitor, desk_of: DeskOf) -> None:
    desk = desk_of(new_visitor(javascript=False))
    desk.sit_down()
    saved = desk.box.input_value()
    desk.box.fill(TYPED)
    desk.writer.press("Save draft")
    expect(desk.banner).to_contain_text("and is not saved yet")
    expect(desk.box).to_have_value(TYPED)
    desk.expect_told(times=1)
    desk.sit_down()
    expect(desk.box).to_have_value(TYPED)
    desk.discard()
    expect(desk.box).to_have_value(saved)
