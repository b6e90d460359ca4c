"""Looking back at one inquiry and one recommendation: each question is answered by clicking."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import NewVisitor
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

PARTNERSHIP = "Refreshing the Partnership: Service Birmingham"
PLAN = "/inquiries/refreshing-the-partnership-service-birmingham/recommendations/R01b/"
DAMP = "Damp and Mould in Council Homes"
COMMITTEE = "Corporate Resources Overview and Scrutiny Committee"
NARROW, PHONE = 320, 390


def _find(visitor: Visitor, inquiry: str) -> None:
    visitor.arrive()
    visitor.follow("Inquiries")
    visitor.follow(inquiry)


def _grid(page: Page) -> Locator:
    return page.get_by_role("region", name="The Cabinet Member’s assessment and the committee’s view in each round")


def _round_of(page: Page, day: str) -> Locator:
    return page.locator(".app-timeline__item").filter(has=page.locator(".app-timeline__date", has_text=day))


def test_one_recommendation_tells_what_was_promised_what_happened_and_who_answered_at_which_meeting(
    new_visitor: NewVisitor,
) -> None:
    resident = new_visitor()
    _find(resident, PARTNERSHIP)
    page = resident.page
    resident.follow("R01 b)", within=_grid(page))
    assert resident.heading() == "R01 b), still tracked: The operational plan"

    promise = _round_of(page, "9 June 2015")
    expect(promise).to_contain_text("City Council approved the report that made this recommendation.")
    expect(promise).to_contain_text("To be done by: April 2016 (30 April 2016).")

    expect(page.locator(".app-state")).to_contain_text("The Cabinet Member says that it was achieved on 29 April 2016.")

    expect(page.locator(".app-facts")).to_contain_text("Slipped 184 days in one move.")
    april = _round_of(page, "12 April 2016")
    expect(april).to_contain_text("moved the date from 30 April 2016 to 31 October 2016: 184 days later.")
    expect(page.get_by_role("img", name="How the completion date moved")).to_have_count(1)

    # The office has changed hands since.
    expect(page.locator(".app-facts")).to_contain_text("Deputy Leader, held today by Councillor Juniper Fairweather")
    expect(april).to_contain_text(
        "held then by Councillor Barnaby Thistlewood, today by Councillor Juniper Fairweather"
    )

    resident.follow(COMMITTEE, within=april)
    assert resident.heading() == "Meeting on 12 April 2016"


def test_one_recommendation_tells_whether_the_committee_believes_it(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    _find(resident, DAMP)
    page = resident.page
    cell = _grid(page).get_by_role("row").filter(has_text="R02").get_by_role("cell").last
    expect(cell).to_contain_text(
        "Cabinet Member: 3 Not Achieved (Progress Made), differs. Committee: 5 Not Achieved (Insufficient Progress)."
    )
    resident.follow("R02", within=_grid(page))
    now = page.locator(".app-judgements").first
    expect(now.locator(".app-judgements__differs")).to_have_text("differs")
    expect(now).to_contain_text("At this pace it will take two more winters.")
    expect(now).to_contain_text("minute 40")


def test_the_evidence_for_a_claim_opens(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    resident.open(PLAN)
    link = resident.page.locator(".app-evidence").first.get_by_role("link")
    answer = resident.page.request.get(link.get_attribute("href") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def test_one_inquiry_tells_how_it_came_on_what_the_executive_owed_and_what_there_is_to_read(
    new_visitor: NewVisitor,
) -> None:
    resident = new_visitor()
    _find(resident, DAMP)
    main = resident.page.locator("main")
    expect(main.get_by_role("heading", name="3 of 5 parts were achieved, up from none")).to_be_visible()
    resident.unfold("Show the numbers")
    expect(main.get_by_role("row").filter(has_text="Concluded otherwise")).to_be_visible()
    expect(main).to_contain_text("The executive’s response was given on")
    expect(main.get_by_role("row").filter(has_text="Cabinet Member for Housing").last).to_contain_text(
        "Councillor Rowan Larkspur, since"
    )
    resident.unfold("1 piece of evidence")
    expect(main.get_by_role("link", name="Homes surveyed and cured, by month")).to_be_visible()
    assert_accessible(resident.page)


@pytest.mark.parametrize("width", [NARROW, PHONE])
def test_the_grid_scrolls_by_keyboard_in_its_own_region_and_keeps_the_references_in_sight(
    new_visitor: NewVisitor, width: int
) -> None:
    resident = new_visitor(width=width)
    _find(resident, PARTNERSHIP)
    page, grid = resident.page, _grid(resident.page)
    grid.focus()
    expect(grid).to_be_focused()
    reference = grid.get_by_role("row").filter(has_text="R01 b)").get_by_role("rowheader")
    place = _edges(reference)
    heads = grid.get_by_role("columnheader").get_by_role("link")
    for _ in heads.all():
        page.keyboard.press("Tab")
    expect(heads.last).to_be_focused()
    # A browser leaves alone what is partly in sight already.
    assert _edges(heads.last)[0] < width
    grid.evaluate("region => { region.scrollLeft = region.scrollWidth; }")
    assert _edges(heads.last)[1] <= width
    assert (_edges(reference), page.evaluate("document.scrollingElement.scrollWidth")) == (place, width)
    for _ in heads.all()[1:]:
        page.keyboard.press("Shift+Tab")
    expect(heads.first).to_be_focused()
    # What has the focus is never hidden behind the column that stays.
    assert _edges(heads.first)[0] >= place[1]


def _edges(element: Locator) -> tuple[float, float]:
    """Where it begins and ends, from left to right."""
    box = element.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


def test_on_paper_there_is_the_content_unfolded_and_its_permanent_address(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    resident.open(PLAN)
    page = resident.page
    page.emulate_media(media="print")
    for gone in (".govuk-service-navigation", ".govuk-breadcrumbs", ".govuk-pagination", ".govuk-footer", ".app-print"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_text("Permanent link:")).to_contain_text(PLAN)
    page.emulate_media(media="screen")
    folded = page.locator("details").first
    folded.evaluate("details => { details.open = false; }")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    unfolded = folded.evaluate("details => details.open")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (unfolded, folded.evaluate("details => details.open")) == (True, False)


def test_without_javascript_everything_is_there_but_the_button_for_printing(new_visitor: NewVisitor) -> None:
    resident = new_visitor(javascript=False)
    resident.open(PLAN)
    page = resident.page
    expect(page.get_by_role("button", name="Print this page")).to_have_count(0)
    expect(page.get_by_role("link", name="Follow by e-mail")).to_be_visible()
    expect(page.get_by_role("img", name="How the completion date moved")).to_be_visible()
