"""What the parts of an Office file run, or load from elsewhere, when somebody opens it.

A link that is followed only by a click may stay, as long as it leads to a page, a file or a person. What the file
itself brings along as a picture, an object, a template or figures must be in it. A connection to figures may stay as
long as nothing but a click refreshes it: most workbooks that ever took in a CSV file have one.
"""

from collections.abc import Mapping
from typing import Final

from tracking.inspection.addresses import check_address
from tracking.inspection.verdicts import Refusal, Refused
from tracking.inspection.workings import check_field, check_formula

_HREF: Final = "href"
_STARTS_A_PROGRAM: Final = frozenset({"ddeLink", "oleLink", "dde-source", "dde-link", "dde-connection-decl", "applet"})
# Queries of web pages, the data behind form letters, and pieces of other kinds (pages, rich text) that Word takes in.
_ASKS: Final = frozenset({"webPr", "connectString", "altChunk"})
_PIECE: Final = "afchunk"
_FORMULAS: Final = ("formula", "expression", "condition")
_TRUE: Final = frozenset({"1", "true", "on"})
WATCHED: Final = _STARTS_A_PROGRAM | _ASKS | {
    "event-listener", "script", "Relationship", "connection", "workbookPr", "cfvo"
}  # fmt: skip
WATCHED_ATTRIBUTES: Final = frozenset({"xlm", "refreshOnLoad", "instr", _HREF, *_FORMULAS})
"""No other element, unless it has one of these, can be refused: a large sheet has millions of others."""


def check_element(tag: str, values: Mapping[str, str]) -> None:
    """Raise Refused for an element that runs something or loads something from elsewhere.

    `tag` is without its namespace; names of attributes may have theirs before them.
    """
    plain = {key.rpartition(" ")[2]: value for key, value in values.items()}
    if tag in _STARTS_A_PROGRAM:
        raise Refused(Refusal.RUNS)
    if tag in _ASKS or _refreshes(tag, plain):
        raise Refused(Refusal.LOADS)
    if tag == "event-listener" or (tag == "script" and "language" in plain) or "xlm" in plain:
        raise Refused(Refusal.MACROS)
    if tag == "script":
        raise Refused(Refusal.RUNS)
    if tag == "Relationship":
        _check_relation(plain)
    elif _HREF in plain:
        check_address(tag.lower(), plain[_HREF])
    _check_attributes(tag, plain)


def _refreshes(tag: str, plain: Mapping[str, str]) -> bool:
    """Whether figures are asked for without a click: when the workbook is opened, or every few minutes.

    A pivot table may be worked out anew from what is in the workbook; of any other `WorkedOut` knows.
    """
    if tag == "connection" and plain.get("interval", "0") != "0":
        return True
    key = "refreshAllConnections" if tag == "workbookPr" else "refreshOnLoad"
    return tag != "pivotCacheDefinition" and plain.get(key) in _TRUE


def _check_relation(plain: Mapping[str, str]) -> None:
    kind = plain.get("Type", "").rpartition("/")[2].lower()
    if kind == _PIECE:
        raise Refused(Refusal.LOADS)
    if plain.get("TargetMode", "").lower() == "external":
        check_address(kind, plain.get("Target", ""))


def _check_attributes(tag: str, plain: Mapping[str, str]) -> None:
    for key in _FORMULAS:
        check_formula(plain.get(key, ""))
    if tag == "cfvo":
        check_formula(plain.get("val", ""))
    check_field(plain.get("instr", ""))
