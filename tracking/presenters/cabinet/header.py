"""The header of a report to Cabinet in words: the same on its page, in its PDF and in its Word file."""

from dataclasses import dataclass

from tracking.enums import PartyRole
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.cabinet.facts import CabinetPaper, HeaderFacts, PartyFacts

NOT_SAID = "Not said yet"


@dataclass(frozen=True)
class HeaderRow:
    """A question of the header and the lines of its answer."""

    label: str
    lines: tuple[str, ...]


def header_rows(paper: CabinetPaper) -> tuple[HeaderRow, ...]:
    """Return the header's rows in the order of the paper."""
    return (
        HeaderRow("Subject", (paper.title,)),
        HeaderRow("Report of", _lines(paper, PartyRole.REPORT_OF)),
        HeaderRow("Relevant Cabinet Member", _lines(paper, PartyRole.CABINET_MEMBER)),
        HeaderRow("Relevant O&S Chairs", _lines(paper, PartyRole.SCRUTINY_CHAIR)),
        HeaderRow("Report author", _lines(paper, PartyRole.AUTHOR)),
        HeaderRow("Are specific wards affected?", _wards(paper.wards)),
        HeaderRow("Is this a key decision?", _key_decision(paper)),
        HeaderRow("Is the decision eligible for call-in?", _call_in(paper)),
        HeaderRow("Does the report contain confidential or exempt information?", _withheld(paper)),
    )


def party_line(party: PartyFacts) -> str:
    """ "Councillor A Example, Leader", "B Example, tel. 0121 496 0000, b@example.org"; a vacant post says so."""
    first = _joined(party.name, party.title)
    if party.role == PartyRole.REPORT_OF and party.name:
        first = f"{party.title}: {party.name}"
    elif party.title and not party.name:
        first = f"{party.title} (vacant)"
    telephone = f"tel. {party.telephone}" if party.telephone else ""
    return _joined(first, telephone, party.email)


def names_changed(before: HeaderFacts, after: HeaderFacts) -> tuple[str, ...]:
    """A sentence for each party that is called otherwise in `after`: its post changed hands since it was handed in."""
    said = {party_line(party) for party in before.parties}
    lines = (party_line(party) for party in after.parties)
    return tuple(
        f"A name changed since it was handed in. The published report will say: {line}."
        for line in lines
        if line not in said
    )


def _joined(*words: str) -> str:
    return ", ".join(filter(None, words))


def _lines(paper: CabinetPaper, role: PartyRole) -> tuple[str, ...]:
    """Those who are named, and that nobody is: what was handed in is not going to say more."""
    nobody = "None" if paper.signature else NOT_SAID
    return tuple(party_line(party) for party in paper.parties if party.role == role) or (nobody,)


def _wards(wards: str) -> tuple[str, ...]:
    return (f"Yes: {wards}",) if wards else ("No. All wards are affected.",)


def _key_decision(paper: CabinetPaper) -> tuple[str, ...]:
    if paper.is_key_decision is None:
        return (NOT_SAID,)
    if not paper.is_key_decision:
        return ("No",)
    told = (
        "Yes",
        f"Forward Plan reference: {paper.forward_plan_reference}" if paper.forward_plan_reference else "",
        f"Notice was published on {written_date(paper.key_notice_on)}." if paper.key_notice_on else "",
        f"Urgency: {paper.key_urgency}" if paper.key_urgency else "",
    )
    return tuple(filter(None, told))


def _call_in(paper: CabinetPaper) -> tuple[str, ...]:
    if paper.is_open_to_call_in is None:
        return (NOT_SAID,)
    if paper.is_open_to_call_in:
        return ("Yes",)
    return tuple(filter(None, ("No", paper.no_call_in_reason)))


def _withheld(paper: CabinetPaper) -> tuple[str, ...]:
    if not paper.withholds:
        return ("No",)
    told = (
        "Yes",
        _exempt_words(paper.exempt_paragraphs),
        "Part of it is confidential: the law does not allow the council to publish it."
        if paper.is_confidential
        else "",
        f"Notice of private business was published on {written_date(paper.private_notice_on)}."
        if paper.private_notice_on
        else "",
        f"Urgency: {paper.private_urgency}" if paper.private_urgency else "",
    )
    return tuple(filter(None, told))


def _exempt_words(paragraphs: tuple[int, ...]) -> str:
    """ "Exempt under paragraphs 1 and 3 of Schedule 12A"; nothing where nothing is exempt."""
    if not paragraphs:
        return ""
    named = "paragraph" if len(paragraphs) == 1 else "paragraphs"
    return f"Exempt under {named} {written_list(map(str, paragraphs))} of Schedule 12A"


def revision_words(paper: CabinetPaper) -> str:
    """ "Revision 2", and nothing for the first."""
    return f"Revision {paper.revision_number}" if paper.revision_number > 1 else ""


def appendix_count(paper: CabinetPaper) -> str:
    return counted(len(paper.appendices), "appendix", "appendices")
