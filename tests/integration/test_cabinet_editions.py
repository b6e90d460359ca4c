"""Reports to Cabinet as real PDFs and Word files, read with the tools that readers use."""

import hashlib
import zipfile
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import override_settings
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from pytest_django import DjangoDbBlocker

from tests.cabinet_scene import EVERY_EXEMPT_WORD, SECRET, SECRET_PAGES, TITLE, WHY, full_report
from tests.paper_scene import pdf_of
from tests.pdfs import (
    attachments,
    bookmarks,
    claims_pdf_ua,
    dangling_links,
    heading_levels,
    html_words,
    page_labels,
    pages_of,
    pdf_ua_faults,
    roles,
    strings,
    table_headers_without_scope,
    tagged_words,
    text_of,
    title_and_language,
    untagged_pages,
    words_of,
)
from tracking.enums import Edition
from tracking.exports.cabinet_report import cabinet_report_docx
from tracking.models import IssuedDocument
from tracking.packs.cabinet import FinishedCabinetReport, make_editions, preview
from tracking.packs.cabinet.html import cabinet_report_html
from tracking.packs.cabinet.withheld import withheld_wording
from tracking.packs.evidence import FileFacts
from tracking.packs.leakage import leakage_of
from tracking.queries.audit_chain import Head
from tracking.queries.cabinet.facts import CabinetPaper, CabinetPapers
from tracking.queries.cabinet.frozen import contents_of, paper_of_document
from tracking.queries.cabinet.withheld import editions_of

pytestmark = pytest.mark.django_db

MARK = "Restricted edition: not for publication"
TRAIL = Head(number=1234, hash="ab" * 32)


@dataclass(frozen=True)
class Editions:
    """The same facts made into every file."""

    papers: CabinetPapers
    made: FinishedCabinetReport
    accessible: FinishedCabinetReport
    draft: bytes

    @property
    def public(self) -> bytes:
        return self.made.editions[0].content

    @property
    def restricted(self) -> bytes:
        return self.made.editions[1].content

    @property
    def whole(self) -> CabinetPaper:
        return self.papers.of(Edition.RESTRICTED)


@pytest.fixture(scope="module")
def editions(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory) -> Editions:
    """Make the files once: they are read many times below, and nothing of them stays in the database."""
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        papers = editions_of(full_report())
        made = Editions(
            papers=papers,
            made=make_editions(papers, trail=TRAIL),
            accessible=make_editions(with_accessible_files(papers)),
            draft=preview(papers.public, Edition.PUBLIC),
        )
        transaction.set_rollback(True)
    return made


def with_accessible_files(papers: CabinetPapers) -> CabinetPapers:
    """The same report with appendices that are valid PDF/UA themselves."""
    content = make_editions(CabinetPapers(without_appendices(papers.public))).editions[0].content
    stored = default_storage.save("appendices/accessible", ContentFile(content))
    return CabinetPapers(
        *(with_file(paper, stored, content) for paper in (papers.public, papers.of(Edition.RESTRICTED)))
    )


def with_file(paper: CabinetPaper, stored: str, content: bytes) -> CabinetPaper:
    sha256 = hashlib.sha256(content).hexdigest()
    return replace(
        paper,
        appendices=tuple(
            replace(row, stored_name=stored, sha256=sha256) if row.is_readable else row for row in paper.appendices
        ),
    )


def without_appendices(paper: CabinetPaper) -> CabinetPaper:
    return replace(paper, appendices=())


def test_the_header_answers_what_every_report_to_cabinet_must(editions: Editions) -> None:
    first = pages_of(editions.public)[0]
    expected = [
        "Report to Cabinet, 26 March 2019",
        f"Subject {TITLE}",
        "Report of Director of Neighbourhoods: Example Director",
        "Relevant Cabinet Member Councillor Example Member, Cabinet Member for Street Scene",
        "Councillor Example Chair, Environment Scrutiny Committee",
        "Report author Example Author, Head of Fleet, tel. 0121 496 0000, author@example.org",
        "Are specific wards affected? Yes: Ladywood, Nechells",
        "Is this a key decision? Yes Forward Plan reference: 006123/2019 Notice was published on 20 February 2019.",
        "Is the decision eligible for call-in? Yes",
        "Exempt under paragraphs 1 and 3 of Schedule 12A",
    ]
    assert [words for words in expected if words not in first] == []


