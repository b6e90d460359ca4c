import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from tests import factories
from tests.pack_scene import clerk_of, issued, late_news, moved, ready, report_to_come, withheld_file
from tracking.actions.pack_jobs import explain_findings
from tracking.actions.packs import issue_papers
from tracking.enums import CommitteeRole, JobState, MeetingState, ReportState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import AgendaDocument, CommitteePack, Event, MadeEdition, Meeting, ProgressReport, User

pytestmark = pytest.mark.django_db

FINDING = {"words": "Secretword", "source": "Evidence 1 of Service Birmingham", "where": "Text of page 3"}


@pytest.fixture
def report() -> ProgressReport:
    return report_to_come()


@pytest.fixture
def clerk(report: ProgressReport) -> User:
    return clerk_of(report)


def test_issuing_freezes_the_very_bytes_that_were_made_and_opens_them(report: ProgressReport, clerk: User) -> None:
    job = ready(report.meeting, clerk)
    made = job.editions.get()
    (pack,) = issue_papers(meeting=report.meeting, job=job, by=clerk)
    document = pack.document
    with document.file.open() as pdf, document.web_page.open() as page:
        hashes = [hashlib.sha256(file.read()).hexdigest() for file in (pdf, page)]
    assert (document.file.name, document.web_page.name) == (made.file.name, made.web_page.name)
    assert [document.sha256, document.web_page_sha256] == hashes
    assert (pack.number, pack.edition, document.issued_by, document.contents_digest) == (
        1,
        "public",
        clerk,
        job.contents_digest,
    )
    meeting = Meeting.objects.get(pk=report.meeting_id)
    assert (meeting.state, meeting.late_papers_reason, pack.late_reason) == (MeetingState.PAPERS_ISSUED, "", "")
    job.refresh_from_db()
    assert (job.state, MadeEdition.objects.count()) == (JobState.ISSUED, 0)


def test_one_event_tells_everything_that_was_issued(report: ProgressReport, clerk: User) -> None:
    withheld_file(report)
    document = factories.AgendaDocumentFactory(meeting=report.meeting)
    packs = issued(report.meeting, clerk)
    event = Event.objects.get()
    assert (event.type, event.target_id, event.before) == (
        "issued papers",
        str(report.meeting_id),
        {"state": "planned"},
    )
    assert event.after == {
        "state": "papers_issued",
        "number": 1,
        "late_reason": "",
        "packs": [
            {
                "pack": pack.pk,
                "edition": edition,
                "sha256": pack.document.sha256,
                "web_page_sha256": pack.document.web_page_sha256,
                "page_count": 12,
            }
            for pack, edition in zip(packs, ("public", "restricted"), strict=True)
        ],
        "found_not_exempt": [],
        "reports": [report.pk],
        "documents": [document.pk],
        "issued_documents": [],
    }
    assert AgendaDocument.objects.get().issued is True


@pytest.mark.parametrize("role", [role for role in CommitteeRole if role != CommitteeRole.CLERK])
def test_nobody_else_on_the_committee_issues_papers(report: ProgressReport, clerk: User, role: CommitteeRole) -> None:
    job = ready(report.meeting, clerk)
    with pytest.raises(NotAllowed):
        issue_papers(meeting=report.meeting, job=job, by=factories.seated(report.meeting.committee, role))
    assert CommitteePack.objects.count() == 0


def test_those_from_elsewhere_do_not_issue_papers(report: ProgressReport, clerk: User) -> None:
    job = ready(report.meeting, clerk)
    others = [
        factories.seated(factories.CommitteeFactory(), CommitteeRole.CLERK),
        factories.appointed(report.lead_post),
        factories.administrator(),
        factories.UserFactory(),
    ]
    for other in others:
        with pytest.raises(NotAllowed):
            issue_papers(meeting=report.meeting, job=job, by=other)


def test_late_papers_ask_for_the_reason_and_keep_it(report: ProgressReport, clerk: User) -> None:
    moved(report, 2)
    job = ready(report.meeting, clerk)
    with pytest.raises(NotPossible, match="These papers are late"):
        issue_papers(meeting=report.meeting, job=job, by=clerk, late_papers_reason="  ")
    (pack,) = issue_papers(meeting=report.meeting, job=job, by=clerk, late_papers_reason="The contract ends.")
    kept = Meeting.objects.get(pk=report.meeting_id).late_papers_reason
    assert (kept, pack.late_reason) == ("The contract ends.", "The contract ends.")


def test_a_reason_that_nobody_had_to_give_is_not_kept(report: ProgressReport, clerk: User) -> None:
    (pack,) = issued(report.meeting, clerk, late_papers_reason="None needed.")
    assert pack.late_reason == ""


def test_what_is_issued_twice_is_issued_once(report: ProgressReport, clerk: User) -> None:
    job = ready(report.meeting, clerk)
    stale = Meeting.objects.get(pk=report.meeting_id)
    issue_papers(meeting=report.meeting, job=job, by=clerk)
    with pytest.raises(StaleState, match="no longer the latest"):
        issue_papers(meeting=stale, job=job, by=clerk)
    assert (CommitteePack.objects.count(), Event.objects.count()) == (1, 1)


