"""Several asks in one text: a list, numbered words, or clauses that each tell somebody to do something.

Careful rather than clever: a drafter who is warned without reason stops reading warnings. What a single thing must
hold or show ("a plan that covers: costs; risks") is one ask, however long its list; so is what follows from an ask
("publish a list, and keep it up to date").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracking.drafting_check.verbs import LeadIn, begins_with_a_plain_order, begins_with_an_ask

_FEWEST: Final = 2
_FEWEST_ORDERS: Final = 3
_FEWEST_WORDS: Final = 3

_MARK: Final = re.compile(
    r"(?P<indent> {0,8})(?:[-*+•–]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[ \t]+(?=\S)", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"(?:(?<=\s)|^)\(?(?P<sign>\d{1,2}|[a-z]|[ivx]{1,4})\)[ \t]+", re.IGNORECASE)
_ORDERS_OF_SIGNS: Final = (
    tuple("abcdefghijklmnopqrstuvwxyz"),
    tuple(str(number) for number in range(1, 27)),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
)
_SEMICOLON: Final = re.compile(r";\s+(?:and\s+|or\s+)?")
_AND_THAT: Final = re.compile(r",?\s+and\s+that\s+|,\s+that\s+", re.IGNORECASE)
_THAT: Final = re.compile(r"that\s+", re.IGNORECASE)
_COMMA_OR_AND: Final = re.compile(r",\s+and\s+|,\s+|\s+and\s+", re.IGNORECASE)
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])\s+(?=[\"'(“‘]?[A-Z])")
# What such a list holds are examples, reasons, or what one thing says.
_NO_LIST_OF_ASKS: Final = re.compile(
    r"\b(?:for (?:example|instance)|such as|e\.g\.|because|since|so that|given that|noting that|notes that|note that"
    r"|says?|saying|shows?|showing|states?|stating|sets? out|setting out|covers?|covering|account of|reflects?"
    r"|recogni[sz]es?|found that|heard that)\W*$",
    re.IGNORECASE,
)
_LONGEST_JOINT: Final = 12
_JOINT: Final = re.compile(r"(?:[\s;,]+(?:and|or))?[\s;,]*$")
_LEADS_TO: Final = {
    LeadIn.THAT: re.compile(r"\bthat\W*$", re.IGNORECASE),
    LeadIn.DUTY: re.compile(r"\b(?:must|shall|should|to|will)\W*$", re.IGNORECASE),
    LeadIn.SOMEBODY: re.compile(
        r"\b(?:the|each|every)\b[^.;:]{0,80}"
        r"\b(?:authority|board|body|cabinet|committee|company|council|director|directorate|executive|leader|member"
        r"|officer|partnership|service|trust)\W*$",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True)
class Asks:
    """The asks of a text, in order and as written, and the words around them, which belong to all."""

    lead_in: str
    items: tuple[str, ...]


def asks_in(text: str) -> Asks | None:
    """Return the asks of a text that holds several in one list; None for one that does not. Never raises."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    for find in (_in_a_list, _in_numbered_words, _between_semicolons, _in_clauses):
        if (found := find(text)) is not None:
            return found
    return None


def _in_a_list(text: str) -> Asks | None:
    """A list of lines. Lines within an item, and lists within it, stay with it."""
    around: list[str] = []
    items: list[list[str]] = []
    before, outer, is_in_item = "", 0, False
    for line in text.split("\n"):
        mark = _MARK.match(line)
        if mark and (not items or len(mark["indent"]) <= outer):
            if not items:
                before, outer = "\n".join(around), len(mark["indent"])
            items.append([line[mark.end() :]])
            is_in_item = True
        elif is_in_item and (mark or line.startswith("  ") or not line.strip()):
            items[-1].append(line.strip() if not mark else line)
        else:
            is_in_item = False
            around.append(line)
    found = ["\n".join(item).strip() for item in items]
    return _asks(before, found, around="\n".join(around).strip())


def _in_numbered_words(text: str) -> Asks | None:
    """ "(i) … (ii) …" or "a) … b) …" within one paragraph, in their order."""
    for paragraph in text.split("\n"):
        marks = list(_NUMBER.finditer(paragraph))
        for signs in _ORDERS_OF_SIGNS:
            run = list(_in_order(marks, signs))
            if len(run) < _FEWEST:
                continue
            ends = [*(mark.start() for mark in run[1:]), len(paragraph)]
            items = [paragraph[mark.end() : end] for mark, end in zip(run, ends, strict=True)]
            before = paragraph[: run[0].start()]
            if found := _asks(before, items, around=text.replace(paragraph, before, 1)):
                return found
    return None


def _in_order(marks: list[re.Match[str]], signs: tuple[str, ...]) -> Iterator[re.Match[str]]:
    awaited = iter(signs)
    sign = next(awaited)
    for mark in marks:
        if mark["sign"].casefold() == sign:
            yield mark
            sign = next(awaited, "")


def _between_semicolons(text: str) -> Asks | None:
    for paragraph in text.split("\n"):
        items = [item for item in _SEMICOLON.split(paragraph) if item.strip()]
        if len(items) < _FEWEST:
            continue
        before, colon, first = items[0].rpartition(": ")
        before += colon.strip()
        if found := _asks(before, [first, *items[1:]], around=text.replace(paragraph, before, 1), all_of_them=True):
            return found
    return None


def _in_clauses(text: str) -> Asks | None:
    """ "That X is done, and that Y is done"; or at least three orders in one sentence: "publish …, train …, open …"."""
    for sentence in _SENTENCE_ENDS.split(text):
        if "\n" in sentence:
            continue
        around = text.replace(sentence, "", 1).strip()
        plain = " ".join(sentence.split())
        if found := _that_and_that(plain, around) or _orders(plain, around):
            return found
    return None


def _that_and_that(sentence: str, around: str) -> Asks | None:
    begins = _THAT.match(sentence)
    clauses = _AND_THAT.split(sentence[begins.end() :]) if begins else []
    return _asks("That", clauses, around=around, all_of_them=True) if _are_clauses(clauses) else None


def _orders(sentence: str, around: str) -> Asks | None:
    clauses = _COMMA_OR_AND.split(sentence)
    if len(clauses) < _FEWEST_ORDERS or not _are_clauses(clauses):
        return None
    return _tidied(around, clauses) if all(map(begins_with_a_plain_order, clauses)) else None


def _are_clauses(clauses: list[str]) -> bool:
    """No single words: "plan, build and open a hall" is one ask."""
    return all(len(clause.split()) >= _FEWEST_WORDS for clause in clauses)


def _asks(before: str, items: list[str], *, around: str, all_of_them: bool = False) -> Asks | None:
    """The items, where at least two of them, and half or all, tell somebody to do something."""
    if len(items) < _FEWEST or _NO_LIST_OF_ASKS.search(before):
        return None
    after = next((kind for kind, ending in _LEADS_TO.items() if ending.search(before)), LeadIn.NOTHING)
    told = sum(begins_with_an_ask(item, after=after) for item in items)
    if told < _FEWEST or told * 2 < len(items) or (all_of_them and told < len(items)):
        return None
    return _tidied(around, items)


def _tidied(around: str, items: list[str]) -> Asks:
    """Words that only joined the items go; what is left is theirs."""
    cleaned = (_without_joint(item.strip()) for item in items)
    whole = tuple(f"{item[:1].upper()}{item[1:]}" for item in cleaned if item)
    return Asks("" if around.strip().casefold() == "that" else around.strip(), whole)


def _without_joint(item: str) -> str:
    return item[:-_LONGEST_JOINT] + _JOINT.sub("", item[-_LONGEST_JOINT:])
