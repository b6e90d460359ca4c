"""Turning the pages of a list that is not the only one on its page."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.http import QueryDict


@dataclass(frozen=True)
class Pager:
    """Links to the pages before and after; empty at either end. `words` say which page this is."""

    label: str
    words: str
    previous_href: str
    next_href: str


def pager(page: Page, query: QueryDict, *, parameter: str, anchor: str, label: str) -> Pager | None:
    """Links that keep the rest of the query; None where there is one page only."""
    if not page.has_other_pages():
        return None

    def href(number: int) -> str:
        turned = query.copy()
        turned[parameter] = str(number)
        return f"?{turned.urlencode(safe='/')}#{anchor}"

    return Pager(
        label=label,
        words=f"Page {page.number} of {page.paginator.num_pages}",
        previous_href=href(page.previous_page_number()) if page.has_previous() else "",
        next_href=href(page.next_page_number()) if page.has_next() else "",
    )
