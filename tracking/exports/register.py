"""The register, or what a filter leaves of it, to take along: as CSV, as an Excel workbook and as JSON.

Rows are read some hundreds at a time: a file of everything takes no more memory than a short one.
"""

import codecs
import csv
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from tracking.enums import Audience
from tracking.models import RegisterEntry, Viewer
from tracking.models.register import RegisterEntryQuerySet, audience_of
from tracking.presenters.register_columns import (
    COLUMNS,
    LICENCE,
    LICENCE_ADDRESS,
    Value,
    site_address,
    values_of,
)
from tracking.queries.register_rows import RegisterRow, register_rows

AT_ONCE: Final = 250

_BETWEEN: Final = "; "
# What a spreadsheet takes for the beginning of a formula; NFKC makes these of their full-width forms.
_BEGINS_A_FORMULA: Final = frozenset("=+-@")
_BEGINS_A_CELL: Final = frozenset("\t\r\n")


@dataclass(frozen=True)
class Taken:
    """What is taken along: the rows a filter leaves, for whom, on which day, and the filter in words."""

    entries: RegisterEntryQuerySet
    viewer: Viewer
    today: date
    filters: tuple[str, ...] = ()

    def chunks(self) -> Iterator[list[RegisterRow]]:
        """Yield the rows in the order of `entries`, AT_ONCE at a time.

        The keys are read first: no cursor stays open while somebody's slow line takes the file. What goes meanwhile, or
        is no longer visible to the viewer, is left out.
        """
        keys = list(self.entries.values_list("pk", flat=True))
        visible = RegisterEntry.objects.visible_to(self.viewer).select_related("leaf__parent")
        # Hundreds of rows share a few of these.
        visible = visible.prefetch_related("inquiry", "claimed", "viewed")
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            found = {entry.pk: entry for entry in visible.filter(pk__in=some)}
            yield register_rows((found[key] for key in some if key in found), today=self.today)

    def about(self) -> dict[str, object]:
        """Where the data is from, as at when, under which licence, and what it was filtered by."""
        return {
            "title": "Recommendations of Overview and Scrutiny",
            "published_by": settings.COUNCIL_NAME,
            "as_at": self.today,
            "made_for": _made_for(self.viewer),
            "licence": LICENCE,
            "licence_address": LICENCE_ADDRESS,
            "data_dictionary": site_address(reverse("open_data")),
            "filters": list(self.filters),
        }


def _made_for(viewer: Viewer) -> str:
    """So that nobody takes for published what they were shown before."""
    if audience_of(viewer) == Audience.EVERYONE:
        return "Everyone"
    return "Somebody signed in: may hold what is not published yet"


def register_csv(taken: Taken) -> Iterator[bytes]:
    """Yield the file: UTF-8 with a byte order mark, as RFC 4180 has it, a line of names first, then the rows.

    No text in it is ever taken for a formula (`defused`).
    """
    writer = csv.writer(_Line())
    heads = writer.writerow([*(column.name for column in COLUMNS), "licence"])
    # Excel reads UTF-8 as UTF-8 only behind this mark.
    yield codecs.BOM_UTF8 + heads.encode()
    for rows in taken.chunks():
        lines = (writer.writerow([*_csv_cells(row, taken.today), LICENCE]) for row in rows)
        yield "".join(lines).encode()


class _Line:
    """What a csv writer writes to: it returns each line."""

    def write(self, line: str) -> str:
        return line


def _csv_cells(row: RegisterRow, today: date) -> Iterator[str]:
    return (_csv_cell(value) for value in values_of(row, today=today).values())


def _csv_cell(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return defused(_BETWEEN.join(value))
    return defused(value) if isinstance(value, str) else "" if value is None else str(value)


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: where one might, an apostrophe comes first.

    Blanks and signs without a width do not hide the beginning of a formula, nor does its full-width form.
    Source: OWASP, "CSV Injection".
    """
    if text[:1].isalnum():
        return text
    if text[:1] in _BEGINS_A_CELL:
        return f"'{text}"
    first = next((sign for sign in text if not _is_blank(sign)), "")
    return f"'{text}" if unicodedata.normalize("NFKC", first) in _BEGINS_A_FORMULA else text


def _is_blank(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf"}


def register_json(taken: Taken) -> Iterator[bytes]:
    """Yield one JSON object: `about`, and `recommendations` with the same names as the CSV's columns."""
    yield f'{{"about": {_json(taken.about())},\n"recommendations": ['.encode()
    between = "\n"
    for rows in taken.chunks():
        objects = [_json(values_of(row, today=taken.today)) for row in rows]
        if objects:
            yield (between + ",\n".join(objects)).encode()
            between = ",\n"
    yield b"\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