def test_headings_paragraphs_and_appendices_are_numbered_through(editions: Editions) -> None:
    text = text_of(editions.public)
    expected = [
        "1 Executive Summary 1.1 Forty vehicles are past their life. 1.2 This report asks for a first order.",
        "2 Recommendations 2.1 Cabinet is asked: 2.2 To approve the order of forty vehicles. 2.3 To note the terms:",
        "3.1 The fleet was bought in 2009. It breaks down • in winter, most of all ◦ at night • on hills 3.2 Two",
        "Earlier decisions 3.3 See the plan (https://example.org/plan) of 2018.",
        "4 Options considered and Recommended Proposal 4.1 1. Do nothing 2. Buy forty 3. Hire",
        "6 Compliance Issues 6.1 Legal Implications 6.1.1 The Environmental Protection Act",
        "6.3 Procurement Implications (if required) Not required: Nothing is bought by this report.",
        "7.1 Appendix 1: Fleet survey",
        "7.2 Appendix 2: Valuation. Not for publication. Exempt: paragraph 1.",
        "7.4 Appendix 4: Improvement plan, February 2019 8 Background Documents 8.1 None.",
    ]
    assert [words for words in expected if words not in text] == []


def test_in_the_public_edition_a_withheld_section_keeps_its_heading_and_says_why_in_law(editions: Editions) -> None:
    text = text_of(editions.public)
    assert "6.2 Financial Implications Not for publication. Exempt: paragraph 3. Paragraph 3 of Schedule 12A" in text
    assert "6.2.1" not in text


def test_nothing_withheld_is_in_any_byte_of_the_public_edition(editions: Editions) -> None:
    said = " ".join((text_of(editions.public), strings(editions.public), *attachments(editions.public)))
    assert [words for words in EVERY_EXEMPT_WORD if words in said] == []
    assert editions.made.findings == ()


def test_the_restricted_edition_says_all_of_it_and_is_marked_on_every_page(editions: Editions) -> None:
    text = text_of(editions.restricted)
    assert [words for words in EVERY_EXEMPT_WORD if words not in text] == []
    assert f"6.2.1 {SECRET} 6.2.2 It is not in the budget." in text
    assert f"Why it is withheld: {WHY}" in text
    assert [number for number, page in enumerate(pages_of(editions.restricted), 1) if MARK not in page] == []
    assert MARK not in text_of(editions.public)


def test_a_page_stands_in_the_place_of_a_withheld_appendix(editions: Editions) -> None:
    pages = pages_of(editions.public)
    gap = next(page for page in pages if page.startswith("Appendix 2: Valuation"))
    assert "Exempt: paragraph 1. It is not published. Paragraph 1 of Schedule 12A" in gap
    assert len(pages) == len(pages_of(editions.restricted)) - 4


def test_appendices_follow_in_order_each_behind_its_sheet(editions: Editions) -> None:
    pages = pages_of(editions.restricted)
    behind = [page.split(" Report ")[0] for page in pages[3:]]
    assert behind[0].endswith("Appendix 1: Fleet survey")
    assert [page[:13] for page in pages_of(editions.public)[4:6]] == ["Survey page 1", "Survey page 2"]
    assert "Issued on 1 March 2019" in pages[-2]
    assert "The pages that follow are as they were issued." in pages[-2]
    assert pages[-1] == f"{MARK} Month page 1 Appendix 4 · Page 14 of 14"


