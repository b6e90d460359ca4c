"""What a pack must hold, worked out from its facts: reports, late news, evidence, documents, exempt appendices."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracking.packs.blocks import BehindSheet, Entry, Wanted, Withheld
from tracking.packs.discreet import render_withheld_passages
from tracking.packs.evidence import FileFacts
from tracking.packs.html import running_of
from tracking.packs.pool import Task
from tracking.packs.rendering import Exempt, News, render_late_news, render_report
from tracking.presenters.packs import EXEMPT, REPORT, SHEET, Running, item_title, late_news, late_news_place
from tracking.presenters.paper_evidence import (
    EvidenceSheet,
    document_sheet,
    evidence_entry,
    evidence_sheet,
    held_back_words,
)
from tracking.presenters.papers import Appendix, ReportDocument, report_document
from tracking.presenters.withheld import exempt_appendix
from tracking.presenters.wording import written_date
from tracking.queries.pack_facts import DocumentFacts, IssuedFacts, ItemFacts, PackPapers, WithheldItem
from tracking.queries.paper_facts import EvidenceFacts, MeetingFacts, ReportPaper

BEHIND_A_REPORT = 1
"""How many levels down in the outline what belongs to a report stands."""


@dataclass(frozen=True)
class _Report:
    """A report of the pack, its words, and what is withheld of it."""

    item: ItemFacts
    paper: ReportPaper
    document: ReportDocument
    withheld: WithheldItem

    @property
    def running(self) -> Running:
        return running_of(self.document)

    def named(self, what: str) -> str:
        """What progress, failures and the log call a part of it: in words that both editions print."""
        return f"{what} of {self.item.title}"


def wanted_of(papers: PackPapers, *, with_evidence: bool) -> tuple[Wanted, ...]:
    """Return the blocks of a pack in order. Without evidence, no file of others is in it."""
    withheld = {item.key: item for item in papers.withheld}
    return tuple(
        wanted
        for item in papers.public.items
        for wanted in _of_item(
            item, papers.public.meeting, withheld.get(item.key, WithheldItem(item.key)), with_evidence
        )
    )


def _of_item(item: ItemFacts, meeting: MeetingFacts, withheld: WithheldItem, with_evidence: bool) -> Iterator[Wanted]:
    if item.report is not None:
        yield from _of_report(_Report(item, item.report, report_document(item.report), withheld), with_evidence)
    elif item.document is not None:
        yield _document(item, item.document, withheld, meeting, with_evidence)


def _of_report(report: _Report, with_evidence: bool) -> Iterator[Wanted]:
    if report.item.is_whole:
        yield _body(report)
    yield from _late_news(report)
    if not report.item.is_whole:
        return
    if with_evidence:
        whole = {of.evidence.number: (of.evidence, of.why) for of in report.withheld.evidence}
        for evidence in report.paper.evidence:
            facts, why = whole.get(evidence.number, (evidence, ""))
            yield _evidence(report, facts, why)
    if report.document.exempt is not None:
        yield _exempt(report, report.document.exempt)


def _title_entry(item: ItemFacts, place: str) -> Entry:
    return Entry(f"{item.number}. {item_title(item)}", place, is_within_an_item=False)


def _body(report: _Report) -> Wanted:
    key = report.item.key
    place = f"{key}-{REPORT}"
    within = (appendix for appendix in report.document.appendices if appendix.template)
    return Wanted(
        place=place,
        prefix=f"{key}-",
        name=report.item.title,
        pages=Task(report.item.title, render_report, report.paper),
        entries=(
            _title_entry(report.item, place),
            *(Entry(appendix.heading, f"{key}-{appendix.anchor}") for appendix in within),
        ),
    )


def _late_news(report: _Report) -> Iterator[Wanted]:
    for number, facts in enumerate(report.item.late_news):
        news = late_news(facts, report.paper)
        place = f"{report.item.key}-{late_news_place(facts.number)}"
        name = report.named(news.heading)
        opens_item = number == 0 and not report.item.is_whole
        yield Wanted(
            place=place,
            prefix=f"{report.item.key}-",
            name=name,
            pages=Task(name, render_late_news, News(news, report.running)),
            entries=(*((_title_entry(report.item, place),) if opens_item else ()), Entry(news.heading, place)),
            depth=BEHIND_A_REPORT if report.item.is_whole else 0,
        )


def _evidence(report: _Report, evidence: EvidenceFacts, why: str) -> Wanted:
    prefix = f"{report.item.key}-evidence-{evidence.number}-"
    place = f"{prefix}{SHEET}"
    entry = evidence_entry(evidence)

    def sheet(note: str) -> EvidenceSheet:
        return evidence_sheet(evidence, report=report.item.title, note=note, why_withheld=why)

    return Wanted(
        place=place,
        prefix=prefix,
        name=report.named(entry),
        file=BehindSheet(
            name=f"Evidence {evidence.number}",
            supplied_by=evidence.supplied_by or "the Cabinet Member",
            sheet=sheet,
            running=report.running,
            stored=_stored(evidence),
            note=_note(evidence),
            is_held_back=evidence.is_held_back,
        ),
        entries=(Entry(entry, place),),
        depth=BEHIND_A_REPORT,
        withheld=Withheld(entry, (evidence.exempt_paragraph,), report.running) if evidence.is_withheld else None,
    )


def _note(evidence: EvidenceFacts) -> str:
    """Why no pages follow the sheet of evidence that has none to give."""
    return "This is a web page, so it is not printed here." if evidence.link else held_back_words(evidence.scan_state)


def _stored(file: EvidenceFacts | DocumentFacts) -> FileFacts | None:
    """The file to print, None for a link and for what the virus scanner holds back."""
    if not file.stored_name:
        return None
    return FileFacts(file.stored_name, file.original_name or file.title, file.content_type, file.sha256)


def _exempt(report: _Report, appendix: Appendix) -> Wanted:
    place = f"{report.item.key}-{EXEMPT}"
    name = report.named(appendix.heading)
    request = Exempt(exempt_appendix(appendix.heading, report.withheld.passages), report.running)
    paragraphs = tuple(passage.exempt_paragraph for passage in report.paper.passages)
    return Wanted(
        place=place,
        prefix=f"{report.item.key}-",
        name=name,
        pages=Task(name, render_withheld_passages, request),
        entries=(Entry(appendix.heading, place),),
        depth=BEHIND_A_REPORT,
        withheld=Withheld(appendix.heading, paragraphs, report.running),
    )


def _supplier(document: DocumentFacts) -> str:
    """Who answers for its pages; nobody else does for what was issued before."""
    if isinstance(document, IssuedFacts):
        return ""
    return document.supplied_by or "the committee’s officers"


def _document(
    item: ItemFacts, public: DocumentFacts, withheld: WithheldItem, meeting: MeetingFacts, with_evidence: bool
) -> Wanted:
    document, why = (withheld.document.document, withheld.document.why) if withheld.document else (public, "")
    running = Running(document.title, meeting.committee, written_date(meeting.held_on))
    place = f"{item.key}-{SHEET}"

    def sheet(note: str) -> EvidenceSheet:
        return document_sheet(document, note=note, why_withheld=why)

    return Wanted(
        place=place,
        prefix=f"{item.key}-",
        name=document.title,
        file=BehindSheet(
            name=f"Item {item.number}",
            supplied_by=_supplier(document),
            sheet=sheet,
            running=running,
            stored=_stored(document) if with_evidence else None,
            note=held_back_words(document.scan_state) if with_evidence else "Its pages are left out of this copy.",
            is_held_back=document.is_held_back,
        ),
        entries=(_title_entry(item, place),),
        withheld=Withheld(document.title, (document.exempt_paragraph,), running) if document.is_withheld else None,
    )
