"""The head of the audit trail in the papers: printed in both editions, kept with the pack, compared by every check."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from tests import pdfs
from tests.audit import guards_lifted, link_what_waits
from tests.pack_scene import clerk_of, made, moved, report_to_come, withheld_file
from tests.paper_scene import plain_report
from tracking.actions.events import record_event
from tracking.actions.packs import issue_papers
from tracking.audit_chain import BEGINNING
from tracking.models import AuditHead, AuditLink, Event, IssuedDocument, PackJob, ProgressReport, User
from tracking.packs.papers import make_packs
from tracking.queries.audit_chain import Head, audit_head, verify_chain
from tracking.queries.pack_papers import pack_papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> ProgressReport:
    return report_to_come()


@pytest.fixture
def clerk(report: ProgressReport) -> User:
    return clerk_of(report)


def _recorded() -> Head:
    """Something else that was recorded, and the head with it."""
    record_event(by=None, type="edited", target=None)
    link_what_waits()
    return audit_head()


def _made(report: ProgressReport, clerk: User) -> PackJob:
    _recorded()
    return made(report.meeting, clerk)


def _read(name: str) -> bytes:
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content


def test_both_editions_and_their_web_pages_print_it(report: ProgressReport, clerk: User) -> None:
    withheld_file(report)
    job = _made(report, clerk)
    words = f"Audit trail when this pack was made: entry {job.audit_number:,}"
    for edition in job.editions.all():
        assert pdfs.text_of(_read(edition.file.name)).count(f"{words} {job.audit_hash}") == 1
        assert _read(edition.web_page.name).decode().count(f"{words}<br>{job.audit_hash}</p>") == 1
    assert job.editions.count() == 2
    assert AuditLink.objects.get(number=job.audit_number).hash == job.audit_hash


def test_the_pages_with_it_are_valid_pdf_ua(report: ProgressReport, clerk: User, tmp_path: Path) -> None:
    content = _read(_made(report, clerk).editions.get().file.name)
    assert pdfs.pdf_ua_faults(content, directory=tmp_path) == ["0.pdf: valid PDF/UA-1"]


def test_it_is_kept_with_the_pack_that_is_issued(report: ProgressReport, clerk: User) -> None:
    job = _made(report, clerk)
    issue_papers(meeting=report.meeting, job=job, by=clerk)
    kept = IssuedDocument.objects.values_list("audit_number", "audit_hash")
    assert list(kept) == [(job.audit_number, job.audit_hash)]
    link_what_waits()
    assert verify_chain().fault == ""


def test_a_trail_that_was_cut_back_to_before_an_issued_pack_is_found(report: ProgressReport, clerk: User) -> None:
    job = _made(report, clerk)
    (pack,) = issue_papers(meeting=report.meeting, job=job, by=clerk)
    link_what_waits()
    with guards_lifted():
        Event.objects.all().delete()
        AuditLink.objects.all().delete()
        AuditHead.objects.update(number=0, hash=BEGINNING)
    assert verify_chain().fault == (
        f"Entry {job.audit_number} is missing: “{pack.document.title}” (issued document {pack.document.pk}) has it, "
        "the trail ends before it."
    )


def test_packs_of_the_same_papers_keep_the_head_they_were_made_with(report: ProgressReport, clerk: User) -> None:
    first = _made(report, clerk)
    _recorded()
    again = made(report.meeting, clerk)
    assert (again.audit_number, again.audit_hash) == (first.audit_number, first.audit_hash)
    link_what_waits()
    assert verify_chain().fault == ""


def test_kept_packs_of_another_trail_are_not_taken(report: ProgressReport) -> None:
    papers = pack_papers(moved(report, 41).meeting)
    other, own = Head(7, "f" * 64), _recorded()
    assert make_packs(papers, trail=other).trail == other
    assert make_packs(papers, trail=own).trail == own
    assert make_packs(papers).trail is None


def test_a_pack_made_before_anything_was_recorded_prints_nothing_of_it() -> None:
    content = make_packs(pack_papers(plain_report().meeting)).editions[0].content
    assert "Audit trail" not in pdfs.text_of(content)
