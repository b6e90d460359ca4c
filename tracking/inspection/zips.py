"""Zip archives, read by hand where what an archive says of itself cannot be relied on."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from tracking.inspection.verdicts import Refusal, Refused

MOST_ENTRIES = 10_000
_LOCAL_HEADER = 30
_IS_ENCRYPTED = 0x1
_STEP = 1024 * 1024


class Archive:
    """A zip whose entries do not overlap, are not protected, and unpack to what they say and no more than allowed.

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
        if len(self.names) != len(entries):
            raise Refused(Refusal.NOT_ITS_KIND)
        self._check_places(entries, end)

    def _check_places(self, entries: list[zipfile.ZipInfo], end: int) -> None:
        """Refuse entries that share bytes: that is how a small archive holds petabytes."""
        free_from = 0
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            start = self._start(entry)
            if entry.header_offset < free_from or start + entry.compress_size > end:
                raise Refused(Refusal.UNPACKS_TOO_FAR)
            free_from = start + entry.compress_size

    def _start(self, entry: zipfile.ZipInfo) -> int:
        """Where an entry's bytes begin, behind a header that says how long it is."""
        header = self.content[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
        if not header.startswith(b"PK\x03\x04"):
            raise Refused(Refusal.NOT_ITS_KIND)
        return (
            entry.header_offset
            + _LOCAL_HEADER
            + int.from_bytes(header[26:28], "little")
            + int.from_bytes(header[28:30], "little")
        )

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
        if not piece and not packed:
            raise Refused(Refusal.NOT_ITS_KIND)
        yield piece
