from tests.pdfs import pages_of, pdf_ua_faults, roles, table_headers_without_scope, tagged_words
from tracking.packs.pdf import render

ROWS = "".join(f'<tr><th scope="row">Row{"x" * number}</th><td>Words</td></tr>' for number in range(1, 80))
HEAD = '<tr><th scope="col">Heading</th><th scope="col">Said</th></tr>'
TABLE = f"<table><thead>{HEAD}</thead><tbody>{ROWS}</tbody></table>"
TALL = "<br>".join(f"line{'y' * number}" for number in range(1, 90))
TALL_ROW = f'<table><tbody><tr><th scope="row">Tall</th><td>{TALL}</td></tr></tbody></table>'


def _paper(body: str) -> bytes:
    head = '<!DOCTYPE html><html lang="en-GB"><head><title>A paper</title></head>'
    return render(
        f"{head}<body><h1>Paper</h1>{body}</body></html>", stylesheet="@page { size: A5 } tr { break-inside: avoid }"
    )


def test_a_table_over_several_pages_is_one_table_with_each_row_once() -> None:
    paper = _paper(TABLE + TABLE)
    found = roles(paper)
    assert len(pages_of(paper)) > 4
    assert (found["Table"], found["THead"], found["TR"]) == (2, 2, 160)


def test_the_head_repeated_on_each_page_is_seen_but_not_read_out_again(tmp_path) -> None:
    paper = _paper(TABLE)
    assert all("Heading" in page for page in pages_of(paper))
    assert tagged_words(paper, tmp_path)["Heading"] == 1


def test_a_row_taller_than_a_page_is_one_row() -> None:
    paper = _paper(TALL_ROW)
    found = roles(paper)
    assert len(pages_of(paper)) > 1
    assert (found["Table"], found["TR"], found["TH"], found["TD"]) == (1, 1, 1, 1)


def test_an_item_of_a_list_whose_words_are_in_paragraphs_has_a_body_like_any_other(tmp_path) -> None:
    paper = _paper("<ol><li><p>one</p><p>more</p></li><li><p>two</p><ul><li>deep</li></ul></li></ol>")
    found = roles(paper)
    assert (found["LI"], found["Lbl"], found["LBody"]) == (3, 3, 3)
    assert tagged_words(paper, tmp_path)["more"] == 1


def test_every_table_header_has_a_scope() -> None:
    assert table_headers_without_scope(_paper(TABLE)) == 0


def test_the_same_page_gives_the_same_bytes() -> None:
    assert _paper(TABLE) == _paper(TABLE)


def test_paragraphs_of_a_list_are_in_the_bodies_of_its_items(tmp_path) -> None:
    paper = _paper("<ol><li><p>One</p><p>and more</p></li><li>Two</li></ol><ul><li><p>Three</p></li></ul>")
    found = roles(paper)
    assert (found["LI"], found["LBody"]) == (3, 3)
    assert [fault for fault in pdf_ua_faults(paper, directory=tmp_path) if "LI element" in fault] == []
