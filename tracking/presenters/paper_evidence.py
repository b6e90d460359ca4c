"""The words for a report's evidence: the list in its last appendix and the sheet before each file."""

from dataclasses import dataclass
from textwrap import shorten

from tracking.enums import ScanState
from tracking.presenters.paper_rows import NOTHING_SAID, Fact
from tracking.presenters.withheld import only_restricted, withheld_by, withheld_note
from tracking.presenters.wording import counted, pages_words, written_date, written_list
from tracking.queries.pack_facts import DocumentFacts, IssuedFacts
from tracking.queries.paper_facts import EvidenceFacts, EvidenceUseFacts

LONGEST_LABEL = 95


@dataclass(frozen=True)
class EvidenceLine:
    """A row of the list of evidence."""

    number: int
    title: str
    used_for: str
    supplied_by: str
    extent: str


@dataclass(frozen=True)
class EvidenceSheet:
    """The separator page before a file: what it is and, where its pages do not follow, why and what to do.

    `withheld` says, in the restricted edition, that it is not for publication and why.
    """

    heading: str
    facts: tuple[Fact, ...]
    note: str
    link: str = ""
    withheld: tuple[str, ...] = ()


def evidence_lines(evidence: tuple[EvidenceFacts, ...]) -> tuple[EvidenceLine, ...]:
    return tuple(
        EvidenceLine(
            number=item.number,
            title=_title(item),
            used_for=_used_for(item),
            supplied_by=item.supplied_by or NOTHING_SAID,
            extent=_extent(item) or item.original_name or NOTHING_SAID,
        )
        for item in evidence
    )


def evidence_heading(item: EvidenceFacts) -> str:
    """What the sheet and its bookmark call it: of withheld evidence only the restricted edition has a sheet."""
    return f"Evidence {item.number}: {item.title}"


def evidence_entry(item: EvidenceFacts) -> str:
    """What both editions call it in their contents."""
    if item.is_withheld:
        return f"Evidence {item.number} ({withheld_by((item.exempt_paragraph,)).lower()})"
    return evidence_heading(item)


def evidence_sheet(item: EvidenceFacts, *, report: str, note: str, why_withheld: str = "") -> EvidenceSheet:
    """`note` says what the reader must know of the pages that follow, or why none do."""
    facts = (
        Fact("Progress Report", report),
        Fact("Shows progress on", _used_for(item)),
        Fact("Supplied by", item.supplied_by),
        Fact("File", item.original_name),
        Fact("Extent", _extent(item)),
    )
    return EvidenceSheet(
        heading=evidence_heading(item),
        facts=tuple(fact for fact in facts if fact.value),
        note=note,
        link=item.link,
        withheld=withheld_note(item.exempt_paragraph, why_withheld) if item.is_withheld else (),
    )


def document_sheet(item: DocumentFacts, *, note: str, why_withheld: str = "") -> EvidenceSheet:
    """The sheet before a document of the agenda."""
    extent = counted(item.page_count, "page") if item.page_count else ""
    issued = written_date(item.issued_on) if isinstance(item, IssuedFacts) else ""
    facts = (
        Fact("Issued on", issued),
        Fact("Supplied by", item.supplied_by),
        Fact("File", item.original_name),
        Fact("Extent", extent),
    )
    return EvidenceSheet(
        heading=item.title,
        facts=tuple(fact for fact in facts if fact.value),
        note=note,
        withheld=withheld_note(item.exempt_paragraph, why_withheld) if item.is_withheld else (),
    )


def foot_label(name: str, supplied_by: str) -> str:
    """What stands at the foot of each page that was not made for this pack, short enough for one line.

    `supplied_by` is empty for what was issued before: the product made that too.
    """
    label = f"{name}, {not_checked(supplied_by)}" if supplied_by else name
    return shorten(label, LONGEST_LABEL, placeholder="…")


def pages_that_follow(supplied_by: str) -> str:
    """What the sheet says of the pages behind it; `supplied_by` is empty for what was issued before."""
    if supplied_by:
        return f"The pages that follow were {not_checked(supplied_by)}."
    return "The pages that follow are as they were issued."


def not_checked(supplied_by: str) -> str:
    """The label of pages that the product did not make."""
    return f"supplied by {supplied_by}, not checked for accessibility"


def held_back_words(scan_state: ScanState) -> str:
    """Why a file is not behind its sheet, nothing for one that the virus scanner does not hold back."""
    match scan_state:
        case ScanState.WAITING:
            return "This file was still being checked for viruses, so it is not printed here."
        case ScanState.INFECTED:
            return "A virus was found in this file, so it is not printed here."
        case _:
            return ""


def _title(item: EvidenceFacts) -> str:
    return only_restricted(item.exempt_paragraph) if item.is_withheld else item.title


def _used_for(item: EvidenceFacts) -> str:
    return written_list(_use(use) for use in item.uses)


def _use(use: EvidenceUseFacts) -> str:
    return f"{use.label} ({pages_words(use.pages)})" if use.pages else use.label


def _extent(item: EvidenceFacts) -> str:
    if item.link:
        return "Web page"
    return counted(item.page_count, "page") if item.page_count else ""
