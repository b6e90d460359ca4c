"""Pictures as pages: their dots as they were, and nothing else that their files say."""

import struct
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageChops

from tests.hostile.picture_attacks import exif, profile, several, turned, with_preview
from tests.uploads import picture
from tracking.packs.pictures import bare_photograph, picture_as_pdf


def _differ(one: bytes, other: bytes) -> bool:
    with Image.open(BytesIO(one)) as first, Image.open(BytesIO(other)) as second:
        return ImageChops.difference(first, second).getbbox() is not None


def _held(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    """The picture of a page."""
    return next(item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Width" in item)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(picture("JPEG"), id="plain"),
        pytest.param(picture("JPEG", progressive=True), id="in several scans"),
        pytest.param(picture("JPEG", restart_marker_blocks=1), id="with marks within its dots"),
        pytest.param(picture("JPEG", exif=exif(), comment=b"by a photographer"), id="with notes"),
        pytest.param(picture("JPEG") + picture("JPEG", exif=exif()), id="with another behind it"),
    ],
)
def test_a_photograph_keeps_its_dots_and_loses_its_notes(content: bytes) -> None:
    bare = bare_photograph(content)
    assert not _differ(content, bare)
    assert [words for words in (b"Exif", b"photographer") if words in bare] == []
    assert bare.count(b"\xff\xd8\xff") == 1


def test_what_is_no_photograph_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not begin where it should"):
        bare_photograph(b"\xff\xd8nothing of the kind")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(picture("JPEG", exif=turned(6), dpi=(300, 300)), id="one"),
        pytest.param(several(exif=turned(6), dpi=(300, 300)), id="the first of several"),
    ],
)
def test_a_photograph_is_turned_as_its_camera_says_and_printed_without_saying_so(content: bytes) -> None:
    with pikepdf.open(BytesIO(picture_as_pdf(content))) as pdf:
        assert [int(page.obj.get("/Rotate", 0)) for page in pdf.pages] == [90]
        assert pdf.pages[0].obj.Contents.read_bytes().startswith(b"q\n14.4000 0 0 9.6000 ")
        assert _held(pdf).Filter == "/DCTDecode"
        assert b"Exif" not in _held(pdf).read_raw_bytes()


def test_a_drawing_is_turned_as_its_notes_say() -> None:
    with pikepdf.open(BytesIO(picture_as_pdf(picture("PNG", exif=turned(6))))) as pdf:
        assert (int(_held(pdf).Width), int(_held(pdf).Height)) == (40, 60)


def test_a_photograph_keeps_how_dense_it_is_and_loses_its_preview() -> None:
    content = with_preview(b"a preview...")
    bare = bare_photograph(content)
    with Image.open(BytesIO(content)) as before, Image.open(BytesIO(bare)) as after:
        assert (before.info["dpi"], after.info["dpi"]) == ((300, 300), (300, 300))
    assert (b"preview" in content, b"preview" in bare) == (True, False)


def test_a_photograph_keeps_the_profile_of_its_colours_and_nothing_behind_it() -> None:
    content = picture("JPEG", icc_profile=profile() + b"words behind")
    with pikepdf.open(BytesIO(picture_as_pdf(content))) as pdf:
        assert _held(pdf).ColorSpace[1].read_bytes() == profile()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_drawing_of_any_colours_becomes_a_page(mode: str) -> None:
    written = BytesIO()
    Image.new(mode, (40, 30)).save(written, "PNG")
    assert len(pikepdf.open(BytesIO(picture_as_pdf(written.getvalue()))).pages) == 1


def test_a_drawing_that_unpacks_to_more_than_its_dots_is_drawn_anew() -> None:
    header, dots, end = (
        b"IHDR" + struct.pack(">LLBBBBB", 40, 40, 8, 2, 0, 0, 0),
        zlib.compress(bytes(9_000_000)),
        b"IEND",
    )
    chunks = [header, b"IDAT" + dots, end]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(chunk) - 4) + chunk + struct.pack(">L", zlib.crc32(chunk)) for chunk in chunks
    )
    with pikepdf.open(BytesIO(picture_as_pdf(content))) as pdf:
        assert len(_held(pdf).read_bytes()) == 40 * 40 * 3
