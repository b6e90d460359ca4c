"""Pictures that unpack to more than anybody can hold, and files of other kinds that are called pictures."""

# fmt: off
import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image, ImageCms, PngImagePlugin

from tests import uploads
from tests.hostile.attack import Attack, Bait, Fate, Target

Make = Callable[[Bait], bytes]
_START = b"\x89PNG\r\n\x1a\n"
_PAGE = b"<html><script>alert(document.domain)</script></html>"


def picture_attacks() -> Iterator[Attack]:
    for name, tries, fate, make in _png():
        yield Attack(f"png-{name}", tries, Target.FILE, fate, make, file_name="Photograph.png")
    for name, tries, fate, make in _jpeg():
        yield Attack(f"jpeg-{name}", tries, Target.FILE, fate, make, file_name="Photograph.jpg")
    for ending, name, tries, make in _other_kinds():
        yield Attack(f"{ending}-called-{name}", tries, Target.FILE, Fate.REFUSED, make, file_name=f"Photograph.{ending}")


Row = tuple[str, str, Fate, Make]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def _with_dots(width: int, height: int, packed: bytes, *before: bytes, bits: int = 1, colours: int = 0) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, bits, colours, 0, 0, 0))
    return _START + header + b"".join(before) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _small(*before: bytes) -> bytes:
    return _with_dots(8, 8, zlib.compress(b"\x00\xff" * 8), *before)


