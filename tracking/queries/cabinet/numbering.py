"""Numbers in a report to Cabinet: of headings, paragraphs and appendices. Computed, never typed."""

from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt

from tracking.queries.cabinet.facts import ParagraphFacts

_BLOCKS = MarkdownIt("zero", {"maxNesting": 100}).enable(["heading", "list", "table"])


def heading_numbers(levels: Iterable[int]) -> Iterator[str]:
    """Yield "1", "2", "2.1" … for headings in order; a level that skips one counts as the next below the last."""
    counts: list[int] = []
    for level in levels:
        depth = min(level, len(counts) + 1)
        counts = [*counts[:depth], *([0] if depth > len(counts) else [])]
        counts[-1] += 1
        yield ".".join(map(str, counts))


def numbered_paragraphs(text: str, heading: str) -> tuple[ParagraphFacts, ...]:
    """Number the paragraphs of a Markdown text under a heading: "7.1.1", "7.1.2" …

    A list or a table belongs to the paragraph before it and gets a number only where there is none. A heading within
    the text has no number.
    """
    paragraphs: list[ParagraphFacts] = []
    count = 0
    for kind, block in _blocks(text):
        goes_on = kind not in {"paragraph", "heading"}
        if goes_on and paragraphs and paragraphs[-1].number:
            last = paragraphs.pop()
            paragraphs.append(ParagraphFacts(last.number, f"{last.text}\n\n{block}"))
        elif kind == "heading":
            paragraphs.append(ParagraphFacts("", block))
        else:
            count += 1
            paragraphs.append(ParagraphFacts(f"{heading}.{count}", block))
    return tuple(paragraphs)


def numbers_after(paragraphs: Sequence[ParagraphFacts], heading: str) -> Iterator[str]:
    """Yield the numbers that follow those of the paragraphs under a heading, without end."""
    count = sum(1 for paragraph in paragraphs if paragraph.number)
    while True:
        count += 1
        yield f"{heading}.{count}"


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """The outermost blocks of a Markdown text with their kind, as they were typed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for token in _BLOCKS.parse("\n".join(lines)):
        if token.level == 0 and token.nesting == 1 and token.map:
            block = "\n".join(lines[token.map[0] : token.map[1]]).strip("\n")
            yield token.type.removesuffix("_open"), block
