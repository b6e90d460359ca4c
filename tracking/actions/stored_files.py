"""Tidying the store of files."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import transaction

from tracking.actions.events import record_event
from tracking.queries.stored_files import has_row


@transaction.atomic
def remove_unclaimed_files(*, names: Iterable[str]) -> list[str]:
    """Remove files that no row speaks of, by the system; return the names of those that were.

    One that has got its row meanwhile stays. Writes one Event with every name, nothing where nothing is removed.
    """
    removed = [name for name in names if not has_row(name)]
    if removed:
        record_event(by=None, type="removed files without a row", target=None, before={"files": removed})
    for name in removed:
        default_storage.delete(name)
    return removed
