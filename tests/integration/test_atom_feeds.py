"""Atom feeds, as the programs that read them see them."""

from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from tests import factories
from tests.following import Scene, scene
from tracking.enums import CommitteeRole, ConclusionReason, Decision, InquiryState
from tracking.models import Inquiry, Recommendation

pytestmark = pytest.mark.django_db

SCHEMA = Path(__file__).resolve().parents[1] / "schemas" / "atom.rng"
HERE = "https://scrutiny.example.org"


def _scene() -> Scene:
    council = scene()
    Recommendation.objects.filter(pk=council.whole.pk).update(title="Plans & <targets>")
    report = council.report()
    council.late_news(report)
    council.view(council.whole, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN)
    council.view(council.part_a, agreed_due_on=date(2016, 11, 30))
    council.publish_views()
    return council


def _addresses(council: Scene) -> dict[str, str]:
    return {
        "committee": reverse("committee_feed", args=[council.committee.slug]),
        "inquiry": reverse("inquiry_feed", args=[council.inquiry.slug]),
        "recommendation": reverse("recommendation_feed", args=[council.inquiry.slug, "R01"]),
    }


def _feed(address: str) -> bytes:
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return response.content


@pytest.mark.parametrize("which", ["committee", "inquiry", "recommendation"])
def test_a_feed_is_valid_by_the_grammar_of_rfc_4287(which: str) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    document = etree.fromstring(_feed(_addresses(_scene())[which]))
    schema.assertValid(document)
    assert len(document.findall("{*}entry")) >= 4


def test_the_grammar_refuses_a_feed_without_an_id() -> None:
    document = etree.fromstring(_feed(_addresses(_scene())["inquiry"]))
    document.remove(document.find("{*}id"))
    assert etree.RelaxNG(etree.parse(SCHEMA)).validate(document) is False


@pytest.mark.parametrize("which", ["committee", "inquiry"])
def test_a_feed_without_news_is_valid_and_always_the_same(which: str) -> None:
    address = _addresses(scene())[which]
    first, again = _feed(address), _feed(address)
    etree.RelaxNG(etree.parse(SCHEMA)).assertValid(etree.fromstring(first))
    assert first == again
    assert feedparser.parse(first).bozo is False


def test_a_reader_of_feeds_finds_everything_newest_first() -> None:
    council = _scene()
    feed = feedparser.parse(_feed(_addresses(council)["inquiry"]))
    assert feed.bozo is False
    assert (feed.version, feed.feed.title) == ("atom10", "Refreshing the Partnership: what is new")
    assert (feed.feed.author, feed.feed.language) == ("Demo Council", "en-GB")
    assert feed.feed.rights.startswith("Open Government Licence v3.0")
    assert [entry.title for entry in feed.entries] == [
        "Committee’s views of 12 April 2016: Refreshing the Partnership",
        "R01 concluded: overtaken by events. Refreshing the Partnership",
        "New date for R02 a): 30 November 2016. Refreshing the Partnership",
        "Late news on the whole report: Refreshing the Partnership",
        "Progress Report published: Refreshing the Partnership",
    ]
    assert feed.entries[0].updated == "2016-04-15T09:00:00+00:00"
    assert feed.feed.updated == feed.entries[0].updated


def test_what_people_wrote_is_text_and_no_markup() -> None:
    feed = feedparser.parse(_feed(_addresses(_scene())["recommendation"]))
    assert feed.feed.title == "R01 Plans & <targets>, Refreshing the Partnership: what is new"
    assert "R01 Plans &amp; &lt;targets&gt;. Committee’s view" in feed.entries[0].summary


def test_signs_that_xml_does_not_know_are_left_out() -> None:
    council = _scene()
    Recommendation.objects.filter(pk=council.whole.pk).update(title="Pl\x0ba\x1fn\ufffe\x7fs")
    Inquiry.objects.update(title="The\x0b Partnership")
    for address in _addresses(council).values():
        etree.RelaxNG(etree.parse(SCHEMA)).assertValid(etree.fromstring(_feed(address)))
    feed = feedparser.parse(_feed(_addresses(council)["recommendation"]))
    assert feed.feed.title == "R01 Plans, The Partnership: what is new"
    assert "R01 Plans. Committee’s view" in feed.entries[0].summary


def test_every_link_is_absolute_and_leads_to_a_page() -> None:
    for name, address in _addresses(_scene()).items():
        feed = feedparser.parse(_feed(address))
        links = {link.rel: link.href for link in feed.feed.links}
        assert links["self"] == f"{HERE}{address}"
        pages = [links["alternate"], *(entry.link for entry in feed.entries)]
        assert [page for page in pages if not page.startswith(f"{HERE}/")] == []
        answers = {page: Client().get(urlsplit(page).path).status_code for page in pages}
        assert answers == dict.fromkeys(pages, 200), name


def test_ids_are_tag_uris_that_outlive_a_change_of_the_words() -> None:
    council = _scene()
    address = _addresses(council)["inquiry"]
    before = feedparser.parse(_feed(address))
    Inquiry.objects.update(title="Another title")
    after = feedparser.parse(_feed(address))
    ids = [entry.id for entry in before.entries]
    assert ids == [entry.id for entry in after.entries]
    assert len(set(ids)) == len(ids)
    report = council.inquiry.reports.get()
    assert ids[-1] == f"tag:scrutiny.example.org,2026:reports/{report.pk}"
    assert before.feed.id == after.feed.id == f"tag:scrutiny.example.org,2026:{address.lstrip('/')}"


def test_an_unfinished_or_former_reference_leads_to_the_feed() -> None:
    council = _scene()
    response = Client().get(reverse("recommendation_feed", args=[council.inquiry.slug, "r2A"]))
    assert (response.status_code, response["Location"]) == (
        301,
        reverse("recommendation_feed", args=[council.inquiry.slug, "R02a"]),
    )


def test_whoever_signs_in_is_told_no_more_than_the_public() -> None:
    council = _scene()
    factories.AssessmentFactory(
        leaf=council.part_b,
        meeting=factories.MeetingFactory(committee=council.committee, held_on=date(2016, 6, 1)),
        recorded_at=datetime(2016, 6, 1, 15, tzinfo=UTC),
    )
    clerk = Client()
    clerk.force_login(factories.seated(council.committee, CommitteeRole.CLERK))
    for address in _addresses(council).values():
        assert clerk.get(address).content == _feed(address)


def test_what_is_not_public_has_no_feed_for_anybody() -> None:
    council = _scene()
    Inquiry.objects.update(state=InquiryState.DRAFT)
    clerk = Client()
    clerk.force_login(factories.seated(council.committee, CommitteeRole.CLERK))
    addresses = _addresses(council)
    assert [clerk.get(addresses[which]).status_code for which in ("inquiry", "recommendation")] == [404, 404]
    assert feedparser.parse(_feed(addresses["committee"])).entries == []


@pytest.mark.parametrize("which", ["committee", "inquiry", "recommendation"])
def test_the_page_tells_programs_and_people_of_its_feed(which: str) -> None:
    council = _scene()
    feed = _addresses(council)[which]
    pages = {
        "committee": reverse("committee_detail", args=[council.committee.slug]),
        "inquiry": reverse("inquiry_detail", args=[council.inquiry.slug]),
        "recommendation": reverse("recommendation_detail", args=[council.inquiry.slug, "R01"]),
    }
    page = etree.HTML(Client().get(pages[which]).content.decode())
    assert page.xpath("//head/link[@rel='alternate']/@href") == [feed]
    assert page.xpath("//main//a[starts-with(normalize-space(.), 'Atom feed')]/@href") == [feed]
