"""Having the virus scanner look at what was uploaded. The system does this, in the background."""

import logging
import time
from collections.abc import Iterator
from itertools import chain
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from tracking.actions.events import record_event
from tracking.enums import ScanState
from tracking.models import AgendaDocument, Evidence
from tracking.models.base import StoredFile
from tracking.models.cabinet import CabinetFile
from tracking.virus_scanner import FileNotJudged, ScannerUnavailable, is_set_up, virus_in

_log = logging.getLogger(__name__)

# Whatever is left then is for the next time, so that mails do not wait for a store full of files.
SECONDS_AT_A_TIME: Final = 60


_MODELS: Final[tuple[type[Evidence | AgendaDocument | CabinetFile], ...]] = (Evidence, AgendaDocument, CabinetFile)


def scan_waiting_files() -> int:
    """Have files scanned: all that wait for it, the oldest first, then those kept before there was a scanner.

    The latter stay open to readers until a virus is found in them. Returns how many were scanned. When the scanner is
    unavailable the rest is for the next time. A file that it does not judge, or that is gone from the store, keeps no
    other waiting, and is told in the log. Safe to run twice at once.
    """
    if not is_set_up():
        return 0
    scanned, started = 0, time.monotonic()
    for row in _to_scan():
        if time.monotonic() > started + SECONDS_AT_A_TIME:
            break
        try:
            scan_file(row=row)
        except FileNotJudged as not_judged:
            _log.warning("%s: %s It is asked again.", _named(row), not_judged)
            continue
        except ScannerUnavailable as unavailable:
            _log.warning("%s Files wait until it is back.", unavailable)
            break
        except FileNotFoundError:
            _log.exception("%s is not in the store. `manage.py check_files` tells more.", _named(row))
            continue
        scanned += 1
    return scanned


def scan_file(*, row: StoredFile) -> None:
    """Have one file scanned, and write on its row whether there is a virus in it, and which.

    Raises ScannerUnavailable, and the file stays as it is, unless the scanner gives a clear answer. So does one that
    somebody else has had scanned meanwhile. Writes one Event, by the system.
    """
    with default_storage.open(_file_name(row)) as file:
        found = virus_in(file)
    state = ScanState.INFECTED if found else ScanState.CLEAN
    with transaction.atomic():
        before = row.scan_state
        unscanned = type(row)._default_manager.filter(pk=row.pk, scan_state=before)
        if not unscanned.update(scan_state=state, scanned_at=timezone.now(), scan_found=found[:200]):
            return
        row.refresh_from_db()
        record_event(
            by=None,
            type=f"scanned {row._meta.verbose_name}",
            target=row,
            before={"scan_state": before},
            after={"scan_state": row.scan_state, "found": row.scan_found},
        )


def _to_scan() -> Iterator[StoredFile]:
    """What waits, of every kind and the oldest first; then what was kept without."""
    waiting = chain.from_iterable(model.objects.waiting_for_scan() for model in _MODELS)
    yield from sorted(waiting, key=lambda row: row.recorded_at)
    for model in _MODELS:
        yield from model.objects.kept_without_scan()


def _file_name(row: StoredFile) -> str:
    return str(row.file.name)  # type: ignore[attr-defined]


def _named(row: StoredFile) -> str:
    return f"{str(row._meta.verbose_name).capitalize()} {row.pk}"
