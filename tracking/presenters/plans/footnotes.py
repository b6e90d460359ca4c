"""Markdown with footnotes, numbered through one page: `[^1]` in the text, `[^1]: where it is from` in a line below."""

import re
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tracking.presenters.prose import rendered_markdown

_DEFINITION = re.compile(r"^ {0,3}\[\^(?P<label>[^\]\s]+)\]:[ \t]*(?P<words>.*(?:\n(?: {2,}|\t)\S.*)*)", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^(?P<label>[^\]\s]+)\]")
# Stands for a reference while the text around it is made safe; nobody types it.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


@dataclass(frozen=True)
class Note:
    """A footnote: its number on the page, its words, and the places that refer to it."""

    number: int
    html: SafeString
    references: tuple[str, ...]


@dataclass
class Footnotes:
    """The footnotes of a page. The same words are one note, however often they are referred to.

    In a paper, whose pages may be made apart, `paper` is what its places begin with (`packs.merge`).
    """

    paper: str = ""
    _words: list[str] = field(default_factory=list)
    _references: list[list[str]] = field(default_factory=list)

    def rendered(self, text: str) -> SafeString:
        """Return a text as safe HTML, its references as links to the page's notes.

        What is defined and never referred to is no note; a reference to what is not defined stays as it was typed.
        """
        typed = text.replace("\r\n", "\n").replace(_OPEN, "").replace(_CLOSE, "")
        defined = {match["label"]: " ".join(match["words"].split()) for match in _DEFINITION.finditer(typed)}

        def marked(match: re.Match[str]) -> str:
            words = defined.get(match["label"])
            return f"{_OPEN}{self._number(words)}{_CLOSE}" if words else match[0]

        body = _REFERENCE.sub(marked, _DEFINITION.sub("", typed))
        html = _MARK.sub(lambda match: self._link(int(match[1])), rendered_markdown(body, printed=bool(self.paper)))
        return mark_safe(html)  # noqa: S308 - cleaned by rendered_markdown, and links of our own

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes that were referred to, in the order of their numbers."""
        pairs = zip(self._words, self._references, strict=True)
        return tuple(
            Note(number, rendered_markdown(words, printed=bool(self.paper)), tuple(references))
            for number, (words, references) in enumerate(pairs, start=1)
        )

    def _number(self, words: str) -> int:
        if words not in self._words:
            self._words.append(words)
            self._references.append([])
        return self._words.index(words) + 1

    def _link(self, number: int) -> SafeString:
        references = self._references[number - 1]
        anchor = f"note-{number}-from-{len(references) + 1}"
        references.append(anchor)
        if self.paper:
            mark = '<sup class="note-mark"><a href="pack:{2}note-{0}" id="{1}">{0}</a></sup>'
            return format_html(mark, number, anchor, self.paper)
        return format_html(
            '<sup class="app-note"><a class="govuk-link" href="#note-{0}" id="{1}"><span class="govuk-visually-hidden">'
            "Footnote </span>{0}</a></sup>",
            number,
            anchor,
        )
