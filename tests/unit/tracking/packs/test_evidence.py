from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from tests.paper_scene import pdf_of, picture
from tracking.packs.evidence import NotPrintable, printable
from tracking.queries.paper_facts import EvidenceFacts


def _stored(content: bytes, name: str, content_type: str) -> EvidenceFacts:
    stored = default_storage.save("evidence/file", ContentFile(content))
    return EvidenceFacts(
        number=1, uses=(), title="File", stored_name=stored, original_name=name, content_type=content_type
    )


def _locked() -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf_of("Words"))) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return target.getvalue()


def _translucent() -> bytes:
    target = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(target, format="PNG")
    return target.getvalue()


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
    ],
)
def test_a_file_that_cannot_be_printed_is_named_with_what_to_do(content: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(NotPrintable, match=reason):
        printable(_stored(content, "file", content_type))


def test_a_file_that_is_no_longer_stored_is_named() -> None:
    evidence = _stored(b"x", "file", "application/pdf")
    default_storage.delete(evidence.stored_name)
    with pytest.raises(NotPrintable, match="“file” is damaged"):
        printable(evidence)


def test_the_same_picture_gives_the_same_bytes() -> None:
    evidence = _stored(picture(), "website.png", "image/png")
    assert printable(evidence) == printable(evidence)
