"""Having the editions of a report to Cabinet made: the clerk's part and the worker's, beyond what it is for packs."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from tests import cabinet_factories as cabinet
from tests.cabinet_pages import a_report_to
from tests.cabinet_publishing import made, ready
from tests.factories import MeetingFactory, UserFactory, administrator, appointed, seated
from tracking.actions.cabinet.publishing import publish_report
from tracking.actions.cabinet.report_jobs import (
    ask_for_editions,
    cancel_editions,
    explain_findings,
    remove_old_editions,
)
from tracking.actions.cabinet.report_making import make_waiting_editions
from tracking.actions.cabinet.reports import withdraw_report
from tracking.enums import CabinetReportState, CommitteeRole, JobState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import Event, OutboxMail, User
from tracking.models.cabinet import CabinetReport, CabinetReportJob, MadeCabinetEdition

pytestmark = pytest.mark.django_db

SECRET = "Eleven million pounds for the northern depot at Holloway Circus."
FOUND = {"words": "Secretword", "source": "Section 3.1", "where": "Text of page 3", "identity": "a1"}


@pytest.fixture
def report() -> CabinetReport:
    return a_report_to(cabinet.a_template(), state=CabinetReportState.ACCEPTED)


@pytest.fixture
def clerk(report: CabinetReport) -> User:
    return seated(report.meeting.committee, CommitteeRole.CLERK)


def test_asking_writes_a_waiting_job_and_one_event(report: CabinetReport, clerk: User) -> None:
    job = ask_for_editions(report=report, by=clerk)
    event = Event.objects.get()
    assert (job.state, job.report, job.requested_by) == (JobState.WAITING, report, clerk)
    assert (event.type, event.target_id, event.after) == (
        "asked for editions of report to Cabinet",
        str(report.pk),
        {"job": job.pk},
    )


def test_asking_again_while_they_are_being_made_returns_the_same(report: CabinetReport, clerk: User) -> None:
    first = ask_for_editions(report=report, by=clerk)
    again = ask_for_editions(report=report, by=seated(report.meeting.committee, CommitteeRole.CLERK))
    assert (again, CabinetReportJob.objects.count(), Event.objects.count()) == (first, 1, 1)


def test_only_cabinets_clerk_asks_cancels_and_explains(report: CabinetReport) -> None:
    job = ready(report, findings=[FOUND])
    committee = report.meeting.committee
    for other in (
        *(seated(committee, role) for role in CommitteeRole if role != CommitteeRole.CLERK),
        seated(cabinet.a_cabinet(), CommitteeRole.CLERK),
        appointed(report.post),
        administrator(),
        UserFactory(),
    ):
        with pytest.raises(NotAllowed):
            ask_for_editions(report=report, by=other)
        with pytest.raises(NotAllowed):
            cancel_editions(job=job, by=other)
        with pytest.raises(NotAllowed):
            explain_findings(job=job, reasons={0: "It is not exempt."}, by=other)
    assert (CabinetReportJob.objects.count(), Event.objects.count()) == (1, 0)


def test_editions_are_made_of_an_accepted_report_for_a_meeting_to_come(report: CabinetReport, clerk: User) -> None:
    for state in set(CabinetReportState) - {CabinetReportState.ACCEPTED, CabinetReportState.WITHDRAWN}:
        with pytest.raises(NotPossible, match="only an accepted one is published"):
            ask_for_editions(report=cabinet.a_report(meeting=report.meeting, state=state), by=clerk)
    yesterday = MeetingFactory(committee=report.meeting.committee, held_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotPossible, match="over or cancelled"):
        ask_for_editions(report=a_report_to(report.template_version, state="accepted", meeting=yesterday), by=clerk)


def test_cancelling_stops_what_nobody_has_begun_and_tells_a_worker_that_has(report: CabinetReport, clerk: User) -> None:
    job = ask_for_editions(report=report, by=clerk)
    cancel_editions(job=job, by=clerk)
    event = Event.objects.latest("pk")
    assert (job.state, event.type, event.after) == (
        JobState.CANCELLED,
        "cancelled editions of report to Cabinet",
        {"job": job.pk},
    )
    soon = timezone.now() + timedelta(minutes=1)
    held = cabinet.CabinetReportJobFactory(report=report, state=JobState.MAKING, held_until=soon)
    cancel_editions(job=held, by=clerk)
    assert (held.state, held.cancel_requested, make_waiting_editions()) == (JobState.MAKING, True, 0)
    with pytest.raises(StaleState, match="finished before they could be stopped"):
        cancel_editions(job=job, by=clerk)


def test_nothing_more_is_made_of_a_report_that_is_withdrawn(report: CabinetReport, clerk: User) -> None:
    job = ask_for_editions(report=report, by=clerk)
    report.refresh_from_db()
    withdraw_report(report=report, reason="Not needed.", by=appointed(report.post))
    assert make_waiting_editions() == 0
    job.refresh_from_db()
    assert (job.state, OutboxMail.objects.count()) == (JobState.CANCELLED, 0)


def test_the_worker_makes_both_editions_of_what_the_report_says(report: CabinetReport, clerk: User) -> None:
    section = cabinet.section_of(report, "Legal Implications")
    for name, value in {**cabinet.WITHHELD, "text": SECRET}.items():
        setattr(section, name, value)
    section.save()
    job = made(report, clerk)
    assert [(row.edition, bool(row.web_page)) for row in job.editions.all()] == [
        ("public", False),
        ("restricted", False),
    ]
    assert (job.state, job.attempts, job.held_by, job.findings, job.not_printed) == (JobState.READY, 1, None, [], [])
    assert job.contents_digest == ready(report).contents_digest


def test_what_a_killed_worker_held_is_taken_up_again_and_given_up_after_three(
    report: CabinetReport, clerk: User
) -> None:
    job = ask_for_editions(report=report, by=clerk)
    CabinetReportJob.objects.update(state=JobState.MAKING, held_until=timezone.now(), attempts=1)
    assert make_waiting_editions() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.READY, 2)
    again = ask_for_editions(report=report, by=clerk)
    CabinetReportJob.objects.filter(pk=again.pk).update(state=JobState.MAKING, held_until=timezone.now(), attempts=3)
    assert make_waiting_editions() == 0
    again.refresh_from_db()
    assert (again.state, again.failure.partition(".")[0]) == (
        JobState.FAILED,
        "The worker stopped three times while it made the editions",
    )
    assert [mail.subject.rpartition(" ")[2] for mail in OutboxMail.objects.order_by("pk")] == ["ready", "made"]


def test_a_page_that_cannot_be_made_fails_the_editions_in_words(
    report: CabinetReport, clerk: User, settings: Settings, tmp_path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {**settings.CACHES, "papers": {**settings.CACHES["papers"], "LOCATION": str(tmp_path / "kept")}}
    settings.RENDER_SECONDS = 0.01
    job = made(report, clerk)
    assert (job.state, report.title in job.failure, MadeCabinetEdition.objects.count()) == (JobState.FAILED, True, 0)
    assert (f"Report job {job.pk}" in caplog.text, report.title in caplog.text) == (True, False)


def test_a_reason_given_before_still_holds_for_the_very_same_finding(report: CabinetReport, clerk: User) -> None:
    for heading, text, withheld in (
        ("Legal Implications", SECRET, cabinet.WITHHELD),
        ("Executive Summary", f"It is known: {SECRET}", {}),
    ):
        section = cabinet.section_of(report, heading)
        for name, value in {**withheld, "text": text}.items():
            setattr(section, name, value)
        section.save()
    first = made(report, clerk)
    explain_findings(job=first, reasons=dict.fromkeys(range(len(first.findings)), "Said in May."), by=clerk)
    assert {finding["reason"] for finding in made(report, clerk).findings} == {"Said in May."}


def test_editions_never_published_go_after_thirty_days_with_their_files(report: CabinetReport) -> None:
    old, fresh = ready(report), ready(report)
    name = old.editions.get().file.name
    CabinetReportJob.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=31))
    assert remove_old_editions() == 1
    event = Event.objects.get()
    assert (event.actor, event.type, event.before) == ("", "removed editions never published", {"files": [name]})
    assert (default_storage.exists(name), CabinetReportJob.objects.get()) == (False, fresh)


def test_what_was_published_stays_when_its_job_goes(report: CabinetReport, clerk: User) -> None:
    (edition,) = publish_report(report=report, job=ready(report), by=clerk)
    events = Event.objects.count()
    assert remove_old_editions(now=timezone.now() + timedelta(days=31)) == 1
    assert (default_storage.exists(edition.document.file.name), Event.objects.count()) == (True, events)
