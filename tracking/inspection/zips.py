"""Zip archives, read by hand where what an archive says of itself cannot be relied on."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from tracking.inspection.verdicts import Refusal, Refused

MOST_ENTRIES = 10_000
_ENTRY = b"PK\x03\x04"
_END = b"PK\x05\x06"
_LOCAL_HEADER = 30
_LENGTH_OF_END = 22
_TOO_MANY_TO_COUNT_HERE = 0xFFFF
_IS_ENCRYPTED = 0x1
_IS_UTF_8 = 0x800
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|\\|\x00|(^|/)\.\.(/|$)")
_STEP = 1024 * 1024


class Archive:
    """A zip and nothing else, whose entries do not overlap, are not protected, stay in their folder, and unpack to what
    they say and no more than allowed.

    Raises Refused, zipfile.BadZipFile or zlib.error for any other.
    """

    def __init__(self, content: bytes, most_bytes: int) -> None:
        self.content = content
        with zipfile.ZipFile(BytesIO(content)) as opened:
            entries = opened.infolist()
            end = opened.start_dir
        self.entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        self.names = frozenset(entry.filename for entry in entries)
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > most_bytes:
            raise Refused(Refusal.UNPACKS_TOO_FAR)
        if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
            raise Refused(Refusal.PROTECTED)
        # Office takes names that differ by capitals for the same.
        if len({name.casefold() for name in self.names}) != len(entries) or any(_is_astray(entry) for entry in entries):
            raise Refused(Refusal.NOT_ITS_KIND)
        if not self._ends_with(opened.comment, len(entries)):
            raise Refused(Refusal.NOT_ITS_KIND)
        self._check_places(entries, end)

    def _ends_with(self, comment: bytes, count: int) -> bool:
        """Whether the archive's end counts its entries and nothing is behind it: that is where readers disagree."""
        end = len(self.content) - _LENGTH_OF_END - len(comment)
        counted = int.from_bytes(self.content[end + 10 : end + 12], "little")
        return self.content.rfind(_END) == end and counted in {count, _TOO_MANY_TO_COUNT_HERE}

    def _check_places(self, entries: list[zipfile.ZipInfo], end: int) -> None:
        """Refuse entries that share bytes: that is how a small archive holds petabytes."""
        free_from = 0
        in_order = sorted(entries, key=lambda entry: entry.header_offset)
        if in_order and in_order[0].header_offset:
            # Something else comes first, and for whoever looks there it is that.
            raise Refused(Refusal.NOT_ITS_KIND)
        for entry in in_order:
            if entry.header_offset < free_from:
                raise Refused(Refusal.UNPACKS_TOO_FAR)
            free_from = self._start(entry) + entry.compress_size
            if free_from > end:
                raise Refused(Refusal.UNPACKS_TOO_FAR)

    def _start(self, entry: zipfile.ZipInfo) -> int:
        """Where an entry's bytes begin, behind a header that says how long it is."""
        header = self.content[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
        begins = entry.header_offset + _LOCAL_HEADER
        name_length, more_length = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
        name = self.content[begins : begins + name_length]
        if not header.startswith(_ENTRY) or name != _as_written(entry):
            raise Refused(Refusal.NOT_ITS_KIND)
        return begins + name_length + more_length

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack an entry piece by piece; refuse one that is damaged, or larger than it says, before it is whole."""
        entry = self.entries[name]
        start = self._start(entry)
        packed = self.content[start : start + entry.compress_size]
        size, check = 0, 0
        for piece in _unpacked(packed, entry.compress_type):
            size, check = size + len(piece), zlib.crc32(piece, check)
            if size > entry.file_size:
                raise Refused(Refusal.UNPACKS_TOO_FAR)
            yield piece
        if (size, check) != (entry.file_size, entry.CRC):
            raise Refused(Refusal.NOT_ITS_KIND)


def _as_written(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _IS_UTF_8 else "cp437")


def _is_astray(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry would be unpacked outside its folder, or is a link to what is there."""
    return bool(_OUTSIDE.search(entry.orig_filename)) or stat.S_ISLNK(entry.external_attr >> 16)


def _unpacked(packed: bytes, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield packed
        return
    if method != zipfile.ZIP_DEFLATED:
        # Office packs in no other way.
        raise Refused(Refusal.NOT_ITS_KIND)
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    while not unpacking.eof:
        piece = unpacking.decompress(packed, _STEP)
        packed = unpacking.unconsumed_tail
        if not piece and not packed and not unpacking.eof:
            raise Refused(Refusal.NOT_ITS_KIND)
        yield piece
