"""A report to Cabinet ready to print: its header, numbered headings and paragraphs, and what is appended."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tracking.enums import HeadingHolds
from tracking.presenters.cabinet.header import HeaderRow, header_rows
from tracking.presenters.packs import SHEET, Running, TrailMark
from tracking.presenters.paper_evidence import EvidenceSheet
from tracking.presenters.paper_rows import Fact
from tracking.presenters.prose import rendered_markdown
from tracking.presenters.withheld import (
    NOT_FOR_PUBLICATION,
    GapPage,
    legal_ground,
    withheld_by,
    withheld_note,
    without_pages,
)
from tracking.presenters.wording import counted, written_date
from tracking.queries.audit_chain import Head
from tracking.queries.cabinet.facts import AppendixFacts, CabinetPaper, SectionFacts, WithheldMark

NOT_WRITTEN = "Nothing is written here yet."
NO_APPENDICES = "None."
_DEEPEST_HEADING = 6


@dataclass(frozen=True)
class AppendixEntry:
    """A line of the list of appendices; `target` is the place in the finished paper where it begins."""

    number: str
    title: str
    target: str
    note: str


@dataclass(frozen=True)
class PrintedSection:
    """A heading with its number and what stands under it. `tag` is that of its HTML heading.

    `withheld` says that it is not for publication: in the public edition in place of its words.
    """

    anchor: str
    number: str
    heading: str
    tag: str
    withheld: tuple[str, ...]
    paragraphs: tuple[SafeString, ...]
    note: str
    appendices: tuple[AppendixEntry, ...]


@dataclass(frozen=True)
class CabinetDocument:
    """One edition of a report, ready to print, without the pages of its appendices."""

    kind: str
    title: str
    subject: str
    date: str
    header: tuple[HeaderRow, ...]
    sections: tuple[PrintedSection, ...]
    unlisted: tuple[AppendixEntry, ...]
    trail: TrailMark | None = None


def cabinet_title(paper: CabinetPaper) -> str:
    """What the file and its first bookmark are called: "Report to Cabinet: Waste collection"."""
    return f"{_kind(paper)}: {paper.title}"


def cabinet_running(paper: CabinetPaper) -> Running:
    """What runs along the head and foot of every page of ours."""
    return Running(cabinet_title(paper), paper.meeting.committee, written_date(paper.meeting.held_on))


def cabinet_document(paper: CabinetPaper, trail: Head | None = None) -> CabinetDocument:
    """Put a report into words. `unlisted` are appendices for which the template has no heading.

    `trail` is the last entry of the audit trail when the paper was made.
    """
    entries = tuple(_entry(appendix) for appendix in paper.appendices)
    has_list = any(section.holds == HeadingHolds.APPENDICES for section in paper.sections)
    return CabinetDocument(
        kind=_kind(paper),
        title=cabinet_title(paper),
        subject=paper.title,
        date=written_date(paper.meeting.held_on),
        header=header_rows(paper),
        sections=tuple(_section(section, entries) for section in paper.sections),
        unlisted=() if has_list else entries,
        trail=TrailMark(f"Audit trail when this report was made: entry {trail.number:,}", trail.hash)
        if trail
        else None,
    )


def appendix_heading(appendix: AppendixFacts) -> str:
    """The same in every edition: its title is public."""
    return f"Appendix {appendix.number}: {appendix.title}"


def appendix_place(appendix: AppendixFacts) -> str:
    """The place in the finished paper where an appendix, or the page in its place, begins."""
    return f"{appendix_prefix(appendix)}{SHEET}"


def appendix_prefix(appendix: AppendixFacts) -> str:
    return f"appendix-{appendix.number}-"


def appendix_sheet(appendix: AppendixFacts, *, report: str, note: str) -> EvidenceSheet:
    """The separator page before an appendix; `note` says what the reader must know of the pages behind it."""
    facts = (
        Fact("Report", report),
        Fact("Issued on", written_date(appendix.issued_on)),
        Fact("File", appendix.original_name),
        Fact("Extent", counted(appendix.page_count, "page") if appendix.page_count else ""),
    )
    return EvidenceSheet(
        heading=appendix_heading(appendix),
        facts=tuple(fact for fact in facts if fact.value),
        note=note,
        withheld=_withheld(appendix.mark),
    )


def appendix_gap(appendix: AppendixFacts) -> GapPage:
    """The page in the place of an appendix that the edition leaves out."""
    paragraph = appendix.mark.exempt_paragraph if appendix.mark else None
    return without_pages(appendix_heading(appendix), (paragraph,))


def _kind(paper: CabinetPaper) -> str:
    return f"Report to {paper.meeting.committee}"


def _section(section: SectionFacts, entries: tuple[AppendixEntry, ...]) -> PrintedSection:
    level = section.number.count(".") + 2
    paragraphs = [numbered_html(part.number, part.text, level + 1) for part in section.paragraphs]
    paragraphs += [numbered_html(part.number, part.text, level + 1) for part in section.recommended]
    listed = entries if section.holds == HeadingHolds.APPENDICES else ()
    return PrintedSection(
        anchor=f"section-{section.number.replace('.', '-')}",
        number=section.number,
        heading=section.heading,
        tag=f"h{min(level, _DEEPEST_HEADING)}",
        withheld=_withheld(section.mark),
        paragraphs=tuple(paragraphs),
        note="" if paragraphs or listed else _note(section),
        appendices=listed,
    )


def _note(section: SectionFacts) -> str:
    """What stands where there are no words."""
    if section.not_required_reason:
        return f"Not required: {section.not_required_reason}"
    if not section.is_readable or section.holds == HeadingHolds.HEADINGS:
        return ""
    return NO_APPENDICES if section.holds == HeadingHolds.APPENDICES else NOT_WRITTEN


def numbered_html(number: str, text: str, heading_level: int) -> SafeString:
    """A paragraph of Markdown as HTML for paper, its number before its first words."""
    html = rendered_markdown(text, heading_level, printed=True)
    if not number:
        return html
    label = format_html('<span class="numbered__number">{}</span> ', number)
    if html.startswith("<p>"):
        return format_html("<p>{}{}", label, SafeString(html.removeprefix("<p>")))
    return format_html('<p class="numbered__alone">{}</p>{}', label, html)


def _withheld(mark: WithheldMark | None) -> tuple[str, ...]:
    """That something is not for publication; why only in the edition that has it."""
    if mark is None:
        return ()
    if mark.why:
        return withheld_note(mark.exempt_paragraph, mark.why)
    return (f"{NOT_FOR_PUBLICATION}. {withheld_by((mark.exempt_paragraph,))}. {legal_ground(mark.exempt_paragraph)}",)


def _entry(appendix: AppendixFacts) -> AppendixEntry:
    note = ""
    if appendix.mark is not None:
        note = f"{NOT_FOR_PUBLICATION}. {withheld_by((appendix.mark.exempt_paragraph,))}."
    return AppendixEntry(appendix.paragraph, appendix_heading(appendix), appendix_place(appendix), note)
