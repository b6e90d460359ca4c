"""Files and the virus scanner: a real daemon that knows one virus, daemons that misbehave, and none at all."""

import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile

from tests.clamd import VIRUS, VIRUS_NAME, Clamd, running_clamd
from tests.factories import AgendaDocumentFactory
from tests.pages import text_of
from tests.reporting import Reporting, reporting, signed_in
from tests.uploads import inspected
from tracking import virus_scanner
from tracking.actions.evidence import add_evidence
from tracking.actions.evidence_scan import scan_waiting_files
from tracking.actions.evidence_uses import use_evidence_again
from tracking.actions.openness import Openness
from tracking.actions.report_decisions import accept_report, publish_report
from tracking.actions.reports import submit_report
from tracking.enums import Exemption, ScanState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Event, Evidence, ProgressReport, ProgressUpdate, User
from tracking.queries.paper_readiness import held_back_evidence
from tracking.virus_scanner import ScannerUnavailable, virus_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    # A socket's path must be short, which pytest's own directories are not.
    with tempfile.TemporaryDirectory() as directory, running_clamd(Path(directory)) as clamd:
        yield clamd


@pytest.fixture
def council(settings: LazySettings, clamd: Clamd) -> Reporting:
    settings.CLAMAV_SOCKET = clamd.address
    return reporting()


@pytest.fixture
def report(council: Reporting) -> ProgressReport:
    return council.answered()


def added(
    council: Reporting, report: ProgressReport, content: bytes = b"All is well.", title: str = "Plan"
) -> Evidence:
    update = ProgressUpdate.objects.get(revision__report=report, recommendation=council.whole)
    file, public = inspected("plan.txt", content), Openness(Exemption.PUBLIC)
    return add_evidence(update=update, title=title, file=file, openness=public, by=council.contributor).evidence


def state_of(evidence: Evidence) -> str:
    return str(Evidence.objects.get(pk=evidence.pk).scan_state)


def download(user: User | None, evidence: Evidence) -> int:
    response = signed_in(user).get(f"/evidence/{evidence.pk}/")
    if response.streaming:
        # Read to its end it closes itself; closed by hand it would take the connection to the database along.
        assert b"".join(response.streaming_content)  # type: ignore[arg-type]
    return response.status_code


def test_a_clean_file_is_found_clean_and_a_virus_by_its_name(council: Reporting, report: ProgressReport) -> None:
    clean, infected = added(council, report), added(council, report, b"words " + VIRUS, "Virus")
    before = Event.objects.count()
    assert scan_waiting_files() == 2
    clean.refresh_from_db()
    infected.refresh_from_db()
    assert (clean.scan_state, clean.scan_found, clean.scanned_at is not None) == ("clean", "", True)
    assert (infected.scan_state, infected.scan_found) == ("infected", VIRUS_NAME)
    events = Event.objects.order_by("pk")[before:]
    assert [(event.actor, event.type) for event in events] == [("", "scanned evidence")] * 2
    assert (scan_waiting_files(), Event.objects.count()) == (0, before + 2)


def test_a_file_that_waits_is_for_its_uploader_alone(council: Reporting, report: ProgressReport) -> None:
    evidence = added(council, report)
    assert (download(council.contributor, evidence), download(council.holder, evidence)) == (200, 404)
    page = text_of(signed_in(council.holder).get(f"/reports/{report.pk}/recommendations/R01/"))
    assert "Being checked for viruses. It can be opened once that is done." in page
    scan_waiting_files()
    assert download(council.holder, evidence) == 200


def test_an_infected_file_is_for_nobody_and_keeps_the_report_from_being_signed(
    council: Reporting, report: ProgressReport
) -> None:
    evidence = added(council, report, VIRUS, "Bad plan")
    scan_waiting_files()
    assert (download(council.contributor, evidence), download(council.holder, evidence)) == (404, 404)
    with pytest.raises(NotPossible, match="A virus was found in the evidence of this report"):
        submit_report(report=report, by=council.holder)
    client = signed_in(council.holder)
    section = client.get(f"/reports/{report.pk}/recommendations/R01/")
    assert "A virus was found. Take it out." in text_of(section)
    assert f"/evidence/{evidence.pk}/" not in section.content.decode()
    check = text_of(client.post(f"/reports/{report.pk}/check/", {"go": "sign"}))
    assert "A virus was found in “Bad plan”. Take it out of R01." in check
    assert client.get(f"/reports/{report.pk}/submit/")["Location"] == f"/reports/{report.pk}/check/"


def test_documents_of_an_agenda_are_scanned_with_the_rest(council: Reporting, report: ProgressReport) -> None:
    evidence = added(council, report)
    bad = AgendaDocumentFactory(
        meeting=council.meeting, file=ContentFile(VIRUS, name="bad.pdf"), scan_state=ScanState.WAITING
    )
    old = AgendaDocumentFactory(meeting=council.meeting)
    assert scan_waiting_files() == 3
    bad.refresh_from_db()
    old.refresh_from_db()
    assert (state_of(evidence), bad.scan_state, old.scan_state) == ("clean", "infected", "clean")
    event = Event.objects.get(type="scanned agenda document", target_id=str(bad.pk))
    assert (event.actor, event.after) == ("", {"scan_state": "infected", "found": VIRUS_NAME})


def test_a_file_that_is_held_back_is_not_used_again(council: Reporting, report: ProgressReport) -> None:
    evidence = added(council, report)
    other = ProgressUpdate.objects.get(revision__report=report, recommendation=council.parent)
    with pytest.raises(NotAllowed):
        use_evidence_again(update=other, evidence=evidence, by=council.holder)
    page = signed_in(council.holder).get(f"/reports/{report.pk}/recommendations/R02/evidence/").content.decode()
    assert "Use what is there already" not in page


