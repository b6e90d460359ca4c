"""Archives that unpack to more than anybody can hold, or to places that are not theirs."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

from tests import uploads
from tests.hostile.attack import Attack, Fate, Target
from tests.uploads import docx, xlsx, zipped

MEGABYTE = 1024 * 1024


def zip_attacks() -> Iterator[Attack]:
    for name, tries, make in (*_BOMBS, *_LIES, *_PATHS, *_TWO_THINGS):
        yield Attack(
            f"zip-{name}", tries, Target.FILE, Fate.REFUSED, lambda bait, make=make: make(), file_name="Plan.docx"
        )
    yield Attack(
        "zip-many-words", "has a hundred megabytes of words", Target.FILE, Fate.HARMLESS,
        lambda bait: docx({"word/comments.xml": f"<w><t>{'a' * 100 * MEGABYTE}</t></w>"}), file_name="Plan.docx",
    )  # fmt: skip


@cache
def _zeros(megabytes: int) -> bytes:
    """A zip with one entry of so many megabytes of nothing, packed a thousand to one."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    megabyte = bytes(MEGABYTE)
    check = 0
    packed = bytearray()
    for _ in range(megabytes):
        packed += packing.compress(megabyte)
        check = zlib.crc32(megabyte, check)
    packed += packing.flush()
    return bytes(packed) + struct.pack("<LL", check, megabytes * MEGABYTE)


def _bomb(megabytes: int, declared: int | None = None) -> bytes:
    packed, (check, size) = _zeros(megabytes)[:-8], struct.unpack("<LL", _zeros(megabytes)[-8:])
    return _one_entry(b"word/document.xml", packed, check, size if declared is None else declared)


def _one_entry(name: bytes, packed: bytes, check: int, size: int, *, method: int = 8, behind: bytes = b"") -> bytes:
    """A zip written by hand: what each field says is up to us."""
    fields = struct.pack("<HHHHHLLLHH", 20, 0, method, 0, 33, check, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + fields + name + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end + behind


def _nested(depth: int) -> bytes:
    inner = zipped({"a.txt": "words"})
    for _ in range(depth):
        inner = zipped({"a.zip": inner, "b.zip": inner})
    return docx({"word/a.zip": inner})


def _many(count: int) -> bytes:
    return docx({f"word/{number}.txt": b"" for number in range(count)})


def _quoted_overlap() -> bytes:
    """Entries of which each begins within the one before, whose bytes hold the next one's header."""
    return uploads.with_overlapping_entries(docx({f"word/{n}.xml": "<a/>" for n in range(50)}))


_BOMBS: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("zeros", "unpacks to half a gigabyte", lambda: _bomb(500)),
    ("zeros-hidden", "says that half a gigabyte is ten bytes", lambda: _bomb(500, declared=10)),
    ("zeros-in-a-sheet", "hides the bomb in an embedded workbook",
     lambda: docx({"word/embeddings/a.xlsx": xlsx({"xl/a.bin": bytes(101 * MEGABYTE)})})),
    ("nested", "doubles at each of twelve levels", lambda: _nested(12)),
    ("overlapping", "has every entry share the same bytes", _quoted_overlap),
    ("entries", "has twenty thousand entries", lambda: _many(20_000)),
    ("entity-laughs", "grows by entities",
     lambda: docx({"word/styles.xml": '<!DOCTYPE a [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><w>&c;</w>'})),
    ("lzma", "is packed as no library of Office's unpacks", lambda: zipped({"[Content_Types].xml": "<Types/>"}, zipfile.ZIP_LZMA)),
    ("bzip2", "is packed as another library unpacks, without limit", lambda: zipped({"[Content_Types].xml": "<Types/>"}, zipfile.ZIP_BZIP2)),
)  # fmt: skip


