"""The addresses of papers as they are read: who may open what, and what may be kept of it."""

import hashlib

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.pack_scene import clerk_of, issued, late_news, report_to_come, withheld_file
from tests.paper_scene import service_report
from tests.pdfs import text_of
from tracking.enums import CommitteeRole, ReportState
from tracking.models import IssuedDocument, ProgressReport, User

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a pack being made"
PAGE = "<p>A pack being made</p>"
RESTRICTED = {"edition": "restricted"}


@pytest.fixture
def report() -> ProgressReport:
    return report_to_come()


@pytest.fixture
def clerk(report: ProgressReport) -> User:
    return clerk_of(report)


def _address(name: str, report: ProgressReport, *more: object) -> str:
    return reverse(name, args=[report.meeting.committee.slug, report.meeting.date_slug, *more])


def _body(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content


def _status(response: HttpResponseBase) -> int:
    """The status of an answer that is read to its end, which closes its file."""
    _body(response)
    return response.status_code


def test_anyone_opens_a_published_report(report: ProgressReport, client: Client) -> None:
    response = client.get(reverse("report_pdf", args=[report.pk]))
    name = f"progress-report-service-birmingham-{report.meeting.date_slug}.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert "Draft" not in text_of(response.content)


def test_a_draft_opens_for_its_post_alone_and_says_draft(client: Client) -> None:
    report = service_report(ReportState.DRAFT)
    address = reverse("report_pdf", args=[report.pk])
    assert client.get(address).status_code == 404
    client.force_login(factories.appointed(report.lead_post))
    response = client.get(address)
    assert response["Content-Disposition"].startswith('inline; filename="draft-progress-report-')
    assert "Draft: not published" in text_of(response.content)


def test_before_it_is_issued_nobody_opens_a_pack(report: ProgressReport, clerk: User, client: Client) -> None:
    for viewer in (None, factories.seated(report.meeting.committee), clerk):
        client.logout()
        if viewer:
            client.force_login(viewer)
        answers = [client.get(_address(name, report)).status_code for name in ("meeting_pack", "meeting_papers")]
        assert answers == [404, 404]


def test_an_issued_pack_is_served_byte_for_byte_to_everyone_for_ever(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    pack = issued(report.meeting, clerk)[0]
    report.inquiry.title = "Another title"
    report.inquiry.save()
    address = _address("meeting_pack", report)
    response = client.get(address)
    assert (_body(response), response["ETag"]) == (PDF, f'"{hashlib.sha256(PDF).hexdigest()}"')
    assert (response["ETag"], response["Cache-Control"]) == (f'"{pack.document.sha256}"', "no-cache")
    name = f"committee-pack-corporate-resources-{report.meeting.date_slug}.pdf"
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf",
        f'inline; filename="{name}"',
    )
    unchanged = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (unchanged.status_code, _body(unchanged)) == (304, b"")


def test_the_html_edition_stands_in_a_page_of_the_site_as_it_was_issued(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    pack = issued(report.meeting, clerk)[0]
    address = _address("meeting_papers", report)
    response = client.get(address)
    words = response.content.decode()
    heading = f"Committee pack: Corporate Resources O&amp;S Committee, {report.meeting.held_on:%-d %B %Y}"
    assert (PAGE in words, f'<h1 class="govuk-heading-l">{heading}</h1>' in words) == (True, True)
    assert (pack.document.web_page_sha256 in words, _address("meeting_pack", report) in words) == (True, True)
    assert response["Cache-Control"] == "no-cache"
    unchanged = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_signed_in_reader_is_never_answered_from_what_was_kept(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    issued(report.meeting, clerk)
    address = _address("meeting_papers", report)
    tag = client.get(address)["ETag"]
    client.force_login(clerk)
    response = client.get(address, headers={"if-none-match": tag})
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)


def test_a_pack_from_before_there_were_web_pages_has_none(report: ProgressReport, clerk: User, client: Client) -> None:
    issued(report.meeting, clerk)
    IssuedDocument.objects.update(web_page="", web_page_sha256="")
    assert client.get(_address("meeting_papers", report)).status_code == 404
    page = client.get(_address("meeting_detail", report)).content.decode()
    assert ("Committee pack (PDF)" in page, "Committee pack (web page)" in page) == (True, False)


@pytest.mark.parametrize("name", ["meeting_pack", "meeting_papers"])
def test_the_restricted_edition_is_for_members_and_officers_of_the_committee(
    report: ProgressReport, clerk: User, client: Client, name: str
) -> None:
    withheld_file(report)
    issued(report.meeting, clerk)
    committee, address = report.meeting.committee, _address(name, report)
    readers = [clerk, *(factories.seated(committee, role) for role in CommitteeRole)]
    others = [
        factories.seated(factories.CommitteeFactory(), CommitteeRole.CLERK),
        factories.appointed(report.lead_post),
        factories.administrator(),
        factories.UserFactory(),
    ]
    assert _status(client.get(address, RESTRICTED)) == 404
    answers = []
    for viewer in (*readers, *others):
        client.force_login(viewer)
        answers.append(_status(client.get(address, RESTRICTED)))
    assert answers == [200] * len(readers) + [404] * len(others)


def test_nobody_keeps_a_restricted_edition(report: ProgressReport, clerk: User, client: Client) -> None:
    withheld_file(report)
    issued(report.meeting, clerk)
    client.force_login(clerk)
    for name in ("meeting_pack", "meeting_papers"):
        response = client.get(_address(name, report), RESTRICTED)
        assert _status(response) == 200
        kept = response["Cache-Control"]
        assert ("private" in kept, "no-store" in kept, response.has_header("ETag")) == (True, True, False)
    response = client.get(_address("meeting_pack", report), RESTRICTED)
    assert _status(response) == 200
    assert 'filename="restricted-committee-pack-' in response["Content-Disposition"]
    page = client.get(_address("meeting_papers", report), RESTRICTED).content.decode()
    assert "Not for publication. This edition holds what is withheld from the public." in page


@pytest.mark.parametrize("name", ["meeting_pack", "meeting_papers"])
def test_an_edition_that_there_is_not_is_refused_in_plain_words(
    report: ProgressReport, client: Client, name: str
) -> None:
    response = client.get(_address(name, report), {"edition": "secret"})
    assert response.status_code == 400
    assert "There is no edition called “secret”. Ask for public or restricted." in response.content.decode()


def test_a_supplement_has_addresses_of_its_own(report: ProgressReport, clerk: User, client: Client) -> None:
    issued(report.meeting, clerk)
    late_news(report)
    issued(report.meeting, clerk)
    assert _body(client.get(_address("meeting_pack_supplement", report, 1))) == PDF
    page = client.get(_address("meeting_papers_supplement", report, 1)).content.decode()
    assert f'<h1 class="govuk-heading-l">Supplement 1: {report.meeting.committee.name.replace("&", "&amp;")}' in page
    assert f'href="{_address("meeting_papers", report)}"' in page
    absent = [client.get(_address("meeting_pack_supplement", report, number)).status_code for number in (0, 2)]
    assert absent == [404, 404]


def test_the_meeting_lists_its_packs_html_first_with_pages_and_dates(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    withheld_file(report)
    packs = issued(report.meeting, clerk)
    late_news(report)
    issued(report.meeting, clerk)
    names = {
        "Committee pack (web page)",
        "Committee pack (PDF)",
        "Supplement 1 (web page)",
        "Supplement 1 (PDF)",
    }
    restricted = {"Committee pack, restricted edition (web page)", "Committee pack, restricted edition (PDF)"}
    address = _address("meeting_detail", report)
    page = client.get(address).content.decode()
    assert {name for name in names | restricted if f">{name}</a>" in page} == names
    assert page.index("Committee pack (web page)") < page.index("Committee pack (PDF)") < page.index("Supplement 1")
    assert f"12 pages, issued on {packs[0].document.issued_at:%-d %B %Y}." in page
    client.force_login(clerk)
    page = client.get(address).content.decode()
    assert {name for name in names | restricted if f">{name}</a>" in page} == names | restricted
