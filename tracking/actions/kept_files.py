"""Keeping an uploaded file in the store: before its row, so that no row is ever without its file."""

from django.core.files.storage import default_storage

from tracking import virus_scanner
from tracking.actions.evidence_files import InspectedFile
from tracking.enums import ScanState
from tracking.models import AgendaDocument, Evidence
from tracking.models.cabinet import CabinetFile


def keep_file(row: Evidence | AgendaDocument | CabinetFile, file: InspectedFile, name: str) -> None:
    """Store a file under a name and put its facts on a row that is still to be written.

    With a virus scanner it then waits to be scanned.
    """
    for field, value in file.facts.items():
        setattr(row, field, value)
    row.scan_state = ScanState.WAITING if virus_scanner.is_set_up() else ScanState.NOT_SCANNED
    row.file = default_storage.save(name, file.upload)


def discard_file(row: Evidence | AgendaDocument | CabinetFile) -> None:
    """Remove a file that no row speaks of.

    Only where that is certain: when a transaction ends in any other way, the row may be there, and the file stays.
    """
    if row.file:
        default_storage.delete(str(row.file.name))
