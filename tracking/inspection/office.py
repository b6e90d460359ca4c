"""Office files, which are zips of XML parts: Word and Excel (Office Open XML), OpenDocument texts and sheets."""

from collections.abc import Iterator
from xml.parsers import expat

from tracking.inspection.elsewhere import check_element, check_words
from tracking.inspection.programs import is_program
from tracking.inspection.verdicts import Facts, Refusal, Refused
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
# What is said in these elements is worked out, not read.
_WORKED_OUT = {"f": "f", "instrText": "instrText", "delInstrText": "instrText"}


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
    _check_parts(archive, depth=1)
    main = next((part for part, type_ in types if part and type_.endswith(main_type)), "")
    if main not in archive.entries or _root_of(archive, main) != root:
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
    _check_parts(archive, depth=1)
    if "content.xml" not in archive.entries or _root_of(archive, "content.xml") != "document-content":
        raise Refused(Refusal.NOT_ITS_KIND)
    return Facts()


def _content_types(archive: Archive) -> list[tuple[str, str]]:
    """Return the parts that are named and the type of each, then types by extension; raises Refused for macros."""
    if _TYPES not in archive.entries:
        return []
    types = [
        (values.get("PartName", "").removeprefix("/"), values["ContentType"])
        for _, values in _elements(archive, _TYPES)
        if "ContentType" in values
    ]
    if any(word in type_.lower() for _, type_ in types for word in _MACRO_TYPES):
        raise Refused(Refusal.MACROS)
    return types


def _check_parts(archive: Archive, depth: int) -> None:
    """Read every part to its end. What is itself a package, a workbook behind a chart, is read in the same way."""
    for name in archive.names:
        _check_name(name.lower())
    for name in archive.entries:
        # LibreOffice leaves an empty part for what nobody has set.
        if name.lower().endswith(_XML) and archive.entries[name].file_size:
            for tag, values in _elements(archive, name):
                check_element(tag, values)
                if tag == "script" and name.lower().endswith(".svg"):
                    raise Refused(Refusal.RUNS)
        else:
            _check_part(name, archive.read(name), depth)


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
        _content_types(inner)
        _check_parts(inner, depth + 1)


def _root_of(archive: Archive, name: str) -> str:
    return next((tag for tag, _ in _elements(archive, name)), "")


def _elements(archive: Archive, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name without its namespace, and the attributes, of each element of an XML part.

    Raises Refused for a part that declares entities, which is how few words become gigabytes, or works something out
    that it must not; expat.ExpatError for what is no XML.
    """
    found: list[tuple[str, dict[str, str]]] = []
    said = _WorkedOut()

    def begin(tag: str, values: dict[str, str]) -> None:
        found.append((tag.rpartition(" ")[2], values))
        said.begin(found[-1][0])

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda tag: said.end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = said.take
    parser.EntityDeclHandler = _refuse_entities
    for piece in archive.pieces(name):
        parser.Parse(piece)
        yield from found
        found.clear()
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes it in no other way
    yield from found
    said.check()


class _WorkedOut:
    """Collects formulas and fields. A field is written in pieces, between marks of where it begins and ends."""

    def __init__(self) -> None:
        self.words: dict[str, list[str]] = {"f": [], "instrText": []}
        self.now: list[str] | None = None

    def begin(self, tag: str) -> None:
        self.now = self.words[_WORKED_OUT[tag]] if tag in _WORKED_OUT else None
        if tag == "fldChar":
            self.words["instrText"].append("\n")

    def end(self, tag: str) -> None:
        self.now = None
        if tag == "f":
            self.words["f"].append("\n")

    def take(self, words: str) -> None:
        if self.now is not None:
            self.now.append(words)

    def check(self) -> None:
        for tag, words in self.words.items():
            check_words(tag, "".join(words))


def _refuse_entities(*declared: object) -> None:
    raise Refused(Refusal.UNPACKS_TOO_FAR)
