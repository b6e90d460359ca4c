"""Which uploads are kept, and how each other one is refused by name."""

import io
import zipfile
import zlib

import pikepdf
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tracking.actions import evidence_files, pdf_facts
from tracking.actions.evidence_files import InspectedFile, inspect_file
from tracking.exceptions import UnacceptableFile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(*, pages: int = 2, tagged: bool = False, encryption: pikepdf.Encryption | bool = False) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    if tagged:
        made.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        made.Root.StructTreeRoot = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    written = io.BytesIO()
    made.save(written, encryption=encryption)
    return written.getvalue()


def picture(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(written, kind)
    return written.getvalue()


def office(*parts: str, mimetype: str = "") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for part in parts:
            archive.writestr(part, "<x/>")
    return written.getvalue()


def inspect(name: str, content: bytes) -> InspectedFile:
    return inspect_file(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("plan.pdf", pdf(), "application/pdf"),
        ("PLAN.PDF", pdf(), "application/pdf"),
        ("plan.docx", office("word/document.xml"), DOCX),
        (
            "plan.xlsx",
            office("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "plan.odt",
            office("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
        (
            "plan.ods",
            office("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("plan.csv", "Straße,£\n".encode("cp1252"), "text/csv"),
        ("plan.txt", "All is well – so far.".encode(), "text/plain"),
        ("plan.png", picture("PNG"), "image/png"),
        ("plan.jpg", picture("JPEG"), "image/jpeg"),
        ("plan.jpeg", picture("JPEG"), "image/jpeg"),
    ],
)
def test_what_is_what_it_says_is_kept(name: str, content: bytes, content_type: str) -> None:
    facts = inspect(name, content)
    assert (facts.name, facts.content_type, facts.size) == (name, content_type, len(content))


def test_pages_and_tags_of_a_pdf_are_read() -> None:
    plain, tagged = inspect("plain.pdf", pdf(pages=3)), inspect("tagged.pdf", pdf(tagged=True))
    assert (plain.page_count, plain.is_tagged) == (3, False)
    assert (tagged.page_count, tagged.is_tagged) == (2, True)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("plan.pdf", b"", "“plan.pdf” is empty", id="empty"),
        pytest.param("plan.exe", b"MZ", "“plan.exe” is not a kind of file", id="kind"),
        pytest.param("plan", b"words", "“plan” is not a kind of file", id="no extension"),
        pytest.param("plan.html", b"<p>", "“plan.html” is not a kind of file", id="page"),
        pytest.param("plan.svg", b"<svg/>", "“plan.svg” is not a kind of file", id="drawing"),
        pytest.param("plan.docm", office("word/document.xml"), "“plan.docm” is not a kind of file", id="macro kind"),
        pytest.param("plan.pdf", picture("PNG"), "“plan.pdf” is called a PDF but is not", id="PNG called PDF"),
        pytest.param("plan.pdf", pdf()[:200], "“plan.pdf” is called a PDF but is not", id="truncated PDF"),
        pytest.param(
            "plan.pdf",
            pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
            "“plan.pdf” is protected",
            id="PDF with a password",
        ),
        pytest.param(
            "plan.pdf",
            pdf(encryption=pikepdf.Encryption(owner="o", user="")),
            "“plan.pdf” is protected",
            id="PDF locked by its owner",
        ),
        pytest.param("plan.png", picture("JPEG"), "“plan.png” is called a PNG picture", id="JPEG called PNG"),
        pytest.param("plan.png", picture("PNG")[:40], "“plan.png” is called a PNG picture", id="truncated PNG"),
        pytest.param("plan.jpg", b"\xff\xd8\xffnonsense", "“plan.jpg” is called a JPEG picture", id="no JPEG"),
        pytest.param("plan.docx", pdf(), "“plan.docx” is called a Word document", id="PDF called Word"),
        pytest.param("plan.docx", office("xl/workbook.xml"), "“plan.docx” is called a Word", id="Excel called Word"),
        pytest.param("plan.xlsx", office("x.xml"), "“plan.xlsx” is called an Excel workbook", id="any zip"),
        pytest.param(
            "plan.docx",
            office("word/document.xml", "word/vbaProject.bin"),
            "“plan.docx” holds macros",
            id="macros",
        ),
        pytest.param(
            "plan.odt",
            office("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "“plan.odt” is called an OpenDocument text",
            id="spreadsheet called text",
        ),
        pytest.param("plan.txt", b"\x00\x01\x02", "“plan.txt” is not plain text", id="binary called text"),
        pytest.param("plan.csv", b"\x81\x8d\x00", "“plan.csv” is not plain text", id="binary called CSV"),
    ],
)
def test_anything_else_is_refused_by_name_and_told_what_to_do(name: str, content: bytes, told: str) -> None:
    with pytest.raises(UnacceptableFile, match=told) as refusal:
        inspect(name, content)
    assert str(refusal.value).count(". ") == 1


def test_a_file_over_the_limit_is_refused_by_name(settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(UnacceptableFile, match="“plan\\.txt” is 11\xa0bytes, larger than the 10\xa0bytes allowed"):
        inspect("plan.txt", b"eleven byte")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_files, "UNPACKED_BYTES", 100_000)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(100_001))
    with pytest.raises(UnacceptableFile, match=r"“bomb\.docx” unpacks to far more"):
        inspect("bomb.docx", written.getvalue())


def test_a_path_in_the_name_is_left_out() -> None:
    assert inspect("plan.txt", b"words").name == "plan.txt"


def test_the_upload_is_left_at_its_beginning() -> None:
    upload = SimpleUploadedFile("plan.txt", b"words")
    inspect_file(upload)
    assert upload.read() == b"words"


def damaged(content: bytes) -> bytes:
    """A file with a stretch of it overwritten, behind its signature."""
    return content[:40] + b"\xff" * 24 + content[64:]


def lzma_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "words " * 100)
    return written.getvalue()


def stored_as_words() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "words " * 1000)
    return written.getvalue()


def pdf_with_odd_marks() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.MarkInfo = 5
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("plan.docx", damaged(stored_as_words()), "a Word document", id="damaged deflate"),
        pytest.param("plan.docx", damaged(lzma_zip()), "a Word document", id="damaged LZMA"),
        pytest.param("plan.pdf", pdf_with_odd_marks(), "a PDF", id="PDF that breaks its own rules"),
    ],
)
def test_a_file_that_is_damaged_inside_is_refused_like_any_other(name: str, content: bytes, words: str) -> None:
    with pytest.raises(UnacceptableFile, match=f"“{name}” is called {words} but is not one, or is damaged"):
        inspect(name, content)


