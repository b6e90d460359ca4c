"""The clerk's pages around packs being made: asking, watching, looking, explaining and issuing."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from tests import factories
from tests.pack_scene import clerk_of, issued, moved, ready, report_to_come, withheld_file
from tests.paper_scene import pdf_of
from tests.pdfs import pages_of
from tracking.enums import CommitteeRole, JobState, ReportState
from tracking.models import CommitteePack, MadeEdition, Meeting, PackJob, ProgressReport, User

pytestmark = pytest.mark.django_db

FINDINGS = [
    {"words": "Secretword", "source": "Evidence 1 of Service Birmingham", "where": "Text of page 3", "identity": "a1"},
    {"words": "Secretword", "source": "Evidence 1 of Service Birmingham", "where": "Bookmarks", "identity": "b2"},
]


@pytest.fixture
def report() -> ProgressReport:
    return report_to_come()


@pytest.fixture
def clerk(report: ProgressReport, client: Client) -> User:
    clerk = clerk_of(report)
    client.force_login(clerk)
    return clerk


@pytest.fixture
def officer(report: ProgressReport) -> User:
    return factories.seated(report.meeting.committee, CommitteeRole.SCRUTINY_OFFICER)


def _address(name: str, report: ProgressReport) -> str:
    return reverse(name, args=[report.meeting.committee.slug, report.meeting.date_slug])


def _page(client: Client, name: str, report: ProgressReport) -> str:
    return client.get(_address(name, report)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_clerk_asks_for_packs_and_the_worker_is_told_at_once(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    response = client.post(_address("meeting_pack_make", report), follow=True)
    assert response.redirect_chain == [(_address("meeting_pack_progress", report), 302)]
    page = response.content.decode()
    assert "Making the packs: waiting to begin" in page
    assert "You can leave this page. A mail tells you when it is done." in page
    assert [task.func() for task in OrmQ.objects.all()] == ["tracking.tasks.make_waiting_packs"]


def test_asking_for_packs_of_an_empty_agenda_says_what_to_do(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    ProgressReport.objects.update(state=ReportState.ACCEPTED)
    response = client.post(_address("meeting_pack_make", report), follow=True)
    assert response.redirect_chain == [(_address("meeting_pack_builder", report), 302)]
    assert "Nothing is on the agenda yet." in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"state": JobState.WAITING, "requested_at": timezone.now() - timedelta(minutes=2)},
            ("The worker has not begun for over a minute.", "data-watched", ">Refresh</a>", ">Cancel</button>"),
        ),
        (
            {"state": JobState.MAKING, "step": "Rendering 8 of 25: Youth clubs", "done": 7, "total": 25},
            (
                "Making the packs: 7 of 25",
                "Rendering 8 of 25: Youth clubs …",
                '<progress class="app-progress" max="25"',
            ),
        ),
        (
            {"state": JobState.MAKING, "attempts": 2},
            ("The worker stopped on the way, so another has begun again.",),
        ),
        ({"state": JobState.MAKING, "cancel_requested": True}, ("Stopping to make the packs", "at its next step")),
        ({"state": JobState.MAKING, "number": 2}, ("Making supplement 1",)),
        (
            {"state": JobState.FAILED},
            ("The packs could not be made", "A page was too long.", "Make the packs again"),
        ),
        ({"state": JobState.CANCELLED}, ("The packs were cancelled", "Nothing was made.", "Make the packs again")),
    ],
    ids=["waits long", "at it", "again", "stopping", "a supplement", "failed", "cancelled"],
)
def test_the_progress_says_how_the_packs_stand(
    report: ProgressReport, clerk: User, client: Client, fields: dict[str, object], words: tuple[str, ...]
) -> None:
    factories.PackJobFactory(meeting=report.meeting, **fields)
    page = _page(client, "meeting_pack_progress", report)
    assert [word for word in words if word not in page] == []


def test_ready_packs_lead_on_to_the_builder(report: ProgressReport, clerk: User, client: Client) -> None:
    ready(report.meeting, clerk)
    page = _page(client, "meeting_pack_progress", report)
    assert ("The packs are ready" in page, "data-watched" in page) == (True, False)
    assert f'data-goes-to="{_address("meeting_pack_builder", report)}"' in page


def test_before_anything_was_asked_for_the_progress_leads_to_the_builder(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    response = client.get(_address("meeting_pack_progress", report))
    assert (response.status_code, response["Location"]) == (302, _address("meeting_pack_builder", report))


def test_the_clerk_cancels_and_is_told_when_it_is_too_late(report: ProgressReport, clerk: User, client: Client) -> None:
    factories.PackJobFactory(meeting=report.meeting)
    page = client.post(_address("meeting_pack_cancel", report), follow=True).content.decode()
    assert "The packs were cancelled" in page
    ready(report.meeting, clerk)
    page = client.post(_address("meeting_pack_cancel", report), follow=True).content.decode()
    assert "The packs were finished before they could be stopped." in page


def test_a_scrutiny_officer_looks_and_changes_nothing(report: ProgressReport, officer: User, client: Client) -> None:
    job = factories.PackJobFactory(meeting=report.meeting)
    client.force_login(officer)
    page = _page(client, "meeting_pack_progress", report)
    assert ("waiting to begin" in page, ">Cancel</button>" in page) == (True, False)
    for name in ("meeting_pack_make", "meeting_pack_cancel", "meeting_pack_issue", "meeting_pack_findings"):
        assert client.post(_address(name, report)).status_code == 404
    job.refresh_from_db()
    assert (job.state, PackJob.objects.count()) == (JobState.WAITING, 1)


def test_a_preview_is_the_very_pack_with_a_mark_on_every_page(
    report: ProgressReport, clerk: User, officer: User, client: Client
) -> None:
    ready(report.meeting, clerk)
    MadeEdition.objects.all().delete()
    factories.MadeEditionFactory(
        job=PackJob.objects.get(), file=ContentFile(pdf_of("Madepage", pages=2), name="pack.pdf")
    )
    client.force_login(officer)
    response = client.get(_address("meeting_pack_preview", report))
    pages = pages_of(response.content)
    assert [("Preview: not issued" in page, "Madepage" in page) for page in pages] == [(True, True)] * 2
    name = f"preview-committee-pack-corporate-resources-{report.meeting.date_slug}.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert "no-store" in response["Cache-Control"]


def test_the_html_edition_has_a_preview_of_each_edition(report: ProgressReport, clerk: User, client: Client) -> None:
    withheld_file(report)
    ready(report.meeting, clerk)
    page = _page(client, "meeting_pack_preview_page", report)
    assert ("Preview: not issued." in page, "Restricted edition</a>" in page) == (True, True)
    restricted = client.get(_address("meeting_pack_preview_page", report), {"edition": "restricted"}).content.decode()
    assert "Not for publication." in restricted


def test_an_edition_that_was_not_made_has_no_preview(report: ProgressReport, clerk: User, client: Client) -> None:
    ready(report.meeting, clerk)
    answers = [
        client.get(_address("meeting_pack_preview", report), {"edition": edition}).status_code
        for edition in ("restricted", "secret")
    ]
    assert answers == [404, 404]


def test_each_place_that_may_be_exempt_is_shown_and_explained(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    job = ready(report.meeting, clerk, findings=FINDINGS)
    page = _page(client, "meeting_pack_findings", report)
    for words in ("Text of page 3", "Bookmarks", "“Secretword”", "Evidence 1 of Service Birmingham", "make it public"):
        assert words in page
    address = _address("meeting_pack_findings", report)
    refused = client.post(address, {"job": job.pk, "reason_a1": "It was published in May.", "reason_b2": ""})
    assert "Bookmarks: say why this is not exempt here, or take it out" in refused.content.decode()
    assert "It was published in May." in refused.content.decode()
    response = client.post(address, {"job": job.pk, "reason_a1": "It was published in May.", "reason_b2": "A heading."})
    assert response["Location"] == _address("meeting_pack_builder", report)
    assert [finding["reason"] for finding in PackJob.objects.get().findings] == [
        "It was published in May.",
        "A heading.",
    ]


MADE_AGAIN = "These packs were made again since. Look at what was found now."


def test_reasons_for_what_was_found_in_other_packs_are_refused_and_shown_where_they_fit(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    looked_at = ready(report.meeting, clerk, findings=FINDINGS)
    other = {**FINDINGS[0], "where": "Text of page 4", "identity": "c3"}
    job = ready(report.meeting, clerk, findings=[other, FINDINGS[1]])
    typed = {"job": looked_at.pk, "reason_a1": "It was published in May.", "reason_b2": "A heading."}
    response = client.post(_address("meeting_pack_findings", report), typed)
    page = response.content.decode()
    assert (response.status_code, MADE_AGAIN in page, "say why this is not exempt" in page) == (409, True, False)
    assert ("It was published in May." in page, "A heading." in page) == (False, True)
    assert f'name="job" value="{job.pk}"' in page
    job.refresh_from_db()
    assert job.findings == [other, FINDINGS[1]]


def test_reasons_without_a_job_are_refused(report: ProgressReport, clerk: User, client: Client) -> None:
    job = ready(report.meeting, clerk, findings=FINDINGS)
    response = client.post(_address("meeting_pack_findings", report), {"reason_a1": "In May.", "reason_b2": "No."})
    job.refresh_from_db()
    assert (response.status_code, job.findings) == (409, FINDINGS)


def test_reasons_for_packs_that_are_being_made_again_are_refused(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    looked_at = ready(report.meeting, clerk, findings=FINDINGS)
    factories.PackJobFactory(meeting=report.meeting)
    typed = {"job": looked_at.pk, "reason_a1": "In May.", "reason_b2": "A heading."}
    response = client.post(_address("meeting_pack_findings", report), typed, follow=True)
    looked_at.refresh_from_db()
    assert (MADE_AGAIN in response.content.decode(), looked_at.findings) == (True, FINDINGS)


def test_what_was_not_compared_is_checked_by_eye(report: ProgressReport, clerk: User, client: Client) -> None:
    found = {
        "words": "Open it.",
        "source": "Evidence 2 of Service Birmingham",
        "where": "Not compared",
        "identity": "d",
    }
    job = ready(report.meeting, clerk, findings=[found])
    page = _page(client, "meeting_pack_findings", report)
    assert ("What did you check, and what did you find (Evidence 2 of" in page, "Words found" in page) == (True, False)
    client.post(
        _address("meeting_pack_findings", report), {"job": job.pk, f"reason_{job.pk}-0": "Nothing of it is there."}
    )
    assert PackJob.objects.get().findings == [{**found, "reason": "Nothing of it is there."}]


def test_nothing_is_issued_while_a_place_waits_for_its_reason(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    job = ready(report.meeting, clerk, findings=FINDINGS)
    page = _page(client, "meeting_pack_issue", report)
    told = "Something that may be exempt was found in 2 places of the public edition."
    assert (told in page, ">Issue the pack</button>" in page) == (True, False)
    client.post(_address("meeting_pack_issue", report), {"job": job.pk})
    assert CommitteePack.objects.count() == 0


def test_the_clerk_sees_what_goes_out_and_issues_it(report: ProgressReport, clerk: User, client: Client) -> None:
    withheld_file(report)
    job = ready(report.meeting, clerk)
    page = _page(client, "meeting_pack_issue", report)
    for words in (
        f"Issue the public and restricted packs for {report.meeting.held_on:%-d %B %Y}",
        "The papers must be out by",
        "Public edition",
        "Restricted edition",
        "12 pages",
        "1. Refreshing the Partnership: Service Birmingham",
        "cannot be taken back",
    ):
        assert words in page
    response = client.post(_address("meeting_pack_issue", report), {"job": job.pk}, follow=True)
    assert response.redirect_chain == [(_address("meeting_detail", report), 302)]
    assert "The papers are issued. Everyone can now read the public edition." in response.content.decode()
    assert CommitteePack.objects.count() == 2


def test_late_papers_ask_for_the_reason_and_keep_what_was_typed(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    moved(report, 1)
    job = ready(report.meeting, clerk)
    address = _address("meeting_pack_issue", report)
    refused = client.post(address, {"job": job.pk, "late_papers_reason": ""}).content.decode()
    assert "Say why the papers are late, and why the matter is urgent." in refused
    assert 'href="#id_late_papers_reason"' in refused
    client.post(address, {"job": job.pk, "late_papers_reason": "The contract ends this month."})
    meeting = Meeting.objects.get(pk=report.meeting_id)
    assert (meeting.state, meeting.late_papers_reason) == ("papers_issued", "The contract ends this month.")


def test_what_changed_while_the_clerk_was_looking_is_not_issued(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    job = ready(report.meeting, clerk)
    factories.AgendaDocumentFactory(meeting=report.meeting)
    response = client.post(_address("meeting_pack_issue", report), {"job": job.pk})
    assert (response.status_code, CommitteePack.objects.count()) == (409, 0)
    assert "Something in the papers changed since these packs were made." in response.content.decode()


def test_packs_that_were_made_anew_are_not_issued_unseen(report: ProgressReport, clerk: User, client: Client) -> None:
    seen = ready(report.meeting, clerk)
    ready(report.meeting, clerk)
    response = client.post(_address("meeting_pack_issue", report), {"job": seen.pk})
    assert (response.status_code, CommitteePack.objects.count()) == (409, 0)


def test_without_packs_there_is_nothing_to_issue_or_explain(
    report: ProgressReport, clerk: User, client: Client
) -> None:
    for name in ("meeting_pack_issue", "meeting_pack_findings"):
        assert client.get(_address(name, report))["Location"] == _address("meeting_pack_builder", report)


def test_the_builder_tells_what_changed_since_issue(report: ProgressReport, clerk: User, client: Client) -> None:
    issued(report.meeting, clerk)
    factories.AgendaDocumentFactory(meeting=report.meeting, title="Work programme")
    page = _page(client, "meeting_pack_builder", report)
    assert ("Supplement 1 is due." in page, "Work programme" in page) == (True, True)
