"""A text in Markdown divided into passages, each of which can be taken over by itself."""

from collections.abc import Iterable
from itertools import pairwise

from markdown_it import MarkdownIt

# Blocks alone: what stands inside one does not divide it. A list and a table stay whole.
_BLOCKS = MarkdownIt("zero").enable(["heading", "list", "table"])


def passages_of(text: str) -> tuple[str, ...]:
    """Return the blocks of a text in order: paragraphs, headings, whole lists, whole tables."""
    lines = text.replace("\r\n", "\n").split("\n")
    begins = [token.map[0] for token in _BLOCKS.parse("\n".join(lines)) if token.level == 0 and token.map]
    blocks = ("\n".join(lines[begin:end]) for begin, end in pairwise([*begins, len(lines)]))
    return tuple(block.strip("\n").rstrip() for block in blocks)


def has_passage(text: str, passage: str) -> bool:
    """Whether a text has a passage between blank lines, or at its ends."""
    return f"\n\n{passage}\n\n" in f"\n\n{text.strip()}\n\n"


def with_passages(text: str, passages: Iterable[str]) -> str:
    """Return a text with those passages behind it that it does not have as whole blocks yet."""
    for passage in passages:
        if not has_passage(text, passage):
            text = f"{text.rstrip()}\n\n{passage}".strip("\n")
    return text
