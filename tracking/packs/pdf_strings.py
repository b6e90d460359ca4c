"""Everything that can be read out of a PDF: what its pages say, shown or hidden, and every string behind them.

For child processes: strangers made some of what is read. Each function takes plain facts and returns plain facts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final, NamedTuple

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it has no types
from pikepdf import Dictionary, Name, Object, Pdf, Stream

ATTACHED: Final = "Attached files"
BOOKMARKS: Final = "Bookmarks"
PROPERTIES: Final = "Document properties"
PAGES: Final = "Text"
ELSEWHERE: Final = "Names inside the file"
_FOR_LISTENERS: Final = "Words for screen readers"
_FORMS: Final = "Form fields"
_WHERE: Final = {
    "Title": BOOKMARKS,
    "Alt": _FOR_LISTENERS,
    "ActualText": _FOR_LISTENERS,
    "E": _FOR_LISTENERS,
    "T": _FOR_LISTENERS,
    "Contents": "Notes and links on pages",
    "URI": "Addresses of links",
    "F": ATTACHED,
    "UF": ATTACHED,
    "Desc": ATTACHED,
    "V": _FORMS,
    "DV": _FORMS,
    "TU": _FORMS,
    "TM": _FORMS,
    "P": "Page labels",
}
_DEEPEST: Final = 3
# Strings as they are written in a PDF, among objects and among the instructions that draw a page, where most of what
# is in angle brackets are glyphs; the key before a string; names; comments.
_STRING: Final = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f]+)>", re.DOTALL)
_DRAWN_STRING: Final = re.compile(
    rb"\(((?:[^()\\]|\\.)*)\)|<((?:feff|fffe|efbbbf)[0-9a-f]*)>", re.DOTALL | re.IGNORECASE
)
_BEGINS_A_STRING: Final = (b"(", b"<feff", b"<FEFF", b"<fffe", b"<FFFE", b"<efbbbf", b"<EFBBBF")
_KEY: Final = re.compile(rb"/(\w+)\s*$")
_NAME: Final = re.compile(rb"/([^\s/<>\[\](){}%]{4,})")
_ASIDE: Final = re.compile(rb"%[^\r\n]*")
_TAG: Final = re.compile(r"<[^>]*>")
_ACTUAL: Final = b"/ActualText"
_SPOKEN_FOR: Final = b"/XctualText"
_BINARY: Final = frozenset({"/Image", "/Type1C", "/CIDFontType0C", "/OpenType", "/XRef", "/ObjStm"})


@dataclass(frozen=True)
class PdfFile:
    """A PDF, or one part of so many parts of its pages."""

    content: bytes
    part: int = 0
    parts: int = 1


@dataclass(frozen=True)
class Unreadable:
    """Stands in place of what is in a file that cannot be read. `for_now`: it may be there the next time."""

    for_now: bool = False


class Said(NamedTuple):
    """What a file says, and in which of its parts; `page` is the label of the page, as the viewer shows it."""

    where: str
    text: str
    page: str = ""


def pages_of(file: PdfFile) -> tuple[Said, ...] | Unreadable:
    """Return the text of each page: what is hidden, clipped, white or off the page as well as what is seen.

    Where the file gives other words for glyphs, it is these words: `strings_of` has the glyphs.
    """
    try:
        return _pages(file)
    except pypdfium2.PdfiumError:
        return Unreadable()


def _pages(file: PdfFile) -> tuple[Said, ...]:
    with pypdfium2.PdfDocument(file.content) as pdf:
        first, last = (len(pdf) * part // file.parts for part in (file.part, file.part + 1))
        return tuple(_page(pdf, number) for number in range(first, last))


def _page(pdf: pypdfium2.PdfDocument, number: int) -> Said:
    page = pdf[number]
    words = page.get_textpage()
    text = Said(PAGES, words.get_text_range(), pdf.get_page_label(number) or str(number + 1))
    words.close()
    page.close()
    return text


def strings_of(file: PdfFile) -> tuple[Said, ...] | Unreadable:
    """Return every string of a file, each once in each part of it, and the glyphs for which it gives other words.

    Bookmarks, properties, attachments (names and contents), links, notes, words for screen readers, form fields, page
    labels, names of places, strings and comments in page instructions: all objects are read, whether anything refers
    to them or not.
    """
    try:
        return tuple(dict.fromkeys(_strings(file.content, depth=0)))
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        return Unreadable()


def _strings(content: bytes, *, depth: int) -> Iterator[Said]:
    with Pdf.open(BytesIO(content)) as pdf:
        yield from (Said(PROPERTIES, said.text) for said in _in_source(pdf.trailer.get(Name.Info, Dictionary())))
        objects = list(pdf.objects)
        streams = [item for item in objects if isinstance(item, Stream)]
        source = b"\n".join(item.unparse(resolved=True) for item in objects if not isinstance(item, Stream))
        source += b"\n".join(stream.stream_dict.unparse() for stream in streams)
        yield from _said(source)
        yield from (Said(ELSEWHERE, _named(name)) for name in set(_NAME.findall(source)))
        for stream in streams:
            yield from _in_stream(stream, depth)
        yield from _spoken_for(pdf, streams)


def _in_source(item: Object) -> Iterator[Said]:
    return _said(item.unparse(resolved=True))


def _said(source: bytes) -> Iterator[Said]:
    for found in _STRING.finditer(source):
        key = _KEY.search(source, max(0, found.start() - 20), found.start())
        where = _WHERE.get(key[1].decode("latin-1"), ELSEWHERE) if key else ELSEWHERE
        yield Said(where, _written(*found.groups()))


def _written(literal: bytes | None, hexadecimal: bytes | None) -> str:
    return _decoded(bytes.fromhex(_even(hexadecimal)) if hexadecimal else _unescaped(literal or b""))


def _even(hexadecimal: bytes) -> str:
    written = hexadecimal.decode("ascii")
    return written + "0" * (len(written) % 2)


def _unescaped(literal: bytes) -> bytes:
    return bytes(Object.parse(b"(" + literal + b")")) if b"\\" in literal else literal


def _decoded(text: bytes) -> str:
    if text.startswith((b"\xfe\xff", b"\xff\xfe")):
        return text.decode("utf-16", errors="replace")
    if text.startswith(b"\xef\xbb\xbf"):
        return text.decode("utf-8-sig", errors="replace")
    return text.decode("pdfdoc", errors="replace")


def _named(name: bytes) -> str:
    """A name without its escapes; those of several bytes are UTF-8."""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), name)
    return plain.decode("utf-8", errors="replace")


def _in_stream(stream: Stream, depth: int) -> Iterator[Said]:
    kind = str(stream.get(Name.Type, stream.get(Name.Subtype, "")))
    if kind in _BINARY or str(stream.get(Name.Subtype, "")) in _BINARY or Name.Length1 in stream:
        return
    content = _bytes_of(stream)
    if kind == "/EmbeddedFile":
        yield from _attached(content, depth)
    elif kind == "/Metadata":
        written = _text(content)
        yield Said(PROPERTIES, written)
        yield from (Said(PROPERTIES, value) for value in _TAG.split(written) if value.strip())
    elif _is_instructions(stream, content):
        if any(begins in content for begins in _BEGINS_A_STRING):
            yield from (Said(ELSEWHERE, _written(*found)) for found in set(_DRAWN_STRING.findall(content)))
        if b"%" in content:
            yield from (Said(ELSEWHERE, _text(aside)) for aside in set(_ASIDE.findall(content)))
    elif b"begincmap" not in content[:1000]:
        yield Said(ELSEWHERE, _text(content))


def _bytes_of(stream: Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def _is_instructions(stream: Stream, content: bytes) -> bool:
    """Whether it draws: its words are then read from the page."""
    return stream.get(Name.Subtype) == Name.Form or b"BT" in content or b" re" in content or b" cm" in content


def _attached(content: bytes, depth: int) -> Iterator[Said]:
    if not content.startswith(b"%PDF") or depth >= _DEEPEST:
        yield Said(ATTACHED, _text(content))
        return
    try:
        for page in _pages(PdfFile(content)):
            yield Said(ATTACHED, page.text)
        for said in _strings(content, depth=depth + 1):
            yield Said(ATTACHED, said.text)
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        yield Said(ATTACHED, _text(content))


def _text(content: bytes) -> str:
    if content.startswith((b"\xfe\xff", b"\xff\xfe")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _spoken_for(pdf: Pdf, streams: list[Stream]) -> Iterator[Said]:
    """The glyphs for which the file gives other words: PDFium reads those words alone."""
    covering = [stream for stream in streams if stream.get(Name.Subtype) != Name.Image and _covers(stream)]
    held = [item for item in pdf.objects if isinstance(item, Dictionary) and "/ActualText" in item and "/S" not in item]
    if not covering and not held:
        return
    for stream in covering:
        stream.write(stream.read_bytes().replace(_ACTUAL, _SPOKEN_FOR))
    for item in held:
        del item["/ActualText"]
    bare = BytesIO()
    pdf.save(bare)
    yield from _pages(PdfFile(bare.getvalue()))


def _covers(stream: Stream) -> bool:
    return Name.Length1 not in stream and _ACTUAL in _bytes_of(stream)
