"""The words for evidence on pages: its card, who may see it, and what the virus scanner says of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from tracking.enums import Exemption, ScanState
from tracking.models import Evidence, EvidenceUse, Recommendation
from tracking.models.base import Exemptible
from tracking.presenters.wording import counted, file_size, pages_words, written_list
from tracking.queries.report_content import EvidenceInReport, ReportContent


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence as listed; without title and address where the viewer may not know of it.

    `held_back` says why a file cannot be opened, or not by everyone, for the sake of viruses.
    """

    title: str
    facts: str
    withheld: str
    held_back: str
    href: str
    use_pk: int
    is_known: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class InfectedLine:
    """Evidence with a virus in a report that is to be signed, and the reference of the section it is in."""

    words: str
    reference: str


def evidence_lines(evidence: Sequence[EvidenceInReport], *, for_writers: bool = False) -> tuple[EvidenceLine, ...]:
    """Return a section's evidence in order; `for_writers` are told what to do about a virus."""
    last = len(evidence) - 1
    return tuple(
        EvidenceLine(
            title=row.evidence.title if row.is_open_to_viewer else "Withheld evidence",
            facts=evidence_facts(row) if row.is_open_to_viewer else "",
            withheld=withheld_words(row.evidence),
            held_back=held_back_words(row.evidence, opens=row.file_opens, for_writers=for_writers),
            href=_address(row.evidence) if row.file_opens else "",
            use_pk=row.use.pk,
            is_known=row.is_open_to_viewer,
            is_first=place == 0,
            is_last=place == last,
        )
        for place, row in enumerate(evidence)
    )


def _address(evidence: Evidence) -> str:
    return evidence.link or reverse("evidence_download", args=[evidence.pk])


def held_back_words(evidence: Evidence, *, opens: bool, for_writers: bool = False) -> str:
    """Why a file is held back, nothing for one that is not; `opens` for whoever uploaded it."""
    match evidence.scan_state:
        case ScanState.WAITING if opens:
            return "Being checked for viruses. Until that is done only you can open it."
        case ScanState.WAITING:
            return "Being checked for viruses. It can be opened once that is done."
        case ScanState.INFECTED if for_writers:
            return "A virus was found. Take it out."
        case ScanState.INFECTED:
            return "A virus was found, so it cannot be opened."
        case _:
            return ""


def evidence_facts(row: EvidenceInReport) -> str:
    """ "For R01 b), pages 3 and 8. PDF, 12 pages, 1.2 MB. Supplied by the Deputy Leader."."""
    evidence, use = row.evidence, row.use
    where = [f"for {use.leaf.label}" if use.leaf else "", pages_words(use.pages)]
    kind = ["Link"] if evidence.link else [evidence.original_name.rsplit(".", 1)[-1].upper()]
    if evidence.page_count:
        kind.append(counted(evidence.page_count, "page"))
    if evidence.size:
        kind.append(file_size(evidence.size))
    supplier = f"Supplied by {evidence.supplied_by}" if evidence.supplied_by else ""
    first = ", ".join(filter(None, where))
    sentences = [f"{first[:1].upper()}{first[1:]}", ", ".join(kind), supplier]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def withheld_words(row: Exemptible) -> str:
    """ "Exempt: paragraph 3", "Confidential", or nothing for what is public."""
    match row.exemption:
        case Exemption.EXEMPT:
            return f"Exempt: paragraph {row.exempt_paragraph}"
        case Exemption.CONFIDENTIAL:
            return "Confidential"
        case _:
            return ""


def changed_elsewhere(others: Sequence[Recommendation]) -> tuple[str, ...]:
    """What else a change of title, or of who may see it, touches: the other recommendations it is used for."""
    if not others:
        return ()
    labels = written_list(recommendation.label for recommendation in others)
    return (f"It is also used for {labels}. The title, and who may see it, change there too.",)


def changed_meanwhile(use: EvidenceUse) -> str:
    """What somebody else has made of a piece of evidence while it was being changed."""
    said = [f"“{use.evidence.title}”", withheld_words(use.evidence) or "public", pages_words(use.pages)]
    return (
        f"Somebody else changed this while you were writing. It now says: {', '.join(filter(None, said))}. "
        "What you typed is below. Saving it takes the place of theirs."
    )


def infected_lines(content: ReportContent) -> tuple[InfectedLine, ...]:
    """What must be taken out of a report before it can be signed."""
    return tuple(
        InfectedLine(
            f"A virus was found in “{row.evidence.title}”. Take it out of {section.recommendation.label}.",
            section.recommendation.reference,
        )
        for section, row in content.infected
    )
