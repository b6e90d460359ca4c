"""What is due, late and disagreed, in numbers that lead to the register, and the next dates."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode

from tracking.models import RegisterEntry
from tracking.presenters.links import Link, recommendation_href
from tracking.presenters.positions import full_title
from tracking.presenters.wording import written_date
from tracking.queries.standing import Standing


@dataclass(frozen=True)
class Count:
    """A number, what it counts, and the register's list of just these, where there are any."""

    number: str
    words: str
    href: str
    is_late: bool = False


def standing_counts(standing: Standing, **filters: str) -> tuple[Count, ...]:
    """The numbers of what `filters` of the register keep; nothing where there is nothing."""
    if not standing.total:
        return ()
    late = _count(standing.late, "late", filters | {"overdue": "on"})
    return (
        _count(standing.tracked, "still tracked", filters | {"state": "tracked"}),
        replace(late, is_late=standing.late > 0),
        _count(standing.disagreed, "where the committee’s view differs", filters | {"disagreement": "on"}),
        _count(standing.concluded, "concluded", filters | {"state": "concluded"}),
    )


def _count(number: int, words: str, filters: dict[str, str]) -> Count:
    return Count(f"{number:,}", words, register_href(**filters) if number else "")


def register_href(**filters: str) -> str:
    """The register with filters in force."""
    return f"{reverse('register')}?{urlencode(filters)}"


def due_links(entries: Iterable[RegisterEntry]) -> tuple[Link, ...]:
    """What is due next, each with its inquiry and its date."""
    return tuple(
        Link(
            full_title(entry.leaf),
            recommendation_href(entry.inquiry, entry.leaf),
            f"{written_date(entry.current_on)}, {entry.inquiry}",
        )
        for entry in entries
    )
