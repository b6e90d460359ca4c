"""Words for dates and numbers, the same on pages and in papers."""

from collections.abc import Iterable
from datetime import date

from django.template.defaultfilters import filesizeformat


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
