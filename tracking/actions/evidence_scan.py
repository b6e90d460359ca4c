"""Having the virus scanner look at what was uploaded. The system does this, in the background."""

import logging

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from tracking.actions.events import record_event
from tracking.enums import ScanState
from tracking.models import Evidence
from tracking.virus_scanner import ScannerUnavailable, is_set_up, virus_in

_log = logging.getLogger(__name__)


def scan_waiting_evidence() -> int:
    """Have every file scanned that waits for it, the oldest first; return how many were.

    When the scanner is unavailable the rest goes on waiting, for the next time. A file that is gone from the store
    waits for ever, and is told in the log. Safe to run twice at once.
    """
    if not is_set_up():
        return 0
    scanned = 0
    for evidence in Evidence.objects.waiting_for_scan():
        try:
            scan_evidence(evidence=evidence)
        except ScannerUnavailable as unavailable:
            _log.warning("%s Files wait until it is back.", unavailable)
            break
        except FileNotFoundError:
            _log.exception("Evidence %s is not in the store. `manage.py check_files` tells more.", evidence.pk)
            continue
        scanned += 1
    return scanned


def scan_evidence(*, evidence: Evidence) -> None:
    """Have one file scanned that waits for it, and write whether there is a virus in it, and which.

    Raises ScannerUnavailable, and the file goes on waiting, unless the scanner gives a clear answer. One that somebody
    else has had scanned meanwhile is left as it is. Writes one Event, by the system.
    """
    with default_storage.open(str(evidence.file.name)) as file:
        found = virus_in(file)
    state = ScanState.INFECTED if found else ScanState.CLEAN
    with transaction.atomic():
        waiting = Evidence.objects.filter(pk=evidence.pk, scan_state=ScanState.WAITING)
        if not waiting.update(scan_state=state, scanned_at=timezone.now(), scan_found=found[:200]):
            return
        evidence.refresh_from_db()
        record_event(
            by=None,
            type="scanned evidence",
            target=evidence,
            before={"scan_state": ScanState.WAITING},
            after={"scan_state": evidence.scan_state, "found": evidence.scan_found},
        )
