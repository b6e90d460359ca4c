"""The audit trail to take along: as CSV to look at, and as JSON Lines that a stranger can check."""

import codecs
import csv
import json
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet

from tracking.audit_chain import written_moment
from tracking.exports.register import defused
from tracking.models import Event
from tracking.presenters.audit import NOT_SHOWN, Told, told
from tracking.queries.audit_trail import Entry, entries_in_order

_COLUMNS: Final = (
    "number",
    "recorded_at",
    "actor",
    "name",
    "type",
    "target_label",
    "target_id",
    "before",
    "after",
    "hash",
)


def audit_csv(events: QuerySet[Event]) -> Iterator[bytes]:
    """Yield the file, the first entry first: UTF-8 with a byte order mark. No text in it is taken for a formula."""
    writer = csv.writer(_Line())
    yield codecs.BOM_UTF8 + writer.writerow(_COLUMNS).encode()
    for entries in entries_in_order(events):
        yield "".join(writer.writerow(map(defused, _cells(entry))) for entry in entries).encode()


def audit_json_lines(events: QuerySet[Event]) -> Iterator[bytes]:
    """Yield one JSON object a line, the first entry first, as `docs/audit.md` tells how to check it."""
    for entries in entries_in_order(events):
        yield "".join(f"{json.dumps(_object(entry), ensure_ascii=False)}\n" for entry in entries).encode()


class _Line:
    """What a csv writer writes to: it returns each line."""

    def write(self, line: str) -> str:
        return line


def _cells(entry: Entry) -> tuple[str, ...]:
    event = entry.event
    return (
        str(entry.link.number),
        written_moment(event.at),
        event.actor,
        entry.name,
        event.type,
        event.target_label,
        event.target_id,
        _cell(told(event, event.before)),
        _cell(told(event, event.after)),
        entry.link.hash,
    )


def _cell(part: Told) -> str:
    values = part.shown | dict.fromkeys(part.withheld, NOT_SHOWN)
    return json.dumps(values, ensure_ascii=False) if values else ""


def _object(entry: Entry) -> dict[str, Any]:
    event, link = entry.event, entry.link
    before, after = told(event, event.before), told(event, event.after)
    return {
        "number": link.number,
        "previous_hash": link.previous_hash,
        "digest": event.digest,
        "hash": link.hash,
        "event": {
            "actor": event.actor,
            "type": event.type,
            "at": written_moment(event.at),
            "target_label": event.target_label,
            "target_id": event.target_id,
            "before": before.shown,
            "after": after.shown,
        },
        "withheld": {"before": before.withheld, "after": after.withheld},
    }