def test_the_clerk_is_told_what_will_not_be_printed(council: Reporting, report: ProgressReport) -> None:
    evidence = added(council, report)
    submit_report(report=report, by=council.holder)
    accept_report(report=report, by=council.officer)
    publish_report(report=report, by=council.clerk)
    assert list(held_back_evidence([report.pk])) == [evidence]
    address = f"/committees/{council.committee.slug}/meetings/{council.meeting.held_on}/pack/"
    told = "“Plan” is still being checked for viruses. Wait until it is done, or it is left out."
    assert told in text_of(signed_in(council.clerk).get(address))
    assert download(None, evidence) == 404
    for page in (f"/reports/{report.pk}/", f"/inquiries/{council.inquiry.slug}/recommendations/R01/"):
        response = signed_in(None).get(page)
        assert "Plan TXT, 12 bytes. Supplied by Deputy Leader. Public Being checked for viruses." in text_of(response)
        assert f"/evidence/{evidence.pk}/" not in response.content.decode()


def test_while_the_scanner_is_down_files_wait(
    council: Reporting, report: ProgressReport, settings: LazySettings, tmp_path: Path
) -> None:
    evidence = added(council, report)
    with tempfile.TemporaryDirectory() as directory, running_clamd(Path(directory)) as clamd:
        settings.CLAMAV_SOCKET = clamd.address
        clamd.stop()
        assert (scan_waiting_files(), state_of(evidence)) == (0, ScanState.WAITING)
    for nowhere in (f"unix://{tmp_path}/nobody", "tcp://127.0.0.1:1"):
        settings.CLAMAV_SOCKET = nowhere
        assert (scan_waiting_files(), state_of(evidence)) == (0, ScanState.WAITING)


def test_a_file_larger_than_the_daemon_takes_waits_alone(council: Reporting, report: ProgressReport) -> None:
    evidence, other = added(council, report, b"words " * 200_000), added(council, report, title="Other")
    assert (scan_waiting_files(), state_of(evidence), state_of(other)) == (1, "waiting", "clean")


def test_what_was_kept_before_there_was_a_scanner_is_scanned_last_and_open_until_then(
    council: Reporting, report: ProgressReport, settings: LazySettings
) -> None:
    address, settings.CLAMAV_SOCKET = settings.CLAMAV_SOCKET, ""
    clean, infected = added(council, report), added(council, report, VIRUS, "Old")
    settings.CLAMAV_SOCKET = address
    new = added(council, report, title="New")
    assert (state_of(clean), download(council.holder, clean)) == ("not_scanned", 200)
    assert scan_waiting_files() == 3
    assert [state_of(row) for row in (new, clean, infected)] == ["clean", "clean", "infected"]
    assert (download(council.holder, clean), download(council.contributor, infected)) == (200, 404)
    events = Event.objects.filter(type="scanned evidence").order_by("pk")
    assert [event.before["scan_state"] for event in events] == ["waiting", "not_scanned", "not_scanned"]


def test_a_file_gone_from_the_store_does_not_keep_the_others_waiting(
    council: Reporting, report: ProgressReport
) -> None:
    gone, there = added(council, report), added(council, report, title="Other")
    gone.file.storage.delete(gone.file.name)
    assert (scan_waiting_files(), state_of(gone), state_of(there)) == (1, "waiting", "clean")


def test_without_a_scanner_nothing_is_scanned(
    council: Reporting, report: ProgressReport, settings: LazySettings
) -> None:
    evidence = added(council, report)
    settings.CLAMAV_SOCKET = ""
    assert (scan_waiting_files(), state_of(evidence)) == (0, "waiting")


@pytest.fixture
def daemon_that(settings: LazySettings) -> Iterator[Callable[[bytes | None], None]]:
    """Listen in place of the daemon, and say this to whoever asks; None says nothing at all."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def answer(said: bytes | None) -> None:
        connection, _ = listener.accept()
        with closing(connection):
            while not connection.recv(65536).endswith(bytes(4)):
                pass
            if said is None:
                connection.recv(1)
            else:
                connection.sendall(said)

    def start(said: bytes | None) -> None:
        settings.CLAMAV_SOCKET = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        threads.append(threading.Thread(target=answer, args=[said]))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join()
    listener.close()


def test_the_two_answers_that_count(daemon_that: Callable[[bytes | None], None]) -> None:
    daemon_that(b"stream: OK\0")
    assert virus_in(BytesIO(b"words")) == ""
    daemon_that(b"stream: Some Virus FOUND\0")
    assert virus_in(BytesIO(b"words")) == "Some Virus"


@pytest.mark.parametrize(
    "said",
    [b"", b"OK", b"stream: OK FOUND OK", b"stream:  FOUND\0", b"stream: NOT OK\0", b"HTTP/1.1 200 OK\r\n", b"x" * 9999],
)
def test_any_other_answer_is_none(daemon_that: Callable[[bytes | None], None], said: bytes) -> None:
    daemon_that(said)
    with pytest.raises(ScannerUnavailable):
        virus_in(BytesIO(b"words"))


def test_a_daemon_that_says_nothing_is_not_waited_for(
    daemon_that: Callable[[bytes | None], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(virus_scanner, "SECONDS", 0.2)
    daemon_that(None)
    with pytest.raises(ScannerUnavailable, match="timed out"):
        virus_in(BytesIO(b"words"))
