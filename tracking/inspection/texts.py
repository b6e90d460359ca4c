"""Text and CSV files."""

import codecs
import re

from tracking.inspection.verdicts import Facts, Refusal, Refused

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Written in letters, but read by programs that do what they say.
_OTHER_KINDS = (b"%PDF-", b"%!PS", b"{\\rtf", b"#!")
# What no text holds, though any of the encodings below could write it.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def look_into_text(content: bytes) -> Facts:
    """Raise Refused unless these are words: in UTF-8, in UTF-16 that says so, or as Windows has always written them."""
    if content.startswith(_OTHER_KINDS):
        raise Refused(Refusal.NOT_TEXT)
    for encoding in ["utf-16"] if content.startswith(_UTF_16) else ["utf-8-sig", "cp1252"]:
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(words):
            return Facts()
    raise Refused(Refusal.NOT_TEXT)
