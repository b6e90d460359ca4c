"""Which posts answered for a recommendation on a day, who held them then, and when that passed to others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracking.models import Person, Post, Recommendation


@dataclass(frozen=True)
class Answering:
    """A post that answered for something on a day, and who held it on that day."""

    post: Post
    holders: tuple[Person, ...]


@dataclass(frozen=True)
class ResponsibilityMove:
    """The day from which other posts answer than on the day before."""

    on: date
    taken_up: tuple[Post, ...]
    laid_down: tuple[Post, ...]


def answering_on(recommendations: Iterable[Recommendation], day: date) -> tuple[Answering, ...]:
    """Return the posts that answered for any of these on a day, each once, in their order, with who held them then.

    Reads the `with_responsibilities` prefetch and the posts' appointments. An office changes hands: who holds it today
    says nothing of that day.
    """
    posts = {row.post.pk: row.post for found in recommendations for row in found.responsibilities_on(day)}
    return tuple(Answering(post, tuple(post.holders_on(day))) for post in posts.values())


def responsibility_moves(recommendation: Recommendation, *, until: date) -> tuple[ResponsibilityMove, ...]:
    """Return each day up to `until` on which other posts began to answer, or some no longer did, the earliest first.

    The first day on which anybody answers is not one of them: that is part of what was approved.
    """
    moves = []
    for day in _days_of_change(recommendation, until):
        before = {row.post.pk: row.post for row in recommendation.responsibilities_on(day - timedelta(days=1))}
        after = {row.post.pk: row.post for row in recommendation.responsibilities_on(day)}
        if before and before.keys() != after.keys():
            taken_up = tuple(post for pk, post in after.items() if pk not in before)
            laid_down = tuple(post for pk, post in before.items() if pk not in after)
            moves.append(ResponsibilityMove(day, taken_up, laid_down))
    return tuple(moves)


def _days_of_change(recommendation: Recommendation, until: date) -> list[date]:
    rows = list(recommendation.responsibilities.all())
    if recommendation.parent is not None:
        rows += recommendation.parent.responsibilities.all()
    days = {day for row in rows for day in (row.starts_on, row.ends_on) if day is not None and day <= until}
    return sorted(days)
