"""Which uploads are kept, and how each other one is refused by name. What is looked for is tested in `inspection`."""

import zlib

import pikepdf
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.uploads import (
    DOCX_TYPE,
    ODS_TYPE,
    ODT_TYPE,
    OLE,
    XLSX_TYPE,
    docx,
    inspected,
    open_document,
    pdf,
    picture,
    with_overlapping_entries,
    xlsx,
)
from tracking.actions.evidence_files import inspect_file
from tracking.exceptions import UnacceptableFile
from tracking.inspection import parent


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("PLAN.PDF", pdf(), "application/pdf"),
        ("plan.docx", docx(), DOCX_TYPE),
        ("plan.xlsx", xlsx(), XLSX_TYPE),
        ("plan.odt", open_document(ODT_TYPE), ODT_TYPE),
        ("plan.ods", open_document(ODS_TYPE), ODS_TYPE),
        ("plan.csv", "Straße,£\n".encode("cp1252"), "text/csv"),
        ("plan.txt", "All is well – so far.".encode(), "text/plain"),
        ("plan.png", picture("PNG"), "image/png"),
        ("plan.jpg", picture("JPEG"), "image/jpeg"),
        ("plan.jpeg", picture("JPEG"), "image/jpeg"),
    ],
)
def test_what_is_what_it_says_is_kept(name: str, content: bytes, content_type: str) -> None:
    file = inspected(name, content)
    assert (file.name, file.content_type, file.size) == (name, content_type, len(content))


def test_pages_and_tags_of_a_pdf_are_facts() -> None:
    facts = inspected("tagged.pdf", pdf(pages=3, tagged=True)).facts
    assert (facts["page_count"], facts["is_tagged"]) == (3, True)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("plan.pdf", b"", "“plan.pdf” is empty", id="empty"),
        pytest.param("plan.exe", b"MZ", "“plan.exe” is not a kind of file", id="kind"),
        pytest.param("plan", b"words", "“plan” is not a kind of file", id="no extension"),
        pytest.param("plan.html", b"<p>", "“plan.html” is not a kind of file", id="page"),
        pytest.param("plan.svg", b"<svg/>", "“plan.svg” is not a kind of file", id="drawing"),
        pytest.param("plan.docm", docx(), "“plan.docm” is not a kind of file", id="macro kind"),
        pytest.param("plan.pdf", picture("PNG"), "“plan.pdf” is called a PDF but is not one", id="PNG called PDF"),
        pytest.param(
            "plan.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "“plan.pdf” is protected", id="locked"
        ),
        pytest.param("plan.png", picture("PNG")[:40], "“plan.png” is called a PNG picture", id="truncated PNG"),
        pytest.param("plan.docx", docx({"word/vbaProject.bin": OLE}), "“plan.docx” holds macros", id="macros"),
        pytest.param(
            "plan.docx", docx({"word/a.bin": b"MZ"}), "“plan.docx” has another file inside it", id="program inside"
        ),
        pytest.param("plan.docx", with_overlapping_entries(docx()), "“plan.docx” unpacks to far more", id="bomb"),
        pytest.param("plan.txt", b"\x00\x01\x02", "“plan.txt” is not plain text", id="binary called text"),
    ],
)
def test_anything_else_is_refused_by_name_and_told_what_to_do(name: str, content: bytes, told: str) -> None:
    with pytest.raises(UnacceptableFile, match=told) as refusal:
        inspected(name, content)
    assert str(refusal.value).count(". ") == 1


def test_a_file_over_the_limit_is_refused_by_name(settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(UnacceptableFile, match="“plan\\.txt” is 11\xa0bytes, larger than the 10\xa0bytes allowed"):
        inspected("plan.txt", b"eleven byte")


def test_a_path_in_the_name_is_left_out() -> None:
    assert inspected("secret/plan.txt", b"words").name == "plan.txt"


def test_the_upload_is_left_at_its_beginning() -> None:
    upload = SimpleUploadedFile("plan.txt", b"words")
    inspect_file(upload)
    assert upload.read() == b"words"


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
    monkeypatch.setattr(parent, "MEMORY_BYTES", 300_000_000)
    assert inspected("plan.pdf", pdf()).page_count == 2
    content = pdf_bomb(megabytes=300)
    assert len(content) < 400_000
    with pytest.raises(UnacceptableFile, match=r"“bomb\.pdf” is called a PDF but is not one, or is damaged"):
        inspected("bomb.pdf", content)
