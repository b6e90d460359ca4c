"""The Word file of a Progress Report has the words of its PDF, with headings and tables of Word's own."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tests.paper_scene import service_report
from tests.pdfs import html_words, words_of
from tracking.enums import ReportState
from tracking.exports.progress_report import report_docx
from tracking.exports.word_from_html import bookmark_name
from tracking.packs.html import report_html
from tracking.presenters.papers import report_document
from tracking.queries.paper_facts import PassagePlace, ReportPaper
from tracking.queries.papers import report_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> ReportPaper:
    return report_paper(service_report(), seen_by=AnonymousUser())


@pytest.fixture
def document(paper: ReportPaper) -> WordDocument:
    return Document(BytesIO(report_docx(paper)))


def said(document: WordDocument) -> str:
    return " ".join("".join(part.itertext(qn("w:t"))) for part in document.element.body.iter(qn("w:p")))


def test_it_has_every_word_of_the_pdf_and_no_other(paper: ReportPaper, document: WordDocument) -> None:
    assert words_of(said(document)) == html_words(report_html(report_document(paper)))


def test_no_level_of_heading_is_skipped(document: WordDocument) -> None:
    names = [row.style.name for row in document.paragraphs if row.style.name.startswith(("Title", "Heading"))]
    levels = [0 if name == "Title" else int(name.removeprefix("Heading ")) for name in names]
    skipped = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
    assert (levels[0], levels.count(0), skipped) == (0, 1, [])
    assert {1, 2, 3} <= set(levels)


def test_typed_headings_go_below_those_around_them(paper: ReportPaper) -> None:
    first = replace(paper.tracked[0], evidence_text="# Done\n\n### In detail\n\nwords")
    document = Document(BytesIO(report_docx(replace(paper, tracked=(first,), overview="# News\n\nwords"))))
    styles = {row.text: row.style.name for row in document.paragraphs}
    assert (styles["News"], styles["Done"], styles["In detail"]) == ("Heading 2", "Heading 4", "Heading 5")


def test_each_table_of_rows_repeats_its_headers(paper: ReportPaper, document: WordDocument) -> None:
    heads = [
        tuple(cell.text for cell in table.rows[0].cells)
        for table in document.tables
        if table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    ]
    assert len(document.tables) == report_html(report_document(paper)).count("<table")
    assert heads[0] == ("Name", "Title", "Telephone", "E-mail")
    assert heads[1] == ("Category", "Criteria")
    assert heads[2] == (
        "No",
        "Recommendation",
        "Responsibility",
        "Original date for completion",
        "Cabinet Member’s assessment",
    )
    # All but the two of particulars, whose names stand in their first column.
    assert len(heads) == len(document.tables) - 2


def test_a_category_is_its_number_and_its_name(document: WordDocument) -> None:
    assert document.tables[3].rows[3].cells[0].text == "3 Not Achieved (Progress Made)"


def test_no_paragraph_is_empty(document: WordDocument) -> None:
    assert [row.style.name for row in document.paragraphs if not row.text.strip()] == []


def test_it_says_of_itself_what_it_is(document: WordDocument) -> None:
    about = document.core_properties
    assert (about.title, about.subject, about.author, about.language) == (
        "Progress Report on Implementation: Refreshing the Partnership: Service Birmingham",
        "Progress Report on Implementation",
        "Demo Council",
        "en-GB",
    )
    languages = {language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_its_pages_are_counted_by_word(document: WordDocument) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert (footer.text, fields) == (
        "Corporate Resources Overview and Scrutiny Committee, 10 November 2016: page  of ",
        ["PAGE", "NUMPAGES"],
    )


def test_one_that_is_not_public_says_so_above_every_page(paper: ReportPaper, document: WordDocument) -> None:
    draft = Document(BytesIO(report_docx(replace(paper, state=ReportState.DRAFT))))
    heads = [file.sections[0].header.paragraphs[0].text for file in (document, draft)]
    title = "Progress Report on Implementation: Refreshing the Partnership: Service Birmingham"
    assert heads == [title, f"Draft: not published · {title}"]


def test_what_is_withheld_of_its_text_has_its_place_as_in_the_pdf(paper: ReportPaper) -> None:
    first = replace(paper.tracked[0], passages=(1,))
    withheld = replace(paper, passages=(PassagePlace(1, "R01", 3),), tracked=(first, *paper.tracked[1:]))
    document = Document(BytesIO(report_docx(withheld)))
    heading = next(
        row for row in document.paragraphs if row.text == "Appendix 6: Exempt information" and not row.hyperlinks
    )
    names = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    links = {link.fragment for row in document.paragraphs for link in row.hyperlinks if link.fragment}
    assert (heading.style.name, heading.paragraph_format.page_break_before) == ("Heading 1", True)
    assert ("Exempt passage 1 (paragraph 3)" in said(document), "It is not published." in said(document)) == (
        True,
        True,
    )
    assert (bookmark_name("exempt") in links, links - names) == (True, set())


def test_the_same_facts_make_the_same_file(paper: ReportPaper) -> None:
    assert report_docx(paper) == report_docx(paper)
