"""The worker's side of making packs. Real processes that are killed: tests/integration/test_killed_worker.py."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils import timezone
from pytest_django import Settings

from tests import factories
from tests.pack_scene import clerk_of, made, ready, report_to_come, withheld_file
from tests.paper_scene import EXEMPT, add_evidence, picture
from tests.pdfs import text_of
from tracking.actions.pack_jobs import ask_for_packs, cancel_packs
from tracking.actions.pack_making import make_waiting_packs
from tracking.enums import JobState, MailKind, ScanState
from tracking.models import Event, EvidenceUse, MadeEdition, OutboxMail, PackJob, ProgressReport, User
from tracking.packs.wanted import wanted_of
from tracking.queries.pack_papers import pack_papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> ProgressReport:
    return report_to_come()


@pytest.fixture
def clerk(report: ProgressReport) -> User:
    return clerk_of(report)


class Interrupted(FileSystemStorage):
    """Something happens while a file is being stored: `then` is called before each."""

    then: Callable[[], Any] = staticmethod(lambda: None)

    def _save(self, name: str, content: Any) -> str:
        type(self).then()
        return super()._save(name, content)


@pytest.fixture
def interrupted(settings: Settings) -> type[Interrupted]:
    storage = {"BACKEND": f"{__name__}.Interrupted"}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    Interrupted.then = staticmethod(lambda: None)
    return Interrupted


def _stored(settings: Settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("packs/*") if path.is_file()]


def test_both_editions_are_made_and_kept_with_their_hashes(report: ProgressReport, clerk: User) -> None:
    withheld_file(report)
    job = made(report.meeting, clerk)
    editions = {made.edition: made for made in job.editions.all()}
    texts = {}
    for edition, row in editions.items():
        with row.file.open() as pdf, row.web_page.open() as page:
            content = pdf.read()
            hashes = (hashlib.sha256(content).hexdigest(), hashlib.sha256(page.read()).hexdigest())
        assert hashes == (row.sha256, row.web_page_sha256)
        texts[edition] = text_of(content)
    assert {edition: "Secretprice" in text for edition, text in texts.items()} == {"public": False, "restricted": True}
    assert len({row.page_count for row in editions.values()}) == 1
    assert (job.state, job.attempts, job.held_by, job.held_until) == (JobState.READY, 1, None, None)
    assert list(job.contents["items"]) == [f"report-{report.pk}"]
    assert [event.type for event in Event.objects.all()] == ["asked for packs"]


def test_whoever_asked_is_told_by_mail_without_a_word_of_what_is_in_them(report: ProgressReport, clerk: User) -> None:
    withheld_file(report)
    made(report.meeting, clerk)
    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.to, mail.subject) == (
        MailKind.PACK,
        clerk,
        f"The packs for the meeting on {report.meeting.held_on:%-d %B %Y} are ready",
    )
    assert f"/committees/corporate-resources/meetings/{report.meeting.date_slug}/pack/progress/" in mail.text
    assert "Contract prices" not in mail.text


def test_the_same_papers_made_again_are_the_same_bytes(report: ProgressReport, clerk: User) -> None:
    first, second = made(report.meeting, clerk), made(report.meeting, clerk)
    hashes = [list(job.editions.values_list("sha256", "web_page_sha256")) for job in (first, second)]
    assert hashes[0] == hashes[1]
    assert (first.contents, first.contents_digest) == (second.contents, second.contents_digest)


def test_nothing_to_make_makes_nothing() -> None:
    assert make_waiting_packs() == 0


def test_a_pack_that_another_worker_holds_is_left_alone(report: ProgressReport, clerk: User) -> None:
    job = ask_for_packs(meeting=report.meeting, by=clerk)
    soon = timezone.now() + timedelta(minutes=1)
    PackJob.objects.update(state=JobState.MAKING, held_until=soon, attempts=1)
    assert make_waiting_packs() == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.MAKING, 1)


def test_it_is_given_up_when_the_worker_stopped_three_times(report: ProgressReport, clerk: User) -> None:
    job = ask_for_packs(meeting=report.meeting, by=clerk)
    PackJob.objects.update(state=JobState.MAKING, held_until=timezone.now(), attempts=3)
    assert make_waiting_packs() == 0
    job.refresh_from_db()
    assert (job.state, job.failure.partition(".")[0]) == (
        JobState.FAILED,
        "The worker stopped three times while it made the packs",
    )
    assert OutboxMail.objects.get().subject.endswith("could not be made")


def test_what_was_to_be_cancelled_when_its_worker_was_killed_is_cancelled(report: ProgressReport, clerk: User) -> None:
    job = factories.PackJobFactory(
        meeting=report.meeting, state=JobState.MAKING, held_until=timezone.now(), cancel_requested=True
    )
    assert make_waiting_packs() == 0
    job.refresh_from_db()
    assert (job.state, OutboxMail.objects.count()) == (JobState.CANCELLED, 0)


def test_a_worker_that_is_told_to_stop_leaves_neither_file_nor_row_nor_mail(
    report: ProgressReport, clerk: User, interrupted: type[Interrupted], settings: Settings
) -> None:
    job = ask_for_packs(meeting=report.meeting, by=clerk)
    interrupted.then = staticmethod(lambda: PackJob.objects.update(cancel_requested=True))
    assert make_waiting_packs() == 0
    job.refresh_from_db()
    assert (job.state, MadeEdition.objects.count(), _stored(settings)) == (JobState.CANCELLED, 0, [])
    assert OutboxMail.objects.count() == 0


def test_a_worker_whose_lease_was_over_writes_nothing_over_what_another_makes(
    report: ProgressReport, clerk: User, interrupted: type[Interrupted], settings: Settings
) -> None:
    job = ask_for_packs(meeting=report.meeting, by=clerk)

    def another_takes_over() -> None:
        interrupted.then = staticmethod(lambda: None)
        PackJob.objects.update(held_until=timezone.now())
        make_waiting_packs()

    interrupted.then = staticmethod(another_takes_over)
    assert make_waiting_packs() == 0
    job.refresh_from_db()
    edition = job.editions.get()
    names = sorted(path.relative_to(settings.MEDIA_ROOT).as_posix() for path in _stored(settings))
    assert (job.state, job.attempts, OutboxMail.objects.count()) == (JobState.READY, 2, 1)
    assert names == sorted([edition.file.name, edition.web_page.name])


def test_a_store_that_fails_fails_the_packs_in_plain_words(
    report: ProgressReport, clerk: User, interrupted: type[Interrupted], settings: Settings
) -> None:
    calls = iter([None, OSError("the disk is full")])

    def fail_the_second_time() -> None:
        if (error := next(calls)) is not None:
            raise error

    interrupted.then = staticmethod(fail_the_second_time)
    job = made(report.meeting, clerk)
    assert (job.state, MadeEdition.objects.count(), _stored(settings)) == (JobState.FAILED, 0, [])
    assert job.failure.startswith("This service made a mistake, which its log describes.")
    mail = OutboxMail.objects.get()
    assert ("disk" in mail.text + mail.subject, mail.subject.endswith("could not be made")) == (False, True)


def test_a_page_that_cannot_be_made_fails_the_packs_by_name(
    report: ProgressReport, clerk: User, settings: Settings, tmp_path: Path
) -> None:
    settings.CACHES = {**settings.CACHES, "papers": {**settings.CACHES["papers"], "LOCATION": str(tmp_path / "kept")}}
    settings.RENDER_SECONDS = 0.01
    job = made(report.meeting, clerk)
    assert (job.state, "Refreshing the Partnership: Service Birmingham" in job.failure) == (JobState.FAILED, True)


def test_progress_is_written_as_it_goes(report: ProgressReport, clerk: User, interrupted: type[Interrupted]) -> None:
    ask_for_packs(meeting=report.meeting, by=clerk)
    seen: list[tuple[str, bool]] = []

    def look() -> None:
        job = PackJob.objects.get()
        seen.append((job.step, bool(job.held_until and job.held_until > timezone.now())))

    interrupted.then = staticmethod(look)
    make_waiting_packs(between_writes=timedelta(0))
    assert seen == [("Keeping the finished packs", True)] * 2
    job = PackJob.objects.get()
    assert (job.step, job.total > 0) == ("", True)


def test_reasons_given_before_still_hold_for_the_very_same_finding(report: ProgressReport, clerk: User) -> None:
    update = factories.current_revision(report).updates.get()
    update.evidence_text = "The contractor asked for twice the price that it had named before the summer."
    update.save()
    factories.ExemptPassageFactory(update=update, text=update.evidence_text)
    first = made(report.meeting, clerk)
    assert first.findings != []
    PackJob.objects.update(findings=[{**finding, "reason": "Said in public."} for finding in first.findings])
    second = made(report.meeting, clerk)
    assert {finding["reason"] for finding in second.findings} == {"Said in public."}
    assert {"twice the price" in mail.text for mail in OutboxMail.objects.all()} == {False}


def test_a_reason_is_not_carried_over_to_other_words_in_the_same_place(report: ProgressReport, clerk: User) -> None:
    one = "The contractor asked for twice the price that it had named before the summer."
    other = "The lawyers expect that every second claim against the former partner will fail."
    update = factories.current_revision(report).updates.get()
    factories.ExemptPassageFactory(update=update, text=f"{one} Nothing of this. {other}")
    update.evidence_text = one
    update.save()
    first = made(report.meeting, clerk)
    PackJob.objects.update(findings=[{**finding, "reason": "Said in public."} for finding in first.findings])
    update.evidence_text = f"{one}\n\nIn public, too: {other}"
    update.save()
    second = made(report.meeting, clerk)
    reasons = {(finding["words"].split()[1], finding["reason"]) for finding in second.findings}
    assert reasons == {("contractor", "Said in public."), ("lawyers", "")}


def test_a_reason_is_never_carried_over_for_what_was_not_compared(report: ProgressReport, clerk: User) -> None:
    update = factories.current_revision(report).updates.get()
    add_evidence(update, "Contract prices", b"%PDF-1.7 broken", "prices.pdf", "application/pdf", 1, **EXEMPT)
    first = made(report.meeting, clerk)
    assert [finding["where"] for finding in first.findings] == ["Not compared"]
    PackJob.objects.update(findings=[{**finding, "reason": "Looked at."} for finding in first.findings])
    assert [finding["reason"] for finding in made(report.meeting, clerk).findings] == [""]


def test_withheld_files_without_pages_are_compared_or_said_not_to_be(report: ProgressReport, clerk: User) -> None:
    """A text, a link, a file that the virus scanner holds back, and a picture called a Word document."""
    update = factories.current_revision(report).updates.get()
    update.evidence_text = "The contractor asked for twice the price that it had named before the summer."
    update.save()
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    add_evidence(update, "Letter", f"Sir, {update.evidence_text}".encode(), "a.txt", "text/plain", 1, **EXEMPT)
    add_evidence(update, "Held", b"Words", "b.txt", "text/plain", 2, scan_state=ScanState.WAITING, **EXEMPT)
    add_evidence(update, "Minutes", picture(), "c.docx", word, 3, **EXEMPT)
    linked = factories.EvidenceFactory(
        file="",
        original_name="",
        content_type="",
        size=0,
        sha256="",
        link="https://example.org/lots/4",
        title="Lots of it",
        **EXEMPT,
    )
    EvidenceUse.objects.create(evidence=linked, update=update, position=4)
    of = "of Refreshing the Partnership: Service Birmingham"
    found = {
        (finding["source"], finding["where"] == "Not compared") for finding in made(report.meeting, clerk).findings
    }
    assert found == {(f"Evidence 1 {of}", False), (f"Evidence 2 {of}", True), (f"Evidence 3 {of}", True)}


def test_a_withheld_file_that_is_not_printed_is_named_in_public_words(report: ProgressReport, clerk: User) -> None:
    update = factories.current_revision(report).updates.get()
    add_evidence(update, "Contract prices", b"%PDF-1.7 broken", "prices.pdf", "application/pdf", 1, **EXEMPT)
    (told,) = made(report.meeting, clerk).not_printed
    assert told.startswith(
        "Evidence 1 (exempt: paragraph 3) of Refreshing the Partnership: Service Birmingham. The file "
    )
    assert [word in told for word in ("Contract prices", "prices.pdf")] == [False, False]


def test_neither_log_nor_failure_names_what_is_withheld(
    report: ProgressReport, clerk: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """The store breaks down over the withheld file."""
    evidence = withheld_file(report)
    type(evidence).objects.filter(pk=evidence.pk).update(file="../prices")
    job = made(report.meeting, clerk)
    assert (job.state, job.failure.partition(",")[0]) == (
        JobState.FAILED,
        "Something that is withheld could not be printed or read",
    )
    said = caplog.text + job.failure
    assert [word in said for word in ("Contract prices", "prices.pdf", f"Pack job {job.pk}")] == [False, False, True]


def test_a_limit_that_a_withheld_sheet_breaks_is_told_in_public_words(
    report: ProgressReport, clerk: User, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {**settings.CACHES, "papers": {**settings.CACHES["papers"], "LOCATION": str(tmp_path / "kept")}}
    withheld_file(report)
    names = [wanted.name for wanted in wanted_of(pack_papers(report.meeting), with_evidence=True)]
    assert names[-1] == "Evidence 1 (exempt: paragraph 3) of Refreshing the Partnership: Service Birmingham"
    settings.RENDER_SECONDS = 0.01
    job = made(report.meeting, clerk)
    assert (job.state, "Contract prices" in caplog.text + job.failure) == (JobState.FAILED, False)


def test_packs_of_several_meetings_are_made_in_turn(report: ProgressReport, clerk: User) -> None:
    other = factories.MeetingFactory(committee=report.meeting.committee, held_on=report.meeting.held_on, sequence=2)
    factories.AgendaDocumentFactory(meeting=other)
    jobs = [ask_for_packs(meeting=meeting, by=clerk) for meeting in (report.meeting, other)]
    assert make_waiting_packs() == 2
    states = [PackJob.objects.get(pk=job.pk).state for job in jobs]
    assert states == [JobState.READY, JobState.READY]


def test_a_job_cancelled_while_it_waits_is_not_made(report: ProgressReport, clerk: User) -> None:
    cancel_packs(job=ask_for_packs(meeting=report.meeting, by=clerk), by=clerk)
    ready(report.meeting, clerk)
    assert make_waiting_packs() == 0
