import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories, pdfs
from tests.paper_scene import StorageWithNews, add_evidence, pdf_of, plain_report
from tracking import dates
from tracking.actions.packs import issue_papers
from tracking.enums import CommitteeRole, MeetingState, ReportState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import CommitteePack, Event, Meeting, ProgressReport, User
from tracking.packs.papers import pack_pdf
from tracking.queries.papers import pack_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> ProgressReport:
    """A published report for a meeting far enough ahead."""
    return _moved(plain_report(), dates.today() + timedelta(days=40))


@pytest.fixture
def clerk(report: ProgressReport) -> User:
    return factories.seated(report.meeting.committee, CommitteeRole.CLERK)


def _moved(report: ProgressReport, day) -> ProgressReport:
    Meeting.objects.filter(pk=report.meeting_id).update(held_on=day)
    report.meeting.refresh_from_db()
    return report


def test_issuing_freezes_the_pack_and_opens_it_to_everyone(report: ProgressReport, clerk: User) -> None:
    pack = issue_papers(meeting=report.meeting, by=clerk)
    with pack.file.open() as file:
        content = file.read()
    meeting = Meeting.objects.get(pk=report.meeting_id)
    event = Event.objects.get()
    assert (pack.number, pack.edition, pack.issued_by, content[:5]) == (1, "public", clerk, b"%PDF-")
    assert pack.sha256 == hashlib.sha256(content).hexdigest()
    assert (meeting.state, meeting.late_papers_reason) == (MeetingState.PAPERS_ISSUED, "")
    assert (event.type, event.target_id, event.before, event.after["sha256"], event.after["reports"]) == (
        "issued papers",
        str(meeting.pk),
        {"state": "planned"},
        pack.sha256,
        [report.pk],
    )


@pytest.mark.parametrize("role", [role for role in CommitteeRole if role != CommitteeRole.CLERK])
def test_nobody_else_on_the_committee_issues_papers(report: ProgressReport, role: CommitteeRole) -> None:
    with pytest.raises(NotAllowed):
        issue_papers(meeting=report.meeting, by=factories.seated(report.meeting.committee, role))
    assert CommitteePack.objects.count() == 0


def test_those_from_elsewhere_do_not_issue_papers(report: ProgressReport) -> None:
    others = [
        factories.seated(factories.CommitteeFactory(), CommitteeRole.CLERK),
        factories.appointed(report.lead_post),
        factories.administrator(),
        factories.UserFactory(),
    ]
    for other in others:
        with pytest.raises(NotAllowed):
            issue_papers(meeting=report.meeting, by=other)


def test_papers_without_a_published_report_are_not_issued(report: ProgressReport, clerk: User) -> None:
    ProgressReport.objects.update(state=ReportState.ACCEPTED)
    with pytest.raises(NotPossible, match="No Progress Report is published for this meeting yet"):
        issue_papers(meeting=report.meeting, by=clerk)


def test_late_papers_ask_for_the_reason_and_keep_it(report: ProgressReport, clerk: User) -> None:
    _moved(report, dates.today() + timedelta(days=2))
    with pytest.raises(NotPossible, match="These papers are late"):
        issue_papers(meeting=report.meeting, by=clerk, late_papers_reason="  ")
    issue_papers(meeting=report.meeting, by=clerk, late_papers_reason="The figures came late; the contract ends.")
    assert Meeting.objects.get(pk=report.meeting_id).late_papers_reason == "The figures came late; the contract ends."


def test_papers_are_issued_once(report: ProgressReport, clerk: User) -> None:
    issue_papers(meeting=report.meeting, by=clerk)
    with pytest.raises(NotPossible, match="This meeting is papers issued"):
        issue_papers(meeting=report.meeting, by=clerk)
    assert (CommitteePack.objects.count(), Event.objects.count()) == (1, 1)


def test_somebody_who_was_faster_is_told(report: ProgressReport, clerk: User) -> None:
    stale = Meeting.objects.get(pk=report.meeting_id)
    issue_papers(meeting=report.meeting, by=clerk)
    with pytest.raises(StaleState):
        issue_papers(meeting=stale, by=clerk)
    assert CommitteePack.objects.count() == 1


def test_a_report_published_while_the_pack_was_made_stops_it(report: ProgressReport, clerk: User, settings) -> None:
    def publish_another() -> None:
        inquiry = factories.InquiryFactory(tracking_committee=report.meeting.committee)
        other = factories.ProgressReportFactory(inquiry=inquiry, meeting=report.meeting)
        ProgressReport.objects.filter(pk=other.pk).update(
            state=ReportState.PUBLISHED, published_by=clerk, published_at=timezone.now()
        )

    update = factories.current_revision(report).updates.get()
    add_evidence(update, "Plan", pdf_of("Plan"), "plan.pdf", "application/pdf", 1)
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.paper_scene.StorageWithNews"}}
    StorageWithNews.news.append(publish_another)
    with pytest.raises(StaleState, match="changed while the pack was being made"):
        issue_papers(meeting=report.meeting, by=clerk)
    assert (CommitteePack.objects.count(), Meeting.objects.get(pk=report.meeting_id).state) == (0, "planned")


def test_one_damaged_evidence_file_does_not_stop_the_pack(report: ProgressReport, clerk: User) -> None:
    update = factories.current_revision(report).updates.get()
    add_evidence(update, "Broken", b"%PDF-1.7 nothing", "broken.pdf", "application/pdf", 9)
    assert issue_papers(meeting=report.meeting, by=clerk).page_count == 8


def test_a_file_with_a_virus_is_left_out_of_the_pack_with_a_sentence(report: ProgressReport) -> None:
    update = factories.current_revision(report).updates.get()
    add_evidence(update, "Plan", pdf_of("Infectedwords"), "plan.pdf", "application/pdf", 1, scan_state="infected")
    pack = pack_pdf(pack_paper(report.meeting))
    words = pdfs.text_of(pack.content)
    told = "A virus was found in this file, so it is not printed here."
    assert (told in words, "Infectedwords" in words) == (True, False)
    assert pack.not_printed == (f"Evidence 1: Plan. {told}",)
