"""The clerk's scripts: `manage.py export_progress_report` and `manage.py export_pack`."""

import hashlib
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.pack_scene import clerk_of, issued, withheld_file
from tests.paper_scene import plain_report, service_report
from tests.pdfs import claims_pdf_ua, pages_of, text_of
from tracking.enums import MeetingState, ReportState
from tracking.models import Meeting, ProgressReport

pytestmark = pytest.mark.django_db

MEETING = "Corporate Resources O&S Committee, 10 November 2016"
PACK = ("export_pack", "corporate-resources", "2016-11-10")


def _run(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said, stderr=StringIO())
    return said.getvalue()


def test_the_latest_published_report_is_written(tmp_path: Path) -> None:
    plain_report()
    target = tmp_path / "report.pdf"
    said = _run("export_progress_report", "service-birmingham", "--output", str(target))
    assert said == f"Wrote {target}: {len(pages_of(target.read_bytes()))} pages.\n"
    assert "Date 10 November 2016" in text_of(target.read_bytes())


def test_the_report_for_a_meeting_is_written(tmp_path: Path) -> None:
    plain_report()
    target = tmp_path / "report.pdf"
    _run("export_progress_report", "service-birmingham", "--meeting", "2016-11-10", "--output", str(target))
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_pack_that_is_not_issued_is_a_preview(tmp_path: Path) -> None:
    plain_report()
    target = tmp_path / "pack.pdf"
    _run(*PACK, "--output", str(target))
    assert all("Preview: not issued" in page for page in pages_of(target.read_bytes())[:5])


def test_an_issued_pack_is_written_as_it_was_issued(tmp_path: Path) -> None:
    report = plain_report()
    withheld_file(report)
    packs = issued(report.meeting, clerk_of(report), late_papers_reason="Urgent.")
    target = tmp_path / "pack.pdf"
    for pack in packs:
        said = _run(*PACK, "--edition", pack.edition, "--output", str(target))
        assert said == f"Wrote {target}: 12 pages, as issued.\n"
        assert hashlib.sha256(target.read_bytes()).hexdigest() == pack.document.sha256


def test_each_edition_is_written_for_whoever_runs_the_command(tmp_path: Path) -> None:
    withheld_file(plain_report())
    target = tmp_path / "pack.pdf"
    held = {}
    for edition in ("public", "restricted"):
        _run(*PACK, "--edition", edition, "--output", str(target))
        held[edition] = "Secretprice" in text_of(target.read_bytes())
    assert held == {"public": False, "restricted": True}


def test_a_pack_without_evidence_has_reports_only(tmp_path: Path) -> None:
    service_report()
    target = tmp_path / "pack.pdf"
    _run(*PACK, "--without-evidence", "--output", str(target))
    content = target.read_bytes()
    assert ("Business plan page" in text_of(content), claims_pdf_ua(content)) == (False, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("export_progress_report", "nonsense"),
            "There is no published report on an inquiry called “nonsense”.",
        ),
        (
            ("export_progress_report", "service-birmingham", "--meeting", "2016-01-01"),
            "There is no published report on an inquiry called “service-birmingham” for a meeting on 2016-01-01.",
        ),
        (
            ("export_progress_report", "service-birmingham", "--meeting", "April"),
            "“April” is not a date. Write it as 2016-04-12.",
        ),
        (
            ("export_pack", "nonsense", "2016-11-10"),
            "There is no meeting of a committee called “nonsense” on “2016-11-10”.",
        ),
        (
            ("export_pack", "corporate-resources", "soon"),
            "There is no meeting of a committee called “corporate-resources” on “soon”.",
        ),
        (
            (*PACK, "--edition", "secret"),
            "There is no edition called “secret”. Ask for public or restricted.",
        ),
        (
            (*PACK, "--edition", "restricted", "--without-evidence"),
            "The restricted edition is made with its evidence only. Leave out --without-evidence.",
        ),
        (
            (*PACK, "--edition", "restricted"),
            f"Nothing is withheld in the pack for {MEETING}, so there is only the public edition.",
        ),
        (
            ("export_pack", "corporate-resources", "2016-01-12"),
            "Nothing is on the agenda of Corporate Resources O&S Committee, 12 January 2016.",
        ),
    ],
)
def test_nonsense_is_refused_in_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    report = plain_report()
    factories.MeetingFactory(committee=report.meeting.committee, held_on=date(2016, 1, 12))
    with pytest.raises(CommandError) as error:
        _run(*arguments, "--output", str(tmp_path / "x.pdf"))
    assert (str(error.value), list(tmp_path.glob("*.pdf"))) == (said, [])


def test_a_report_that_is_not_public_is_not_exported(tmp_path: Path) -> None:
    service_report(ReportState.ACCEPTED)
    with pytest.raises(CommandError, match="There is no published report"):
        _run("export_progress_report", "service-birmingham", "--output", str(tmp_path / "x.pdf"))


def test_a_cancelled_meeting_has_no_pack(tmp_path: Path) -> None:
    report = plain_report()
    Meeting.objects.filter(pk=report.meeting_id).update(state=MeetingState.CANCELLED, cancelled_reason="Snow.")
    with pytest.raises(CommandError, match="was cancelled, so it has no pack"):
        _run(*PACK, "--output", str(tmp_path / "x.pdf"))


def test_a_file_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    plain_report()
    target = tmp_path / "missing" / "x.pdf"
    with pytest.raises(CommandError) as error:
        _run("export_progress_report", "service-birmingham", "--output", str(target))
    assert str(error.value) == f"{target} cannot be written: No such file or directory."


def test_what_was_there_is_replaced_whole(tmp_path: Path) -> None:
    plain_report()
    target = tmp_path / "x.pdf"
    target.write_text("old")
    _run("export_progress_report", "service-birmingham", "--output", str(target))
    assert [path.name for path in tmp_path.iterdir() if path.name != "media"] == ["x.pdf"]
    assert ProgressReport.objects.count() == 1
