"""Pointers to the evidence: "see appendix 4, p8", "evidence 2", "see attached", and the pages typed beside a file.

What they mean, plainly: a page is a page of a file that the recommendation uses; an appendix is one of this report as
it will be printed, whose evidence pack holds every file of the report; an evidence number is one in that pack. What
names another document ("page 8 of the Council Plan") is not ours to look for.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from tracking.claim_check.facts import EvidenceFacts, Finding, LeafFacts, PaperFacts, Severity, finding
from tracking.claim_check.plain import blocks

_TO: Final = r"\s*(?:-|\N{EN DASH}|\N{EM DASH}|/|,|&|\band\b|\bto\b|,\s*and\b)\s*"
_STOPS: Final = r"(?=\s*(?:$|[).,;:/&\N{EN DASH}\N{EM DASH}-]|(?:of|in|to|and|for|on|at|app\w*|annex\w*|evidence)\b))"
_PAGE: Final = r"\d{1,3}(?![\d%])"
_PLACE: Final = r"(?:\d{1,2}|[A-Z])(?!\w)"
_POINTER: Final = re.compile(
    rf"(?P<page>(?<![\w£])(?:(?i:pages?|pgs?)\b\.?|[Pp]p?(?:\.|(?=[\s\d])))\s*(?P<pages>{_PAGE}(?:{_TO}(?:p\.?\s?)?{_PAGE}{_STOPS})*))"
    rf"|(?P<appendix>\b(?i:appendix|appendices|annexes|annexe?)\s+(?P<places>{_PLACE}(?:{_TO}{_PLACE}{_STOPS})*))"
    rf"|(?P<item>\b(?i:evidence\s+(?:item|no\.?|number|piece|file)|attachment|exhibit|enclosure)\s+(?P<number>\d{{1,2}})(?!\d)"
    rf"|\b[Ee]vidence\s+(?P<bare>\d{{1,2}})(?!\d){_STOPS}|\b(?i:item)\s+(?P<of>\d{{1,2}})\s+(?:of|in)\s+the\s+(?:supporting\s+)?evidence\b)"
    r"|(?P<attached>\b(?i:see\s+(?:the\s+)?attached|(?:is|are)\s+(?:attached|enclosed)(?!\s+to)"
    r"|(?:in|at|the)\s+attached\s+(?:[\w-]+\s+){0,4}?(?:appendix|document|evidence(?:\s+pack)?|file|pack|paper|plan|report|spreadsheet|table)s?)\b)"
)
# Between two that belong together: "appendix 4, p8", "p8 of Appendix 4", "(p12 Appendix 4)".
_BELONGS: Final = re.compile(r"[\s,.;:(\N{EN DASH}-]{0,4}(?:(?:of|in|on|at|see)\s+)?(?:the\s+)?", re.IGNORECASE)
# What follows, if it names the document meant: "page 8 of the Council Plan".
_NAMED_AFTER: Final = re.compile(r"\s*,?\s*\(?(?:of|in|to|from)\s+(?P<name>[^.;,()]{1,120})")
_OURS: Final = re.compile(
    r"(?:(?:the|this|our|its|that|attached|enclosed|supporting|same|full)\s+)*"
    r"(?:attached|enclosed|evidence|appendix|appendices|annex\w*|supporting|pack|files?|documents?|report(?:$|\s+(?:and|for)\b)"
    r"|progress\s+report|\d)",
    re.IGNORECASE,
)
# A document named right before: "the Council Plan (page 8)", "Cabinet report of 12 April, appendix 4".
_DOCUMENT: Final = (
    r"(?:Act|agenda|agreement|budget|code|contract|framework|guidance|guide|handbook|letter|minutes|plan|policy|protocol"
    r"|report|review|specification|statement|strategy|survey|book|paper|prospectus|schedule|website|bulletin|newsletter)"
)
_NAMED_BEFORE: Final = re.compile(
    rf"(?P<name>(?:[\w'&-]+\s+){{0,5}}{_DOCUMENT})(?:\s+(?:of|for|dated)\s+[\w\s]{{1,30}}?)?(?:\s+\d[\d/-]*)?"
    r"[\s,(:\N{EN DASH}-]{1,3}(?:see\s+|at\s+|on\s+)?$",
    re.IGNORECASE,
)
_TYPED_PAGES: Final = re.compile(r"\s*(?:pages?|p{1,2}\.?|and|to|&|[,;/\s\N{EN DASH}\N{EM DASH}-])+", re.IGNORECASE)
_MEANS_THE_PAPER: Final = re.compile(r"append|annex|evidence|attachment|exhibit|enclosure", re.IGNORECASE)
_FULL_WORD: Final = 4
_MOST_LETTERS: Final = 60


@dataclass(frozen=True)
class Pointer:
    """What somebody points to, `words` as written; `named` is the title of a document that goes with it, if any."""

    words: str
    pages: tuple[int, ...] = ()
    appendices: tuple[str, ...] = ()
    number: int | None = None
    named: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class _Fault:
    """Why a pointer leads nowhere, and what would settle it."""

    why: str
    settle: str


def means_the_paper(texts: Iterable[str]) -> bool:
    """Whether a text may point into the printed report, so that its `PaperFacts` must be known."""
    return any(_MEANS_THE_PAPER.search(text) for text in texts)


def leads_nowhere(facts: LeafFacts) -> Finding | None:
    """Warning: a pointer to an appendix, a piece of evidence or a page that is not there.

    A page of a web page, or of a file whose pages nobody can count, is taken as there. The evidence text serves every
    part, so a pointer in it is told once, at the first. Source: Progress Reports, whose typed appendix numbers and
    pages often lead nowhere ("see p5, Appendix 1").
    """
    for field, pointed, fault in _faults(facts):
        return finding(
            facts,
            "pointer-leads-nowhere",
            Severity.WARNING,
            field=field,
            message=f"{pointed}, but {fault.why}.",
            settle=fault.settle,
        )
    return None


def _faults(facts: LeafFacts) -> Iterator[tuple[str, str, _Fault]]:
    """The field, who points to what, and why not: of every pointer that leads nowhere."""
    texts = [("pointer_text", facts.label, facts.pointer_text)]
    if facts.speaks_for_section:
        texts.append(("evidence_text", f"The evidence for {facts.recommendation}", facts.evidence_text))
    for field, label, text in texts:
        for pointer in pointers_in(text):
            if fault := _fault(pointer, facts):
                yield field, f"{label} points to “{pointer.words}”", fault
    for item in facts.evidence:
        is_told_here = item.leaf_pk == facts.leaf_pk or (item.leaf_pk is None and facts.speaks_for_section)
        if is_told_here and any(not item.may_have_page(page) for page in _typed_pages(item.pages)):
            # Of a withheld file not even its pages are printed.
            title, pages = (f"“{item.title}”", f"“{item.pages}”") if item.title else ("a withheld file", "a page")
            settle = f"Correct the pages given for {title}, or add the file that has them."
            yield "evidence", f"{facts.label} points to {pages}", _Fault(f"{title} has no such page", settle)


def pointers_in(text: str) -> Iterator[Pointer]:
    """Yield what a Markdown text points to, in order: in this report, or in the document `named`."""
    for block in blocks(text, with_links=False):
        found: list[Pointer] = []
        for match in _POINTER.finditer(block):
            pointer = _read(match)
            if found and _go_together(found[-1], pointer) and _BELONGS.fullmatch(block[found[-1].end : pointer.start]):
                found[-1] = _joined(found[-1], pointer, block)
            else:
                found.append(pointer)
        for pointer in found:
            yield replace(pointer, words=_short(pointer.words), named=_document(pointer, block))


def _read(match: re.Match[str]) -> Pointer:
    number = match["number"] or match["bare"] or match["of"]
    return Pointer(
        words=match[0],
        pages=tuple(int(page) for page in re.findall(r"\d+", match["pages"] or "")),
        appendices=tuple(re.findall(r"\d+|\b[A-Z]\b", match["places"] or "")),
        number=int(number) if number else None,
        start=match.start(),
        end=match.end(),
    )


def _go_together(one: Pointer, other: Pointer) -> bool:
    """Pages with the place they are in, either first."""
    return bool(one.pages) != bool(other.pages) and not (one.pages and (one.appendices or one.number))


def _joined(one: Pointer, other: Pointer, block: str) -> Pointer:
    words = block[one.start : other.end]
    return Pointer(
        words=f"{words})" if words.count("(") > words.count(")") else words,
        pages=one.pages or other.pages,
        appendices=one.appendices or other.appendices,
        number=one.number or other.number,
        start=one.start,
        end=other.end,
    )


def _document(pointer: Pointer, block: str) -> str:
    """The title of the document that a sentence names beside a pointer; none where it is plainly this report."""
    after = _NAMED_AFTER.match(block, pointer.end)
    if after:
        return "" if _OURS.match(after["name"]) else after["name"]
    before = _NAMED_BEFORE.search(block[max(0, pointer.start - 120) : pointer.start])
    return before["name"] if before else ""


def _fault(pointer: Pointer, facts: LeafFacts) -> _Fault | None:
    if pointer.named:
        return _page_fault(pointer, [item for item in facts.evidence if _is_titled(item, pointer.named)])
    if pointer.appendices:
        return _appendix_fault(pointer, facts)
    if pointer.number is not None:
        return _number_fault(pointer, facts.paper)
    if not facts.evidence:
        return _Fault(
            "it has no file or link as evidence", "Add the file or link that is meant, or take the pointer out."
        )
    return _page_fault(pointer, facts.evidence)


def _page_fault(pointer: Pointer, files: Iterable[EvidenceFacts]) -> _Fault | None:
    """Whether a page is in none of the files; with no files to look in nothing is known."""
    files = tuple(files)
    missing = [page for page in pointer.pages if not any(item.may_have_page(page) for item in files)]
    if not files or not missing:
        return None
    is_narrower = bool(pointer.named or pointer.appendices or pointer.number)
    where = "no file there" if is_narrower else "none of its files"
    return _Fault(f"{where} has a page {missing[0]}", "Correct the page, or add the file that has it.")


def _appendix_fault(pointer: Pointer, facts: LeafFacts) -> _Fault | None:
    paper = facts.paper
    if paper is None:
        return None
    for appendix in pointer.appendices:
        titled = [item for item in paper.evidence if _is_called(item, appendix)]
        if titled:
            fault = _page_fault(pointer, titled)
        elif not appendix.isdecimal() or int(appendix) not in paper.appendices:
            fault = _Fault(f"this report will have no Appendix {appendix}", _appendices_words(paper))
        elif int(appendix) == paper.evidence_appendix:
            fault = _page_fault(pointer, paper.evidence)
        else:
            fault = None
        if fault:
            return fault
    return None


def _appendices_words(paper: PaperFacts) -> str:
    """What would settle a wrong number: the computed ones."""
    if paper.evidence_appendix is None:
        return "Add the file that is meant: the report has no evidence pack yet. Or take the pointer out."
    return f"The evidence pack will be Appendix {paper.evidence_appendix}. Correct the number, or add the file."


def _number_fault(pointer: Pointer, paper: PaperFacts | None) -> _Fault | None:
    if paper is None or pointer.number is None:
        return None
    count = len(paper.evidence)
    if 1 <= pointer.number <= count:
        return _page_fault(pointer, [paper.evidence[pointer.number - 1]])
    numbered = f"this report’s evidence is numbered 1 to {count}" if count else "this report has no evidence yet"
    return _Fault(numbered, "Correct the number, or add the evidence that is meant.")


def _is_called(item: EvidenceFacts, appendix: str) -> bool:
    """Whether a file's own title says "Appendix B"."""
    return bool(re.search(rf"\b(?:appendix|annexe?)\s+{re.escape(appendix)}\b", item.title, re.IGNORECASE))


def _is_titled(item: EvidenceFacts, named: str) -> bool:
    """Whether a document named in a sentence is this file: every longer word of its title is in it, or the reverse."""
    title, name = _long_words(item.title), _long_words(named)
    return bool(title and name) and (title <= name or name <= title)


def _long_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _FULL_WORD}


def _typed_pages(pages: str) -> list[int]:
    """The pages typed beside a file; none where words are among them that are no pages ("sheet 2", "3.1")."""
    if not re.search(r"\d", pages) or re.search(r"[^\W\d]|\.", _TYPED_PAGES.sub(" ", f" {pages}".rstrip(". "))):
        return []
    return [int(page) for page in re.findall(r"\d{1,9}", pages)]


def _short(words: str) -> str:
    return words if len(words) <= _MOST_LETTERS else f"{words[: _MOST_LETTERS - 1]}…"
