"""The leakage report: whether anything exempt can be read in the public edition of a pack.

Source: Local Government Act 1972, section 100B(2) and (5), by which what is withheld may not reach the public with the
papers that are open to inspection.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings

from tracking.packs import kept
from tracking.packs.comparison import KnownWording, LongText, Searchable, runs, words_in
from tracking.packs.evidence import FileFacts
from tracking.packs.exempt_wording import ExemptWording, Text, exempt_wording, telling
from tracking.packs.file_words import words_of_file
from tracking.packs.leakage_findings import Finding, Found, Read, finding, findings_of, sha256_of
from tracking.packs.pdf_strings import PdfFile, Said, Unreadable, pages_of, strings_of
from tracking.packs.pool import Failed, Progress, Task, run, silent
from tracking.presenters.withheld import NOT_COMPARED
from tracking.queries.pack_facts import PackPapers
from tracking.queries.paper_digest import digest

__all__ = ["Finding", "leakage_of", "leakage_report"]

WEB_PAGE: Final = "Web page"
_STEP: Final = "Looking for exempt words in the public edition"
_SHEET: Final = "-sheet"
_LONGEST_ALONE: Final = 200
_NOT_READ: Final = (
    "The text of this could not be read, so it was not compared. Open it, and look whether the public edition says "
    "anything that is only in it."
)
_EDITION_NOT_READ: Final = (
    "The text of this could not be read, so it was not compared. Look through all of it for anything that is withheld."
)
_LINKS_TO: Final = frozenset({"href", "src"})


@dataclass(frozen=True)
class _Compared:
    """What a report depends on, in short."""

    public_pdf: str
    public_web_page: str
    exempt: str
    withheld_files: tuple[tuple[str, str], ...]
    unprinted: tuple[tuple[str, FileFacts], ...]


_File = tuple[str, Task[Any, Any]]
"""The place of a withheld file, and what reads it."""


def leakage_report(
    public_pdf: bytes,
    public_web_page: str,
    *,
    papers: PackPapers,
    withheld_files: Mapping[str, bytes],
    unprinted: Mapping[str, FileFacts] = MappingProxyType({}),
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
    * runs of eight words of passages, reasons, `withheld_files` (printable PDFs by the names of their places) and
      `unprinted` (stored files without pages, in the same way), of which four are of some length and not part of
      wording that was public before. A sentence copied out of an exempt file is found, a common phrase is not.

    Each run of words is a finding of its own. Wording that was public before (`exempt_wording.public_before`) is none.
    A file that cannot be compared is one. What `progress` raises is raised. Nothing is read where nothing is withheld.
    Raises PaperError when the store does not answer.
    """
    if not papers.withheld:
        return ()
    return leakage_of(
        public_pdf,
        public_web_page,
        exempt=exempt_wording(papers),
        withheld_files=withheld_files,
        unprinted=unprinted,
        progress=progress,
    )


def leakage_of(
    public_pdf: bytes,
    public_web_page: str,
    *,
    exempt: ExemptWording,
    withheld_files: Mapping[str, bytes],
    unprinted: Mapping[str, FileFacts] = MappingProxyType({}),
    progress: Progress = silent,
) -> tuple[Finding, ...]:
    """Do what `leakage_report` does for the papers of any owner, of which `exempt` is what they withhold."""
    compared = _Compared(
        public_pdf=sha256_of(public_pdf),
        public_web_page=sha256_of(public_web_page.encode()),
        exempt=digest(exempt),
        withheld_files=tuple((place, sha256_of(content)) for place, content in sorted(withheld_files.items())),
        unprinted=tuple(sorted(unprinted.items(), key=itemgetter(0))),
    )
    key = kept.key(leakage_of, compared)
    known: Any = kept.found([key]).get(key)
    if known is None:
        files: list[_File] = [(place, Task(_STEP, pages_of, PdfFile(pdf))) for place, pdf in withheld_files.items()]
        files += [(place, Task(_STEP, words_of_file, file)) for place, file in unprinted.items()]
        known = _compare(public_pdf, public_web_page, exempt, files, progress)
        if not any(finding.for_now for finding in known):
            kept.keep(key, known)
    findings: tuple[Finding, ...] = known
    return findings


def _compare(
    public_pdf: bytes, web_page: str, exempt: ExemptWording, withheld_files: Sequence[_File], progress: Progress
) -> tuple[Finding, ...]:
    sources = dict(exempt.files)
    whole = PdfFile(public_pdf)
    parts = [replace(whole, part=part, parts=settings.RENDER_PROCESSES) for part in range(settings.RENDER_PROCESSES)]
    tasks: list[Task[Any, Any]] = [Task(_STEP, pages_of, part) for part in parts]
    tasks.append(Task(_STEP, strings_of, whole))
    results: list[Any] = run([*tasks, *(task for _, task in withheld_files)], progress=progress)
    public, files = results[: len(tasks)], results[len(tasks) :]
    if any(isinstance(read, Failed | Unreadable) for read in public):
        for_now = any(_is_for_now(read) for read in public)
        return (finding(_EDITION_NOT_READ, "The public edition", NOT_COMPARED, for_now=for_now),)
    unread: list[Finding] = []
    texts = list(exempt.texts)
    for (place, _), read in zip(withheld_files, files, strict=True):
        name = sources.get(place.removesuffix(_SHEET), place)
        if isinstance(read, Failed | Unreadable):
            unread.append(finding(_NOT_READ, name, NOT_COMPARED, for_now=_is_for_now(read)))
        else:
            texts.append(Text(name, "\n".join(said.text for said in read)))
    reads = [*(_of_pdf(said) for part in public for said in part), *_of_web_page(web_page)]
    return (*findings_of(_search(reads, replace(exempt, texts=tuple(texts)))), *unread)


def _is_for_now(read: object) -> bool:
    """Whether it may be read the next time: what broke a limit or was killed may not be again."""
    return isinstance(read, Failed) or (isinstance(read, Unreadable) and read.for_now)


def _of_pdf(said: Said) -> Read:
    return Read(said.where, said.text, said.page, stands_alone=len(said.text) <= _LONGEST_ALONE and not said.page)


def _of_web_page(page: str) -> Iterator[Read]:
    reader = _WebPage()
    reader.feed(page)
    reader.close()
    yield Read(WEB_PAGE, "\n".join(reader.text))
    for text in dict.fromkeys((*reader.text, *reader.aside)):
        yield Read(WEB_PAGE, text, stands_alone=True)


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


def _search(reads: Sequence[Read], exempt: ExemptWording) -> Iterator[Found]:
    known = KnownWording(exempt.public_before)
    searched = Searchable(words_in(read.text) for read in reads)
    alone: dict[str, set[int]] = {}
    for number, read in enumerate(reads):
        if read.stands_alone:
            for text in (read.text, read.text.rpartition(": ")[2]):
                alone.setdefault("".join(words_in(text)), set()).add(number)
    for phrase in telling(exempt, known):
        letters = phrase.wording.letters
        numbers = searched.with_phrase(letters) if phrase.is_telling else iter(sorted(alone.get(letters, ())))
        whole, words = " ".join(phrase.wording.words), phrase.wording.excerpt(0, -1)
        for number in numbers:
            yield Found(phrase.source, words, whole, reads[number], phrase.is_of_a_text)
    texts = [LongText.of(text.text, known) for text in exempt.texts]
    for number, again in runs(texts, searched):
        wording = texts[number].wording
        whole, words = " ".join(wording.words[again.first : again.last + 1]), wording.excerpt(again.first, again.last)
        yield Found(exempt.texts[number].source, words, whole, reads[again.at], is_of_a_text=True)
