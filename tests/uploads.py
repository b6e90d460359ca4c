"""Files that people upload, made as small as they can be, and spoilt in the ways that matter."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tracking.actions.evidence_files import InspectedFile, inspect_file

_PACKAGE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
DOCX_TYPE = f"{_PACKAGE}wordprocessingml.document"
XLSX_TYPE = f"{_PACKAGE}spreadsheetml.sheet"
ODT_TYPE = f"{_OPEN}text"
ODS_TYPE = f"{_OPEN}spreadsheet"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

Parts = Mapping[str, str | bytes | None]


def csv_file(name: str = "figures.csv", content: bytes = b"year,figure\n2016,12\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def inspected(name: str = "figures.csv", content: bytes = b"year,figure\n2016,12\n") -> InspectedFile:
    """An upload as a form hands it to the action."""
    return inspect_file(SimpleUploadedFile(name, content))


def pdf(*, pages: int = 2, tagged: bool = False, encryption: pikepdf.Encryption | bool = False) -> bytes:
    """A PDF of blank pages: the same bytes each time, unless it is encrypted."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    if tagged:
        made.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        made.Root.StructTreeRoot = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    written = BytesIO()
    made.save(written, encryption=encryption, deterministic_id=not encryption)
    return written.getvalue()


def changed_pdf(content: bytes, change: Callable[[pikepdf.Pdf], object], **saving: Any) -> bytes:
    """The same PDF after a change."""
    written = BytesIO()
    with pikepdf.open(BytesIO(content)) as made:
        change(made)
        made.save(written, **saving)
    return written.getvalue()


def picture(kind: str, **saving: Any) -> bytes:
    """A picture of noise, wider than it is high."""
    written = BytesIO()
    Image.effect_noise((60, 40), 60).convert("RGB").save(written, kind, **saving)
    return written.getvalue()


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of parts; one that is None is left out."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return written.getvalue()


def _types(*overrides: tuple[str, str]) -> str:
    rows = "".join(f'<Override PartName="{part}" ContentType="{type_}"/>' for part, type_ in overrides)
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rows}</Types>'


def docx(parts: Parts | None = None, *, types: tuple[tuple[str, str], ...] = ()) -> bytes:
    """A Word document with further parts, and further types of parts."""
    main = ("/word/document.xml", f"{DOCX_TYPE}.main+xml")
    return zipped(
        {
            "[Content_Types].xml": _types(main, *types),
            "_rels/.rels": "<Relationships/>",
            "word/document.xml": f'<w:document xmlns:w="{_PACKAGE}"><w:body/></w:document>',
        }
        | dict(parts or {})
    )


def xlsx(parts: Parts | None = None, *, types: tuple[tuple[str, str], ...] = ()) -> bytes:
    main = ("/xl/workbook.xml", f"{XLSX_TYPE}.main+xml")
    return zipped(
        {
            "[Content_Types].xml": _types(main, *types),
            "_rels/.rels": "<Relationships/>",
            "xl/workbook.xml": '<workbook xmlns="urn:x"><sheets/></workbook>',
        }
        | dict(parts or {})
    )


def open_document(mimetype: str, parts: Parts | None = None) -> bytes:
    return zipped(
        {
            "mimetype": mimetype,
            "content.xml": '<o:document-content xmlns:o="urn:office"><o:body/></o:document-content>',
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:manifest"/>',
        }
        | dict(parts or {})
    )


def with_entries_marked_encrypted(archive: bytes) -> bytes:
    """A zip that says of its entries that a password protects them."""
    marked = bytearray(archive)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = marked.find(signature)
        while place >= 0:
            marked[place + flags] |= 1
            place = marked.find(signature, place + 4)
    return bytes(marked)


def with_overlapping_entries(archive: bytes) -> bytes:
    """A zip whose every entry is said to lie where its first one does."""
    marked = bytearray(archive)
    place = marked.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<L", marked, place + 42, 0)
        place = marked.find(b"PK\x01\x02", place + 4)
    return bytes(marked)


def with_smaller_declared_sizes(archive: bytes, size: int) -> bytes:
    """A zip that says of its entries that they unpack to less than they do."""
    marked = bytearray(archive)
    place = marked.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<L", marked, place + 24, size)
        place = marked.find(b"PK\x01\x02", place + 4)
    return bytes(marked)