def _publish_another(report: ProgressReport) -> None:
    inquiry = factories.InquiryFactory(tracking_committee=report.meeting.committee)
    factories.ProgressReportFactory(
        inquiry=inquiry,
        meeting=report.meeting,
        state=ReportState.PUBLISHED,
        published_by=factories.UserFactory(),
        published_at=timezone.now(),
    )


@pytest.mark.parametrize(
    "change",
    [
        _publish_another,
        lambda report: factories.AgendaDocumentFactory(meeting=report.meeting),
        lambda report: Meeting.objects.update(place="Committee Room 2"),
        withheld_file,
    ],
    ids=["another report", "a document", "another place", "a withheld file"],
)
def test_whatever_changed_since_the_packs_were_made_stops_them(
    report: ProgressReport, clerk: User, change: Callable[[ProgressReport], object]
) -> None:
    job = ready(report.meeting, clerk)
    change(report)
    with pytest.raises(StaleState, match="Something in the papers changed"):
        issue_papers(meeting=report.meeting, job=job, by=clerk)
    assert (CommitteePack.objects.count(), Meeting.objects.get(pk=report.meeting_id).state) == (0, "planned")
    assert default_storage.exists(job.editions.get().file.name) is True


def test_only_the_latest_packs_are_issued(report: ProgressReport, clerk: User) -> None:
    first, second = ready(report.meeting, clerk), ready(report.meeting, clerk)
    with pytest.raises(StaleState, match="no longer the latest"):
        issue_papers(meeting=report.meeting, job=first, by=clerk)
    factories.PackJobFactory(meeting=report.meeting, state=JobState.CANCELLED)
    assert len(issue_papers(meeting=report.meeting, job=second, by=clerk)) == 1


def test_packs_of_another_meeting_are_refused(report: ProgressReport, clerk: User) -> None:
    other = factories.MeetingFactory(committee=report.meeting.committee, held_on=report.meeting.held_on, sequence=2)
    with pytest.raises(NotPossible, match="for another meeting"):
        issue_papers(meeting=other, job=ready(report.meeting, clerk), by=clerk)


def test_a_file_that_is_not_what_was_made_is_never_frozen(report: ProgressReport, clerk: User) -> None:
    job = ready(report.meeting, clerk)
    default_storage.delete(job.editions.get().web_page.name)
    with pytest.raises(NotPossible, match="is gone or damaged"):
        issue_papers(meeting=report.meeting, job=job, by=clerk)


def test_what_may_be_exempt_must_be_explained_first_and_its_words_are_in_no_event(
    report: ProgressReport, clerk: User
) -> None:
    job = ready(report.meeting, clerk, findings=[FINDING])
    with pytest.raises(NotPossible, match="say for each place why it is not exempt"):
        issue_papers(meeting=report.meeting, job=job, by=clerk)
    explain_findings(job=job, reasons={0: "The price was published in May."}, by=clerk)
    issue_papers(meeting=report.meeting, job=job, by=clerk)
    event = Event.objects.get()
    told = {"where": "Text of page 3", "reason": "The price was published in May."}
    assert event.after["found_not_exempt"] == [told]
    assert "Secretword" not in str(event.after)


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.MINUTES_APPROVED])
def test_no_papers_go_out_for_a_meeting_that_is_over_or_called_off(
    report: ProgressReport, clerk: User, state: MeetingState
) -> None:
    job = ready(report.meeting, clerk)
    report.meeting.state = state
    with pytest.raises(NotPossible, match="from there it cannot become papers issued"):
        issue_papers(meeting=report.meeting, job=job, by=clerk)


def test_what_changed_since_goes_out_as_a_numbered_supplement(report: ProgressReport, clerk: User) -> None:
    issued(report.meeting, clerk)
    late_news(report)
    (supplement,) = issued(report.meeting, clerk)
    event = Event.objects.latest("pk")
    assert (supplement.number, event.type, event.before, event.after["state"]) == (
        2,
        "issued supplement",
        {"state": "papers_issued"},
        "papers_issued",
    )
    assert supplement.document.contents["items"][f"report-{report.pk}"]["late_news"] == [1]


@pytest.mark.parametrize("days", [2, -1])
def test_a_late_supplement_asks_for_its_own_reason(report: ProgressReport, clerk: User, days: int) -> None:
    issued(report.meeting, clerk)
    late_news(report)
    moved(report, days)
    Meeting.objects.update(state=MeetingState.PAPERS_ISSUED if days > 0 else MeetingState.HELD)
    report.meeting.refresh_from_db()
    job = ready(report.meeting, clerk)
    with pytest.raises(NotPossible, match="These papers are late"):
        issue_papers(meeting=report.meeting, job=job, by=clerk)
    (supplement,) = issue_papers(meeting=report.meeting, job=job, by=clerk, late_papers_reason="It came today.")
    meeting = Meeting.objects.get(pk=report.meeting_id)
    assert (supplement.late_reason, meeting.late_papers_reason) == ("It came today.", "")


def test_a_pack_with_dates_of_its_own_is_late_by_those(report: ProgressReport, clerk: User) -> None:
    moved(report, 2)
    then = timezone.now() - timedelta(days=30)
    (pack,) = issue_papers(meeting=report.meeting, job=ready(report.meeting, clerk), by=clerk, at=then)
    assert (pack.document.issued_at, pack.late_reason, Event.objects.get().at) == (then, "", then)
