from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from tests import factories
from tests.pack_scene import clerk_of, issued, late_news, ready, report_to_come
from tracking.actions.pack_jobs import ask_for_packs, cancel_packs, explain_findings, remove_old_packs
from tracking.enums import CommitteeRole, JobState, MeetingState, ReportState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import CommitteePack, Event, Meeting, PackJob, ProgressReport, User

pytestmark = pytest.mark.django_db

FINDINGS = [
    {"words": "Secretword", "source": "Evidence 1 of Service Birmingham", "where": "Text of page 3"},
    {"words": "Secretword", "source": "Evidence 1 of Service Birmingham", "where": "Bookmarks"},
]


@pytest.fixture
def report() -> ProgressReport:
    return report_to_come()


@pytest.fixture
def clerk(report: ProgressReport) -> User:
    return clerk_of(report)


def _others(report: ProgressReport) -> list[User]:
    return [
        *(factories.seated(report.meeting.committee, role) for role in CommitteeRole if role != CommitteeRole.CLERK),
        factories.seated(factories.CommitteeFactory(), CommitteeRole.CLERK),
        factories.appointed(report.lead_post),
        factories.administrator(),
    ]


def test_asking_writes_a_waiting_job_and_one_event(report: ProgressReport, clerk: User) -> None:
    job = ask_for_packs(meeting=report.meeting, by=clerk)
    event = Event.objects.get()
    assert (job.state, job.number, job.requested_by) == (JobState.WAITING, 1, clerk)
    assert (event.type, event.target_id, event.after) == (
        "asked for packs",
        str(report.meeting_id),
        {"job": job.pk, "number": 1},
    )


def test_asking_again_while_packs_are_being_made_returns_those(report: ProgressReport, clerk: User) -> None:
    first = ask_for_packs(meeting=report.meeting, by=clerk)
    again = ask_for_packs(meeting=report.meeting, by=factories.seated(report.meeting.committee, CommitteeRole.CLERK))
    assert (again, PackJob.objects.count(), Event.objects.count()) == (first, 1, 1)


def test_only_the_clerk_of_the_committee_asks_cancels_and_explains(report: ProgressReport, clerk: User) -> None:
    job = ready(report.meeting, clerk, findings=FINDINGS)
    for other in _others(report):
        with pytest.raises(NotAllowed):
            ask_for_packs(meeting=report.meeting, by=other)
        with pytest.raises(NotAllowed):
            cancel_packs(job=job, by=other)
        with pytest.raises(NotAllowed):
            explain_findings(job=job, reasons={0: "It is not exempt."}, by=other)
    assert (PackJob.objects.count(), Event.objects.count()) == (1, 0)


def test_an_empty_agenda_makes_no_packs(report: ProgressReport, clerk: User) -> None:
    ProgressReport.objects.update(state=ReportState.ACCEPTED)
    with pytest.raises(NotPossible, match="Nothing is on the agenda yet"):
        ask_for_packs(meeting=report.meeting, by=clerk)


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.MINUTES_APPROVED])
def test_a_meeting_that_is_over_or_called_off_gets_no_packs(
    report: ProgressReport, clerk: User, state: MeetingState
) -> None:
    approved_on = report.meeting.held_on if state == MeetingState.MINUTES_APPROVED else None
    Meeting.objects.update(state=state, cancelled_reason="Snow.", minutes_approved_on=approved_on)
    with pytest.raises(NotPossible, match="from there it cannot become papers issued"):
        ask_for_packs(meeting=Meeting.objects.get(pk=report.meeting_id), by=clerk)


def test_a_supplement_is_made_only_of_what_changed(report: ProgressReport, clerk: User) -> None:
    issued(report.meeting, clerk)
    with pytest.raises(NotPossible, match="Nothing has changed since the papers were issued"):
        ask_for_packs(meeting=report.meeting, by=clerk)
    late_news(report)
    assert ask_for_packs(meeting=report.meeting, by=clerk).number == 2


