"""The council's improvement plan: a resident reads it, on a telephone too, and its keeper changes a part of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor

pytestmark = pytest.mark.e2e

PLAN = "/plans/corporate-governance-improvement-plan/"
NARROW = 320


def test_a_resident_goes_from_the_plans_to_an_aim_and_from_it_to_the_inquiry_it_answers(
    new_visitor: NewVisitor,
) -> None:
    resident = new_visitor()
    resident.arrive()
    resident.follow("Plans")
    resident.follow("Corporate Governance Improvement Plan")
    state = resident.page.locator(".app-state")
    expect(state).to_contain_text("47 aims in 7 themes")
    expect(resident.page.get_by_role("link", name="Theme 2 as a whole")).to_be_visible()

    resident.page.get_by_label("Lead", exact=True).select_option("City Solicitor")
    resident.page.get_by_label("Due by now").check()
    resident.press("Apply filters")
    expect(state).to_contain_text("fit these filters")
    resident.follow("Clear all filters")

    resident.follow("Aim 4.12")
    assert resident.heading() == "Aim 4.12"
    resident.follow(re.compile("^R01 of Refreshing the Partnership"))
    expect(resident.page.get_by_role("heading", name="What the improvement plan says")).to_be_visible()
    resident.follow("Required action of aim 4.12")
    assert resident.heading() == "Aim 4.12"


def test_the_plan_and_its_aims_are_read_in_a_narrow_window_without_scrolling_sideways(new_visitor: NewVisitor) -> None:
    resident = new_visitor(width=NARROW)
    widths = {}
    for path in (PLAN, f"{PLAN}?due=on", f"{PLAN}aims/1.3/", f"{PLAN}aims/6-2/"):
        resident.open(path)
        widths[path] = resident.page.evaluate("document.scrollingElement.scrollWidth")
    assert widths == dict.fromkeys(widths, NARROW)


def test_its_keeper_moves_the_date_of_an_output_and_what_it_said_stays_in_sight(new_visitor: NewVisitor) -> None:
    keeper = new_visitor()
    keeper.sign_in("plan.keeper")
    keeper.open(f"{PLAN}aims/4.12/")
    keeper.follow(re.compile("^Change “The first services pass"))
    keeper.fill("Completion date as written", "June 2019")
    keeper.press("Suggest the date from the words")
    assert keeper.date_in("Completion date") == ("30", "6", "2019")
    keeper.press("Save")
    assert keeper.errors() == ["Give the reason for the change."]
    keeper.fill("Reason for the change", "The partner asked for two months more.")
    keeper.press("Save")
    keeper.expect_success("The output is changed.")
    expect(keeper.page.get_by_text("Slipped 61 days in one move.")).to_be_visible()
    expect(keeper.page.get_by_text("What it said before, due April 2019 (30 April 2019):")).to_be_visible()
