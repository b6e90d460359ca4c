"""Our own HTML becomes Word's own headings, lists, tables and links."""

from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm

from tracking.exports import word
from tracking.exports.word_from_html import add_html, bookmark_name
from tracking.presenters.prose import rendered_markdown

TABLE = "| Ward | Homes |\n|-|-|\n| Aston | 12 |\n"


def written(body: str) -> WordDocument:
    document = Document()
    add_html(
        document, f"<!DOCTYPE html><html><head><title>Not said</title></head><body>{body}</body></html>", width=Mm(170)
    )
    return Document(BytesIO(word.saved(document)))


def styled(document: WordDocument) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def typed(markdown: str) -> WordDocument:
    return written(f'<div class="prose">{rendered_markdown(markdown, 5, printed=True)}</div>')


def test_headings_are_words_own_one_below_the_other() -> None:
    found = styled(written("<h1><small>Kind:</small><br>Name</h1><h2>First</h2><h3>Second</h3><h4>Third</h4>"))
    assert found == [("Title", "Kind:\nName"), ("Heading 1", "First"), ("Heading 2", "Second"), ("Heading 3", "Third")]


def test_lists_are_words_own_however_deep_and_count_from_where_they_begin() -> None:
    document = typed(
        "- one\n    - two\n        - three\n            - four\n\n3. third\n4. fourth\n\ntext\n\n1. first\n"
    )
    assert styled(document) == [
        ("List Bullet", "one"),
        ("List Bullet 2", "two"),
        ("List Bullet 3", "three"),
        ("List Bullet 3", "four"),
        ("List Number", "third"),
        ("List Number", "fourth"),
        ("Normal", "text"),
        ("List Number", "first"),
    ]
    numbers = [row._p.pPr.numPr.numId.val for row in document.paragraphs if row.style.name == "List Number"]
    numbering = document.part.numbering_part.element
    starts = [numbering.num_having_numId(number).lvlOverride_lst[0].startOverride.val for number in numbers]
    assert (starts, numbers[0] == numbers[1], numbers[1] == numbers[2]) == ([3, 3, 1], True, False)


def test_a_further_paragraph_of_an_item_continues_it() -> None:
    assert styled(typed("- one\n\n  more of it\n\n- two\n")) == [
        ("List Bullet", "one"),
        ("List Continue", "more of it"),
        ("List Bullet", "two"),
    ]


def test_a_list_in_a_cell_is_as_small_as_the_words_beside_it() -> None:
    cell = f"<td>{rendered_markdown(f'- one{chr(10)}    1. two{chr(10)}', printed=True)}</td>"
    document = written(f"<table><tr>{cell}</tr></table>")
    rows = [(row.style.name, row.style.font.size.pt) for row in document.tables[0].rows[0].cells[0].paragraphs]
    assert rows == [("Table List Bullet", 9.5), ("Table List Number 2", 9.5)]


def test_bold_and_italic_words_stay_so() -> None:
    runs = typed("plain **bold** and _slanted_ **_both_**").paragraphs[0].runs
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in runs] == [
        ("plain ", False, False),
        ("bold", True, False),
        (" and ", False, False),
        ("slanted", False, True),
        (" ", False, False),
        ("both", True, True),
    ]


def test_a_link_leads_to_its_page_and_its_address_is_written_out() -> None:
    paragraph = typed("See [the **page**](https://example.org/costs).").paragraphs[0]
    assert [(link.address, link.text) for link in paragraph.hyperlinks] == [("https://example.org/costs", "the page")]
    assert paragraph.text == "See the page (https://example.org/costs)."


def test_a_link_within_the_paper_leads_to_its_bookmark() -> None:
    document = written('<p><a href="#tracked-today">Appendix 3</a></p><h2 id="tracked-today">Appendix 3</h2>')
    marks = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert ([link.fragment for link in document.paragraphs[0].hyperlinks], marks) == (
        ["at_tracked_today"],
        ["at_tracked_today"],
    )


def test_what_only_a_finished_pack_leads_to_is_words() -> None:
    paragraph = written('<p><a href="pack:item-1-exempt">Appendix 6</a></p>').paragraphs[0]
    assert (paragraph.text, paragraph.hyperlinks) == ("Appendix 6", [])


@pytest.mark.parametrize("anchor", ["r01", "1st", "a" * 90, "Ünder-stood"])
def test_a_bookmark_is_named_as_word_allows(anchor: str) -> None:
    name = bookmark_name(anchor)
    assert (name.isascii(), name.replace("_", "a").isalnum(), name[0].isalpha(), len(name) <= 40) == (True,) * 4


def test_a_table_repeats_its_header_row_and_has_fixed_widths() -> None:
    document = typed(TABLE)
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Ward", "Homes"], ["Aston", "12"]]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert (repeated, table.autofit, [round(cell.width.mm) for cell in table.rows[0].cells]) == (
        [True, False],
        False,
        [85, 85],
    )
    assert [run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs] == [True, True]


def test_two_tables_one_after_the_other_stay_two() -> None:
    body = typed(f"{TABLE}\n{TABLE}").element.body
    assert [part.tag.rpartition("}")[2] for part in body] == ["tbl", "p", "tbl", "sectPr"]


def test_a_table_may_stand_in_a_cell_between_words() -> None:
    cell = f"<td>{rendered_markdown(f'before{chr(10)}{chr(10)}{TABLE}{chr(10)}after', printed=True)}</td>"
    document = written(f"<table><tr><th scope='row'>R01</th>{cell}</tr></table>")
    inner = document.tables[0].rows[0].cells[1]
    assert [part.tag.rpartition("}")[2] for part in inner._tc] == ["tcPr", "p", "tbl", "p"]
    assert ([paragraph.text for paragraph in inner.paragraphs], inner.tables[0].rows[1].cells[0].text) == (
        ["before", "after"],
        "Aston",
    )


def test_a_cell_that_begins_with_a_table_has_no_empty_line_above_it() -> None:
    document = written(f"<table><tr><td>{rendered_markdown(TABLE, printed=True)}</td></tr></table>")
    assert [part.tag.rpartition("}")[2] for part in document.tables[0].rows[0].cells[0]._tc] == ["tcPr", "tbl", "p"]


def test_no_paragraph_is_empty_for_the_sake_of_space() -> None:
    document = written("<div> <p></p> <p>words</p>\n <div> </div><p> <br> </p></div>")
    assert styled(document) == [("Normal", "words")]


def test_white_space_is_joined_as_pages_join_it() -> None:
    assert styled(written("<p>  one\n  two <strong> three </strong> four </p>")) == [("Normal", "one two three four")]


def test_what_a_word_file_cannot_hold_is_left_out() -> None:
    assert styled(written("<p>form\x0cfeed, bell\x07, half \ud800 and <b>nul\x00</b></p>")) == [
        ("Normal", "formfeed, bell, half  and nul".replace("  ", " "))
    ]


def test_an_appendix_begins_a_page() -> None:
    document = written('<p>cover</p><div class="appendix"><h2>Appendix 1</h2><p>words</p></div>')
    assert [bool(row.paragraph_format.page_break_before) for row in document.paragraphs] == [False, True, False]
