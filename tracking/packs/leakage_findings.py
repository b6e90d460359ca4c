"""What a leakage report tells: exempt wording that was found, put together by where it is from and where it is."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tracking.packs.pdf_strings import ELSEWHERE
from tracking.presenters.wording import written_list

_MOST_PAGES_TOLD: Final = 8


@dataclass(frozen=True)
class Finding:
    """Exempt wording that the public edition has: `words` as they read, shortened, what they are of, and where.

    `identity` is the same only for the same whole words of the same in the same places. `for_now`: the next try may
    end otherwise, because what failed was a process or the store.
    """

    words: str
    source: str
    where: str
    identity: str = ""
    for_now: bool = False


@dataclass(frozen=True)
class Read:
    """A text of the public edition. `page` is the label of the page it is on; `stands_alone`: nothing is beside it."""

    where: str
    text: str
    page: str = ""
    stands_alone: bool = False


@dataclass(frozen=True)
class Found:
    """One place where something was found. `whole` are all of its words in the form in which they are compared.

    `is_of_a_text`: it is part of something longer, of which other parts may be found too.
    """

    source: str
    words: str
    whole: str
    read: Read
    is_of_a_text: bool

    @property
    def place(self) -> tuple[str, str, str]:
        return (self.source, self.read.where, self.read.page)


def findings_of(found: Iterable[Found]) -> tuple[Finding, ...]:
    """One finding for each run of words in each part of the edition, on however many pages.

    Words that stand within longer ones of the same text, found in the same place, are told with those. What stands in
    a named part is in the strings of the file again: those are told where nothing else is.
    """
    telling = _without_parts_of_others(tuple(found))
    together: dict[tuple[str, str, str], list[Found]] = {}
    for one in telling:
        together.setdefault((one.source, one.whole, one.read.where), []).append(one)
    told: dict[str, list[str]] = {}
    for source, whole, where in together:
        if where != ELSEWHERE:
            told.setdefault(source, []).append(whole)
    findings = (
        finding(same[0].words, source, where, whole=whole, pages=[one.read.page for one in same])
        for (source, whole, where), same in together.items()
        if where != ELSEWHERE or not _is_told(same[0], told.get(source, []))
    )
    return tuple({one.identity: one for one in findings}.values())


def _is_told(one: Found, told: Sequence[str]) -> bool:
    return any(f" {one.whole} " in f" {other} " for other in told) if one.is_of_a_text else one.whole in told


def _without_parts_of_others(found: Sequence[Found]) -> list[Found]:
    wholes: dict[tuple[str, str, str], set[str]] = {}
    for one in found:
        if one.is_of_a_text:
            wholes.setdefault(one.place, set()).add(one.whole)
    longest = {place: _longest(of_place) for place, of_place in wholes.items()}
    return [one for one in found if not one.is_of_a_text or one.whole in longest[one.place]]


def _longest(wholes: Iterable[str]) -> set[str]:
    """Those that do not stand within another."""
    kept_ones: set[str] = set()
    joined = ""
    for whole in sorted(wholes, key=len, reverse=True):
        if f" {whole} " not in joined:
            kept_ones.add(whole)
            joined += f"\n {whole} "
    return kept_ones


def finding(
    words: str, source: str, where: str, *, whole: str = "", pages: Iterable[str] = (), for_now: bool = False
) -> Finding:
    labels = [page for page in dict.fromkeys(pages) if page]
    identity = sha256_of("\n".join((source, where, " ".join(labels), whole or words)).encode())
    return Finding(words, source, _where(where, labels), identity, for_now)


def _where(where: str, labels: Sequence[str]) -> str:
    """ "Text of page 12", "Text of pages 12, 14 and 20 to 24", "Bookmarks"."""
    if not labels:
        return where
    told = [words for row in _in_a_row(labels) for words in (row if len(row) <= 2 else [f"{row[0]} to {row[-1]}"])]
    if len(told) > _MOST_PAGES_TOLD:
        told = [*told[:_MOST_PAGES_TOLD], "others"]
    return f"{where} of {'page' if len(labels) == 1 else 'pages'} {written_list(told)}"


def _in_a_row(labels: Iterable[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    for label in labels:
        if rows and label.isdecimal() and rows[-1][-1].isdecimal() and int(label) == int(rows[-1][-1]) + 1:
            rows[-1].append(label)
        else:
            rows.append([label])
    return rows


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
