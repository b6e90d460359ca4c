"""A meeting's papers as a web page, on any screen."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from script.benchmark.facts import papers as made_up_papers
from tests.e2e.accessibility import violations
from tracking.enums import Edition
from tracking.packs.layout import Layout
from tracking.packs.web_pages import web_page
from tracking.queries.pack_facts import (
    DocumentFacts,
    ItemFacts,
    PackPapers,
    WithheldDocument,
    WithheldEvidence,
    WithheldItem,
    WithheldPassage,
)
from tracking.queries.paper_facts import EvidenceFacts, EvidenceUseFacts, PassagePlace

pytestmark = pytest.mark.e2e

STYLES = Path(__file__).resolve().parents[2] / "static" / "build" / "css" / "scrutiny.css"
# The narrowest window that WCAG asks for (1.4.10, Reflow).
NARROW = 320
WHY = "The price is still being negotiated, and the council would get a worse one."
FRAME = """<!DOCTYPE html><html lang="en-GB" class="govuk-template"><head><title>Committee pack</title>
<meta name="viewport" content="width=device-width"><style>{styles}</style></head><body class="govuk-template__body">
<div class="govuk-width-container"><main class="govuk-main-wrapper"><h1 class="govuk-heading-l">Committee pack</h1>
{content}</main></div></body></html>"""


def _papers() -> PackPapers:
    """A report of two recommendations with evidence and a passage withheld, and a document withheld."""
    public = made_up_papers(2, 1).public
    item = public.items[0]
    uses = (EvidenceUseFacts("R01", ""),)
    known = EvidenceFacts(1, uses, pk=1, title="A" + "very" * 20 + "long.pdf", stored_name="evidence/1", page_count=3)
    place = PassagePlace(1, "R01", 3)
    report = replace(
        item.report,
        evidence=(known, EvidenceFacts(2, uses, is_withheld=True, exempt_paragraph=3)),
        passages=(place,),
        tracked=(replace(item.report.tracked[0], evidence=(1, 2), passages=(1,)), *item.report.tracked[1:]),
    )
    secret = EvidenceFacts(
        2, uses, pk=2, title="Offers", stored_name="evidence/2", is_withheld=True, exempt_paragraph=3
    )
    document = DocumentFacts(5, "Settlement", is_withheld=True, exempt_paragraph=3)
    whole = replace(document, supplied_by="the scrutiny office", original_name="settlement.pdf", page_count=4)
    return PackPapers(
        replace(public, items=(replace(item, report=report), ItemFacts("document-5", 2, document=document))),
        (
            WithheldItem(
                item.key, (WithheldEvidence(secret, WHY),), (WithheldPassage(place, "**£1** was said.", WHY),)
            ),
            WithheldItem("document-5", document=WithheldDocument(whole, WHY)),
        ),
    )


def _opened(browser: Browser, edition: Edition, width: int) -> Page:
    papers = _papers()
    key = papers.public.items[0].key
    extents = {
        f"{key}-report": (3, 7),
        f"{key}-evidence-1-sheet": (8, 11),
        f"{key}-evidence-2-sheet": (12, 14),
        f"{key}-exempt": (15, 15),
        "document-5-sheet": (41, 48),
    }
    withheld = frozenset(list(extents)[2:]) if edition == Edition.PUBLIC else frozenset[str]()
    pages = {place: first for place, (first, _) in extents.items()} | {f"{key}-r01": 5}
    content = web_page(papers, Layout(edition, pages, extents, withheld, 48))
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(FRAME.format(styles=STYLES.read_text(encoding="utf-8"), content=content))
    return page


@pytest.mark.parametrize("width", [1280, 800, NARROW])
@pytest.mark.parametrize("edition", list(Edition))
def test_everyone_can_read_either_edition_on_any_screen(browser: Browser, edition: Edition, width: int) -> None:
    page = _opened(browser, edition, width)
    assert violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") == width
    page.close()


@pytest.mark.parametrize(("width", "at_the_head"), [(1280, True), (NARROW, False)])
def test_a_narrow_screen_says_beside_each_fact_what_the_head_of_a_column_says(
    browser: Browser, width: int, at_the_head: bool
) -> None:
    page = _opened(browser, Edition.PUBLIC, width)
    label = page.locator(".app-paper-table__label", has_text="Original date for completion").first
    assert label.is_visible() is not at_the_head
    # Those who listen hear of one table, whichever way it looks.
    expect(page.get_by_role("columnheader", name="Original date for completion")).not_to_have_count(0)
    expect(page.get_by_role("rowheader", name="R01", exact=True)).not_to_have_count(0)
    page.close()


def test_the_agenda_leads_to_each_item_and_back(browser: Browser) -> None:
    page = _opened(browser, Edition.PUBLIC, 1280)
    page.get_by_role("link", name="Settlement").click()
    expect(page.get_by_role("heading", name="2. Settlement")).to_be_in_viewport()
    expect(page.get_by_text("Exempt: paragraph 3. Pages 41 to 48 are not in this edition.")).to_be_in_viewport()
    page.get_by_role("link", name="Back to the agenda from item 2").click()
    expect(page.get_by_role("heading", name="Agenda")).to_be_in_viewport()
    page.close()