def test_a_picture_with_too_many_dots_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 15)
    with pytest.raises(UnacceptableFile, match=r"“plan\.png” has more dots than can be printed"):
        inspect("plan.png", picture("PNG"))


def pdf_bomb(megabytes: int) -> bytes:
    """A small file whose catalogue lies in an object stream that unpacks to this much."""
    objects = b"4 0 5 40 ".ljust(20) + b"<</Type/Catalog/Pages 5 0 R>>".ljust(40) + b"<</Type/Pages/Kids[]/Count 0>>"
    press = zlib.compressobj(9)
    stream = press.compress(objects) + b"".join(press.compress(b" " * 2**20) for _ in range(megabytes)) + press.flush()
    head = b"%PDF-1.5\n"
    held = b"3 0 obj<</Type/ObjStm/N 2/First 20/Filter/FlateDecode/Length %d>>stream\n" % len(stream)
    held += stream + b"\nendstream endobj\n"
    places = [(0, 0), (0, 0), (0, 0), (1, len(head)), (2, 3), (2, 3), (1, len(head + held))]
    rows = b"".join(
        kind.to_bytes() + place.to_bytes(4) + (number == 5).to_bytes() for number, (kind, place) in enumerate(places)
    )
    index = b"6 0 obj<</Type/XRef/Size 7/W[1 4 1]/Root 4 0 R/Length %d>>stream\n" % len(rows)
    return head + held + index + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(head + held)


def test_a_pdf_that_unpacks_without_end_takes_down_only_the_process_that_looked_into_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_facts, "MEMORY_BYTES", 300_000_000)
    assert inspect("plan.pdf", pdf()).page_count == 2
    content = pdf_bomb(megabytes=300)
    assert len(content) < 400_000
    with pytest.raises(UnacceptableFile, match=r"“bomb\.pdf” is called a PDF but is not one, or is damaged"):
        inspect("bomb.pdf", content)


def test_a_pdf_without_a_page_is_refused() -> None:
    with pytest.raises(UnacceptableFile, match=r"“plan\.pdf” is called a PDF"):
        inspect("plan.pdf", pdf(pages=0))
