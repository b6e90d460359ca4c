"""What the public edition of a report to Cabinet may not say, and what of it was public before."""

from collections.abc import Iterator

from tracking.enums import ExemptParagraph
from tracking.packs.exempt_wording import ExemptWording, Phrase, Text, file_names, sentences
from tracking.presenters.cabinet.paper import appendix_heading, appendix_prefix, cabinet_title
from tracking.presenters.withheld import legal_ground
from tracking.presenters.wording import written_date
from tracking.queries.cabinet.facts import AppendixFacts, CabinetPaper, CabinetPapers, SectionFacts


def withheld_wording(papers: CabinetPapers) -> ExemptWording:
    """Return everything that only the restricted edition has: sections, reasons for withholding, names of files."""
    whole = papers.restricted
    sections = [section for section in whole.sections if section.mark] if whole else []
    appendices = [appendix for appendix in whole.appendices if appendix.mark] if whole else []
    texts = [text for section in sections for text in _texts(section)]
    texts += [Text(appendix_heading(appendix), appendix.mark.why) for appendix in appendices if appendix.mark]
    return ExemptWording(
        public_before=_public_before(papers.public),
        phrases=(
            *(phrase for text in texts for phrase in sentences(text.source, text.text)),
            *(phrase for appendix in appendices for phrase in _of_file(appendix)),
        ),
        texts=tuple(texts),
        files=tuple(
            (appendix_prefix(appendix).removesuffix("-"), appendix_heading(appendix)) for appendix in appendices
        ),
    )


def _texts(section: SectionFacts) -> Iterator[Text]:
    source = f"Section {section.number}: {section.heading}"
    said = (section.text, *(item.text for item in section.recommended), section.not_required_reason)
    for words in (*said, section.mark.why if section.mark else ""):
        if words:
            yield Text(source, words)


def _of_file(appendix: AppendixFacts) -> Iterator[Phrase]:
    return file_names(appendix_heading(appendix), appendix.original_name, appendix.stored_name)


def _public_before(paper: CabinetPaper) -> tuple[str, ...]:
    """Wording that gives nothing away wherever it stands. Not what was written for this report."""
    texts = [cabinet_title(paper), paper.meeting.committee, paper.meeting.place, written_date(paper.meeting.held_on)]
    texts += [legal_ground(number) for number in (None, *ExemptParagraph.values)]
    texts += [section.heading for section in paper.sections]
    for party in paper.parties:
        texts += [party.name, party.title]
    for appendix in paper.appendices:
        texts += [appendix_heading(appendix), appendix.original_name]
    return tuple(dict.fromkeys(text for text in texts if text))
