"""Markdown as it is read: what the editor offers, and nothing that could harm or disappear."""

import re
from html.parser import HTMLParser
from time import process_time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.forms.fields import LONGEST_TEXT
from tracking.presenters.prose import rendered_markdown

REL = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("One\nline below", "<p>One<br>\nline below</p>\n"),
        ("**bold** and _italic_", "<p><strong>bold</strong> and <em>italic</em></p>\n"),
        ("- a\n    - b\n- c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("[plan](https://example.org)", f'<p><a href="https://example.org" {REL}>plan</a></p>\n'),
        ("[](https://example.org)", f'<p><a href="https://example.org" {REL}>https://example.org</a></p>\n'),
        ("<https://example.org>", f'<p><a href="https://example.org" {REL}>https://example.org</a></p>\n'),
        ("[plan](javascript:alert)", "<p>[plan](javascript:alert)</p>\n"),
        ("[plan](/elsewhere)", f"<p><a {REL}>plan</a></p>\n"),
        ("![a map](https://example.org/map.png)", "<p>a map</p>\n"),
        ("<script>x</script> & `code`", "<p>&lt;script&gt;x&lt;/script&gt; &amp; `code`</p>\n"),
        ("> 90% of homes", "<p>&gt; 90% of homes</p>\n"),
        ("    indented", "<p>indented</p>\n"),
        ("Title\n-----", "<p>Title<br>\n-----</p>\n"),
        ("[note]: example.org", "<p>[note]: example.org</p>\n"),
        ("page one\fpage two\x07", "<p>page one<br>\npage two</p>\n"),
    ],
)
def test_signs_of_the_editor_are_rendered_and_every_other_stays_as_typed(typed: str, html: str) -> None:
    assert rendered_markdown(typed) == html


@pytest.mark.parametrize(
    ("typed", "level", "headings"),
    [
        ("## A\n\n## B", 3, ["h3", "h3"]),
        ("# A\n\n### B\n\n## C\n\n# D", 3, ["h3", "h4", "h4", "h3"]),
        ("#### A\n\n# B", 2, ["h2", "h2"]),
        ("# A\n\n## B\n\n### C", 5, ["h5", "h6", "h6"]),
        ("#\n\n## B", 4, ["h4"]),
        ("# A", None, []),
    ],
)
def test_headings_follow_each_other_from_the_level_asked_for(
    typed: str, level: int | None, headings: list[str]
) -> None:
    assert re.findall(r"<(h\d)>", rendered_markdown(typed, level)) == headings


def test_without_a_level_a_heading_is_a_bold_paragraph() -> None:
    assert rendered_markdown("## What was done") == "<p><strong>What was done</strong></p>\n"


def test_a_table_on_a_page_scrolls_in_a_frame_named_after_its_columns() -> None:
    html = rendered_markdown("| Ward | **Homes** |\n| --- | --- |\n| North | 120 |")
    frame = 'class="app-prose__table" role="region" tabindex="0" aria-label="Table: Ward, Homes"'
    assert html.startswith(f'<div {frame}><table>\n<thead>\n<tr>\n<th scope="col">Ward</th>')
    assert html.endswith("<td>North</td>\n<td>120</td>\n</tr>\n</tbody>\n</table>\n</div>")


def test_a_table_on_paper_has_no_frame_and_is_set_small_where_it_has_many_columns() -> None:
    few, many = ("|" + " a |" * columns + "\n|" + " - |" * columns for columns in (8, 9))
    starts = [rendered_markdown(table, printed=True).partition("\n")[0] for table in (few, many)]
    assert starts == ["<table>", '<table class="wide">']


def test_on_paper_a_link_says_where_it_leads_unless_its_words_do() -> None:
    typed = "[plan](https://example.org/plan), <https://example.org>, [write](mailto:a@example.org)"
    words = re.sub(r"<[^>]+>", "", rendered_markdown(typed, printed=True))
    assert words == "plan (https://example.org/plan), https://example.org, write\n"


ALLOWED = {
    **{tag: set() for tag in ("p", "ul", "li", "strong", "em", "br", "thead", "tbody", "tr", "td")},
    **{f"h{level}": set() for level in range(3, 7)},
    "ol": {"start"},
    "a": {"href", "rel"},
    "table": {"class"},
    "th": {"scope"},
    "div": {"class", "role", "tabindex", "aria-label"},
}


class _Elements(HTMLParser):
    """Every start tag with its attributes, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


SIGNS = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "- ",
            "1. ",
            "    ",
            "\n",
            "\n\n",
            "**",
            "_",
            "*",
            "[",
            "](",
            ")",
            "| ",
            "|\n",
            "| - |\n",
            "\\",
            "`",
        ),
        *(
            "<",
            ">",
            "<script>",
            "<img src=x onerror=alert(1)>",
            '" onclick="x',
            "![",
            "&lt;",
            "javascript:",
            "data:text/html,",
        ),
        *(
            "https://",
            "mailto:",
            "file:///",
            "//evil.example",
            "JaVaScRiPt&#58;",
            "\x00",
            "\x0b",
            "\u2028",
            "word",
            "Ödön",
        ),
    ]
)
TYPED = st.lists(SIGNS | st.text(max_size=8), max_size=40).map("".join)


@given(typed=TYPED, level=st.sampled_from([None, 3, 5]), printed=st.booleans())
def test_whatever_is_typed_only_harmless_elements_come_out(typed: str, level: int | None, printed: bool) -> None:
    for tag, attributes in _Elements(rendered_markdown(typed, level, printed=printed)).elements:
        assert attributes.keys() <= ALLOWED[tag]
        assert urlsplit(attributes.get("href") or "https:").scheme in {"http", "https", "mailto"}


@given(words=st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=1), data=st.data())
def test_no_word_disappears_between_signs(words: list[str], data: st.DataObject) -> None:
    between = st.sampled_from(
        [" ", "\n", "\n\n", "\n- ", "\n    - ", "\n## ", "\n1. ", " **", "** ", " _", "_ ", "\n> ", "\n---\n", " <b>"]
    )
    typed = "".join(word + data.draw(between) for word in words)
    assert re.findall("alpha|beta|gamma", _Elements(rendered_markdown(typed, 3)).words) == words


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        (
            "See https://example.org/a_b?x=1.",
            'See <a href="https://example.org/a_b?x=1">https://example.org/a_b?x=1</a>.',
        ),
        ("(http://example.org/a_(b))", '(<a href="http://example.org/a_(b)">http://example.org/a_(b)</a>)'),
        ("**https://example.org**", '<strong><a href="https://example.org">https://example.org</a></strong>'),
        ("example.org and www.example.org", "example.org and www.example.org"),
        ("a@example.org mailto:a@example.org", "a@example.org mailto:a@example.org"),
        ("ftp://example.org //example.org", "ftp://example.org //example.org"),
        ("javascript://example.org/%0Aalert(1)", "javascript://example.org/%0Aalert(1)"),
    ],
)
def test_a_bare_web_address_is_a_link(typed: str, link: str) -> None:
    for printed in (False, True):
        html = rendered_markdown(typed, printed=printed).replace(' rel="noopener noreferrer"', "")
        assert html == f"<p>{link}</p>\n"


@pytest.mark.parametrize("typed", ["https://a/?", "://", "https://x.org/()"])
def test_very_many_addresses_keep_no_reader_waiting(typed: str) -> None:
    text = typed * (LONGEST_TEXT // len(typed))
    before = process_time()
    assert text in rendered_markdown(text)
    assert process_time() - before < 3
