"""The files of a report's evidence in one zip, with a page that lists them."""

import shutil
from tempfile import SpooledTemporaryFile
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from tracking.exports.word import NO_DAY
from tracking.models import ProgressReport
from tracking.presenters.report_files import file_names, folder_of
from tracking.queries.paper_facts import EvidenceFacts

_IN_MEMORY: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024
_READABLE_BY_ALL: Final = 0o644 << 16
_UNIX: Final = 3


def evidence_zip(report: ProgressReport, files: tuple[EvidenceFacts, ...]) -> IO[bytes]:
    """Return a zip, at its beginning, of the files that have a stored name, after the page that lists everything.

    The same files give the same bytes. It lies in a temporary file, never whole in memory; whoever closes it removes
    it. A file that the store has lost is named on the page.
    """
    missing = {item.stored_name for item in files if item.stored_name and not default_storage.exists(item.stored_name)}
    folder = folder_of(report, files, missing=missing)
    names = file_names(files)
    target: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    with ZipFile(target, "w") as archive:
        archive.writestr(_entry(folder.file, "text/html"), render_to_string("reports/folder.html", {"folder": folder}))
        for item in files:
            if item.stored_name and item.stored_name not in missing:
                _add(archive, names[item.number], item)
    target.seek(0)
    return target


def _add(archive: ZipFile, name: str, item: EvidenceFacts) -> None:
    with default_storage.open(item.stored_name) as file, archive.open(_entry(name, item.content_type), "w") as entry:
        shutil.copyfileobj(file, entry, _CHUNK)


def _entry(name: str, content_type: str) -> ZipInfo:
    """Text is made smaller; every other kind of evidence is already as small as it gets."""
    entry = ZipInfo(name, date_time=NO_DAY)
    entry.compress_type = ZIP_DEFLATED if content_type.startswith("text/") else ZIP_STORED
    entry.external_attr, entry.create_system = _READABLE_BY_ALL, _UNIX
    return entry
