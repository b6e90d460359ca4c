"""Markdown as the claim check reads it: what the writer says in sentences, without markup, addresses or code."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Dropped whole: nobody's claim. Bounded, so that no text, however odd, makes a pattern slow.
_CODE: Final = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)|`[^`\n]{1,500}`", re.DOTALL | re.MULTILINE)
_ADDRESS: Final = re.compile(
    r"<(?:https?|mailto):[^>\s]{1,2000}>|\b(?:https?://|www\.)[^\s<>)\]]{1,2000}|\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}"
)
_LINK: Final = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,2000}\)")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_UNDERLINED_HEADING: Final = re.compile(r"^[^\n]+\n {0,3}(?:=+|-+) *$", re.MULTILINE)
_LEFT_OUT: Final = re.compile(r" {0,3}(?:#{1,6}(?: |$)|>|\|?(?: *:?-+:? *\|)+| *$)")
_ITEM: Final = re.compile(r"\s{0,40}(?:[-*+•]|\d{1,3}[.)])\s+")
_EMPHASIS: Final = re.compile(r"[*~]+|(?<!\w)_+|_+(?!\w)|\\(?=[!-/:-@\[-`{-~])")
_HEADING_IN_BOLD: Final = re.compile(r"(?:\*\*|__)[^*_\n]{1,120}[^*_\n.!?:](?:\*\*|__)\s*")
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?;])\s+(?=[\"'(“‘]?[A-Z0-9])")
_SIGNS: Final = str.maketrans(
    {
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{MODIFIER LETTER APOSTROPHE}": "'",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{SOFT HYPHEN}": None,
        "\N{ZERO WIDTH SPACE}": None,
        "\N{ZERO WIDTH NO-BREAK SPACE}": None,
    }
)


def blocks(text: str, *, with_links: bool = True) -> Iterator[str]:
    """Yield the paragraphs, list items and table cells of a Markdown text as plain words on one line.

    Left out: headings, quoted blocks, code, addresses and HTML tags. The words of a link are kept unless told.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _CODE.sub(" ", text)
    text = _LINK.sub(r"\1" if with_links else " ", text)
    text = _UNDERLINED_HEADING.sub("", _TAG.sub(" ", _ADDRESS.sub(" ", text)))
    gathered: list[str] = []
    for line in text.split("\n"):
        begins_anew = _LEFT_OUT.match(line) or _HEADING_IN_BOLD.fullmatch(line)
        item = _ITEM.match(line)
        if begins_anew or item or "|" in line:
            yield from _joined(gathered)
            gathered = []
        if begins_anew:
            continue
        if "|" in line:
            for cell in line.split("|"):
                yield from _joined([cell])
        else:
            gathered.append(line[item.end() :] if item else line)
    yield from _joined(gathered)


def sentences(block: str) -> list[str]:
    """Split plain words into sentences; an abbreviation may split one in two, which hides nothing."""
    return _SENTENCE_ENDS.split(block)


def _joined(lines: list[str]) -> Iterator[str]:
    words = " ".join(_EMPHASIS.sub("", " ".join(lines)).translate(_SIGNS).split())
    if words:
        yield words
