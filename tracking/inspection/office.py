"""Office files, which are zips of XML parts: Word and Excel (Office Open XML), OpenDocument texts and sheets."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from tracking.inspection import drawings, elsewhere, workings
from tracking.inspection.programs import is_program
from tracking.inspection.verdicts import Facts, Refusal, Refused
from tracking.inspection.workings import WorkedOut
from tracking.inspection.zips import Archive

UNPACKED_BYTES = 400 * 1024 * 1024
"""What an Office file may unpack to: more is a bomb, or nothing anybody would read."""
_DEEPEST = 3
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet", "vnd.ms-word.vbadata")
_MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")
_MACRO_KINDS = (".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".pptm")
# Parts of these kinds are XML, which is read element by element.
_XML = (".xml", ".rels", ".svg", ".vml")
_WATCHED_ATTRIBUTES = elsewhere.WATCHED_ATTRIBUTES | {"ContentType"}
_XML_TYPES = ("+xml", "/xml")
# What may stand before XML: blanks, a mark of its encoding, and of two bytes a letter the one that is nothing.
_BEFORE_XML = b" \t\r\n\x00" + codecs.BOM_UTF8 + codecs.BOM_UTF16


@dataclass(frozen=True)
class _Types:
    """What [Content_Types].xml says: the type of each part it names, then the types by ending, all in small letters."""

    of_parts: dict[str, str]
    of_endings: dict[str, str]

    def of(self, name: str) -> str:
        return self.of_parts.get(name.lower()) or self.of_endings.get(name.lower().rpartition(".")[2], "")


_NO_TYPES = _Types({}, {})


class _Element(NamedTuple):
    """`tag` is without its namespace; names of attributes may have theirs before them."""

    tag: str
    values: dict[str, str]
    is_drawn: bool


def look_into_docx(content: bytes) -> Facts:
    return _look_into_open_xml(content, "wordprocessingml.document.main+xml", "document")


def look_into_xlsx(content: bytes) -> Facts:
    return _look_into_open_xml(content, "spreadsheetml.sheet.main+xml", "workbook")


def look_into_odt(content: bytes) -> Facts:
    return _look_into_open_document(content, b"application/vnd.oasis.opendocument.text")


def look_into_ods(content: bytes) -> Facts:
    return _look_into_open_document(content, b"application/vnd.oasis.opendocument.spreadsheet")


def _look_into_open_xml(content: bytes, main_type: str, root: str) -> Facts:
    """Raise Refused unless [Content_Types].xml names a main part of this type, and all parts are in order.

    A protected one is no zip: Office hides it in the container of its older kinds.
    """
    if content.startswith(_OLE):
        raise Refused(Refusal.PROTECTED if "EncryptedPackage".encode("utf-16-le") in content else Refusal.NOT_ITS_KIND)
    archive = Archive(content, UNPACKED_BYTES)
    types = _content_types(archive)
    _check_parts(archive, types, depth=1)
    main = next((part for part, type_ in types.of_parts.items() if type_.endswith(main_type)), "")
    name = next((name for name in archive.entries if name.lower() == main), "")
    if not name or _root_of(archive, name) != root:
        raise Refused(Refusal.NOT_ITS_KIND)
    return Facts()


def _look_into_open_document(content: bytes, kind: bytes) -> Facts:
    """Raise Refused unless `mimetype` says this kind, content.xml is content, and all parts are in order."""
    archive = Archive(content, UNPACKED_BYTES)
    if "mimetype" not in archive.entries or archive.read("mimetype").strip() != kind:
        raise Refused(Refusal.NOT_ITS_KIND)
    manifest = "META-INF/manifest.xml"
    if manifest in archive.entries and b"encryption-data" in archive.read(manifest):
        raise Refused(Refusal.PROTECTED)
    _check_parts(archive, _NO_TYPES, depth=1)
    if "content.xml" not in archive.entries or _root_of(archive, "content.xml") != "document-content":
        raise Refused(Refusal.NOT_ITS_KIND)
    return Facts()


def _content_types(archive: Archive) -> _Types:
    """Return the types of a package's parts; raises Refused for macros."""
    types = _Types({}, {})
    if _TYPES not in archive.entries:
        return types
    for _, values, _ in _elements(archive, _TYPES):
        type_ = values.get("ContentType", "").strip().lower()
        if any(word in type_ for word in _MACRO_TYPES):
            raise Refused(Refusal.MACROS)
        if "PartName" in values:
            types.of_parts[values["PartName"].removeprefix("/").lower()] = type_
        if "Extension" in values:
            types.of_endings[values["Extension"].lower()] = type_
    return types


