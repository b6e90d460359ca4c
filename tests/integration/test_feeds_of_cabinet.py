"""What came of Cabinet in Atom feeds: published responses and published reports, and nothing before."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from tests import cabinet_factories, factories
from tests.following import Scene, scene
from tracking.actions.cabinet.response_sending import publish_response
from tracking.enums import CabinetReportState, CommitteeKind, CommitteeRole, InquiryState, ResponseAnswer, ResponseState
from tracking.feeds.entries import entries_of_committee
from tracking.models import Committee, Inquiry, TrackingCommittee
from tracking.models.cabinet import CabinetReport, ExecutiveResponse

pytestmark = pytest.mark.django_db

SCHEMA = Path(__file__).resolve().parents[1] / "schemas" / "atom.rng"
TITLE = "Executive response published: Refreshing the Partnership"


@dataclass
class Feeds:
    """The feeds of a committee, of its inquiry, and of what is recommended there."""

    council: Scene

    @property
    def addresses(self) -> dict[str, str]:
        slug = self.council.inquiry.slug
        return {
            "committee": reverse("committee_feed", args=[self.council.committee.slug]),
            "inquiry": reverse("inquiry_feed", args=[slug]),
            "answered": reverse("recommendation_feed", args=[slug, "R01"]),
            "part": reverse("recommendation_feed", args=[slug, "R02a"]),
            "unanswered": reverse("recommendation_feed", args=[slug, "R02b"]),
        }

    def entries(self) -> dict[str, list[feedparser.FeedParserDict]]:
        """The entries about the response, by feed."""
        return {
            name: [entry for entry in _entries(address) if entry.title == TITLE]
            for name, address in self.addresses.items()
        }


def _entries(address: str) -> list[feedparser.FeedParserDict]:
    content = Client().get(address).content
    etree.RelaxNG(etree.parse(SCHEMA)).assertValid(etree.fromstring(content))
    return list(feedparser.parse(content).entries)


def respond(council: Scene, state: ResponseState, **fields: object) -> ExecutiveResponse:
    """A response that rejects R01 and accepts part a of R02."""
    response: ExecutiveResponse = factories.ExecutiveResponseFactory(
        inquiry=council.inquiry, state=state, introduction="Introductory words.", **fields
    )
    factories.ResponseItemFactory(
        response=response, recommendation=council.whole, answer=ResponseAnswer.REJECTED, reason="Too dear.", action=""
    )
    factories.ResponseItemFactory(response=response, recommendation=council.part_a)
    return response


@pytest.fixture
def feeds() -> Feeds:
    return Feeds(scene())


def test_a_published_response_stands_in_the_feeds_of_all_that_it_answers(feeds: Feeds) -> None:
    respond(feeds.council, ResponseState.PUBLISHED)
    found = feeds.entries()
    assert {name: len(entries) for name, entries in found.items()} == {
        "committee": 1,
        "inquiry": 1,
        "answered": 1,
        "part": 1,
        "unanswered": 0,
    }
    of_inquiry, of_first, of_part = (found[name][0].summary for name in ("inquiry", "answered", "part"))
    agreed = "<p>Agreed by Cabinet, 27 July 2015.</p>"
    assert of_inquiry == f"{agreed}<ul><li>Accepted: 1</li><li>Rejected: 1</li></ul>"
    assert of_first == f"{agreed}<ul><li>R01 Operational plan. The executive’s answer: Rejected</li></ul>"
    assert of_part == f"{agreed}<ul><li>R02 a) Plain words. The executive’s answer: Accepted</li></ul>"


def test_its_entry_is_of_the_day_of_its_publishing_and_leads_to_it(feeds: Feeds) -> None:
    respond(feeds.council, ResponseState.PUBLISHED, published_on=date(2015, 8, 14))
    (entry,) = feeds.entries()["inquiry"]
    # Midnight in London, in summer.
    assert (entry.updated, [tag.term for tag in entry.tags]) == ("2015-08-13T23:00:00+00:00", ["response"])
    assert entry.link == "https://scrutiny.example.org/inquiries/refreshing-the-partnership/response/"
    assert Client().get("/inquiries/refreshing-the-partnership/response/").status_code == 200


def test_it_stands_between_what_was_published_before_and_after_it(feeds: Feeds) -> None:
    feeds.council.report()
    respond(feeds.council, ResponseState.PUBLISHED, published_on=date(2016, 4, 8))
    feeds.council.view(feeds.council.whole)
    feeds.council.publish_views()
    for name in ("committee", "inquiry"):
        assert [entry.title for entry in _entries(feeds.addresses[name])] == [
            "Committee’s views of 12 April 2016: Refreshing the Partnership",
            TITLE,
            "Progress Report published: Refreshing the Partnership",
        ], name


def test_what_it_says_of_less_has_a_name_of_its_own_for_ever(feeds: Feeds) -> None:
    respond(feeds.council, ResponseState.PUBLISHED)
    found = {name: entries[0].id for name, entries in feeds.entries().items() if entries}
    begins = "tag:scrutiny.example.org,2026:inquiries/refreshing-the-partnership"
    assert found == {
        "committee": f"{begins}/response",
        "inquiry": f"{begins}/response",
        "answered": f"{begins}/recommendations/R01/response",
        "part": f"{begins}/recommendations/R02a/response",
    }


@pytest.mark.parametrize("state", [state for state in ResponseState if state != ResponseState.PUBLISHED])
def test_one_that_is_not_published_stands_in_no_feed(feeds: Feeds, state: ResponseState) -> None:
    respond(feeds.council, state)
    assert {name: len(entries) for name, entries in feeds.entries().items()} == dict.fromkeys(feeds.addresses, 0)


def test_publishing_it_is_seen_in_a_feed_that_was_read_before(feeds: Feeds) -> None:
    response = respond(feeds.council, ResponseState.SENT)
    assert feeds.entries()["inquiry"] == []
    publish_response(by=factories.seated(feeds.council.committee, CommitteeRole.CLERK), response=response)
    assert len(feeds.entries()["inquiry"]) == 1


def test_nothing_is_told_of_the_response_to_an_inquiry_that_was_withdrawn(feeds: Feeds) -> None:
    respond(feeds.council, ResponseState.PUBLISHED)
    Inquiry.objects.update(state=InquiryState.WITHDRAWN, withdrawn_reason="A mistake.")
    assert _entries(feeds.addresses["committee"]) == []
    assert Client().get(feeds.addresses["inquiry"]).status_code == 404


def test_it_stands_in_the_feed_of_the_committee_it_was_sent_to_though_another_tracks_the_inquiry_now(
    feeds: Feeds,
) -> None:
    respond(feeds.council, ResponseState.PUBLISHED)
    TrackingCommittee.objects.update(ends_on=date(2016, 1, 1))
    later = factories.CommitteeFactory()
    TrackingCommittee.objects.create(inquiry=feeds.council.inquiry, committee=later, starts_on=date(2016, 1, 1))
    assert len(feeds.entries()["committee"]) == 1
    assert _entries(reverse("committee_feed", args=[later.slug])) == []


def test_many_responses_are_read_in_as_many_queries_as_few(feeds: Feeds) -> None:
    counts = []
    for number in (2, 8):
        for _ in range(number):
            inquiry = factories.InquiryFactory(tracking_committee=feeds.council.committee)
            response = factories.ExecutiveResponseFactory(inquiry=inquiry, state=ResponseState.PUBLISHED)
            factories.ResponseItemFactory(
                response=response, recommendation=factories.RecommendationFactory(inquiry=inquiry)
            )
        with CaptureQueriesContext(connection) as queries:
            entries = entries_of_committee(feeds.council.committee)
        counts.append((len(entries), len(queries)))
    assert [entries for entries, _ in counts] == [2, 10]
    assert counts[0][1] == counts[1][1]


def report_to(cabinet: Committee, state: CabinetReportState) -> CabinetReport:
    template = cabinet_factories.ReportTemplateFactory(committee=cabinet)
    meeting = factories.MeetingFactory(committee=cabinet, held_on=date(2019, 3, 26))
    report: CabinetReport = cabinet_factories.CabinetReportFactory(
        template_version=cabinet_factories.ReportTemplateVersionFactory(template=template),
        meeting=meeting,
        title="Buses at night",
        post__name="Director of Transport",
        state=state,
    )
    return report


@pytest.mark.parametrize("state", [CabinetReportState.PUBLISHED, CabinetReportState.DECIDED])
def test_a_published_report_stands_in_the_feed_of_its_cabinet(state: CabinetReportState) -> None:
    cabinet = factories.CommitteeFactory(name="Cabinet", slug="cabinet", kind=CommitteeKind.CABINET)
    report = report_to(cabinet, state)
    CabinetReport.objects.update(published_at=datetime(2019, 3, 18, 9, tzinfo=UTC))
    (entry,) = _entries("/feeds/committees/cabinet.atom")
    assert (entry.title, entry.updated) == ("Report to Cabinet published: Buses at night", "2019-03-18T09:00:00+00:00")
    assert entry.summary == "<p>Report of Director of Transport, for Cabinet on 26 March 2019.</p>"
    assert entry.id == f"tag:scrutiny.example.org,2026:cabinet-reports/{report.pk}"
    assert entry.link == f"https://scrutiny.example.org{reverse('cabinet_report', args=[report.pk])}"


@pytest.mark.parametrize("state", [state for state in CabinetReportState if state not in CabinetReportState.public()])
def test_a_report_that_is_not_published_stands_in_no_feed(state: CabinetReportState) -> None:
    cabinet = factories.CommitteeFactory(name="Cabinet", slug="cabinet", kind=CommitteeKind.CABINET)
    report_to(cabinet, state)
    assert _entries("/feeds/committees/cabinet.atom") == []
