"""The register in a browser: what did we recommend, what became of it, and does the committee believe it?"""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e


def lines(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".app-results__title").all_inner_texts()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_resident_searches_from_the_front_page_and_opens_what_was_found(
    new_visitor: NewVisitor, javascript: bool
) -> None:
    resident = new_visitor(javascript=javascript)
    resident.arrive()
    resident.page.get_by_role("searchbox").fill("R06 service birmingham")
    resident.press("Search")
    assert sorted(line.partition(")")[0] for line in lines(resident)) == ["R06 a", "R06 b", "R06 c"]
    expect(resident.page.locator(".app-results mark").first).to_have_text(re.compile("Service", re.IGNORECASE))
    resident.follow(re.compile("^R06 b"))
    assert resident.heading().startswith("R06 b)")
    expect(resident.page.locator("main")).to_contain_text("Committee’s view")


@pytest.mark.sqlite_too
def test_a_member_narrows_the_register_widens_it_again_and_takes_it_along(
    new_visitor: NewVisitor, tmp_path: Path
) -> None:
    member = new_visitor()
    member.sign_in("member")
    member.follow("Recommendations")
    everything = member.page.locator(".app-state").inner_text()
    member.page.get_by_label("Tracking", exact=True).select_option(label="Still tracked")
    member.page.get_by_label("The committee’s view differs").check()
    member.press("Apply filters")
    narrowed = lines(member)
    assert narrowed != []
    expect(member.page.locator(".app-results .app-differs")).to_have_count(len(narrowed))
    expect(member.page.get_by_label("The committee’s view differs")).to_be_checked()

    taken = member.download("CSV", tmp_path)
    with taken.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(narrowed)

    member.follow(re.compile("Tracking: Still tracked"))
    assert len(lines(member)) >= len(narrowed)
    member.follow("Clear all filters")
    assert member.page.locator(".app-state").inner_text() == everything


def test_on_a_phone_the_filters_fold_away_and_open(new_visitor: NewVisitor) -> None:
    resident = new_visitor(width=390)
    resident.open("/recommendations/")
    overdue = resident.page.get_by_label("Overdue")
    expect(overdue).to_be_hidden()
    resident.unfold("More filters")
    overdue.check()
    resident.press("Apply filters")
    expect(resident.page.get_by_role("link", name=re.compile("Overdue"))).to_be_visible()
    assert all("late" in line for line in resident.page.locator(".app-results__item").all_inner_texts())


def test_a_filter_that_is_not_on_offer_is_named_and_leads_to_its_field(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    resident.open("/recommendations/?committee=nonsense")
    assert resident.errors() == ["Choose a committee from the list."]


def test_a_page_that_has_not_changed_is_not_sent_again(new_visitor: NewVisitor) -> None:
    resident = new_visitor()
    resident.open("/recommendations/")
    etag = resident.page.evaluate(
        "() => fetch('/recommendations/', {cache: 'no-store'}).then(answer => answer.headers.get('ETag'))"
    )
    status = resident.page.evaluate(
        """etag => fetch('/recommendations/', {cache: 'no-store', headers: {'If-None-Match': etag}})
            .then(answer => answer.status)""",
        etag,
    )
    assert status == 304