def _check_parts(archive: Archive, types: _Types, depth: int) -> None:
    """Read every part to its end. What is itself a package, a workbook behind a chart, is read in the same way."""
    for name in archive.names:
        _check_name(name.lower())
    for name in archive.entries:
        # LibreOffice leaves an empty part for what nobody has set.
        if _is_xml(archive, name, types) and archive.entries[name].file_size:
            for element in _elements(archive, name):
                elsewhere.check_element(element.tag, element.values)
                if element.is_drawn:
                    drawings.check_drawing(element.tag, element.values)
        else:
            _check_part(name, archive.read(name), depth)


def _is_xml(archive: Archive, name: str, types: _Types) -> bool:
    """Whether a part is XML for any reader: by its ending, by its type, which is what Office goes by, or as it begins.

    Pages (HTML) begin in the same way. They are no XML, but programs (see `programs`).
    """
    if name.lower().endswith(_XML) or types.of(name).partition(";")[0].rstrip().endswith(_XML_TYPES):
        return True
    return not is_program(name, next(archive.pieces(name), b"")) and begins_as_xml(archive, name)


def begins_as_xml(archive: Archive, name: str) -> bool:
    """Whether the first thing in a part, whatever it is called, is an element or what goes before one."""
    bare = (piece.lstrip(_BEFORE_XML) for piece in archive.pieces(name))
    return next(filter(None, bare), b"").startswith(b"<")


def _check_name(name: str) -> None:
    if name.endswith(_MACRO_NAMES + _MACRO_KINDS) or "macrosheets/" in name or name.startswith(("basic/", "scripts/")):
        raise Refused(Refusal.MACROS)
    if "activex/" in name or is_program(name, b""):
        raise Refused(Refusal.PROGRAMS)


def _check_part(name: str, part: bytes, depth: int) -> None:
    if is_program(name, part):
        raise Refused(Refusal.PROGRAMS)
    if part.startswith(_OLE):
        if "_VBA_PROJECT".encode("utf-16-le") in part:
            raise Refused(Refusal.MACROS)
        if "\x01Ole10Native".encode("utf-16-le") in part:
            # Any file at all, which a double click opens.
            raise Refused(Refusal.PROGRAMS)
    if part.startswith(_ZIP):
        if depth == _DEEPEST:
            raise Refused(Refusal.UNPACKS_TOO_FAR)
        inner = Archive(part, UNPACKED_BYTES // 4)
        _check_parts(inner, _content_types(inner), depth + 1)


def _root_of(archive: Archive, name: str) -> str:
    return next((element.tag for element in _elements(archive, name)), "")


def _elements(archive: Archive, name: str) -> Iterator[_Element]:
    """Yield the first element of an XML part, and each that may be refused.

    Raises Refused for a part that declares entities, which is how few words become gigabytes, or works something out
    that it must not; expat.ExpatError for what is no XML.
    """
    reader = _Reader()
    for piece in archive.pieces(name):
        yield from reader.read(piece)
    yield from reader.end()


class _Reader:
    """Reads an XML part, and passes quickly over what nobody asks about."""

    def __init__(self) -> None:
        self.found: list[_Element] = []
        self.said = WorkedOut()
        self.root = ""
        self.names: dict[str, tuple[str, bool, bool]] = {}
        self.keys: dict[str, bool] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._begin
        self.parser.EntityDeclHandler = _refuse_entities

    def read(self, piece: bytes) -> list[_Element]:
        """Return the first element of the part, and each that may be refused."""
        self.parser.Parse(piece)
        found, self.found = self.found, []
        return found

    def end(self) -> list[_Element]:
        self.parser.Parse(b"", True)  # noqa: FBT003 - expat takes it in no other way
        self.said.check()
        return self.found

    def _begin(self, whole: str, values: dict[str, str]) -> None:
        tag, is_drawn, is_watched = self.names.get(whole) or self._named(whole)
        said = self.said
        if said.listens or tag in workings.WATCHED:
            said.begin(tag, values)
            listens = bool(said.now)
            self.parser.CharacterDataHandler = said.take if listens else None
            self.parser.EndElementHandler = self._end if listens else None
        if is_watched or (values and self._has_watched(values)):
            self.found.append(_Element(tag, values, is_drawn))

    def _named(self, whole: str) -> tuple[str, bool, bool]:
        namespace, _, tag = whole.rpartition(" ")
        is_first = not self.root
        self.root = self.root or tag
        is_drawn = namespace == drawings.NAMESPACE or self.root == "svg"
        known = (tag, is_drawn, is_drawn or tag in elsewhere.WATCHED)
        self.names[whole] = known
        return (tag, is_drawn, True) if is_first else known

    def _has_watched(self, values: dict[str, str]) -> bool:
        for key in values:
            is_watched = self.keys.get(key)
            if is_watched is None:
                is_watched = self.keys[key] = key.rpartition(" ")[2] in _WATCHED_ATTRIBUTES
            if is_watched:
                return True
        return False

    def _end(self, whole: str) -> None:
        self.said.end(whole.rpartition(" ")[2])
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None


def _refuse_entities(*declared: object) -> None:
    raise Refused(Refusal.UNPACKS_TOO_FAR)