def test_packs_nobody_has_begun_to_make_are_cancelled_at_once(report: ProgressReport, clerk: User) -> None:
    job = ask_for_packs(meeting=report.meeting, by=clerk)
    cancel_packs(job=job, by=clerk)
    event = Event.objects.latest("pk")
    assert (job.state, job.cancel_requested, job.finished_at is None) == (JobState.CANCELLED, True, False)
    assert (event.type, event.after) == ("cancelled packs", {"job": job.pk})


def test_a_worker_that_is_at_it_is_told_to_stop(report: ProgressReport, clerk: User) -> None:
    held_until = timezone.now() + timedelta(minutes=1)
    job = factories.PackJobFactory(meeting=report.meeting, state=JobState.MAKING, held_until=held_until)
    cancel_packs(job=job, by=clerk)
    assert (job.state, job.cancel_requested) == (JobState.MAKING, True)


def test_what_a_killed_worker_held_is_cancelled_at_once(report: ProgressReport, clerk: User) -> None:
    job = factories.PackJobFactory(meeting=report.meeting, state=JobState.MAKING, held_until=timezone.now())
    cancel_packs(job=job, by=clerk)
    assert job.state == JobState.CANCELLED


def test_finished_packs_can_no_longer_be_cancelled(report: ProgressReport, clerk: User) -> None:
    job = ready(report.meeting, clerk)
    with pytest.raises(StaleState, match="finished before they could be stopped"):
        cancel_packs(job=job, by=clerk)
    assert Event.objects.count() == 0


def test_reasons_are_kept_place_by_place_and_can_be_taken_back(report: ProgressReport, clerk: User) -> None:
    job = ready(report.meeting, clerk, findings=FINDINGS)
    explain_findings(job=job, reasons={0: " It was published in May. ", 1: "A heading."}, by=clerk)
    explain_findings(job=job, reasons={1: ""}, by=clerk)
    kept = PackJob.objects.get().findings
    assert kept == [FINDINGS[0] | {"reason": "It was published in May."}, FINDINGS[1] | {"reason": ""}]


def test_only_the_latest_packs_are_explained(report: ProgressReport, clerk: User) -> None:
    job = ready(report.meeting, clerk, findings=FINDINGS)
    ready(report.meeting, clerk)
    with pytest.raises(StaleState, match="no longer the latest"):
        explain_findings(job=job, reasons={0: "It is not exempt."}, by=clerk)


def test_packs_that_were_not_issued_go_after_thirty_days_with_their_files(report: ProgressReport, clerk: User) -> None:
    old, fresh = ready(report.meeting, clerk), ready(report.meeting, clerk)
    names = [old.editions.get().file.name, old.editions.get().web_page.name]
    PackJob.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=31))
    assert remove_old_packs() == 1
    event = Event.objects.get()
    assert (event.actor, event.type, event.before) == ("", "removed packs never issued", {"files": names})
    assert [default_storage.exists(name) for name in names] == [False, False]
    assert (PackJob.objects.get(), default_storage.exists(fresh.editions.get().file.name)) == (fresh, True)
    assert (remove_old_packs(), Event.objects.count()) == (0, 1)


def test_issued_packs_stay_when_their_job_goes(report: ProgressReport, clerk: User) -> None:
    (pack,) = issued(report.meeting, clerk)
    assert remove_old_packs(now=timezone.now() + timedelta(days=31)) == 1
    kept = CommitteePack.objects.get()
    files = [default_storage.exists(name) for name in (pack.document.file.name, pack.document.web_page.name)]
    assert (kept, files, PackJob.objects.count()) == (pack, [True, True], 0)


def test_what_is_being_made_is_never_removed(report: ProgressReport, clerk: User) -> None:
    factories.PackJobFactory(meeting=report.meeting)
    assert (remove_old_packs(now=timezone.now() + timedelta(days=31)), PackJob.objects.count()) == (0, 1)
