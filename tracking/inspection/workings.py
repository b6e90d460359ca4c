"""What an Office file works out when it is opened: formulas, Word's fields, and the styles of drawings."""

import re
from collections.abc import Mapping
from typing import Final

from tracking.inspection.addresses import check_address, is_elsewhere
from tracking.inspection.drawings import check_styles
from tracking.inspection.verdicts import Refusal, Refused

_QUOTED: Final = re.compile(r'"[^"]*"')
_FORMULA_THAT_RUNS: Final = re.compile(
    r"\b(CALL|DDE|EXEC|REGISTER(\.ID)?|RTD)\s*\(|\|\s*'[^']*'!|\|[^|!\s]+!", re.IGNORECASE
)
_FORMULA_THAT_ASKS: Final = re.compile(r"\b(WEBSERVICE|IMAGE)\s*\(", re.IGNORECASE)
_BEGINS_AN_ADDRESS: Final = r"(?:[a-z][a-z0-9+.-]+:)?[\\/]{2}"
_ADDRESS: Final = re.compile(_BEGINS_AN_ADDRESS, re.IGNORECASE)
_OTHER_WORKBOOK: Final = re.compile(rf"'({_BEGINS_AN_ADDRESS}[^']*)'", re.IGNORECASE)
_FIELD: Final = re.compile(r"\W*(\w+)(.*)", re.DOTALL)
_FIELDS_THAT_RUN: Final = frozenset({"DDE", "DDEAUTO"})
_FIELDS_THAT_LOAD: Final = frozenset({"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "RD"})
_FIELDS_THAT_ASK: Final = frozenset({"DATABASE"})
_ADDRESS_WITHIN: Final = re.compile(r"https?:|ftp:|mhtml:", re.IGNORECASE)
_BETWEEN: Final = re.compile(r'["“”„\s]+')
_NESTED: Final = "\x00"
"""Stands in a field where another is worked out first."""
_KINDS: Final = {
    **dict.fromkeys(
        ("f", "definedName", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"), "f"
    ),
    "instrText": "instrText",
    "delInstrText": "instrText",
    "style": "style",
}
_TRUE: Final = frozenset({"1", "true", "on"})
_WORDS: Final = frozenset({"t", "instrText", "delInstrText"})
WATCHED: Final = frozenset({*_KINDS, "fldChar", "fldSimple", "pivotCacheDefinition", "cacheSource"})
"""Elements that `WorkedOut` must be told of; of the others only while `listens`."""


def check_formula(words: str) -> None:
    """Raise Refused for a formula that runs something, or asks for something from elsewhere."""
    bare = _QUOTED.sub('""', words)
    if _FORMULA_THAT_RUNS.search(bare):
        raise Refused(Refusal.RUNS)
    if _FORMULA_THAT_ASKS.search(bare) or any(is_elsewhere(found[1]) for found in _OTHER_WORKBOOK.finditer(bare)):
        raise Refused(Refusal.LOADS)


def check_field(words: str) -> None:
    """Raise Refused for a field of Word's that runs something, or loads something that is not seen to be at home."""
    found = _FIELD.match(words.replace(_NESTED, ""))
    if found is None:
        return
    name, said = found[1].upper(), found[2]
    if name in _FIELDS_THAT_RUN:
        raise Refused(Refusal.RUNS)
    if name in _FIELDS_THAT_ASK or (name in _FIELDS_THAT_LOAD and (_NESTED in words or _loads(said))):
        raise Refused(Refusal.LOADS)
    if name == "HYPERLINK" and (target := next(filter(None, _BETWEEN.split(said)), "")):
        check_address("hyperlink", target)


def _loads(said: str) -> bool:
    words = _BETWEEN.split(said)
    return bool(_ADDRESS_WITHIN.search(said)) or any(is_elsewhere(word) for word in words if _ADDRESS.match(word))


class WorkedOut:
    """Collects what a part works out; `check` raises Refused for what may not be.

    A field is written in pieces, between marks of where it begins, where what it gives follows, and where it ends.
    """

    def __init__(self) -> None:
        self.words: dict[str, list[str]] = {"f": [], "instrText": [], "style": []}
        self.now: list[list[str]] = []
        # The fields that have begun: their words, or None once what they give follows.
        self.open: list[list[str] | None] = []
        self.refreshes = False

    @property
    def listens(self) -> bool:
        return bool(self.now or self.open)

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        self.now = [self.words[_KINDS[tag]]] if tag in _KINDS else []
        if tag in {"fldChar", "fldSimple"}:
            plain = {key.rpartition(" ")[2]: value for key, value in values.items()}
            self.words["instrText"].append("\n")
            self._mark(plain.get("fldCharType", "") if tag == "fldChar" else tag)
        elif tag in _WORDS and self.open and (words := self.open[-1]) is not None:
            # Between its marks all words belong to a field, whatever they are called.
            self.now.append(words)
        elif tag == "pivotCacheDefinition":
            self.refreshes = values.get("refreshOnLoad") in _TRUE
        elif tag == "cacheSource" and self.refreshes and values.get("type") == "external":
            raise Refused(Refusal.LOADS)

    def _mark(self, kind: str) -> None:
        if kind in {"begin", "fldSimple"} and self.open and (outer := self.open[-1]) is not None:
            outer.append(_NESTED)
        if kind == "begin":
            self.open.append([])
        elif kind in {"separate", "end"} and self.open:
            if (words := self.open.pop()) is not None:
                check_field("".join(words))
            if kind == "separate":
                self.open.append(None)

    def end(self, tag: str) -> None:
        self.now = []
        if tag in _KINDS and _KINDS[tag] != "instrText":
            self.words[_KINDS[tag]].append("\n")

    def take(self, words: str) -> None:
        for collected in self.now:
            collected.append(words)

    def check(self) -> None:
        """Raise Refused for a formula, a field or a style that runs something or loads something from elsewhere."""
        check_formula("".join(self.words["f"]))
        check_styles("".join(self.words["style"]))
        for line in "".join(self.words["instrText"]).split("\n"):
            check_field(line)
        for words in self.open:
            check_field("".join(words or []))
