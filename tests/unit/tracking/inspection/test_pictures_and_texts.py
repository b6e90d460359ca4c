"""Pictures, read to their last dot, and texts in the encodings that councils have."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageFile

from tests.uploads import picture
from tracking.inspection.pictures import look_into_jpeg, look_into_png
from tracking.inspection.texts import look_into_text
from tracking.inspection.verdicts import Facts, Refusal, Refused


@pytest.fixture(autouse=True)
def _as_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Pillow as the inspecting process has it: WeasyPrint, once imported, makes it lenient everywhere."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)


def test_whole_pictures_are_kept() -> None:
    assert (look_into_png(picture("PNG")), look_into_jpeg(picture("JPEG"))) == (Facts(), Facts())


@pytest.mark.parametrize(
    ("look", "content"),
    [
        pytest.param(look_into_png, picture("JPEG"), id="JPEG called PNG"),
        pytest.param(look_into_jpeg, picture("PNG"), id="PNG called JPEG"),
        pytest.param(look_into_png, picture("PNG")[:-200], id="PNG cut off"),
        pytest.param(look_into_jpeg, picture("JPEG")[:-200], id="JPEG cut off"),
        pytest.param(look_into_jpeg, b"\xff\xd8\xffnonsense", id="no picture"),
    ],
)
def test_any_other_picture_is_an_error(look: Callable[[bytes], Facts], content: bytes) -> None:
    with pytest.raises((OSError, SyntaxError)):
        look(content)


def test_a_picture_with_too_many_dots_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 15)
    with pytest.raises(Refused, match=Refusal.TOO_MANY_DOTS):
        look_into_png(picture("PNG"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_words_are_kept_in_every_encoding(encoding: str) -> None:
    assert look_into_text("Straße,£\r\n“Progress”\t– so far\n".encode(encoding)) == Facts()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x00\x01\x02", id="binary"),
        pytest.param(b"words\x07", id="control character"),
        pytest.param(b"\xff\xfe\x41\x00\x00\x00", id="binary behind a mark of UTF-16"),
        pytest.param(b"\xff\xfe\x00\xd8", id="half a character"),
        pytest.param(b"\x81\x8d", id="no encoding"),
        pytest.param(b"%PDF-1.7\n", id="a PDF"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=Refusal.NOT_TEXT):
        look_into_text(content)
