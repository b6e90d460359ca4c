"""What the public edition of a pack may not say, and what was public before."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from tracking.enums import ExemptParagraph
from tracking.packs.comparison import KnownWording, Wording, wording
from tracking.presenters.packs import RECORDING_NOTICE
from tracking.presenters.papers import APPENDIX_TITLES
from tracking.presenters.withheld import legal_ground
from tracking.presenters.wording import written_date
from tracking.queries.pack_facts import DocumentFacts, ItemFacts, PackPaper, PackPapers, WithheldItem
from tracking.queries.paper_facts import EvidenceFacts, PaperLeaf, RecommendationFacts, ReportPaper

PHRASE_WORDS: Final = 3
PHRASE_LETTERS: Final = 14
_SENTENCE_WORDS: Final = 4
_SENTENCE_LETTERS: Final = 20
_NAME_LETTERS: Final = 8
_SHORTEST: Final = 3
# Where a sentence, a line, an item of a list or a cell of a table ends.
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;:])\s+|[\r\n|]+")


@dataclass(frozen=True)
class Phrase:
    """Exempt wording to find whole. `is_telling`: anywhere; else only where nothing else stands.

    `is_of_a_text`: it is part of something longer.
    """

    source: str
    wording: Wording
    is_telling: bool
    is_of_a_text: bool = False


@dataclass(frozen=True)
class Text:
    """Exempt text of which no run of words may be found."""

    source: str
    text: str


@dataclass(frozen=True)
class ExemptWording:
    """All that may not be found, by where it is from.

    `public_before` is wording that gives nothing away wherever it stands. `files` says what a finding calls each
    withheld file, by the name of its place without `-sheet`.
    """

    public_before: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    texts: tuple[Text, ...]
    files: tuple[tuple[str, str], ...] = ()


def telling(exempt: ExemptWording, known: KnownWording) -> tuple[Phrase, ...]:
    """Return the phrases that were not public before, each once."""
    return tuple(dict.fromkeys(phrase for phrase in exempt.phrases if not known.has(phrase.wording)))


def exempt_wording(papers: PackPapers) -> ExemptWording:
    """Return what is withheld from a pack."""
    titles = _titles(papers.public)
    named = [(item, titles.get(item.key, "")) for item in papers.withheld]
    return ExemptWording(
        public_before=public_before(papers.public),
        phrases=tuple(phrase for item, title in named for phrase in _phrases(item, title)),
        texts=tuple(text for item, title in named for text in _texts(item, title)),
        files=tuple(name for item, title in named for name in _names_of_files(item, title)),
    )


def _names_of_files(item: WithheldItem, title: str) -> Iterator[tuple[str, str]]:
    for of in item.evidence:
        yield f"{item.key}-evidence-{of.evidence.number}", _evidence_name(of.evidence, title)
    if item.document:
        yield item.key, _document_name(item.document.document)


def _titles(public: PackPaper) -> dict[str, str]:
    return {item.key: item.title for item in public.items}


def _evidence_name(evidence: EvidenceFacts, report: str) -> str:
    return f"Evidence {evidence.number} of {report}"


def _document_name(document: DocumentFacts) -> str:
    return f"Document “{document.title}”"


def _passage_name(number: int, report: str) -> str:
    return f"Exempt passage {number} of {report}"


def _phrases(item: WithheldItem, report: str) -> Iterator[Phrase]:
    for of in item.evidence:
        source = _evidence_name(of.evidence, report)
        yield from _phrase(source, of.evidence.title)
        yield from file_names(source, of.evidence.original_name, of.evidence.stored_name)
        yield from _address(source, of.evidence.link)
        yield from sentences(source, of.why)
    for passage in item.passages:
        yield from sentences(_passage_name(passage.place.number, report), passage.text)
        yield from sentences(_passage_name(passage.place.number, report), passage.why)
    if item.document:
        document = item.document.document
        yield from file_names(_document_name(document), document.original_name, document.stored_name)
        yield from sentences(_document_name(item.document.document), item.document.why)


def _texts(item: WithheldItem, report: str) -> Iterator[Text]:
    for of in item.evidence:
        yield Text(_evidence_name(of.evidence, report), of.why)
    for passage in item.passages:
        yield Text(_passage_name(passage.place.number, report), passage.text)
        yield Text(_passage_name(passage.place.number, report), passage.why)
    if item.document:
        yield Text(_document_name(item.document.document), item.document.why)


def _phrase(source: str, text: str) -> Iterator[Phrase]:
    """Three words tell, or two long ones, or a name with letters and figures in it such as "lot4prices2016"."""
    words = wording(text)
    letters = words.letters
    if len(letters) < _SHORTEST or letters.isdecimal():
        return
    long = len(letters) >= PHRASE_LETTERS and len(words.words) > 1
    named = any(_is_a_name(word) for word in words.words)
    yield Phrase(source, words, is_telling=len(words.words) >= PHRASE_WORDS or long or named)


def _is_a_name(word: str) -> bool:
    return len(word) >= _NAME_LETTERS and word.isalnum() and not word.isalpha() and not word.isdecimal()


def file_names(source: str, original_name: str, stored_name: str) -> Iterator[Phrase]:
    """Its name whole and without its ending, and the random name under which it is stored."""
    if original_name:
        yield Phrase(source, wording(original_name), is_telling=True)
        yield from _phrase(source, PurePosixPath(original_name).stem)
    if stored_name:
        yield Phrase(source, wording(PurePosixPath(stored_name).name), is_telling=True)


def _address(source: str, link: str) -> Iterator[Phrase]:
    """A web address without "https://"; the front page of a site is told only where it stands by itself."""
    if link:
        parts = urlsplit(unquote(link))
        path = f"{parts.path.strip('/')} {parts.query} {parts.fragment}".strip()
        yield Phrase(source, wording(f"{parts.netloc}/{path}" if path else parts.netloc), is_telling=bool(path))


def sentences(source: str, text: str) -> Iterator[Phrase]:
    """The whole when it is short, and each sentence or line that is no common phrase."""
    pieces = [piece for piece in _SENTENCE_END.split(text) if piece and piece.strip()]
    if len(pieces) == 1:
        yield from (replace(phrase, is_of_a_text=True) for phrase in _phrase(source, text))
        return
    for piece in pieces:
        words = wording(piece)
        if len(words.words) >= _SENTENCE_WORDS and len(words.letters) >= _SENTENCE_LETTERS:
            yield Phrase(source, words, is_telling=True, is_of_a_text=True)


def public_before(public: PackPaper) -> tuple[str, ...]:
    """Return wording that gives nothing away wherever it stands, because it was public before this pack.

    Recommendations, who is responsible and by when, inquiries, committees, posts and people, categories and questions,
    the committee's views, titles and file names of public evidence and documents, and fixed words of ours. Not what is
    written for this pack: overviews, evidence of progress, answers and late news are where something would slip in.
    """
    meeting = public.meeting
    texts = [meeting.committee, meeting.place, written_date(meeting.held_on), *RECORDING_NOTICE]
    texts += [*APPENDIX_TITLES.values(), *(legal_ground(number) for number in (None, *ExemptParagraph.values))]
    for item in public.items:
        texts += _of_item(item)
    return tuple(dict.fromkeys(text for text in texts if text))


def _of_item(item: ItemFacts) -> Iterable[str]:
    yield item.title
    if item.document is not None:
        yield from (item.document.original_name, item.document.supplied_by)
    if item.report is not None:
        yield from _of_report(item.report)
    for news in item.late_news:
        yield from (news.signed_name, news.signed_title)


def _of_report(report: ReportPaper) -> Iterable[str]:
    yield from (*report.report_of, report.approving_body, report.lead_member, report.lead_officer)
    yield from report.standing_questions
    for category in report.categories:
        yield from (category.name, category.criterion)
    for officer in report.contact_officers:
        yield from (officer.name, officer.title)
    if report.signature:
        yield from (report.signature.name, report.signature.title)
    for recommendation in report.tracked:
        yield from _of_recommendation(recommendation)
    for leaf in report.concluded:
        yield from _of_leaf(leaf)
    for evidence in report.evidence:
        yield from (evidence.title, evidence.original_name, unquote(evidence.link), evidence.supplied_by)


def _of_recommendation(recommendation: RecommendationFacts) -> Iterable[str]:
    yield from (recommendation.title, recommendation.text, *recommendation.responsible, recommendation.due.text)
    for leaf in recommendation.leaves:
        yield from _of_leaf(leaf)


def _of_leaf(leaf: PaperLeaf) -> Iterable[str]:
    yield from (leaf.title, leaf.text, *leaf.responsible, leaf.due.text)
    if leaf.concluding_view:
        yield from (leaf.concluding_view.reason, leaf.concluding_view.conclusion_target)
