"""What a stored file says that has no pages of its own to print: text, CSV, Word, Excel, OpenDocument.

For child processes: strangers made what is read.
"""

import codecs
import errno
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from django.core.files.storage import default_storage

from tracking.inspection.office import UNPACKED_BYTES, begins_as_xml
from tracking.inspection.verdicts import Refusal, Refused
from tracking.inspection.zips import Archive
from tracking.packs.discreet import NOT_MADE
from tracking.packs.evidence import FileFacts
from tracking.packs.pdf import PaperError
from tracking.packs.pdf_strings import PAGES, Said, Unreadable

MOST_LETTERS: Final = 5_000_000
"""As much as two thousand pages say. More is not compared."""
_TEXTS: Final = frozenset({"text/plain", "text/csv"})
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
_PARTS: Final = {
    f"{_OFFICE}wordprocessingml.document": (),
    f"{_OFFICE}spreadsheetml.sheet": (),
    f"{_OPEN}text": ("content.xml", "styles.xml"),
    f"{_OPEN}spreadsheet": ("content.xml", "styles.xml"),
}
"""By kind of file the parts that hold its words; in those of Office any part may, whatever it is called."""
# Where words end; and what holds words in Office's own files, where OpenDocument has them anywhere.
_BREAKS: Final = frozenset(
    {"p", "h", "si", "is", "c", "v", "comment", "tab", "br", "cr", "s", "line-break", "table-cell", "definedName"}
)
_HOLDS_WORDS: Final = frozenset({"t", "delText", "v", "definedName"})


def words_of_file(file: FileFacts) -> tuple[Said, ...] | Unreadable:
    """Return what a stored file says, hidden, deleted and noted words too; Unreadable for every other kind of file.

    One without a stored name is never opened: the virus scanner holds it back. Raises PaperError when the store does
    not answer.
    """
    if not file.stored_name or file.content_type not in {*_TEXTS, *_PARTS}:
        return Unreadable()
    try:
        content = _content(file)
        words = _text(content) if file.content_type in _TEXTS else _office_words(content, _PARTS[file.content_type])
    except FileNotFoundError:
        return Unreadable(for_now=True)
    except (Refused, UnicodeDecodeError, expat.ExpatError, zipfile.BadZipFile, zlib.error):
        return Unreadable()
    return (Said(PAGES, words),) if len(words) <= MOST_LETTERS else Unreadable()


def _content(file: FileFacts) -> bytes:
    try:
        with default_storage.open(file.stored_name) as stored:
            content: bytes = stored.read()
    except FileNotFoundError:
        raise
    except Exception:  # noqa: BLE001 - each kind of store has errors of its own, and some name the file
        raise PaperError(NOT_MADE) from None
    if file.sha256 and hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileNotFoundError(errno.ENOENT, "It is not the file that was uploaded.")
    return content


def _text(content: bytes) -> str:
    """Decode what `inspection.texts` lets in."""
    if content.startswith(_UTF_16):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _office_words(content: bytes, parts: tuple[str, ...]) -> str:
    archive = Archive(content, UNPACKED_BYTES)
    words: list[str] = []
    length = 0
    for name in archive.entries:
        if name in parts or (not parts and (name.endswith(".xml") or begins_as_xml(archive, name))):
            for piece in _Words(everything=bool(parts)).of(archive.pieces(name)):
                words.append(piece)
                length += len(piece)
                if length > MOST_LETTERS:
                    raise Refused(Refusal.UNPACKS_TOO_FAR)
    return "".join(words)


class _Words:
    """Collects the words of an XML part."""

    def __init__(self, *, everything: bool) -> None:
        self.everything = everything
        self.found: list[str] = []
        self.within: list[bool] = [everything]
        self.is_a_number_of_a_word = False

    def of(self, pieces: Iterator[bytes]) -> Iterator[str]:
        """Yield the words as they come. Raises Refused for a part that declares entities, expat.ExpatError."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._take
        parser.EntityDeclHandler = _refuse_entities
        for piece in pieces:
            parser.Parse(piece)
            yield from self._taken()
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes it in no other way
        yield from (*self._taken(), "\n")

    def _taken(self) -> list[str]:
        found, self.found = self.found, []
        return found

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            # The cell gives only the number of its words, which are in a part of their own.
            self.is_a_number_of_a_word = values.get("t") == "s"
        holds = self.within[-1] or name in _HOLDS_WORDS
        self.within.append(holds and not (name == "v" and self.is_a_number_of_a_word))

    def _end(self, tag: str) -> None:
        self.within.pop()
        if tag.rpartition(" ")[2] in _BREAKS:
            self.found.append("\n")

    def _take(self, text: str) -> None:
        if self.within[-1]:
            self.found.append(text)


def _refuse_entities(*declared: object) -> None:
    raise Refused(Refusal.UNPACKS_TOO_FAR)
