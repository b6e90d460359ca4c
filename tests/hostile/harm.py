"""What is left of an attack in what was made of it."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from zipfile import ZipFile

import pikepdf

from tests.hostile.attack import Bait
from tracking.inspection.jbig2 import leave_packed

_TAGS = frozenset(
    {"p", "ul", "ol", "li", "strong", "em", "a", "br", "div", "table", "thead", "tbody", "tr", "th", "td"}
    | {f"h{level}" for level in range(1, 7)}
)
_ATTRIBUTES = frozenset({"href", "rel", "start", "scope", "class", "role", "tabindex", "aria-label", "title"})
# Nothing begins with nothing.
_FORMULAS = frozenset("=+-@\t\r")
_LEADS_OUTSIDE = re.compile(r"(https?|mailto):", re.IGNORECASE)
_ACTIVE_KEYS = frozenset({
    "/AA", "/AcroForm", "/AF", "/Collection", "/EF", "/EmbeddedFiles", "/JavaScript", "/JS", "/OpenAction", "/OPI",
    "/PieceInfo", "/Ref", "/RichMediaContent", "/SpiderInfo", "/Thumb", "/XFA", "/3DD", "/PA", "/URLs",
    "/OutputIntents",
})  # fmt: skip
_ACTIVE_ACTIONS = frozenset({
    "/GoTo3DView", "/GoToE", "/GoToR", "/Hide", "/ImportData", "/JavaScript", "/Launch", "/Movie", "/Named",
    "/Rendition", "/ResetForm", "/RichMediaExecute", "/SetOCGState", "/Sound", "/SubmitForm", "/Thread", "/Trans",
})  # fmt: skip
_ACTIVE_KINDS = frozenset({"/3D", "/FileAttachment", "/Movie", "/PS", "/RichMedia", "/Screen", "/Sound", "/Widget"})


def left_in_pdf(content: bytes, bait: Bait) -> list[str]:
    """What a finished PDF does, carries or tells that it must not."""
    found = set()
    leave_packed()
    with pikepdf.open(BytesIO(content)) as pdf:
        for item in pdf.objects:
            found |= set(_active_in(item, 0))
            if isinstance(item, pikepdf.Stream) and item.get("/Filter") == "/DCTDecode":
                found |= set(_told_by_picture(item.read_raw_bytes()))
        if bait.words.encode() in content + _unpacked(pdf):
            found.add("the words nobody may see")
    return sorted(found)


def _unpacked(pdf: pikepdf.Pdf) -> bytes:
    """The same file with nothing packed: what it holds is then in its bytes."""
    target = BytesIO()
    pdf.save(
        target, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.specialized,
    )  # fmt: skip
    return target.getvalue()


def _active_in(item: object, depth: int) -> Iterator[str]:
    if depth > 20:
        yield "nests without end"
    elif isinstance(item, pikepdf.Array):
        for inner in item:
            if not getattr(inner, "is_indirect", False):
                yield from _active_in(inner, depth + 1)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        fields = dict(item.stream_dict.items() if isinstance(item, pikepdf.Stream) else item.items())
        yield from _active_fields(fields, is_stream=isinstance(item, pikepdf.Stream))
        for key, inner in fields.items():
            if key != "/Parent" and not getattr(inner, "is_indirect", False):
                yield from _active_in(inner, depth + 1)


def _active_fields(fields: dict[str, object], *, is_stream: bool) -> Iterator[str]:
    yield from (f"has {key}" for key in fields if key in _ACTIVE_KEYS)
    if str(fields.get("/S", "")) in _ACTIVE_ACTIONS:
        yield f"does {fields['/S']}"
    if str(fields.get("/Subtype", "")) in _ACTIVE_KINDS:
        yield f"is {fields['/Subtype']}"
    if "/URI" in fields and not _LEADS_OUTSIDE.match(str(fields["/URI"])):
        yield f"leads to {fields['/URI']}"
    if is_stream and "/F" in fields:
        yield "is kept elsewhere"


def _told_by_picture(content: bytes) -> Iterator[str]:
    """What a photograph says besides its dots."""
    for words in (b"Exif\x00", b"http://ns.adobe.com/xap", b"<script", b"<?php", b"PK\x03\x04", b"photographer"):
        if words in content:
            yield f"a picture says {words.decode('latin-1')}"


def left_in_cells(content: bytes) -> list[str]:
    """The cells of a CSV file that a spreadsheet works out, however it normalises and whatever it skips."""
    rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row if not _is_words(cell)]


def _is_words(cell: str) -> bool:
    seen = unicodedata.normalize(
        "NFKC", "".join(c for c in cell if not c.isspace() and unicodedata.category(c)[0] != "C")
    )
    return not (cell[:1] in _FORMULAS or seen[:1] in _FORMULAS)


def left_in_workbook(content: bytes) -> list[str]:
    """What cells of an Excel workbook do besides being there."""
    with ZipFile(BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    active = (b"<f>", b"<f ", b"<hyperlink")
    return [f"a cell with {tag.decode()}" for tag in active for sheet in sheets if tag in sheet]


def left_in_html(html: str) -> list[str]:
    """Elements, attributes and addresses that no words of a user's may become."""
    reader = _Elements()
    reader.feed(html)
    return sorted(reader.found)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.found.add(f"<{tag}>")
        for name, value in attrs:
            if name not in _ATTRIBUTES:
                self.found.add(f"<{tag} {name}>")
            if name == "href" and not _LEADS_OUTSIDE.match(value or ""):
                self.found.add(f"leads to {value}")

    def handle_comment(self, data: str) -> None:
        self.found.add("a comment")
