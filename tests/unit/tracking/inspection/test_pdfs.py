"""PDF files, judged as qpdf itself judges them."""

import subprocess
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, String

from tests.uploads import changed_pdf, pdf
from tracking.inspection import pdfs
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
NINE_KILOBYTES = zlib.compress(bytes(9_000), 9)
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


def _with_form(made: pikepdf.Pdf) -> None:
    field = made.make_indirect(Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=[0, 0, 9, 9]))
    made.pages[0].obj.Annots = Array([field])
    made.Root.AcroForm = Dictionary(Fields=Array([field]))


def _with_links(made: pikepdf.Pdf) -> None:
    page = made.pages[1].obj
    actions = [Dictionary(S=Name.URI, URI=String("https://example.org/")), Dictionary(S=Name.GoTo, D=[page, Name.Fit])]
    notes = [Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action) for action in actions]
    made.pages[0].obj.Annots = Array([*map(made.make_indirect, notes), None, 7])


def _with_a_file(made: pikepdf.Pdf) -> None:
    made.attachments["figures.csv"] = b"year,figure\n"


@pytest.mark.parametrize(
    ("contents", "how"),
    [
        pytest.param(zlib.compress(NINE_KILOBYTES, 9), Array([Name.FlateDecode] * 2), id="packed twice"),
        pytest.param(NINE_KILOBYTES, Array([Name.FlateDecode]), id="packed once, in a list"),
        pytest.param(NINE_KILOBYTES, Name.FlateDecode, id="packed once"),
        pytest.param(b"\x81\x00" * 80 + b"\x80", Name.RunLengthDecode, id="packed in another way"),
        pytest.param(bytes(9_000), None, id="not packed"),
    ],
)
def test_a_page_is_refused_for_what_it_unpacks_to_however_it_is_packed(
    contents: bytes, how: Object | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {} if how is None else {"Filter": how}
    content = with_contents(contents, **fields)
    monkeypatch.setattr(pdfs, "_MOST_DRAWN", 8_000)
    with pytest.raises(Refused, match=Refusal.UNPACKS_TOO_FAR):
        look_into_pdf(content)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda made: setattr(made.Root, "OpenAction", Array([made.pages[0].obj, Name.Fit])), id="place"),
        pytest.param(
            lambda made: setattr(made.Root, "OpenAction", Dictionary(S=Name.GoTo, D=[made.pages[0].obj, Name.Fit])),
            id="turns to a page",
        ),
        pytest.param(_with_form, id="form"),
        pytest.param(_with_links, id="links, and a damaged list of them"),
        pytest.param(_with_a_file, id="file within it"),
        pytest.param(lambda made: setattr(made.Root, "AA", 7), id="a number for what it does"),
        pytest.param(lambda made: setattr(made.Root, "Names", Array([])), id="a list for its names"),
    ],
)
def test_what_does_nothing_by_itself_is_kept(change: Callable[[pikepdf.Pdf], object]) -> None:
    assert look_into_pdf(changed_pdf(WHOLE, change)).page_count == 2
