"""The page about open data: what can be taken along, and what its columns mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from tracking.presenters.links import Link
from tracking.presenters.register_columns import COLUMNS, Column


@dataclass(frozen=True)
class ColumnLine:
    """A row of the data dictionary.

    `pieces` are those of the name between which a line may break; `codes` the values it takes with their words.
    """

    name: str
    pieces: tuple[str, ...]
    label: str
    meaning: str
    kind: str
    codes: tuple[tuple[str, str], ...]


def dictionary() -> tuple[ColumnLine, ...]:
    return tuple(_line(column) for column in COLUMNS)


def _line(column: Column) -> ColumnLine:
    kind = column.kind if column.always else f"{column.kind}, or empty"
    pieces = tuple(column.name.replace("_", "_ ").split())
    return ColumnLine(column.name, pieces, column.label, column.meaning, kind, column.choices)


def files() -> tuple[Link, ...]:
    """The register whole, in each format."""
    register = reverse("register")
    return (
        Link("Download all recommendations as CSV", f"{register}?format=csv", "For programs and any spreadsheet"),
        Link(
            "Download all recommendations as an Excel workbook",
            f"{register}?format=xlsx",
            "With dates as dates, and a sheet that says where it is from",
        ),
        Link("Download all recommendations as JSON", f"{register}?format=json", "For programs"),
    )


_LISTS = ("recommendations", "inquiries", "committees", "posts", "meetings", "categories")


def api_lists() -> Iterator[Link]:
    """The lists of the API, and the document that describes them."""
    for name in _LISTS:
        address = reverse(f"api_{name}")
        yield Link(address, address, name.capitalize())
    address = reverse("api_schema")
    yield Link(address, address, "What describes all of this to programs (OpenAPI 3.1)")
