"""The leakage report: whether anything exempt can be read in the public edition of a pack.

Source: Local Government Act 1972, section 100B(2) and (5), by which what is withheld may not reach the public with the
papers that are open to inspection.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings

from tracking.packs import kept
from tracking.packs.comparison import KnownWording, LongText, Searchable, runs, words_in
from tracking.packs.exempt_wording import exempt_wording, public_before, sources_of_files
from tracking.packs.pdf_strings import ELSEWHERE, PdfFile, Said, Unreadable, pages_of, strings_of
from tracking.packs.pool import Failed, Progress, Task, run, silent
from tracking.presenters.wording import written_list
from tracking.queries.pack_facts import PackPapers
from tracking.queries.paper_digest import digest

WEB_PAGE: Final = "Web page"
NOT_COMPARED: Final = "Not compared"
_STEP: Final = "Looking for exempt words in the public edition"
_SHEET: Final = "-sheet"
_LONGEST_ALONE: Final = 200
_MOST_PAGES_TOLD: Final = 8
_NOT_READ: Final = "The text of this could not be read, so it was not compared."
_LINKS_TO: Final = frozenset({"href", "src"})


@dataclass(frozen=True)
class Finding:
    """Exempt wording that the public edition has: `words` as they read, shortened, what they are of, and where."""

    words: str
    source: str
    where: str


@dataclass(frozen=True)
class _Read:
    """A text of the public edition. `page` is the label of the page it is on; `stands_alone`: nothing is beside it."""

    where: str
    text: str
    page: str = ""
    stands_alone: bool = False


@dataclass(frozen=True)
class _Found:
    """One place where something was found; findings that differ in nothing but `read` are one."""

    source: str
    words: str
    key: str
    read: _Read


@dataclass(frozen=True)
class _Compared:
    """What a report depends on, in short."""

    public_pdf: str
    public_web_page: str
    papers: str
    withheld_files: tuple[tuple[str, str], ...]


def leakage_report(
    public_pdf: bytes,
    public_web_page: str,
    *,
    papers: PackPapers,
    withheld_files: Mapping[str, bytes],
    progress: Progress = silent,
) -> tuple[Finding, ...]:
    """Compare everything that a reader of the public edition can reach with everything that is withheld.

    Read are the pages of the PDF (hidden and clipped text too), its bookmarks, properties, attachments, links, notes,
    words for screen readers, page labels, names and every other string, and the web page with its attributes and
    comments. Looked for are

    * titles, file names, stored names and web addresses of withheld evidence; file names and stored names of withheld
      documents, whose titles are public; each sentence of exempt passages and of the reasons for withholding. Whole
      words, three of them or two long ones; file names always. What is shorter ("Prices") is found only where it
      stands by itself, as a bookmark, a property, an attachment's name or all that a cell of the web page says, or
      every pack that says so would be stopped. Numbers alone are not looked for.
    * runs of eight words of passages, reasons and `withheld_files` (printable PDFs by the names of their places), of
      which four are of some length and not part of wording that was public before. A sentence copied out of an exempt
      file is found, a common phrase is not.

    Wording that was public before (`exempt_wording.public_before`) is no finding. A file that cannot be compared is
    one. What `progress` raises is raised. Nothing is read where nothing is withheld.
    """
    if not papers.withheld:
        return ()
    compared = _Compared(
        public_pdf=_sha256(public_pdf),
        public_web_page=_sha256(public_web_page.encode()),
        papers=digest(papers),
        withheld_files=tuple((place, _sha256(content)) for place, content in sorted(withheld_files.items())),
    )
    key = kept.key(leakage_report, compared)
    known: Any = kept.found([key]).get(key)
    if known is None:
        known = _compare(public_pdf, public_web_page, papers, withheld_files, progress)
        kept.keep(key, known)
    findings: tuple[Finding, ...] = known
    return findings


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _compare(
    public_pdf: bytes, web_page: str, papers: PackPapers, withheld_files: Mapping[str, bytes], progress: Progress
) -> tuple[Finding, ...]:
    sources = sources_of_files(papers)
    names = [sources.get(place.removesuffix(_SHEET), place) for place in withheld_files]
    whole = PdfFile(public_pdf)
    parts = [replace(whole, part=part, parts=settings.RENDER_PROCESSES) for part in range(settings.RENDER_PROCESSES)]
    tasks: list[Task[Any, Any]] = [Task(_STEP, pages_of, part) for part in parts]
    tasks.append(Task(_STEP, strings_of, whole))
    tasks += [Task(_STEP, pages_of, PdfFile(content)) for content in withheld_files.values()]
    results: list[Any] = run(tasks, progress=progress)
    public, files = results[: len(parts) + 1], dict(zip(names, results[len(parts) + 1 :], strict=True))
    if any(isinstance(read, Failed | Unreadable) for read in public):
        return (Finding(_NOT_READ, "The public edition", NOT_COMPARED),)
    unread = [name for name, read in files.items() if isinstance(read, Failed | Unreadable)]
    texts = {name: "\n".join(page.text for page in read) for name, read in files.items() if name not in unread}
    reads = [*(_of_pdf(said) for part in public for said in part), *_of_web_page(web_page)]
    found = _search(reads, papers, texts)
    return (*_findings(found), *(Finding(_NOT_READ, name, NOT_COMPARED) for name in unread))


def _of_pdf(said: Said) -> _Read:
    return _Read(said.where, said.text, said.page, stands_alone=len(said.text) <= _LONGEST_ALONE and not said.page)


def _of_web_page(page: str) -> Iterator[_Read]:
    reader = _WebPage()
    reader.feed(page)
    reader.close()
    yield _Read(WEB_PAGE, "\n".join(reader.text))
    for text in dict.fromkeys((*reader.text, *reader.aside)):
        yield _Read(WEB_PAGE, text, stands_alone=True)


class _WebPage(HTMLParser):
    """Collects what a web page says, and apart from it its attributes and comments."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.aside: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.aside.add(unquote(value or "") if name in _LINKS_TO else value or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.aside.add(data)

    def handle_decl(self, decl: str) -> None:
        self.aside.add(decl)

    def handle_pi(self, data: str) -> None:
        self.aside.add(data)

    def unknown_decl(self, data: str) -> None:
        self.aside.add(data)


