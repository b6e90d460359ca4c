"""Pictures of strangers as pages: their dots alone, without what else their files say.

A photograph tells where and when it was taken, by whom and with what; its file may hold other pictures (a preview from
before it was cut, a second view), or anything at all behind its end. None of that is printed, so none of it goes into a
paper. The profile of its colours does, up to the length that it says itself.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final

import img2pdf
import pikepdf
from pikepdf import Array, Name, Pdf
from PIL import Image, ImageOps

_START: Final = b"\xff\xd8"
_END: Final = 0xD9
_SCAN: Final = 0xDA
# A marker without content, or a byte of the scan that only looks like one.
_WITHIN_A_SCAN: Final = frozenset({0x00, *range(0xD0, 0xD8)})
# What dots are drawn from: frames, codes, tables, scans, counts of lines and restarts.
_DRAWS: Final = frozenset({*range(0xC0, 0xC8), *range(0xC9, 0xD0), *range(0xDA, 0xE0)})
_DENSITY, _COLOURS, _MORE_PICTURES = 0xE0, 0xEE, 0xE2
_HEAD_OF_A_PROFILE: Final = 128
_PHOTOGRAPHS: Final = frozenset({"JPEG", "MPO"})
"""A camera's MPO is a JPEG with more pictures behind it."""


def picture_as_pdf(content: bytes) -> bytes:
    """Put a JPEG or PNG picture on an A4 page, no larger than it is; transparency becomes white.

    It is turned as its camera says. Raises whatever Pillow and img2pdf raise for one that is damaged.
    """
    with Image.open(BytesIO(content)) as image:
        is_photograph = image.format in _PHOTOGRAPHS
        content = _first_of(content) if is_photograph else _drawn_anew(image)
    a4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
    border = (img2pdf.mm_to_pt(20), img2pdf.mm_to_pt(20))
    layout = img2pdf.get_layout_fun(a4, border=border, fit=img2pdf.FitMode.shrink, auto_orient=True)
    pdf: bytes = img2pdf.convert(content, layout_fun=layout, nodate=True, rotation=img2pdf.Rotation.ifvalid)
    return _with_dots_alone(pdf) if is_photograph else pdf


def _drawn_anew(image: Image.Image) -> bytes:
    """A PNG of the same dots. The file's own might unpack to far more than they are."""
    _turn(image)
    drawn = image
    if image.mode in {"RGBA", "LA", "PA", "P"} or "transparency" in image.info:
        drawn = Image.new("RGB", image.size, "white")
        drawn.paste(image, mask=image.convert("RGBA").getchannel("A"))
    target = BytesIO()
    drawn.save(target, format="PNG", dpi=image.info.get("dpi"), icc_profile=None, exif=b"")
    return target.getvalue()


def _turn(image: Image.Image) -> None:
    """Turn a picture as its notes say. Where they cannot be read, it stays as it is."""
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - what notes of strangers lead to is in no library's contract
        return


def _with_dots_alone(content: bytes) -> bytes:
    """Take out of the photographs of a PDF what they say besides their dots."""
    target = BytesIO()
    with Pdf.open(BytesIO(content)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get(Name.Filter) == Name.DCTDecode:
                item.write(bare_photograph(item.read_raw_bytes()), filter=Name.DCTDecode)
                _cut_profile(item.get(Name.ColorSpace))
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _cut_profile(colours: object) -> None:
    if isinstance(colours, Array) and colours[0] == Name.ICCBased:
        profile = colours[1].read_bytes()
        length = int.from_bytes(profile[:4], "big")
        if _HEAD_OF_A_PROFILE <= length < len(profile):
            colours[1].write(profile[:length])


def bare_photograph(content: bytes) -> bytes:
    """Return a JPEG without notes, comments, previews and what is behind its end; raises ValueError for no JPEG.

    How dense its dots are and how its colours are meant stays.
    """
    return _joined(_bare(kind, piece) for kind, piece in _pieces(content))


def _first_of(content: bytes) -> bytes:
    """Return the first picture of a JPEG, which then says nothing of others; raises ValueError for no JPEG."""
    pieces = _pieces(content)
    return _joined(piece for kind, piece in pieces if not (kind == _MORE_PICTURES and piece[4:].startswith(b"MPF\x00")))


def _joined(pieces: Iterable[bytes]) -> bytes:
    return b"".join((_START, *pieces, bytes((0xFF, _END))))


def _bare(kind: int, piece: bytes) -> bytes:
    """What of a piece dots are drawn from, which may be nothing."""
    if kind in _DRAWS:
        return piece
    if kind == _DENSITY and piece[4:].startswith(b"JFIF\x00") and len(piece) >= 18:
        # Behind the density may be a preview: it becomes one of no dots.
        return b"\xff\xe0\x00\x10" + piece[4:16] + b"\x00\x00"
    if kind == _COLOURS and piece[4:].startswith(b"Adobe") and len(piece) >= 16:
        return b"\xff\xee\x00\x0e" + piece[4:16]
    return b""


def _pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind of each piece of a JPEG up to its end, with the whole of it."""
    place = len(_START)
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            raise ValueError("A piece of a photograph does not begin where it should.")
        kind = content[place + 1]
        if kind == 0xFF:
            place += 1
            continue
        if kind == _END:
            break
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if kind == _SCAN:
            end = _end_of_scan(content, end)
        yield kind, content[place:end]
        place = end


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next piece begins behind the dots."""
    while (place := content.find(b"\xff", place)) >= 0:
        if place + 1 < len(content) and content[place + 1] not in _WITHIN_A_SCAN | {0xFF}:
            return place
        place += 2 if content[place + 1 : place + 2] != b"\xff" else 1
    return len(content)
