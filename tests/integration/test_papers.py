"""The addresses of papers: who may open what, and issuing."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.paper_scene import plain_report, service_report
from tests.pdfs import text_of
from tracking import dates
from tracking.actions.packs import issue_papers
from tracking.enums import CommitteeRole, ReportState
from tracking.models import Meeting, ProgressReport, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> ProgressReport:
    report = plain_report()
    Meeting.objects.filter(pk=report.meeting_id).update(held_on=dates.today() + timedelta(days=40))
    report.meeting.refresh_from_db()
    return report


@pytest.fixture
def clerk(report: ProgressReport) -> User:
    return factories.seated(report.meeting.committee, CommitteeRole.CLERK)


def _address(name: str, report: ProgressReport) -> str:
    return reverse(name, args=[report.meeting.committee.slug, report.meeting.date_slug])


def _body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


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


def test_before_it_is_issued_only_officers_open_a_preview(report: ProgressReport, clerk: User, client: Client) -> None:
    address = _address("meeting_pack", report)
    for viewer in (None, factories.seated(report.meeting.committee), factories.appointed(report.lead_post)):
        client.logout()
        if viewer:
            client.force_login(viewer)
        assert client.get(address).status_code == 404
    client.force_login(clerk)
    response = client.get(address)
    assert response["Content-Disposition"].startswith('inline; filename="preview-committee-pack-')
    assert "Preview: not issued" in text_of(response.content)


def test_an_issued_pack_is_served_byte_for_byte_to_everyone(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    pack = issue_papers(meeting=report.meeting, by=clerk)
    report.inquiry.title = "Another title"
    report.inquiry.save()
    address = _address("meeting_pack", report)
    response = client.get(address)
    assert hashlib.sha256(_body(response)).hexdigest() == pack.sha256
    assert (response["ETag"], response["Content-Type"]) == (f'"{pack.sha256}"', "application/pdf")
    unchanged = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (unchanged.status_code, _body(unchanged)) == (304, b"")


@pytest.mark.parametrize("edition", ["restricted", "secret"])
def test_any_other_edition_is_refused_in_plain_words(report: ProgressReport, client: Client, edition: str) -> None:
    response = client.get(_address("meeting_pack", report), {"edition": edition})
    assert response.status_code == 400
    assert "Ask for the public edition." in response.content.decode()


def test_the_clerk_sees_what_goes_in_by_when_and_issues_it(report: ProgressReport, clerk: User, client: Client) -> None:
    client.force_login(clerk)
    page = client.get(_address("meeting_issue", report)).content.decode()
    for words in (
        "1 Progress Report will go into the pack.",
        "The papers must be out by",
        "5 clear working days before the meeting",
        "Refreshing the Partnership: Service Birmingham",
    ):
        assert words in page
    response = client.post(_address("meeting_issue", report), follow=True)
    assert response.redirect_chain == [(_address("meeting_detail", report), 302)]
    assert "The papers are issued. Everyone can now open the pack." in response.content.decode()


def test_a_report_that_is_not_ready_and_what_the_cover_lacks_are_named(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    inquiry = factories.InquiryFactory(title="Unready", tracking_committee=report.meeting.committee)
    factories.ProgressReportFactory(inquiry=inquiry, meeting=report.meeting, state=ReportState.SUBMITTED)
    Meeting.objects.update(place="")
    client.force_login(clerk)
    page = client.get(_address("meeting_issue", report)).content.decode()
    assert ("Submitted: will be left out" in page, "the place of the meeting" in page) == (True, True)


def test_late_papers_ask_for_the_reason_and_keep_what_was_typed(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    Meeting.objects.filter(pk=report.meeting_id).update(held_on=dates.today() + timedelta(days=1))
    report.meeting.refresh_from_db()
    client.force_login(clerk)
    refused = client.post(_address("meeting_issue", report), {"late_papers_reason": ""}).content.decode()
    assert "Say why the papers are late, and why the matter is urgent." in refused
    assert 'href="#id_late_papers_reason"' in refused
    client.post(_address("meeting_issue", report), {"late_papers_reason": "The contract ends this month."})
    meeting = Meeting.objects.get(pk=report.meeting_id)
    assert (meeting.state, meeting.late_papers_reason) == ("papers_issued", "The contract ends this month.")


def test_a_meeting_without_a_published_report_keeps_its_papers(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    ProgressReport.objects.update(state=ReportState.ACCEPTED)
    client.force_login(clerk)
    response = client.post(_address("meeting_issue", report))
    assert "No Progress Report is published for this meeting yet." in response.content.decode()


def test_only_the_clerk_finds_the_page_for_issuing(report: ProgressReport, client: Client) -> None:
    for viewer in (
        factories.seated(report.meeting.committee, CommitteeRole.SCRUTINY_OFFICER),
        factories.seated(report.meeting.committee),
        factories.appointed(report.lead_post),
        factories.administrator(),
    ):
        client.force_login(viewer)
        assert client.get(_address("meeting_issue", report)).status_code == 404
        assert client.post(_address("meeting_issue", report)).status_code == 404
