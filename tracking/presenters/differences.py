"""Two versions of one thing, with the passages in which they differ."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Beyond so many words the versions are compared line by line, which is quick whatever they say.
_MOST_WORDS = 6_000


@dataclass(frozen=True)
class Passage:
    """A piece of a text, and whether the other version has it too."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Difference:
    """One thing that two people have written differently."""

    label: str
    saved: str
    typed: str

    @property
    def saved_passages(self) -> tuple[Passage, ...]:
        return _passages(self.saved, self.typed)

    @property
    def typed_passages(self) -> tuple[Passage, ...]:
        return _passages(self.typed, self.saved)


def _passages(text: str, other: str) -> tuple[Passage, ...]:
    """Divide a text where it begins and ceases to differ from another."""
    words, other_words = _words(text), _words(other)
    if len(words) + len(other_words) > _MOST_WORDS:
        words, other_words = text.splitlines(keepends=True), other.splitlines(keepends=True)
    passages = []
    for kind, begin, end, _, _ in SequenceMatcher(str.isspace, words, other_words, autojunk=False).get_opcodes():
        if begin < end:
            passages.append(Passage("".join(words[begin:end]), kind != "equal"))
    return tuple(passages)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+|\s+", text)
