"""A virus in an appendix keeps a report to Cabinet from being handed in, and nobody opens the file."""

import tempfile
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile

from tests import cabinet_factories as cabinet
from tests.clamd import VIRUS, running_clamd
from tests.factories import appointed
from tracking.actions.cabinet.reports import submit_report
from tracking.actions.evidence_scan import scan_waiting_files
from tracking.enums import ScanState
from tracking.exceptions import NotPossible
from tracking.models import Event
from tracking.models.cabinet import CabinetFile
from tracking.queries.cabinet.readiness import Gap, missing_of

pytestmark = pytest.mark.django_db


def test_a_virus_in_an_appendix_is_found_and_stops_the_report(settings: LazySettings) -> None:
    report = cabinet.a_report(is_key_decision=False, is_open_to_call_in=True)
    revision, holder = cabinet.current_revision(report), appointed(report.post)
    file = cabinet.CabinetFileFactory(
        report=report, file=ContentFile(VIRUS, name="a.pdf"), scan_state=ScanState.WAITING, recorded_by=holder
    )
    cabinet.CabinetAppendixFactory(revision=revision, title="Survey", file=file)
    assert list(CabinetFile.objects.openable_by(holder)) == [file]
    # A socket's path must be short, which pytest's own directories are not.
    with tempfile.TemporaryDirectory() as directory, running_clamd(Path(directory)) as clamd:
        settings.CLAMAV_SOCKET = clamd.address
        assert scan_waiting_files() == 1
    file.refresh_from_db()
    assert (file.scan_state, list(CabinetFile.objects.openable_by(holder))) == ("infected", [])
    assert [(row.gap, row.title) for row in missing_of(report, revision)] == [(Gap.VIRUS, "Survey")]
    with pytest.raises(NotPossible, match="missing"):
        submit_report(report=report, by=holder)
    assert Event.objects.get().type == "scanned cabinet file"
