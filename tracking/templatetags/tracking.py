"""What templates may ask: words for dates and Markdown. Everything else comes ready from presenters."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.core.paginator import Page
from django.utils.safestring import SafeString

from tracking.presenters import wording
from tracking.presenters.prose import rendered_markdown

register = template.Library()


@register.filter
def written_date(day: date | None) -> str:
    return wording.written_date(day)


@register.filter
def markdown(text: str, heading_level: int | None = None) -> SafeString:
    """`{{ text|markdown:4 }}`: its main headings are h4; without a number they are bold paragraphs."""
    return rendered_markdown(text, heading_level)


@register.filter
def printed_markdown(text: str, heading_level: int | None = None) -> SafeString:
    """The same for papers, where nobody can follow a link."""
    return rendered_markdown(text, heading_level, printed=True)


@register.filter
def pages_words(typed: str) -> str:
    return wording.pages_words(typed)


@register.filter
def page_links(page: Page) -> Iterable[int | str]:
    """Return the page numbers to link to, with an ellipsis for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
