"""Whether an uploaded file may be kept: its size, its kind by name and by content, and whether it opens.

The name's extension says what a file claims to be; the content must agree. Each refusal names the file and says what to
do about it.
"""

import hashlib
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from tracking.actions.pdf_facts import read_pdf_facts
from tracking.exceptions import UnacceptableFile
from tracking.presenters.wording import file_size


@dataclass(frozen=True)
class InspectedFile:
    """What is known of a file that may be kept."""

    name: str
    content_type: str
    size: int
    sha256: str
    page_count: int | None = None
    is_tagged: bool = False


@dataclass(frozen=True)
class _Pages:
    page_count: int | None = None
    is_tagged: bool = False


@dataclass(frozen=True)
class _Kind:
    words: str
    content_type: str
    look_into: Callable[[bytes, str], _Pages]


UNPACKED_BYTES = 400 * 1024 * 1024
"""What an Office file may unpack to: more is a bomb, or nothing anybody would read."""


def inspect_file(upload: "UploadedFile[Any]") -> InspectedFile:
    """Return the facts of an upload that may be kept; raises UnacceptableFile, which names it, for any other.

    The upload is read and left at its beginning.
    """
    name = PurePath(upload.name or "file").name[:255]
    size = upload.size or 0
    _check_size(name, size)
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise UnacceptableFile(f"“{name}” is not a kind of file that is kept here. Upload {KINDS_IN_WORDS}.")
    upload.seek(0)
    content: bytes = upload.read()
    upload.seek(0)
    pages = _looked_into(kind, content, name)
    digest = hashlib.sha256(content).hexdigest()
    return InspectedFile(name, kind.content_type, size, digest, pages.page_count, pages.is_tagged)


def _looked_into(kind: _Kind, content: bytes, name: str) -> _Pages:
    try:
        return kind.look_into(content, name)
    except UnacceptableFile:
        raise
    except Exception as error:
        # Three libraries read what strangers made: whatever they raise, the file is not what it is called.
        raise _is_not(name, kind.words) from error


def _check_size(name: str, size: int) -> None:
    if not size:
        raise UnacceptableFile(f"“{name}” is empty. Save the file again, then choose it once more.")
    if size > settings.MAX_UPLOAD_BYTES:
        raise UnacceptableFile(
            f"“{name}” is {file_size(size)}, larger than the {file_size(settings.MAX_UPLOAD_BYTES)} allowed. "
            "Make it smaller, or split it into several files."
        )


def _is_not(name: str, words: str) -> UnacceptableFile:
    return UnacceptableFile(
        f"“{name}” is called {words} but is not one, or is damaged. Save it again as {words}, then choose it once more."
    )


def _look_into_pdf(content: bytes, name: str) -> _Pages:
    if not content.startswith(b"%PDF-"):
        raise _is_not(name, "a PDF")
    facts = read_pdf_facts(content)
    if facts is not None and facts.is_encrypted:
        raise _encrypted(name)
    if facts is None or not facts.page_count:
        raise _is_not(name, "a PDF")
    return _Pages(facts.page_count, facts.is_tagged)


def _encrypted(name: str) -> UnacceptableFile:
    return UnacceptableFile(
        f"“{name}” is protected by a password or against changes. Save it without protection, then choose it once more."
    )


def _look_into_image(signature: bytes, words: str) -> Callable[[bytes, str], _Pages]:
    def look(content: bytes, name: str) -> _Pages:
        if not content.startswith(signature):
            raise _is_not(name, words)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(BytesIO(content)) as picture:
                    picture.verify()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise UnacceptableFile(f"“{name}” has more dots than can be printed. Make it smaller first.") from None
        return _Pages()

    return look


def _look_into_zip(words: str, part: str, mimetype: str = "") -> Callable[[bytes, str], _Pages]:
    """Office files are zips with a certain part in them; an OpenDocument one says in `mimetype` what it is."""

    def look(content: bytes, name: str) -> _Pages:
        with zipfile.ZipFile(BytesIO(content)) as opened:
            names = opened.namelist()
            if sum(entry.file_size for entry in opened.infolist()) > UNPACKED_BYTES:
                raise UnacceptableFile(f"“{name}” unpacks to far more than it is. Make it smaller, then try again.")
            said = opened.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
            if part not in names or opened.testzip() or said.strip() != mimetype:
                raise _is_not(name, words)
        if any(entry.lower().endswith("vbaproject.bin") for entry in names):
            raise UnacceptableFile(f"“{name}” holds macros. Save it without them, then choose it once more.")
        return _Pages()

    return look


def _look_into_text(content: bytes, name: str) -> _Pages:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in words:
            return _Pages()
    raise UnacceptableFile(f"“{name}” is not plain text. Save it as text (UTF-8), then choose it once more.")


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_JPEG = _Kind("a JPEG picture", "image/jpeg", _look_into_image(b"\xff\xd8\xff", "a JPEG picture"))

KINDS = {
    ".pdf": _Kind("a PDF", "application/pdf", _look_into_pdf),
    ".docx": _Kind(
        "a Word document",
        f"{_OFFICE}wordprocessingml.document",
        _look_into_zip("a Word document", "word/document.xml"),
    ),
    ".xlsx": _Kind(
        "an Excel workbook",
        f"{_OFFICE}spreadsheetml.sheet",
        _look_into_zip("an Excel workbook", "xl/workbook.xml"),
    ),
    ".odt": _Kind(
        "an OpenDocument text",
        f"{_OPEN}text",
        _look_into_zip("an OpenDocument text", "content.xml", f"{_OPEN}text"),
    ),
    ".ods": _Kind(
        "an OpenDocument spreadsheet",
        f"{_OPEN}spreadsheet",
        _look_into_zip("an OpenDocument spreadsheet", "content.xml", f"{_OPEN}spreadsheet"),
    ),
    ".csv": _Kind("a CSV file", "text/csv", _look_into_text),
    ".txt": _Kind("a text file", "text/plain", _look_into_text),
    ".png": _Kind("a PNG picture", "image/png", _look_into_image(b"\x89PNG\r\n\x1a\n", "a PNG picture")),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
}
KINDS_IN_WORDS = "a PDF, Word, Excel, OpenDocument, CSV or text file, or a JPEG or PNG picture"
