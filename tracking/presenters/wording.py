"""Words for dates, numbers and Markdown, the same on pages and in papers."""

from collections.abc import Iterable
from datetime import date

import nh3
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}


_SCHEMES = {"http", "https", "mailto"}


def _whole_addresses_only(tag: str, attribute: str, value: str) -> str | None:
    """Drop a link that leads nowhere outside the page it was typed for: the words are printed in papers too."""
    return value if attribute != "href" or value.partition(":")[0].lower() in _SCHEMES else None


def written_date(day: date | None) -> str:
    """Return "9 June 2015", or nothing for no date."""
    return f"{day:%-d %B %Y}" if day else ""


def written_list(words: Iterable[str]) -> str:
    """Return "a, b and c"."""
    items = list(words)
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return "1 part", "3 parts"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def pages_words(typed: str) -> str:
    """Return "page 5", "pages 3 and 8": pages as they were typed, bare numbers called pages; nothing for nothing."""
    if not typed[:1].isdigit():
        return typed
    return f"page {typed}" if typed.isdigit() else f"pages {typed}"


def file_size(size: int) -> str:
    """Return "25 MB", "1.2 MB", "294 bytes"."""
    return filesizeformat(size).replace(".0\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")


def days_left(day: date, today: date) -> str:
    """Return "9 days left", "today" or "2 days late"."""
    days = (day - today).days
    if days == 0:
        return "today"
    return f"{counted(days, 'day')} left" if days > 0 else f"{counted(-days, 'day')} late"


def rendered_markdown(text: str) -> SafeString:
    """Return Markdown as safe HTML. Headings become plain paragraphs, so that a page's outline stays its own."""
    html = _MARKDOWN.render(text)
    for level in range(1, 7):
        html = html.replace(f"<h{level}>", "<p><strong>").replace(f"</h{level}>", "</strong></p>")
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        attribute_filter=_whole_addresses_only,
    )
    return mark_safe(cleaned)  # noqa: S308 - cleaned by nh3
