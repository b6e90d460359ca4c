"""Whether rows and the files in the store agree."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import Storage, default_storage
from django.db import models

from tracking.models import AgendaDocument, Evidence, IssuedDocument, MadeEdition
from tracking.models.cabinet import CabinetFile, MadeCabinetEdition

# The model, its field with the name of the file, and the one with the file's hash.
_ROWS: tuple[tuple[type[models.Model], str, str], ...] = (
    (Evidence, "file", "sha256"),
    (AgendaDocument, "file", "sha256"),
    (IssuedDocument, "file", "sha256"),
    (IssuedDocument, "web_page", "web_page_sha256"),
    (MadeEdition, "file", "sha256"),
    (MadeEdition, "web_page", "web_page_sha256"),
    (MadeCabinetEdition, "file", "sha256"),
    (MadeCabinetEdition, "web_page", "web_page_sha256"),
    (CabinetFile, "file", "sha256"),
)


@dataclass(frozen=True)
class StoredRow:
    """A row that has a file, and what it says of it."""

    words: str
    name: str
    sha256: str


@dataclass(frozen=True)
class UnclaimedFile:
    """A file that no row speaks of. It may be the upload of somebody whose row is just being written."""

    name: str
    modified_at: datetime


@dataclass(frozen=True)
class StoreFindings:
    """Everything on which rows and files disagree."""

    without_file: tuple[StoredRow, ...]
    wrong_hash: tuple[StoredRow, ...]
    unclaimed: tuple[UnclaimedFile, ...]


def check_store() -> StoreFindings:
    """Read every row that has a file, and every file, to its end.

    The files are listed before the rows are read: what is uploaded meanwhile is not taken for a file without a row.
    """
    files = list(_files(default_storage))
    rows = _rows()
    missing = tuple(row for row in rows if not default_storage.exists(row.name))
    there = (row for row in rows if row not in missing)
    claimed = {row.name for row in rows}
    return StoreFindings(
        without_file=missing,
        wrong_hash=tuple(row for row in there if _sha256(row.name) != row.sha256),
        unclaimed=tuple(
            UnclaimedFile(name, default_storage.get_modified_time(name)) for name in files if name not in claimed
        ),
    )


def has_row(name: str) -> bool:
    """Whether any row speaks of a file."""
    return any(model._default_manager.filter(**{field: name}).exists() for model, field, _ in _ROWS)


def _rows() -> list[StoredRow]:
    return [
        StoredRow(f"{model._meta.verbose_name} {pk}", name, sha256)
        for model, field, hash_field in _ROWS
        for pk, name, sha256 in model._default_manager.exclude(**{field: ""})
        .order_by("pk")
        .values_list("pk", field, hash_field)
    ]


def _files(storage: Storage, directory: str = "") -> Iterator[str]:
    """The name of every file in the store; nothing of a store that was never used."""
    try:
        directories, files = storage.listdir(directory)
    except FileNotFoundError:
        return
    inside = f"{directory}/" if directory else ""
    yield from (f"{inside}{name}" for name in sorted(files))
    for name in sorted(directories):
        yield from _files(storage, f"{inside}{name}")


def _sha256(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        for chunk in file.chunks():
            digest.update(chunk)
    return digest.hexdigest()
