"""Every screen of a meeting at 200 % zoom, in the narrowest window, and on a laptop: nothing cut off, axe satisfied."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import TIMEOUT, own_council
from tests.e2e.demo_site import ROOT, DemoData, served
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.large_meeting import COMMITTEE, SLUG

pytestmark = pytest.mark.e2e

# A laptop at 200 %; and what WCAG asks for (1.4.10, Reflow), where axe has nothing more to say than at twice the width.
ENLARGED, NARROW = 640, 320

OFFICERS = (
    "",
    "views/",
    f"views/{SLUG}/R04/",
    f"views/{SLUG}/R06/",
    f"views/{SLUG}/R17/reopen/",
    "views/agree/",
    "reopen/",
    "private/",
    "minutes/",
    "declarations/",
    "actions/",
)


@pytest.fixture(scope="module")
def council(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoData]:
    with own_council(request, tmp_path_factory.mktemp("zoomed"), tmp_path_factory) as data:
        subprocess.run(
            [sys.executable, "-m", "tests.e2e.large_meeting"], cwd=ROOT, env=os.environ | data.environment, check=True
        )
        yield data


@pytest.fixture(scope="module")
def address(council: DemoData) -> Iterator[str]:
    with served(council) as address:
        yield address


class Reader(KeyboardVisitor):
    """Looks at each page twice: enlarged, with axe, and in the narrowest window."""

    def look(self) -> None:
        super().look()
        self.page.set_viewport_size({"width": NARROW, "height": 360})
        self.assert_fits()
        self.page.set_viewport_size({"width": ENLARGED, "height": 360})


def test_every_screen_of_a_meeting_fits_and_is_accessible(browser: Browser, council: DemoData, address: str) -> None:
    ((held_on,),) = council.ask(_MEETING, SLUG)
    meeting = f"/committees/{COMMITTEE}/meetings/{held_on}/"
    ((report,),) = council.ask(_REPORT, SLUG)
    context = browser.new_context(base_url=address, locale="en-GB", viewport={"width": ENLARGED, "height": 360})
    context.set_default_timeout(TIMEOUT)
    officer = Reader(context)
    officer.sign_in("scrutiny.officer")
    for path in OFFICERS:
        officer.open(meeting + path)
    officer.page.goto(f"{meeting}views/{SLUG}/R01/")
    expect(officer.page.locator("html[data-queue='ready']")).to_have_count(1)
    officer.press_keys("a", "Enter")
    officer.page.wait_for_url(f"**/views/{SLUG}/R02/")
    for path in (f"views/{SLUG}/R01/", f"views/{SLUG}/R01/correct/"):
        officer.open(meeting + path)
    officer.open(f"/reports/{report}/")
    officer.page.goto(f"{meeting}screen/")
    officer.assert_fits()
    context.clear_cookies()
    clerk = Reader(context)
    clerk.sign_in("clerk")
    for path in ("", "publish-views/"):
        clerk.open(meeting + path)
    context.close()


_MEETING = (
    "SELECT meeting.held_on FROM tracking_meeting meeting JOIN tracking_progressreport report"
    " ON report.meeting_id = meeting.id JOIN tracking_inquiry inquiry ON inquiry.id = report.inquiry_id"
    " WHERE inquiry.slug = %s"
)
_REPORT = (
    "SELECT report.id FROM tracking_progressreport report"
    " JOIN tracking_inquiry inquiry ON inquiry.id = report.inquiry_id WHERE inquiry.slug = %s"
)
