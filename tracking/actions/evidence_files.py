"""Whether an uploaded file may be kept: its size, its kind by name and by content, and whether it is in order.

The name's extension says what a file claims to be; the content must agree. Each refusal names the file and says what to
do about it.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from tracking.exceptions import UnacceptableFile
from tracking.inspection.parent import look_into
from tracking.inspection.verdicts import Refusal, Refused
from tracking.presenters.wording import file_size


@dataclass(frozen=True)
class InspectedFile:
    """An upload that may be kept, and what is known of it. Only `inspect_file` makes one."""

    upload: "UploadedFile[Any]"
    name: str
    content_type: str
    size: int
    sha256: str
    page_count: int | None = None
    is_tagged: bool = False

    @property
    def is_pdf(self) -> bool:
        return self.content_type == "application/pdf"

    @property
    def facts(self) -> dict[str, Any]:
        """What a row of Evidence says of its file, by field."""
        return {
            "original_name": self.name,
            "content_type": self.content_type,
            "size": self.size,
            "sha256": self.sha256,
            "page_count": self.page_count,
            "is_tagged": self.is_tagged,
        }


@dataclass(frozen=True)
class _Kind:
    """`look` names how it is looked into."""

    words: str
    content_type: str
    look: str


def inspect_file(upload: "UploadedFile[Any]") -> InspectedFile:
    """Return an upload that may be kept, with its facts; raises UnacceptableFile, which names it, for any other.

    The upload is read and left at its beginning. Looking into it may take seconds: never do it inside a transaction.
    """
    name = _plain(upload.name or "file")
    size = upload.size or 0
    _check_size(name, size)
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise UnacceptableFile(f"“{name}” is not a kind of file that is kept here. Upload {KINDS_IN_WORDS}.")
    upload.seek(0)
    content: bytes = upload.read()
    upload.seek(0)
    try:
        found = look_into(kind.look, content)
    except Refused as refused:
        raise UnacceptableFile(f"“{name}” {_told(refused.refusal, kind.words)}") from None
    digest = hashlib.sha256(content).hexdigest()
    return InspectedFile(upload, name, kind.content_type, size, digest, found.page_count, found.is_tagged)


def _plain(name: str) -> str:
    """Return a file's name as it may be shown and handed out: in one folder, and without signs that nobody sees.

    Those could turn the name round, so that a program looks like a picture, or begin a new line of a header.
    """
    seen = "".join(sign for sign in name.replace("\\", "/") if sign.isprintable())
    return PurePath(seen).name.replace(":", "-").lstrip(".")[:255]


def _check_size(name: str, size: int) -> None:
    if not size:
        raise UnacceptableFile(f"“{name}” is empty. Save the file again, then choose it once more.")
    if size > settings.MAX_UPLOAD_BYTES:
        raise UnacceptableFile(
            f"“{name}” is {file_size(size)}, larger than the {file_size(settings.MAX_UPLOAD_BYTES)} allowed. "
            "Make it smaller, or split it into several files."
        )


def _told(refusal: Refusal, words: str) -> str:
    """What is wrong with a file, and what to do about it."""
    return _WRONG[refusal].format(words=words)


_WRONG = {
    Refusal.PROTECTED: "is protected by a password or against changes. Save it without, then choose it once more.",
    Refusal.MACROS: "holds macros. Save it without them, then choose it once more.",
    Refusal.PROGRAMS: (
        "has another file inside it that could be run. Take that out and save it, then choose it once more."
    ),
    Refusal.RUNS: "does something by itself when it is opened or used. Print it as a PDF, then choose that.",
    Refusal.LOADS: (
        "loads something from elsewhere when it is opened, such as a linked picture, template or workbook. "
        "Break those links or print it as a PDF, then choose it once more."
    ),
    Refusal.UNPACKS_TOO_FAR: ("unpacks to far more than it should. Save it again, smaller, then choose it once more."),
    Refusal.TOO_MANY_DOTS: ("has more dots than can be printed. Make the picture smaller, then choose it once more."),
    Refusal.NOT_TEXT: "is not plain text. Save it as text (UTF-8), then choose it once more.",
    Refusal.NOT_ITS_KIND: (
        "is called {words} but is not one, or is damaged. Save it again as {words}, then choose it once more."
    ),
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_JPEG = _Kind("a JPEG picture", "image/jpeg", "jpeg")

KINDS = {
    ".pdf": _Kind("a PDF", "application/pdf", "pdf"),
    ".docx": _Kind("a Word document", f"{_OFFICE}wordprocessingml.document", "docx"),
    ".xlsx": _Kind("an Excel workbook", f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    ".odt": _Kind("an OpenDocument text", f"{_OPEN}text", "odt"),
    ".ods": _Kind("an OpenDocument spreadsheet", f"{_OPEN}spreadsheet", "ods"),
    ".csv": _Kind("a CSV file", "text/csv", "text"),
    ".txt": _Kind("a text file", "text/plain", "text"),
    ".png": _Kind("a PNG picture", "image/png", "png"),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
}
KINDS_IN_WORDS = "a PDF, Word, Excel, OpenDocument, CSV or text file, or a JPEG or PNG picture"
