"""The words of a committee pack as a web page: the same papers, references and page numbers as its PDF."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse

from tracking.enums import Edition
from tracking.presenters.packs import (
    EXEMPT,
    SHEET,
    LateNews,
    PackFront,
    first_place,
    item_title,
    late_news,
    late_news_place,
    pack_front,
)
from tracking.presenters.paper_evidence import (
    EvidenceLine,
    document_sheet,
    evidence_lines,
    evidence_sheet,
    held_back_words,
)
from tracking.presenters.paper_rows import Fact, RecommendationTable
from tracking.presenters.papers import Appendix, ReportDocument, report_document
from tracking.presenters.withheld import ExemptText, exempt_appendix, gap_words, only_restricted
from tracking.queries.audit_chain import Head
from tracking.queries.pack_facts import DocumentFacts, IssuedFacts, ItemFacts, PackPapers, WithheldItem
from tracking.queries.paper_facts import EvidenceFacts, MeetingFacts, ReportPaper

TEMPLATES = "packs/web/"


class PageNumbers(Protocol):
    """Where things stand in the PDF of an edition: `packs.layout.Layout`."""

    @property
    def edition(self) -> Edition: ...

    @property
    def pages(self) -> Mapping[str, int]: ...

    @property
    def extents(self) -> Mapping[str, tuple[int, int]]: ...

    @property
    def withheld(self) -> AbstractSet[str]: ...


@dataclass(frozen=True)
class WebRecommendation:
    """One recommendation being tracked today, and where it is."""

    place: str
    page: str
    table: RecommendationTable


@dataclass(frozen=True)
class WebEvidence:
    """A row of the list of evidence. `href` leads to the file; `notes` say what the reader must know of it."""

    place: str
    sheet_place: str
    line: EvidenceLine
    title: str
    href: str
    pages: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class WebAppendix:
    """An appendix of a report; `template` prints what is in it."""

    heading: str
    place: str
    page: str
    template: str


@dataclass(frozen=True)
class WebReport:
    """A Progress Report of the pack. `exempt` are its exempt passages; in the public edition `gap` stands for them."""

    document: ReportDocument
    prefix: str
    appendices: tuple[WebAppendix, ...]
    recommendations: tuple[WebRecommendation, ...]
    evidence: tuple[WebEvidence, ...]
    exempt: tuple[ExemptText, ...]
    gap: str


@dataclass(frozen=True)
class WebNews:
    """Late news on a report, and where it is."""

    place: str
    page: str
    news: LateNews


@dataclass(frozen=True)
class WebDocument:
    """A document of the agenda. Where `gap` has words, the document is not in this edition."""

    facts: tuple[Fact, ...]
    href: str
    notes: tuple[str, ...]
    gap: str


@dataclass(frozen=True)
class WebItem:
    """An item of the agenda. `place` is empty where its late news alone is in the pack, and has the place."""

    number: int
    title: str
    heading: str
    detail: str
    target: str
    place: str
    page: str
    report: WebReport | None
    news: tuple[WebNews, ...]
    document: WebDocument | None


@dataclass(frozen=True)
class WebPack:
    """A pack as a web page."""

    front: PackFront
    items: tuple[WebItem, ...]


def web_pack(papers: PackPapers, numbers: PageNumbers, trail: Head | None = None) -> WebPack:
    """Put a pack into words for one edition: of what is withheld, the public one has the places alone."""
    is_restricted = numbers.edition == Edition.RESTRICTED
    withheld = {item.key: item for item in papers.withheld} if is_restricted else {}
    front = pack_front(papers.public, numbers.edition, (), trail)
    items = (
        _Item(item, withheld.get(item.key, WithheldItem(item.key)), numbers).in_words(
            papers.public.meeting, line.detail
        )
        for item, line in zip(papers.public.items, front.agenda, strict=True)
    )
    return WebPack(front, tuple(items))


def page_words(page: int | None) -> str:
    """ "Page 14 of the PDF"; nothing for what has no page."""
    return f"Page {page} of the PDF" if page else ""


def extent_words(first: int, last: int) -> str:
    """ "Page 31", "Pages 31 to 40"."""
    return f"Page {first}" if first == last else f"Pages {first} to {last}"


@dataclass(frozen=True)
class _Item:
    """One item of the agenda with what this edition may know of what is withheld of it."""

    item: ItemFacts
    withheld: WithheldItem
    numbers: PageNumbers

    def in_words(self, meeting: MeetingFacts, detail: str) -> WebItem:
        item, target = self.item, first_place(self.item)
        return WebItem(
            number=item.number,
            title=item_title(item),
            heading=f"{item.number}. {item_title(item)}",
            detail=detail,
            target=target,
            place=target if item.is_whole else "",
            page=self._page(target),
            report=self._report(item.report) if item.report and item.is_whole else None,
            news=self._news(item.report) if item.report else (),
            document=self._document(item.document, meeting) if item.document else None,
        )

    def _page(self, place: str) -> str:
        return page_words(self.numbers.pages.get(place))

    def _extent(self, place: str) -> str:
        extent = self.numbers.extents.get(place)
        return extent_words(*extent) if extent else ""

    def _gap(self, place: str, *paragraphs: int | None) -> str:
        """What stands in the place of withheld pages, where they are withheld from this edition."""
        if place not in self.numbers.withheld:
            return ""
        return gap_words(paragraphs, *self.numbers.extents[place])

    def _report(self, paper: ReportPaper) -> WebReport:
        document, key = report_document(paper), self.item.key
        return WebReport(
            document=document,
            prefix=f"{key}-",
            appendices=tuple(self._appendix(appendix) for appendix in document.appendices),
            recommendations=tuple(
                WebRecommendation(f"{key}-{table.anchor}", self._page(f"{key}-{table.anchor}"), table)
                for table in document.tracked
            ),
            evidence=self._evidence(paper),
            exempt=exempt_appendix("", self.withheld.passages).passages,
            gap=self._gap(f"{key}-{EXEMPT}", *(passage.exempt_paragraph for passage in paper.passages)),
        )

    def _appendix(self, appendix: Appendix) -> WebAppendix:
        place = f"{self.item.key}-{appendix.anchor}"
        template = f"{TEMPLATES}{appendix.anchor.replace('-', '_')}.html"
        return WebAppendix(appendix.heading, place, self._page(place), template)

    def _evidence(self, paper: ReportPaper) -> tuple[WebEvidence, ...]:
        """The same rows as in the PDF; the restricted edition also gives the titles of what is withheld."""
        known = {of.evidence.number: of for of in self.withheld.evidence}
        rows = zip(paper.evidence, evidence_lines(paper.evidence), strict=True)
        return tuple(
            self._evidence_row(known[public.number].evidence, known[public.number].why, line)
            if public.number in known
            else self._evidence_row(public, "", line)
            for public, line in rows
        )

    def _evidence_row(self, evidence: EvidenceFacts, why: str, line: EvidenceLine) -> WebEvidence:
        place = f"{self.item.key}-evidence-{evidence.number}"
        sheet_place = f"{place}-{SHEET}"
        gap = self._gap(sheet_place, evidence.exempt_paragraph)
        sheet = evidence_sheet(evidence, report="", note=held_back_words(evidence.scan_state), why_withheld=why)
        return WebEvidence(
            place=place,
            sheet_place=sheet_place if sheet_place in self.numbers.pages else "",
            line=evidence_lines((evidence,))[0] if evidence.pk else line,
            title=evidence.title or line.title,
            href=_evidence_href(evidence),
            pages=gap or self._extent(sheet_place),
            notes=tuple(note for note in (*(sheet.withheld if evidence.pk else ()), sheet.note) if note),
        )

    def _news(self, report: ReportPaper) -> tuple[WebNews, ...]:
        places = ((f"{self.item.key}-{late_news_place(facts.number)}", facts) for facts in self.item.late_news)
        return tuple(WebNews(place, self._page(place), late_news(facts, report)) for place, facts in places)

    def _document(self, public: DocumentFacts, meeting: MeetingFacts) -> WebDocument:
        place = f"{self.item.key}-{SHEET}"
        known = self.withheld.document
        if public.is_withheld and known is None:
            gap = self._gap(place, public.exempt_paragraph)
            return WebDocument((), "", (), gap or only_restricted(public.exempt_paragraph))
        document, why = (known.document, known.why) if known else (public, "")
        sheet = document_sheet(document, note=held_back_words(document.scan_state), why_withheld=why)
        pages = self._extent(place)
        return WebDocument(
            facts=(*sheet.facts, *((Fact("In the PDF", pages),) if pages else ())),
            href=_document_href(document, meeting),
            notes=tuple(note for note in (*sheet.withheld, sheet.note) if note),
            gap="",
        )


def _evidence_href(evidence: EvidenceFacts) -> str:
    if evidence.link or evidence.pk is None or evidence.is_held_back:
        return evidence.link
    return reverse("evidence_download", args=[evidence.pk])


def _document_href(document: DocumentFacts, meeting: MeetingFacts) -> str:
    if document.is_held_back:
        return ""
    if isinstance(document, IssuedFacts):
        return reverse("issued_document", args=[document.pk])
    return reverse("agenda_document", args=[meeting.committee_slug, meeting.date_slug, document.pk])