def test_appendices_have_bookmarks_of_their_own_below_that_of_the_report(editions: Editions) -> None:
    titles = [
        (0, f"Report to Cabinet: {TITLE}"),
        (1, "1 Executive Summary"),
        (1, "2 Recommendations"),
        (1, "3 Background"),
        (1, "4 Options considered and Recommended Proposal"),
        (1, "5 Consultation"),
        (1, "6 Compliance Issues"),
        (2, "6.1 Legal Implications"),
        (2, "6.2 Financial Implications"),
        (2, "6.3 Procurement Implications (if required)"),
        (1, "7 Appendices"),
        (1, "8 Background Documents"),
        (1, "Appendix 1: Fleet survey"),
        (1, "Appendix 2: Valuation"),
        (1, "Appendix 3: Threat assessment"),
        (1, "Appendix 4: Improvement plan, February 2019"),
    ]
    assert bookmarks(editions.public) == bookmarks(editions.restricted) == titles


def test_every_page_says_its_number_and_every_link_leads_somewhere(editions: Editions) -> None:
    for edition in editions.made.editions:
        pages = pages_of(edition.content)
        count = edition.page_count
        assert page_labels(edition.content) == [str(number) for number in range(1, count + 1)]
        assert [n for n, page in enumerate(pages, 1) if f"Page {n} of {count}" not in page] == []
        assert dangling_links(edition.content) == []


def test_a_screen_reader_hears_every_word_in_whole_tables_under_headings_that_skip_nothing(
    editions: Editions, tmp_path: Path
) -> None:
    for paper in map(without_appendices, (editions.papers.public, editions.whole)):
        source = cabinet_report_html(paper)
        content = make_editions(CabinetPapers(paper)).editions[0].content
        assert tagged_words(content, tmp_path) == html_words(source)
        assert roles(content)["Table"] == source.count("<table")
        assert roles(content)["TR"] == source.count("<tr")
    for edition in editions.made.editions:
        levels = heading_levels(edition.content)
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
        assert table_headers_without_scope(edition.content) == 0
        assert untagged_pages(edition.content) == []
        assert title_and_language(edition.content) == (f"Report to Cabinet: {TITLE}", "en-GB", True)


def test_with_accessible_appendices_both_editions_are_valid_pdf_ua(editions: Editions, tmp_path: Path) -> None:
    contents = [edition.content for edition in editions.accessible.editions]
    assert pdf_ua_faults(*contents, directory=tmp_path) == ["0.pdf: valid PDF/UA-1", "1.pdf: valid PDF/UA-1"]
    assert claims_pdf_ua(contents[0])
    assert not claims_pdf_ua(editions.public)


def test_it_prints_where_the_audit_trail_stood(editions: Editions) -> None:
    assert f"Audit trail when this report was made: entry 1,234 {TRAIL.hash}" in text_of(editions.public)


def test_the_same_facts_give_the_same_bytes(editions: Editions) -> None:
    paper = without_appendices(editions.papers.public)
    assert make_editions(CabinetPapers(paper)).editions == make_editions(CabinetPapers(paper)).editions


def test_a_preview_says_draft_on_every_page(editions: Editions) -> None:
    assert [n for n, page in enumerate(pages_of(editions.draft), 1) if "Draft: not published" not in page] == []


def test_without_anything_withheld_there_is_one_edition(editions: Editions) -> None:
    assert [edition.edition for edition in editions.made.editions] == [Edition.PUBLIC, Edition.RESTRICTED]
    paper = without_appendices(editions.papers.public)
    assert [edition.edition for edition in make_editions(CabinetPapers(paper)).editions] == [Edition.PUBLIC]


def leaks(editions: Editions, words: str, files: dict[str, bytes] | None = None) -> list[tuple[str, str]]:
    """What is found when the public edition says these words, too: of what, and where."""
    summary, *rest = editions.papers.public.sections
    paragraph = replace(summary.paragraphs[0], text=words)
    public = replace(
        without_appendices(editions.papers.public), sections=(replace(summary, paragraphs=(paragraph,)), *rest)
    )
    content = make_editions(CabinetPapers(public)).editions[0].content
    findings = leakage_of(
        content,
        cabinet_report_html(public),
        exempt=withheld_wording(CabinetPapers(public, editions.whole)),
        withheld_files=files or {},
        unprinted=dict[str, FileFacts](),
    )
    return [(finding.source, finding.where) for finding in findings]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        (f"Note well. {SECRET}", "Section 6.2: Financial Implications"),
        (f"Note well. {WHY}", "Section 6.2: Financial Implications"),
        ("See holloway-valuation.pdf for more.", "Appendix 2: Valuation"),
    ],
)
def test_a_withheld_sentence_copied_into_a_public_section_is_found(editions: Editions, words: str, source: str) -> None:
    assert (source, "Text of page 1") in leaks(editions, words)


