"""Finds wording again in other text, however it was set: the letters and digits count, in order, and whole words.

Both sides are put into one form (Unicode NFKC, no case), and everything between letters and digits is taken out, so
that hyphens, line breaks, quotation marks, spaces and letters set apart do not matter. Where words begin is kept.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from textwrap import shorten
from typing import Final

RUN_WORDS: Final = 8
"""As many words in a row as a common phrase does not have."""
RUN_TELLING_WORDS: Final = 4
"""How many of them must be of some length and not stand in wording that was public before: neither "as well as the"
nor the name of a committee gives anything away."""
SEED: Final = 24
"""Letters by which a run is found: fewer than eight words have, but for columns of small numbers."""
_TELLING_LENGTH: Final = 4
_GRAM: Final = 3
_PLACES_OF_A_SEED: Final = 3
_LONGEST_SHOWN: Final = 120
_BETWEEN: Final = "\n"
_WORD: Final = re.compile(r"[^\W_]+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Wording:
    """A text in the form in which it is compared; `shown` is how it reads."""

    shown: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def letters(self) -> str:
        return "".join(self.words)

    def excerpt(self, first: int, last: int) -> str:
        """The words from one to another as they read, shortened."""
        words = self.shown[self.spans[first][0] : self.spans[last][1]]
        return shorten(words, _LONGEST_SHOWN, placeholder=" …")


def wording(text: str) -> Wording:
    shown = unicodedata.normalize("NFKC", text)
    found = tuple(_WORD.finditer(shown))
    return Wording(shown, tuple(word[0].casefold() for word in found), tuple(word.span() for word in found))


def words_in(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


class Searchable:
    """Texts to search, each by itself: nothing is found across the end of one."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        """Each text as its words, by `words_in`."""
        self.begins, self.starts = array("L"), array("L")
        joined, begin = [], 0
        for words in texts:
            self.begins.append(begin)
            for word in words:
                self.starts.append(begin)
                begin += len(word)
            begin += len(_BETWEEN)
            joined.append("".join(words))
        self.letters = _BETWEEN.join(joined)

    def text_at(self, place: int) -> int:
        """The number of the text that a place is in."""
        return bisect_right(self.begins, place) - 1

    def with_phrase(self, letters: str) -> Iterator[int]:
        """Yield the number of each text that has these letters as whole words, some more than once."""
        place = self.letters.find(letters) if letters else -1
        while place >= 0:
            if self._is_start(place) and self._is_end(place + len(letters)):
                yield self.text_at(place)
            place = self.letters.find(letters, place + 1)

    def _is_start(self, place: int) -> bool:
        found = bisect_left(self.starts, place)
        return found < len(self.starts) and self.starts[found] == place

    def _is_end(self, place: int) -> bool:
        return place >= len(self.letters) or self.letters[place] == _BETWEEN or self._is_start(place)


class KnownWording:
    """What was public before: a phrase that stands in it gives nothing away."""

    def __init__(self, texts: Collection[str]) -> None:
        of_texts = [words_in(text) for text in texts]
        self.searchable = Searchable(of_texts)
        self.grams: set[tuple[str, ...]] = set()
        for words in of_texts:
            size = min(_GRAM, len(words))
            self.grams.update(tuple(words[at : at + size]) for at in range(len(words) - size + 1))

    def has(self, phrase: Wording) -> bool:
        """Whether it stands there whole."""
        return any(True for _ in self.searchable.with_phrase(phrase.letters))

    def covers(self, words: Sequence[str]) -> list[bool]:
        """For each word, whether it stands there with its neighbours."""
        covered = [False] * len(words)
        for size in range(1, _GRAM + 1):
            for at in range(len(words) - size + 1):
                if tuple(words[at : at + size]) in self.grams:
                    covered[at : at + size] = [True] * size
        return covered


@dataclass(frozen=True)
class Run:
    """Words in a row that stand in a text as well: those from `first` to `last` of a long text, in text number `at`."""

    first: int
    last: int
    at: int


@dataclass
class LongText:
    """A long text of which no part may be found again. `telling` marks the words that count."""

    wording: Wording
    telling: list[bool]
    letters: str = field(init=False)
    starts: "array[int]" = field(init=False)

    def __post_init__(self) -> None:
        self.letters = self.wording.letters
        self.starts = array("L", list(accumulate((len(word) for word in self.wording.words), initial=0)))

    @classmethod
    def of(cls, text: str, known: KnownWording) -> "LongText":
        parts = wording(text)
        covered = known.covers(parts.words)
        telling = [not is_known and _is_telling(word) for word, is_known in zip(parts.words, covered, strict=True)]
        return cls(parts, telling)

    def run(self, start: int, length: int, at: int) -> Run | None:
        """The whole words in so many letters from a start on; None for too few, or for too few that count."""
        first = bisect_left(self.starts, start)
        last = bisect_right(self.starts, start + length) - 2
        if last - first + 1 < RUN_WORDS or sum(self.telling[first : last + 1]) < RUN_TELLING_WORDS:
            return None
        return Run(first, last, at)


def _is_telling(word: str) -> bool:
    return len(word) >= _TELLING_LENGTH and not _YEAR.fullmatch(word)


def runs(texts: Sequence[LongText], searched: Searchable) -> Iterator[tuple[int, Run]]:
    """Yield the runs of long texts that are found again, each with the number of its text, as they come."""
    seeds: dict[str, list[tuple[int, int]]] = {}
    for number, text in enumerate(texts):
        for start in text.starts[:-1]:
            places = seeds.setdefault(text.letters[start : start + SEED], [])
            if len(places) < _PLACES_OF_A_SEED:
                places.append((number, start))
    until = [0] * len(texts)
    for place in searched.starts if seeds else ():
        for number, start in seeds.get(searched.letters[place : place + SEED], ()):
            if place < until[number]:
                continue
            length = _in_common(texts[number].letters, start, searched.letters, place)
            run = texts[number].run(start, length, searched.text_at(place))
            if run is None:
                # What begins further on in it is shorter still.
                until[number] = place + length - SEED + 1
            else:
                until[number] = place + length
                yield number, run


def _in_common(one: str, at: int, other: str, place: int) -> int:
    """How many letters are the same from here on, of which the first SEED are."""
    most = min(len(one) - at, len(other) - place)
    length, step = SEED, SEED
    while _alike(one, at + length, other, place + length, step) and length < most:
        length, step = length + step, step * 2
    while step and length < most:
        if _alike(one, at + length, other, place + length, step):
            length += step
        else:
            step //= 2
    return min(length, most)


def _alike(one: str, at: int, other: str, place: int, count: int) -> bool:
    return one[at : at + count] == other[place : place + count]
