import hashlib
import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from tests.paper_scene import pdf_of, picture
from tracking.packs.evidence import FileFacts, NotPrintable, Unprintable, prepared, printable
from tracking.packs.pdf import PaperError


def _stored(content: bytes, name: str, content_type: str) -> FileFacts:
    stored = default_storage.save("evidence/file", ContentFile(content))
    return FileFacts(stored, name, content_type, hashlib.sha256(content).hexdigest())


def _locked() -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf_of("Words"))) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return target.getvalue()


def _translucent() -> bytes:
    target = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(target, format="PNG")
    return target.getvalue()


def _enormous_picture() -> bytes:
    """A PNG of a few bytes that says it has ten thousand million dots."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@pytest.mark.parametrize(
    ("content", "name", "content_type", "pages"),
    [
        (pdf_of("Words", pages=3), "plan.pdf", "application/pdf", 3),
        (picture(), "website.png", "image/png", 1),
        (_translucent(), "logo.png", "image/png", 1),
    ],
)
def test_pdf_files_and_pictures_have_pages(content: bytes, name: str, content_type: str, pages: int) -> None:
    assert printable(_stored(content, name, content_type)).page_count == pages


@pytest.mark.parametrize(
    ("content", "content_type", "reason"),
    [
        (b"a,b\n", "text/csv", "“file” is not a document with pages"),
        (_locked(), "application/pdf", "“file” is locked with a password. Ask the committee’s contact for a copy."),
        (b"%PDF-1.7 broken", "application/pdf", "“file” is damaged and cannot be opened"),
        (pdf_of("Words")[:300], "application/pdf", "“file” is damaged and cannot be opened"),
        (picture(), "application/pdf", "“file” is damaged and cannot be opened"),
        (pdf_of("Words"), "image/png", "“file” is damaged and cannot be opened"),
        (b"", "image/jpeg", "“file” is damaged and cannot be opened"),
        (_enormous_picture(), "image/png", "“file” is too large or too complicated to be printed. Ask the committee’s"),
        (pdf_of("Words", pages=1001), "application/pdf", "It has 1,001 pages, and a pack holds at most 1,000 of one"),
    ],
)
def test_a_file_that_cannot_be_printed_is_named_with_what_to_do(content: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(NotPrintable, match=reason):
        printable(_stored(content, "file", content_type))


def test_a_file_that_is_missing_from_the_store_is_named_for_now() -> None:
    file = _stored(b"x", "plan.pdf", "application/pdf")
    default_storage.delete(file.stored_name)
    assert prepared(file) == Unprintable(
        "“plan.pdf” is missing from the file store. Ask the committee’s contact for a copy.", for_now=True
    )


@pytest.mark.parametrize("there", [pdf_of("Words")[:300], pdf_of("Other words"), b""])
def test_another_file_in_the_place_of_the_one_uploaded_is_named_for_now(there: bytes) -> None:
    uploaded = hashlib.sha256(pdf_of("Words")).hexdigest()
    assert prepared(replace(_stored(there, "plan.pdf", "application/pdf"), sha256=uploaded)) == Unprintable(
        "“plan.pdf” in the file store is not the file that was uploaded. Ask the committee’s contact for a copy.",
        for_now=True,
    )


def test_a_file_whose_hash_is_not_known_is_printed() -> None:
    file = replace(_stored(pdf_of("Words"), "plan.pdf", "application/pdf"), sha256="")
    assert printable(file).page_count == 1


def test_a_store_that_does_not_answer_stops_the_pack_instead_of_emptying_it() -> None:
    with pytest.raises(PaperError, match=r"“plan\.pdf” could not be read, because the file store does not answer"):
        prepared(FileFacts("../outside", "plan.pdf", "application/pdf", ""))


def test_the_same_picture_gives_the_same_bytes() -> None:
    evidence = _stored(picture(), "website.png", "image/png")
    assert printable(evidence) == printable(evidence)


def test_a_child_process_tells_why_a_file_has_no_pages() -> None:
    assert prepared(_stored(b"%PDF-1.7 broken", "plan.pdf", "application/pdf")) == Unprintable(
        "“plan.pdf” is damaged and cannot be opened. Ask the committee’s contact for a copy."
    )
