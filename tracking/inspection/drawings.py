"""Drawings (SVG), which are pages of a kind: scripts, and styles that load what is elsewhere."""

import re
from collections.abc import Mapping
from typing import Final

from tracking.inspection.addresses import is_elsewhere
from tracking.inspection.verdicts import Refusal, Refused

NAMESPACE: Final = "http://www.w3.org/2000/svg"
_HANDLER: Final = re.compile(r"on[a-z]+$", re.IGNORECASE)
_PAGES_WITHIN: Final = frozenset({"iframe", "object", "embed"})
# Where an address may be, besides links and pictures: what moves may be moved to another one.
_ADDRESSES: Final = frozenset({"src", "data", "poster", "base", "to", "from", "by", "values"})
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_ASKS: Final = re.compile(
    r"""@import|\b(?:url|src|image|image-set)\(\s*["']?\s*(?!\#|data:|["')\s])""", re.IGNORECASE | re.VERBOSE
)


def check_drawing(tag: str, values: Mapping[str, str]) -> None:
    """Raise Refused for an element of a drawing that runs something or loads something from elsewhere."""
    if tag in _PAGES_WITHIN:
        raise Refused(Refusal.RUNS)
    for key, value in values.items():
        name = key.rpartition(" ")[2]
        if _HANDLER.match(key):
            raise Refused(Refusal.RUNS)
        if name in _ADDRESSES and any(is_elsewhere(address) for address in value.split(";")):
            raise Refused(Refusal.LOADS)
        if "(" in value:
            check_styles(value)


def check_styles(words: str) -> None:
    """Raise Refused for styles that load anything but what is in the file."""
    if _ASKS.search(_ESCAPED.sub(_unescaped, _COMMENT.sub("", words))):
        raise Refused(Refusal.LOADS)


def _unescaped(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else 0
    return chr(number) if 0 < number < 0x110000 else found[2] or ""
