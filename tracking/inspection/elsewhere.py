"""What the parts of an Office file run, or load from elsewhere, when somebody opens it.

A link that is followed only by a click may stay, as long as it leads to a page, a file or a person. What the file
itself brings along as a picture, an object, a template or figures must be in it.
"""

import re
from collections.abc import Mapping
from typing import Final

from tracking.inspection.verdicts import Refusal, Refused

_HREF: Final = "href"
_SCHEME: Final = re.compile(r"([a-z.][a-z0-9+.-]+):")
# What starts a program, or asks the reader's own machine, behind something that looks like a link.
_RUNS: Final = re.compile(
    r"(javascript|vbscript|data|ms-[a-z-]+|search(-ms)?|mhtml|mk|its|res|shell|hcp|macro|service|slot)$"
)
_RUNS_IN_OPEN_DOCUMENT: Final = ("vnd.sun.star.", ".uno")
# Another machine, unless its name has no dot: those are the council's own, where its templates lie.
_OTHER_MACHINE: Final = re.compile(r"(file:)?/{2,}([^/]*[.@][^/]*|\[[^/]*)/")
_NEVER_FROM_A_FILE: Final = frozenset({"oleobject", "frame", "subdocument", "afchunk"})
_LINKS: Final = frozenset({"a", "hyperlink"})
_STARTS_A_PROGRAM: Final = frozenset({"ddeLink", "oleLink", "dde-source", "dde-link", "dde-connection-decl", "applet"})
_ASKS_A_SERVER: Final = frozenset({"webPr"})
_SAID_IN_AN_ATTRIBUTE: Final = ("instr", "formula")
_QUOTED: Final = re.compile(r'"[^"]*"')
_FORMULA_THAT_RUNS: Final = re.compile(
    r"\b(CALL|DDE|EXEC|REGISTER(\.ID)?|RTD)\s*\(|\|\s*'[^']*'!|\|[^|!\s]+!", re.IGNORECASE
)
_FORMULA_THAT_ASKS: Final = re.compile(r"\b(WEBSERVICE|IMAGE)\s*\(", re.IGNORECASE)
_FIELD_THAT_RUNS: Final = re.compile(r"^\W*DDE(AUTO)?\b", re.IGNORECASE | re.MULTILINE)
_FIELD_THAT_ASKS: Final = re.compile(
    r'^\W*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|RD|DATABASE)\b.*?(https?:|ftp:|mhtml:|["\s]\\{2,4}\w|["\s]//)',
    re.IGNORECASE | re.MULTILINE,
)


def check_element(tag: str, values: Mapping[str, str]) -> None:
    """Raise Refused for an element that runs something or loads something from elsewhere.

    `tag` is without its namespace; names of attributes may have theirs before them.
    """
    plain = {key.rpartition(" ")[2]: value for key, value in values.items()}
    if tag in _STARTS_A_PROGRAM:
        raise Refused(Refusal.RUNS)
    if tag in _ASKS_A_SERVER:
        raise Refused(Refusal.LOADS)
    if tag == "event-listener" or (tag == "script" and "language" in plain) or "xlm" in plain:
        raise Refused(Refusal.MACROS)
    if tag == "Relationship":
        if plain.get("TargetMode", "").lower() == "external":
            _check_target(plain.get("Type", "").rpartition("/")[2].lower(), plain.get("Target", ""))
    elif _HREF in plain:
        _check_target(tag.lower(), plain[_HREF])
    for key in _SAID_IN_AN_ATTRIBUTE:
        check_words("f" if key == "formula" else "instrText", plain.get(key, ""))


def check_words(tag: str, words: str) -> None:
    """Raise Refused for a field of Word's (`instrText`) or a formula (`f`) that runs or asks for something."""
    if tag == "f":
        bare = _QUOTED.sub('""', words)
        runs, asks = _FORMULA_THAT_RUNS.search(bare), _FORMULA_THAT_ASKS.search(bare)
    else:
        runs, asks = _FIELD_THAT_RUNS.search(words), _FIELD_THAT_ASKS.search(words)
    if runs:
        raise Refused(Refusal.RUNS)
    if asks:
        raise Refused(Refusal.LOADS)


def _check_target(kind: str, address: str) -> None:
    target = address.strip().lower().replace("\\", "/")
    scheme = _scheme_of(target)
    if scheme.startswith(_RUNS_IN_OPEN_DOCUMENT):
        raise Refused(Refusal.MACROS)
    if _RUNS.match(scheme) and not (scheme == "data" and kind not in _LINKS):
        raise Refused(Refusal.RUNS)
    if kind not in _LINKS and _is_elsewhere(kind, scheme, target):
        raise Refused(Refusal.LOADS)


def _scheme_of(target: str) -> str:
    found = _SCHEME.match(target)
    return found[1] if found else ""


def _is_elsewhere(kind: str, scheme: str, target: str) -> bool:
    if scheme not in {"", "file", "data"}:
        return True
    return bool(_OTHER_MACHINE.match(target)) or (
        kind in _NEVER_FROM_A_FILE and (bool(scheme) or target.startswith("/"))
    )