def _search(reads: Sequence[_Read], papers: PackPapers, texts_of_files: Mapping[str, str]) -> Iterator[_Found]:
    known = KnownWording(public_before(papers.public))
    exempt = exempt_wording(papers, texts_of_files, known)
    searched = Searchable(words_in(read.text) for read in reads)
    alone: dict[str, set[int]] = {}
    for number, read in enumerate(reads):
        if read.stands_alone:
            for text in (read.text, read.text.rpartition(": ")[2]):
                alone.setdefault("".join(words_in(text)), set()).add(number)
    for phrase in exempt.phrases:
        letters = phrase.wording.letters
        numbers = searched.with_phrase(letters) if phrase.is_telling else iter(sorted(alone.get(letters, ())))
        key = "" if phrase.is_of_a_text else letters
        for number in numbers:
            yield _Found(phrase.source, phrase.wording.excerpt(0, -1), key, reads[number])
    texts = [LongText.of(text.text, known) for text in exempt.texts]
    for number, again in runs(texts, searched):
        words = texts[number].wording.excerpt(again.first, again.last)
        yield _Found(exempt.texts[number].source, words, "", reads[again.at])


def _findings(found: Iterable[_Found]) -> tuple[Finding, ...]:
    """One finding for what is found in one part of the edition, on however many pages; of a text its longest run.

    What stands in a named part is in the strings of the file again: those are told where nothing else is.
    """
    together: dict[tuple[str, str, str], list[_Found]] = {}
    for one in found:
        together.setdefault((one.source, one.key, one.read.where), []).append(one)
    told = {(source, key) for source, key, where in together if where != ELSEWHERE}
    findings = (
        Finding(max((one.words for one in same), key=len), source, _where(where, [one.read.page for one in same]))
        for (source, key, where), same in together.items()
        if where != ELSEWHERE or (source, key) not in told
    )
    return tuple(dict.fromkeys(findings))


def _where(where: str, pages: Iterable[str]) -> str:
    """ "Text of page 12", "Text of pages 12, 14 and 20 to 24", "Bookmarks"."""
    labels = [page for page in dict.fromkeys(pages) if page]
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
