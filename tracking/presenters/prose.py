"""What people write in Markdown as safe HTML, on pages and in papers."""

import re
from collections.abc import Iterable, Iterator

import nh3
from django.utils.safestring import SafeString, mark_safe
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.token import Token

# What the editor offers and nothing else: every other sign stays as it was typed, so that no word disappears.
_RULES = ["heading", "list", "table", "emphasis", "link", "autolink", "linkify", "image", "newline", "escape"]
# Far more than anyone types. Looking for bare addresses takes the square of their number.
_MOST_ADDRESSES = 200


def _parser(*, links_bare_addresses: bool) -> MarkdownIt:
    # Line ends count as typed. Lists may be nested far deeper than anyone writes before their text would be left out.
    parser = MarkdownIt("zero", {"breaks": True, "linkify": links_bare_addresses, "maxNesting": 100}).enable(_RULES)
    # Only what says itself that it is a web address: "example.org" may be words, "https://example.org" is not.
    parser.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for scheme in ("ftp:", "//", "mailto:"):
        parser.linkify.add(scheme, None)
    parser.add_render_rule("image", lambda renderer, tokens, index, options, env: _escaped_words(tokens[index]))
    return parser


_MARKDOWN = _parser(links_bare_addresses=True)
_MARKDOWN_OF_TOO_MANY = _parser(links_bare_addresses=False)

_HEADINGS = {f"h{level}" for level in range(2, 7)}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "div", *_HEADINGS, *_TABLE}
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope"},
    "table": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
}
# As many columns as fit on a page of paper with whole words.
_COLUMNS_ON_PAPER = 8
_SCHEMES = {"http", "https", "mailto"}
_LINE_BREAKS = re.compile(r"[\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def rendered_markdown(text: str, heading_level: int | None = None, *, printed: bool = False) -> SafeString:
    """Return Markdown as safe HTML: paragraphs, lists, bold, italic, links, headings and tables.

    `heading_level` is the level of the text's main headings, so that the outline around it stays whole; without one
    headings are bold paragraphs. `printed` writes out where links lead, for those who read on paper.
    """
    legible = _UNPRINTABLE.sub("", _LINE_BREAKS.sub("\n", text))
    markdown = _MARKDOWN if legible.count("://") <= _MOST_ADDRESSES else _MARKDOWN_OF_TOO_MANY
    tokens = markdown.parse(legible)
    for token in tokens:
        if token.children:
            token.children = list(_with_words_in_links(token.children, printed=printed))
    framed = list(_framed(_outlined(tokens, heading_level), printed=printed))
    html = markdown.renderer.render(framed, markdown.options, {})
    cleaned = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, attribute_filter=_whole_addresses_only
    )
    return mark_safe(cleaned)  # noqa: S308 - cleaned by nh3


def _whole_addresses_only(tag: str, attribute: str, value: str) -> str | None:
    """Drop a link that leads nowhere outside the page it was typed for: the words are printed in papers too."""
    return value if attribute != "href" or _leads_outside(value) else None


def _leads_outside(address: str) -> bool:
    return address.partition(":")[0].lower() in _SCHEMES


def _words(tokens: Iterable[Token] | None) -> str:
    return "".join(token.content or _words(token.children) for token in tokens or ()).strip()


def _escaped_words(picture: Token) -> str:
    """A picture is told by its description: pictures are evidence, and nothing is loaded from elsewhere."""
    return nh3.clean_text(picture.content)


def _with_words_in_links(tokens: list[Token], *, printed: bool) -> Iterator[Token]:
    """Give a link without words its address as words, and on paper every other its address behind them."""
    address, begun, is_written_out = "", 0, False
    for index, token in enumerate(tokens):
        if token.type == "link_open":
            address, begun, is_written_out = str(token.attrs["href"]), index, token.info == "auto"
        elif token.type == "link_close":
            words = _words(tokens[begun:index])
            if not words:
                yield _text(address)
            yield token
            if printed and words and address.startswith("http") and not is_written_out and words != address:
                yield _text(f" ({address})")
            continue
        yield token


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _outlined(tokens: Iterable[Token], top: int | None) -> Iterator[Token]:
    """Put headings at levels that follow each other from `top` down, whatever was typed; leave out empty ones."""
    above: list[int] = []
    following = iter(tokens)
    for token in following:
        if token.type != "heading_open":
            yield token
            continue
        words, end = next(following), next(following)
        if not _words(words.children):
            continue
        typed = int(token.tag[1:])
        above = [*(level for level in above if level < typed), typed]
        if top is None:
            token.tag = end.tag = "p"
            words.children = [
                Token("strong_open", "strong", 1),
                *(words.children or ()),
                Token("strong_close", "strong", -1),
            ]
        else:
            token.tag = end.tag = f"h{min(top + len(above) - 1, 6)}"
        yield from (token, words, end)


def _framed(tokens: Iterable[Token], *, printed: bool) -> Iterator[Token]:
    """Say what each header cell heads, and let wide tables be read.

    On a page a table scrolls in a frame that the keyboard reaches, named after its columns; on paper one of many
    columns is marked to be set small.
    """
    frame = Token("", "", 0)
    columns: list[str] = []
    for token in tokens:
        match token.type:
            case "table_open":
                columns = []
                frame = token if printed else Token("frame_open", "div", 1)
                yield from ([token] if printed else [frame, token])
            case "table_close":
                yield from ([token] if printed else [token, Token("frame_close", "div", -1)])
            case "thead_close":
                frame.attrs = _paper_attributes(columns) if printed else _frame_attributes(columns)
                yield token
            case "th_open":
                token.attrs = {"scope": "col"}
                columns.append("")
                yield token
            case _:
                if token.type == "inline" and columns and not frame.attrs:
                    columns[-1] = _words(token.children)
                yield token


def _paper_attributes(columns: list[str]) -> dict[str, str | int | float]:
    return {"class": "wide"} if len(columns) > _COLUMNS_ON_PAPER else {}


def _frame_attributes(columns: list[str]) -> dict[str, str | int | float]:
    label = "Table: " + ", ".join(filter(None, columns))
    return {"class": "app-prose__table", "role": "region", "tabindex": "0", "aria-label": label}
