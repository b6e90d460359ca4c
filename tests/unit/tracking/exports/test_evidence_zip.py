"""The zip of a report's evidence: what is in it for whom, and the same bytes each time."""

import re
from html import unescape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage

from tests import factories
from tests.paper_scene import service_report
from tracking.enums import CommitteeRole, ScanState
from tracking.exports.evidence_zip import evidence_zip
from tracking.models import Evidence, ProgressReport, Viewer
from tracking.queries.report_files import files_of

pytestmark = pytest.mark.django_db

PUBLIC_NAMES = ["00 Contents.html", "01 Business plan.pdf", "03 Website.png", "04 Figures.csv"]
WITHHELD_NAME = "02 Contract prices (not for publication).txt"


@pytest.fixture
def report() -> ProgressReport:
    return service_report()


def bytes_for(viewer: Viewer, report: ProgressReport) -> bytes:
    with evidence_zip(report, files_of(report, seen_by=viewer)) as file:
        return file.read()


def opened(viewer: Viewer, report: ProgressReport) -> ZipFile:
    return ZipFile(BytesIO(bytes_for(viewer, report)))


def contents(archive: ZipFile) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", archive.read("00 Contents.html").decode())).split())


def member_of(report: ProgressReport) -> Viewer:
    user = factories.UserFactory()
    factories.CommitteeMembershipFactory(
        person=user.person, committee=report.meeting.committee, role=CommitteeRole.MEMBER
    )
    return user


def test_the_public_gets_public_files_by_their_numbers_in_the_papers(report: ProgressReport) -> None:
    archive = opened(AnonymousUser(), report)
    assert archive.namelist() == PUBLIC_NAMES
    assert (archive.testzip(), archive.read("04 Figures.csv")) == (None, b"a,b\n1,2\n")
    with Evidence.objects.get(title="Business plan").file.open() as stored:
        assert archive.read("01 Business plan.pdf") == stored.read()


def test_nothing_withheld_is_in_the_zip_for_the_public(report: ProgressReport) -> None:
    archive = opened(AnonymousUser(), report)
    everything = b"".join(archive.read(name) for name in archive.namelist()) + "".join(archive.namelist()).encode()
    assert [word for word in (b"secret", b"Contract", b"prices", b"negotiation") if word in everything] == []
    assert "2. Exempt: paragraph 3. In the restricted edition only. Shows progress on: R02" in contents(archive)


def test_a_member_of_the_committee_gets_withheld_files_marked_so(report: ProgressReport) -> None:
    archive = opened(member_of(report), report)
    assert archive.namelist() == sorted([*PUBLIC_NAMES, WITHHELD_NAME])
    assert archive.read(WITHHELD_NAME) == b"secret"
    told = f"2. Contract prices Not for publication. Exempt: paragraph 3. File: {WITHHELD_NAME}"
    assert told in contents(archive)


def test_the_page_links_to_each_file_and_each_web_page(report: ProgressReport) -> None:
    Evidence.objects.filter(title="Website").update(
        file="", link="https://example.org/?a=1&b=2", sha256="", original_name="", content_type=""
    )
    page = opened(AnonymousUser(), report).read("00 Contents.html").decode()
    assert '<a href="01%20Business%20plan.pdf">01 Business plan.pdf</a>' in page
    assert '<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>' in page
    assert "03 Website" not in page


def test_the_same_files_make_the_same_bytes(report: ProgressReport) -> None:
    assert bytes_for(AnonymousUser(), report) == bytes_for(AnonymousUser(), report)


def test_only_text_is_made_smaller(report: ProgressReport) -> None:
    kinds = {entry.filename: entry.compress_type for entry in opened(AnonymousUser(), report).infolist()}
    assert kinds == dict(zip(PUBLIC_NAMES, (ZIP_DEFLATED, ZIP_STORED, ZIP_STORED, ZIP_DEFLATED), strict=True))


def test_a_file_that_the_store_has_lost_is_named(report: ProgressReport) -> None:
    default_storage.delete(str(Evidence.objects.get(title="Business plan").file.name))
    archive = opened(AnonymousUser(), report)
    assert archive.namelist() == [name for name in PUBLIC_NAMES if "plan" not in name]
    assert "1. Business plan This file is no longer in the store, so it is not here." in contents(archive)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ScanState.INFECTED, "1. Business plan A virus was found in this file, so it is not here."),
        (ScanState.WAITING, "1. Business plan This file is still being checked for viruses, so it is not here."),
    ],
)
def test_what_the_virus_scanner_holds_back_is_named(report: ProgressReport, state: ScanState, words: str) -> None:
    Evidence.objects.filter(title="Business plan").update(scan_state=state)
    archive = opened(AnonymousUser(), report)
    assert ("01 Business plan.pdf" in archive.namelist(), words in contents(archive)) == (False, True)


def test_whoever_uploaded_a_file_gets_it_while_it_waits(report: ProgressReport) -> None:
    plan = Evidence.objects.get(title="Business plan")
    Evidence.objects.filter(pk=plan.pk).update(scan_state=ScanState.WAITING)
    assert "01 Business plan.pdf" in opened(plan.recorded_by, report).namelist()


def test_a_report_without_evidence_says_so() -> None:
    report = factories.ProgressReportFactory(state="draft")
    with evidence_zip(report, ()) as file, ZipFile(file) as archive:
        told = contents(archive)
    assert (archive.namelist(), told.endswith("Draft: not published The report has no evidence with it.")) == (
        ["00 Contents.html"],
        True,
    )


def test_how_many_queries_it_takes_does_not_depend_on_how_many_files(
    report: ProgressReport, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(12):
        files_of(report, seen_by=AnonymousUser())
