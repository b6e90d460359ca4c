"""What a visitor can count, compare or fetch is the same with and without what is kept from them.

An ETag is made of a page's own words, so it stays as it was too. What is left is time: a page that is made anew takes
longer than one that was kept, so that whoever measures may learn that something was recorded, but not what or where.
"""

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings

from tests import factories
from tests.council import Council, build_council
from tests.register import registered
from tracking.actions.events import record_event
from tracking.enums import Exemption, ExemptParagraph, InquiryState, ReportState
from tracking.models import EvidenceUse, ProgressReport

pytestmark = pytest.mark.django_db

LOOKED_AT = (
    "/",
    "/inquiries/",
    "/inquiries/own-inquiry/",
    "/inquiries/own-inquiry/recommendations/R01/",
    "/inquiries/own-inquiry/progress.csv",
    "/inquiries/own-inquiry/summary/",
    "/recommendations/",
    "/recommendations/?format=csv",
    "/recommendations/?format=json",
    "/recommendations/?q=Markedword",
    "/figures/",
    "/figures.csv",
    "/figures/2015/",
    "/posts/deputy-leader/",
    "/committees/own-committee/",
    "/api/recommendations/",
    "/api/recommendations/own-inquiry/R01/",
    "/api/inquiries/",
    "/api/inquiries/?q=Markedword",
    "/feeds/calendar.ics",
    "/feeds/committees/own-committee.atom",
    "/feeds/inquiries/own-inquiry.atom",
)


@pytest.fixture
def council(settings: Settings) -> Council:
    """With pages kept for visitors, as in production."""
    settings.PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()
    council = build_council()
    council.cover(council.open_report(state=ReportState.DRAFT), 1)
    registered()
    return council


def _withheld_things(council: Council) -> None:
    """An exempt file and passage in what is being written, a draft, and an inquiry that is not published."""
    report = ProgressReport.objects.get()
    section = factories.current_revision(report).updates.get()
    evidence = factories.EvidenceFactory(
        title="Markedword",
        file=ContentFile(b"Markedword", name="markedword.txt"),
        exemption=Exemption.EXEMPT,
        exempt_paragraph=ExemptParagraph.BUSINESS_AFFAIRS,
        public_interest_reason="Prices are being negotiated.",
    )
    EvidenceUse.objects.create(evidence=evidence, update=section)
    factories.ExemptPassageFactory(update=section, text="Markedword", public_interest_reason="Prices.")
    section.evidence_text = "Markedword"
    section.save()
    draft = factories.InquiryFactory(
        title="Markedword", state=InquiryState.DRAFT, tracking_committee=council.committee, slug="markedword"
    )
    factories.ResponsibilityFactory(
        recommendation=factories.RecommendationFactory(inquiry=draft, text="Markedword"), post=council.post
    )
    registered()
    record_event(by=council.user("contributor"), type="added evidence", target=evidence)


def _seen() -> dict[str, tuple[str, bytes]]:
    visitor = Client()
    answers = {address: visitor.get(address) for address in LOOKED_AT}
    return {address: (answer.headers.get("ETag", ""), answer.getvalue()) for address, answer in answers.items()}


def test_no_page_count_file_or_tag_tells_that_there_is_something(council: Council) -> None:
    before = _seen()
    _withheld_things(council)
    after = _seen()
    assert [address for address in LOOKED_AT if before[address] != after[address]] == []
    assert before["/figures/"][0] != ""


def test_a_browser_that_asks_again_is_told_that_nothing_is_new(council: Council) -> None:
    tag = Client().get("/inquiries/").headers["ETag"]
    _withheld_things(council)
    assert Client().get("/inquiries/", headers={"If-None-Match": tag}).status_code == 304


def test_what_everybody_may_see_does_change_them(council: Council) -> None:
    """Else the sameness above would prove nothing."""
    before = _seen()
    inquiry = factories.InquiryFactory(title="Markedword", tracking_committee=council.committee)
    factories.RecommendationFactory(inquiry=inquiry)
    registered()
    record_event(by=None, type="published inquiry", target=inquiry)
    changed = {address for address, seen in _seen().items() if seen != before[address]}
    assert changed >= {"/inquiries/", "/recommendations/", "/figures/", "/api/inquiries/?q=Markedword"}
