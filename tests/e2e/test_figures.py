"""A resident reads the figures: how it stands, of how many, which ones, and the year's report."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.visitor import Visitor
from tests.pdfs import claims_pdf_ua, text_of

pytestmark = pytest.mark.e2e


def _number(words: str) -> int:
    found = re.search(r"[\d,]+", words)
    assert found is not None
    return int(found[0].replace(",", ""))


def test_a_resident_goes_from_the_headline_to_a_number_and_from_it_to_what_it_counts(
    new_visitor: NewVisitor, tmp_path: Path
) -> None:
    resident = new_visitor()
    resident.arrive()
    resident.follow("Figures", within=resident.page.locator("main"))
    assert resident.heading() == "What became of recommendations, in figures"

    achieved = resident.page.get_by_role("link", name=re.compile(r"Achieved on time: list them"))
    number = _number(achieved.inner_text())
    resident.follow(re.compile(r"Achieved on time: list them"))
    expect(resident.page.locator(".app-state")).to_contain_text(f"{number} ")

    resident.page.go_back()
    resident.page.get_by_label("Committee", exact=True).select_option(index=1)
    resident.press("Show figures")
    resident.follow("Show all figures")
    table = resident.download("These figures as one table (CSV)", tmp_path)
    assert table.read_text(encoding="utf-8-sig").splitlines()[0].startswith("municipal_year,year_of,committee,measure,")


def test_one_click_makes_the_annual_report_and_another_its_paper(new_visitor: NewVisitor, tmp_path: Path) -> None:
    resident = new_visitor()
    resident.arrive()
    resident.follow("Annual report", within=resident.page.locator("main"))
    assert resident.heading().startswith("Scrutiny annual report: impact of recommendations, 20")
    paper = resident.download("Download this report (PDF), as everyone may read it", tmp_path).read_bytes()
    assert claims_pdf_ua(paper) is True
    assert resident.page.locator(".app-state").inner_text() in text_of(paper)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (320, True), (1280, False)])
def test_charts_can_be_read_on_every_screen_with_their_numbers_open(
    new_visitor: NewVisitor, width: int, javascript: bool
) -> None:
    resident = new_visitor(width=width, javascript=javascript)
    resident.arrive()
    resident.open("/figures/")
    pictures = resident.page.get_by_role("img")
    assert pictures.count() == 5
    for picture in pictures.all():
        expect(picture).to_have_accessible_description(re.compile("The numbers are in the table that follows"))
    for summary in resident.page.get_by_text("Show the numbers").all():
        summary.click()
    resident.look()
    expect(resident.page.get_by_role("table")).to_have_count(5)
    _has_room(resident, width)


def _has_room(resident: Visitor, width: int) -> None:
    """Nothing runs past the screen, and no letter of a picture is smaller than those of a footnote."""
    assert resident.page.evaluate("document.documentElement.scrollWidth") == width
    letters = resident.page.evaluate(
        "[...document.querySelectorAll('.app-chart__picture text')].map(text => text.getBoundingClientRect().height)"
    )
    assert (min(letters) >= 11) is True
