"""Draft minutes as a Word document and as plain text."""

import textwrap
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from docx import Document
from docx.document import Document as WordDocument

from tracking.exports import word
from tracking.presenters.minutes_document import Block, Minutes

T = TypeVar("T")

_WIDTH = 78
_HEADINGS = {"Title": 20, "Subtitle": 13, "Heading 1": 14, "Heading 2": 12}


def minutes_docx(minutes: Minutes) -> bytes:
    """Return the minutes as a Word document with Word's own headings and lists; the same bytes for the same words."""
    minutes = _printable(minutes)
    document = Document()
    _set_up(document, minutes)
    document.add_heading(minutes.title, level=0)
    document.add_paragraph(minutes.of_meeting, style="Subtitle")
    for key, value in minutes.facts:
        line = document.add_paragraph()
        line.add_run(f"{key}: ").bold = True
        line.add_run(value)
    document.add_paragraph(minutes.state).runs[0].italic = True
    for item in minutes.items:
        document.add_heading(item.title, level=1)
        for block in item.blocks:
            _write(document, block)
    return word.saved(document)


def _printable(value: T) -> T:
    """The same minutes, or a part of them, without characters that a Word file cannot hold."""
    cleaned: Any = value
    if isinstance(value, str):
        cleaned = word.UNPRINTABLE.sub("", value)
    elif isinstance(value, tuple):
        cleaned = tuple(_printable(part) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        cleaned = replace(value, **{field.name: _printable(getattr(value, field.name)) for field in fields(value)})
    return cast("T", cleaned)


def minutes_text(minutes: Minutes) -> str:
    """Return the minutes as plain text in lines of at most 78 characters."""
    head = [minutes.title.upper(), minutes.of_meeting]
    facts = "\n".join(_wrapped(f"{key}: {value}") for key, value in minutes.facts)
    pieces = ["\n".join(_wrapped(line) for line in head), facts, _wrapped(minutes.state)]
    for item in minutes.items:
        title = _wrapped(item.title)
        pieces.append(f"{title}\n{'-' * max(len(line) for line in title.splitlines())}")
        pieces += [piece for block in item.blocks for piece in _pieces(block)]
    return "\n\n".join(pieces) + "\n"


def _pieces(block: Block) -> Iterator[str]:
    """The paragraphs of a block; a heading has its own line drawn under it."""
    if block.heading:
        yield _wrapped(block.heading)
        return
    yield _wrapped(block.missing or block.text or block.resolved)
    for number, point in enumerate(block.points, start=1):
        yield _wrapped(point, first=f"  {number}. ")
    for bullet in block.bullets:
        yield _wrapped(bullet, first="  - ")


def _wrapped(text: str, first: str = "") -> str:
    """Addresses and other long words are never broken, whatever the width."""
    return textwrap.fill(
        text,
        width=_WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _write(document: WordDocument, block: Block) -> None:
    if block.heading:
        document.add_heading(block.heading, level=2)
        return
    paragraph = document.add_paragraph(block.text)
    if block.resolved:
        resolved, _, rest = block.resolved.partition(":")
        paragraph.add_run(f"{resolved}:").bold = True
        paragraph.add_run(rest)
    if block.missing:
        paragraph.add_run(block.missing).bold = True
    paragraph.paragraph_format.keep_with_next = bool(block.points or block.bullets)
    if block.points:
        number = word.new_list(document)
        for point in block.points:
            word.put_in_list(document.add_paragraph(point, style="List Number"), number)
    for bullet in block.bullets:
        document.add_paragraph(bullet, style="List Bullet")


def _set_up(document: WordDocument, minutes: Minutes) -> None:
    """A page with its foot, and what the document says of itself."""
    word.set_page(document, margin=25, headings=_HEADINGS)
    word.add_field(word.set_foot(document, f"{minutes.of_meeting}: page "), "PAGE")
    word.describe(
        document,
        title=f"{minutes.title}: {minutes.of_meeting}",
        subject="Minutes",
        author=minutes.council,
        on=minutes.held_on,
    )