def _patched(content: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    place = content.rfind(signature) + offset
    return content[:place] + value + content[place + len(value) :]


def _twice(second_name: str) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(docx())) as inner, zipfile.ZipFile(written, "w") as archive:
        for entry in inner.infolist():
            archive.writestr(entry.filename, inner.read(entry))
        archive.writestr(second_name, "<other/>")
    return written.getvalue()


_LIES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("size-less", "unpacks to more than it says",
     lambda: uploads.with_smaller_declared_sizes(docx({"word/a.bin": bytes(5_000_000)}), 9)),
    ("size-huge", "says that it unpacks to four gigabytes", lambda: _patched(docx(), b"PK\x01\x02", 24, b"\xf0\xff\xff\xff")),
    ("check-wrong", "was changed after it was packed", lambda: _patched(docx(), b"PK\x01\x02", 16, b"\x00\x00\x00\x00")),
    ("place-behind", "says that an entry begins behind the end", lambda: _patched(docx(), b"PK\x01\x02", 42, b"\x00\xff\xff\x00")),
    ("count-more", "says that it has more entries than it has", lambda: _patched(docx(), b"PK\x05\x06", 8, b"\x40\x00\x40\x00")),
    ("directory-lost", "says that its list is elsewhere", lambda: _patched(docx(), b"PK\x05\x06", 16, b"\xff\xff\xff\x7f")),
    ("directory-cut", "has half a list", lambda: docx()[:-60]),
    ("encrypted", "hides what is in it behind a password", lambda: uploads.with_entries_marked_encrypted(docx())),
    ("names-differ", "is called one thing in its list and another in its place",
     lambda: docx().replace(b"word/document.xml", b"word/documenu.xml", 1)),
    ("twice-one-name", "has two entries of one name, and each reader takes another",
     lambda: _twice("WORD/document.xml")),
)  # fmt: skip


def _linked() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(docx())) as inner, zipfile.ZipFile(written, "w") as archive:
        for entry in inner.infolist():
            archive.writestr(entry.filename, inner.read(entry))
        link = zipfile.ZipInfo("word/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return written.getvalue()


_PATHS: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("up", "unpacks outside its folder", lambda: docx({"../../../etc/cron.d/a": "a"})),
    ("up-inside", "unpacks outside its folder by a way round", lambda: docx({"word/../../a.txt": "a"})),
    ("absolute", "unpacks to a folder of its choice", lambda: docx({"/etc/cron.d/a": "a"})),
    ("backslash", "unpacks outside its folder on Windows", lambda: docx({"..\\..\\a.txt": "a"})),
    ("drive", "unpacks to another drive", lambda: docx({"C:/Windows/a.txt": "a"})),
    ("nul", "ends its name before its ending", lambda: docx({"word/a.exe_.txt": "a"}).replace(b"exe_", b"exe\x00")),
    ("link", "unpacks to a link to another file", _linked),
)


def _two_ends() -> bytes:
    """Two lists: readers that look for the first find a document, readers that look for the last another."""
    first, second = docx(), docx({"word/document.xml": "<other/>"})
    return first[:-2] + struct.pack("<H", len(second)) + second


_TWO_THINGS: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("behind-pdf", "is a PDF as well", lambda: uploads.pdf() + docx()),
    ("behind-picture", "is a picture as well", lambda: uploads.picture("GIF") + docx()),
    ("behind-page", "is a page with a script as well", lambda: b"<html><script>a()</script></html>" + docx()),
    ("behind-program", "is a program as well", lambda: b"MZ" + bytes(62) + docx()),
    ("before-more", "has something behind its end", lambda: docx() + b"<script>a()</script>"),
    ("two-ends", "has two lists of what is in it", _two_ends),
    ("program-inside", "has a program in it", lambda: docx({"word/media/image1.png": b"\x7fELF\x02"})),
    ("by-hand", "has nothing in it but its main part",
     lambda: _one_entry(b"word/document.xml", b"<a/>", zlib.crc32(b"<a/>"), 4, method=0)),
)  # fmt: skip