def test_a_sentence_of_a_withheld_file_is_found(editions: Editions) -> None:
    sentence = "the surveyor valued the northern yard at nineteen million pounds last autumn"
    found = leaks(editions, f"We learnt that {sentence}.", {"appendix-2-sheet": pdf_of(sentence)})
    assert ("Appendix 2: Valuation", "Text of page 1") in found


def test_what_the_header_says_is_no_finding(editions: Editions) -> None:
    assert leaks(editions, f"The Director of Neighbourhoods writes about {TITLE}. See Appendix 2: Valuation.") == []


def word_file(paper: CabinetPaper, edition: Edition, **options: bool) -> WordDocument:
    return Document(BytesIO(cabinet_report_docx(paper, edition, **options)))


def said(document: WordDocument) -> str:
    return " ".join("".join(part.itertext(qn("w:t"))) for part in document.element.body.iter(qn("w:p")))


def test_a_word_file_has_every_word_of_its_edition_and_no_other(editions: Editions) -> None:
    for paper, edition in ((editions.papers.public, Edition.PUBLIC), (editions.whole, Edition.RESTRICTED)):
        assert words_of(said(word_file(paper, edition))) == html_words(cabinet_report_html(paper))


def test_nothing_withheld_is_in_any_part_of_the_public_word_file(editions: Editions) -> None:
    content = cabinet_report_docx(editions.papers.public, Edition.PUBLIC)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        whole = " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    assert [words for words in (*EVERY_EXEMPT_WORD, "threat.pdf", MARK) if words in whole] == []


def test_a_restricted_word_file_says_so_above_every_page_and_in_its_properties(editions: Editions) -> None:
    document = word_file(editions.whole, Edition.RESTRICTED)
    assert document.sections[0].header.paragraphs[0].text == f"{MARK} · Report to Cabinet: {TITLE}"
    assert document.core_properties.subject == f"Report to Cabinet · {MARK}"
    assert SECRET in said(document)


def test_a_draft_word_file_says_so_above_every_page(editions: Editions) -> None:
    document = word_file(editions.papers.public, Edition.PUBLIC, is_draft=True)
    assert document.sections[0].header.paragraphs[0].text == f"Draft: not published · Report to Cabinet: {TITLE}"


def test_a_word_file_has_headings_of_its_own_and_a_header_table_with_header_cells(editions: Editions) -> None:
    document = word_file(editions.papers.public, Edition.PUBLIC)
    styles = {row.text: row.style.name for row in document.paragraphs}
    assert styles["3\tBackground"] == "Heading 1"
    assert styles["6.1\tLegal Implications"] == styles["Earlier decisions"] == "Heading 2"
    assert styles["1.1\tForty vehicles are past their life."] == "Numbered Paragraph"
    table = document.tables[0]
    assert [row.cells[0].text for row in table.rows[:2]] == ["Subject", "Report of"]
    assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"
    assert document.tables[1].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_facts_kept_with_an_edition_give_the_same_word_file(editions: Editions) -> None:
    kept = IssuedDocument(contents=contents_of(editions.whole))
    assert paper_of_document(kept) == editions.whole


def test_the_pages_of_a_withheld_file_are_in_the_restricted_edition_alone(editions: Editions) -> None:
    assert (SECRET_PAGES in text_of(editions.public), SECRET_PAGES in text_of(editions.restricted)) == (False, True)


def test_an_appendix_that_cannot_be_printed_is_named(editions: Editions) -> None:
    first = replace(editions.papers.public.appendices[0], stored_name="appendices/gone")
    made = make_editions(CabinetPapers(replace(editions.papers.public, appendices=(first,))))
    assert [words.partition(" Ask ")[0] for words in made.not_printed] == [
        "Appendix 1: Fleet survey. “survey.pdf” is missing from the file store."
    ]
