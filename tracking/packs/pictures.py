"""Pictures of strangers as pages: their dots alone, without what else their files say.

A photograph tells where and when it was taken, by whom and with what; its file may hold another picture, or anything at
all behind its end. None of that is printed, so none of it goes into a paper.
"""

from io import BytesIO
from typing import Final

import img2pdf
import pikepdf
from pikepdf import Name, Pdf
from PIL import Image

_START: Final = b"\xff\xd8"
_END: Final = 0xD9
_SCAN: Final = 0xDA
# A marker without content, or a byte of the scan that only looks like one.
_WITHIN_A_SCAN: Final = frozenset({0x00, *range(0xD0, 0xD8)})
# What readers of dots do without: notes of cameras and programs, and comments. Adobe's says how colours are meant.
_NOTES: Final = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})


def picture_as_pdf(content: bytes) -> bytes:
    """Put a JPEG or PNG picture on an A4 page, no larger than it is; transparency becomes white.

    It is turned as its camera says. Raises whatever Pillow and img2pdf raise for one that is damaged.
    """
    with Image.open(BytesIO(content)) as image:
        is_photograph = image.format == "JPEG"
        if not is_photograph:
            content = _drawn_anew(image)
    a4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
    border = (img2pdf.mm_to_pt(20), img2pdf.mm_to_pt(20))
    layout = img2pdf.get_layout_fun(a4, border=border, fit=img2pdf.FitMode.shrink, auto_orient=True)
    pdf: bytes = img2pdf.convert(content, layout_fun=layout, nodate=True, rotation=img2pdf.Rotation.ifvalid)
    return _with_dots_alone(pdf) if is_photograph else pdf


def _drawn_anew(image: Image.Image) -> bytes:
    """A PNG of the same dots. The file's own might unpack to far more than they are."""
    drawn = image
    if image.mode in {"RGBA", "LA", "PA", "P"} or "transparency" in image.info:
        drawn = Image.new("RGB", image.size, "white")
        drawn.paste(image, mask=image.convert("RGBA").getchannel("A"))
    target = BytesIO()
    drawn.save(target, format="PNG", dpi=image.info.get("dpi"), icc_profile=None, exif=b"")
    return target.getvalue()


def _with_dots_alone(content: bytes) -> bytes:
    """Take out of the photographs of a PDF what they say besides their dots."""
    target = BytesIO()
    with Pdf.open(BytesIO(content)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get(Name.Filter) == Name.DCTDecode:
                item.write(bare_photograph(item.read_raw_bytes()), filter=Name.DCTDecode)
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def bare_photograph(content: bytes) -> bytes:
    """Return a JPEG without notes, comments and what is behind its end; raises ValueError for what is no JPEG."""
    kept = bytearray(_START)
    place = len(_START)
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            raise ValueError("A piece of a photograph does not begin where it should.")
        kind = content[place + 1]
        if kind == 0xFF:
            place += 1
            continue
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if kind == _END:
            break
        if kind == _SCAN:
            end = _end_of_scan(content, end)
        if kind not in _NOTES:
            kept += content[place:end]
        place = end
    return bytes(kept + bytes((0xFF, _END)))


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next piece begins behind the dots."""
    while (place := content.find(b"\xff", place)) >= 0:
        if place + 1 < len(content) and content[place + 1] not in _WITHIN_A_SCAN | {0xFF}:
            return place
        place += 2 if content[place + 1 : place + 2] != b"\xff" else 1
    return len(content)