def _png() -> Iterator[Row]:
    yield ("dots", "is a hundred thousand dots wide and high", Fate.REFUSED, lambda bait: _with_dots(100_000, 100_000, zlib.compress(bytes(1000))))
    yield ("dots-whole", "really has two hundred million dots", Fate.REFUSED, lambda bait: _with_dots(16_000, 12_800, zlib.compress(bytes(2_001 * 12_800))))
    yield ("dots-many", "has as many dots as are let in, in colour", Fate.HARMLESS, lambda bait: _with_dots(8_000, 8_000, zlib.compress(bytes(24_001 * 8_000)), bits=8, colours=2))
    yield "dots-hidden", "has 300 megabytes behind eight dots", Fate.HARMLESS, lambda bait: _with_dots(8, 8, _long(300))
    yield ("size-huge", "has more dots than can be counted", Fate.REFUSED, lambda bait: _with_dots(0x7FFFFFFF, 0x7FFFFFFF, b""))
    yield "size-nothing", "has no dots", Fate.REFUSED, lambda bait: _with_dots(0, 0, b"")
    yield ("words", "unpacks words without end", Fate.REFUSED, lambda bait: _small(_chunk(b"zTXt", b"a\x00\x00" + _long(100))))
    yield ("words-international", "unpacks words of another kind without end", Fate.REFUSED, lambda bait: _small(_chunk(b"iTXt", b"a\x00\x01\x00\x00\x00" + _long(100))))
    yield ("words-many", "has ten thousand pieces of words", Fate.HARMLESS, lambda bait: _small(*[_chunk(b"tEXt", b"a\x00b")] * 10_000))
    yield ("profile", "unpacks a colour profile without end", Fate.REFUSED, lambda bait: _small(_chunk(b"iCCP", b"a\x00\x00" + _long(100))))
    yield ("profile-broken", "has a colour profile that breaks its reader", Fate.HARMLESS, lambda bait: _small(_chunk(b"iCCP", b"a\x00\x00" + zlib.compress(b"\xff" * 200))))
    yield "frames", "has ten thousand frames", Fate.HARMLESS, lambda bait: _frames()
    yield ("length", "says that a piece is two gigabytes long", Fate.REFUSED, lambda bait: _START + b"\x7f\xff\xff\xffIHDR")
    yield "check", "was changed after it was made", Fate.REFUSED, lambda bait: _small().replace(b"IDAT", b"IDAu")
    yield ("page", "is a page with a script as well", Fate.HARMLESS, lambda bait: _small(_chunk(b"tEXt", b"a\x00" + _PAGE)))
    yield "page-behind", "has a page behind its end", Fate.HARMLESS, lambda bait: _small() + _PAGE
    yield "archive-behind", "is an archive as well", Fate.HARMLESS, lambda bait: _small() + uploads.docx()
    yield (
        "metadata",
        "has metadata that read a file",
        Fate.HARMLESS,
        lambda bait: _small(_chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><a>&b;</a>'.encode())),
    )
    yield "place", "tells where it was taken", Fate.HARMLESS, lambda bait: _placed_png()


def _long(megabytes: int) -> bytes:
    packing = zlib.compressobj(9)
    megabyte = bytes(1024 * 1024)
    return b"".join([*(packing.compress(megabyte) for _ in range(megabytes)), packing.flush()])


def _frames() -> bytes:
    control = _chunk(b"acTL", struct.pack(">LL", 10_000, 0))
    frame = [_chunk(b"fcTL", struct.pack(">LLLLLHHBB", number, 8, 8, 0, 0, 0, 1, 0, 0)) for number in range(10_000)]
    return _small(control, *frame)


def exif() -> Image.Exif:
    """Where the picture was taken, by whom, and with what."""
    said = Image.Exif()
    said[0x010F] = "Maker of a camera"
    said[0x013B] = "Name of a photographer"
    said[0x8825] = {1: "N", 2: (52.0, 28.0, 47.0), 3: "W", 4: (1.0, 54.0, 11.0)}
    return said


def _placed_png() -> bytes:
    written = BytesIO()
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Name of a photographer")
    Image.new("RGB", (8, 8)).save(written, "PNG", exif=exif(), pnginfo=words)
    return written.getvalue()


def _segment(kind: int, content: bytes) -> bytes:
    return bytes((0xFF, kind)) + struct.pack(">H", len(content) + 2) + content


def _with_segments(*segments: bytes) -> bytes:
    whole = uploads.picture("JPEG")
    return whole[:2] + b"".join(segments) + whole[2:]


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def with_preview(dots: bytes) -> bytes:
    """A photograph that says how dense its dots are, with a preview behind that."""
    whole = uploads.picture("JPEG")
    density = b"JFIF\x00\x01\x01\x01\x01\x2c\x01\x2c" + bytes((len(dots) // 3, 1)) + dots
    return whole[:2] + _segment(0xE0, density) + whole[20:]


def several(**saving: object) -> bytes:
    """Two pictures as cameras put them into one file."""
    return uploads.picture("MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "red")], **saving)


def turned(number: int) -> Image.Exif:
    said = Image.Exif()
    said[0x0112] = number
    return said


def _resized(width: int, height: int) -> bytes:
    whole = uploads.picture("JPEG")
    place = whole.find(b"\xff\xc0") + 5
    return whole[:place] + struct.pack(">HH", height, width) + whole[place + 4 :]


def _jpeg() -> Iterator[Row]:
    yield ("dots", "says that it is sixty-five thousand dots wide and high", Fate.REFUSED, lambda bait: _resized(65_000, 65_000))
    yield "size-nothing", "has no dots", Fate.REFUSED, lambda bait: _resized(0, 0)
    yield "scans", "draws the same again and again", Fate.REFUSED, lambda bait: _scans()
    yield ("segments", "has two thousand pieces before it begins", Fate.HARMLESS, lambda bait: _with_segments(*[_segment(0xE5, b"a" * 60_000)] * 200))
    yield ("segment-cut", "says that a piece is longer than the file", Fate.REFUSED, lambda bait: b"\xff\xd8\xff\xe1\xff\xffExif\x00\x00")
    yield "page", "is a page with a script as well", Fate.HARMLESS, lambda bait: _with_segments(_segment(0xFE, _PAGE))
    yield "page-behind", "has a page behind its end", Fate.HARMLESS, lambda bait: uploads.picture("JPEG") + _PAGE
    yield "archive-behind", "is an archive as well", Fate.HARMLESS, lambda bait: uploads.picture("JPEG") + uploads.docx()
    yield ("server-page", "has a server's page in its comment", Fate.HARMLESS, lambda bait: _with_segments(_segment(0xFE, b"<?php system($_GET['a']); ?>")))
    yield "place", "tells where it was taken, and by whom", Fate.HARMLESS, lambda bait: uploads.picture("JPEG", exif=exif())
    yield ("place-behind", "has another picture behind its end that tells it", Fate.HARMLESS, lambda bait: uploads.picture("JPEG") + uploads.picture("JPEG", exif=exif()))
    yield (
        "exif-loop",
        "has metadata that lead back to themselves",
        Fate.HARMLESS,
        lambda bait: _with_segments(_segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x69\x87\x04\x00\x01\x00\x00\x00\x08\x00\x00\x00\x08\x00\x00\x00")),
    )
    yield (
        "exif-count",
        "has metadata of four billion entries",
        Fate.HARMLESS,
        lambda bait: _with_segments(_segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff" + b"\x12\x01\x04\x00\xff\xff\xff\xff\x08\x00\x00\x00" * 9)),
    )
    yield ("exif-turned", "is turned by a number that means nothing", Fate.HARMLESS, lambda bait: uploads.picture("JPEG", exif=turned(99)))
    yield (
        "metadata",
        "has metadata that read a file",
        Fate.HARMLESS,
        lambda bait: _with_segments(_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]><a>&b;</a>'.encode())),
    )
    yield ("profile", "has a colour profile that breaks its reader", Fate.HARMLESS, lambda bait: uploads.picture("JPEG", icc_profile=b"\xff" * 400))
    yield ("profile-behind", "hides words behind its colour profile", Fate.HARMLESS, lambda bait: uploads.picture("JPEG", icc_profile=profile() + bait.words.encode()))
    yield ("preview", "has a preview of another picture", Fate.HARMLESS, lambda bait: _with_segments(_segment(0xE0, b"JFXX\x00\x10" + bait.words.encode())))
    yield ("preview-density", "has a preview behind how dense it is", Fate.HARMLESS, lambda bait: with_preview(bait.words.encode()))
    yield ("reserved", "has words where nothing has a meaning yet", Fate.REFUSED, lambda bait: _with_segments(_segment(0xF0, bait.words.encode()), _segment(0xC8, bait.words.encode())))
    yield ("colours-more", "has words behind how its colours are meant", Fate.HARMLESS, lambda bait: _with_segments(_segment(0xEE, b"Adobe\x00d\x00\x00\x00\x00\x01" + bait.words.encode())))
    yield ("several", "has a second picture and words behind it", Fate.HARMLESS, lambda bait: several() + bait.words.encode())
    yield "cut", "ends in the middle", Fate.REFUSED, lambda bait: uploads.picture("JPEG")[:-300]
    yield "colours", "has four colours turned round", Fate.HARMLESS, lambda bait: _cmyk()


def _cmyk() -> bytes:
    written = BytesIO()
    Image.new("CMYK", (8, 8)).save(written, "JPEG")
    return written.getvalue()


def _scans() -> bytes:
    """Thousands of scans of a picture of many dots: each is drawn over the whole of it."""
    written = BytesIO()
    Image.new("L", (9_000, 9_000)).save(written, "JPEG", progressive=True, quality=1)
    whole = written.getvalue()
    last = whole.rfind(b"\xff\xda")
    return whole[:last] + whole[last:-2] * 400 + b"\xff\xd9"


def _as(kind: str, *, frames: int = 1, size: int = 40) -> bytes:
    written = BytesIO()
    picture = Image.new("L" if kind in {"GIF", "TIFF"} else "RGB", (size, size))
    more = {"save_all": True, "append_images": [picture] * (frames - 1)} if frames > 1 else {}
    picture.save(written, kind, **more)
    return written.getvalue()


def _other_kinds() -> Iterator[tuple[str, str, str, Make]]:
    for ending in ("png", "jpg"):
        yield ending, "gif-frames", "is an animation of a thousand frames", lambda bait: _as("GIF", frames=1000)
        yield ending, "tiff", "is a TIFF, whose readers have many faults", lambda bait: _as("TIFF", size=4000)
        yield ending, "tiff-frames", "is a TIFF of five hundred pages", lambda bait: _as("TIFF", frames=500)
        yield ending, "webp", "is a WebP", lambda bait: _as("WEBP", size=2000)
        yield ending, "jpeg2000", "is a JPEG 2000", lambda bait: _as("JPEG2000")
        yield (ending, "jpeg2000-huge", "is a JPEG 2000 that says it has 2³² dots a side", lambda bait: b"\xff\x4f\xff\x51\x00\x2f\x00\x00" + b"\xff" * 36)
        yield (ending, "bmp", "is a bitmap that says it is huge", lambda bait: b"BM" + bytes(16) + b"\xff\xff\xff\x7f" * 2 + bytes(40))
        yield ending, "icon", "is an icon", lambda bait: _as("ICO")
        yield (ending, "postscript", "is PostScript, which starts a program", lambda bait: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\n")
        yield (ending, "svg", "is a drawing that runs a script", lambda bait: f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{bait.file}"/><script>a()</script></svg>'.encode())
        yield (ending, "mvg", "is a command of a drawing program", lambda bait: f"push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 '{bait.address}/a'\n".encode())
        yield ending, "pdf", "is a PDF", lambda bait: uploads.pdf()
        yield ending, "page", "is a page", lambda bait: _PAGE
        yield ending, "program", "is a program", lambda bait: b"MZ" + bytes(500)
        yield (ending, "gifar", "is an animation and an archive of Java programs", lambda bait: _as("GIF") + uploads.docx({"a.class": b"\xca\xfe\xba\xbe"}))
