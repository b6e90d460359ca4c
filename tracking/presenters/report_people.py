"""Who has a section of a report, in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils import timezone

from tracking import dates
from tracking.models import Post, ProgressUpdate
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.report_people import PostWithPeople

MOST_NAMES = 4


def who_has_it(posts: Sequence[Post], people: Mapping[int, PostWithPeople]) -> tuple[str, ...]:
    """ "With Councillor A. Example and Jo Bloggs, Deputy Leader", a line for each post."""
    return tuple(_with(people[post.pk]) for post in posts)


def _with(row: PostWithPeople) -> str:
    names = list(dict.fromkeys((*row.holders, *row.contributors)))
    if not names:
        return f"With the {row.post}, where nobody is appointed today"
    return f"With {names_words(names)}, {row.post}"


def names_words(names: Iterable[str]) -> str:
    """ "A, B and C"; of many the first few, and how many others."""
    listed = list(names)
    if len(listed) <= MOST_NAMES + 1:
        return written_list(listed)
    return f"{', '.join(listed[:MOST_NAMES])} and {counted(len(listed) - MOST_NAMES, 'other')}"


def saved_words(update: ProgressUpdate, *, today: date) -> str:
    """ "Saved by Jo Bloggs, 14:03 today" or with the date; nothing for what was never saved."""
    if not update.version:
        return ""
    day = dates.today(update.recorded_at)
    at = timezone.localtime(update.recorded_at)
    when = f"{at:%H:%M} today" if day == today else written_date(day)
    return f"Saved by {update.recorded_by.person.name}, {when}"


def writing_words(names: Sequence[str]) -> str:
    """ "Jo Bloggs has text here that is not saved yet"."""
    if not names:
        return ""
    return f"{names_words(names)} {'has' if len(names) == 1 else 'have'} text here that is not saved yet"
