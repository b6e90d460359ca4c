"""Everyone an inquiry has had to do with: the posts that answer for its recommendations, and who held them when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracking.enums import Capacity
from tracking.models import Appointment, Post, Recommendation, Responsibility


@dataclass(frozen=True)
class PostInvolved:
    """A post, the period in which it answered for something of an inquiry, and who held it in that time.

    Either end of the period may be open. `holders` come the earliest first.
    """

    post: Post
    starts_on: date | None
    ends_on: date | None
    holders: tuple[Appointment, ...]

    def answers_on(self, day: date) -> bool:
        return self.ends_on is None or day < self.ends_on


def posts_involved(recommendations: Iterable[Recommendation], *, since: date | None) -> tuple[PostInvolved, ...]:
    """Return the posts that answer, or answered, for any of these, in two queries; those that answer still come first.

    Where it is not said from when a post answers it is `since`, the day the inquiry was approved. Reads the
    `with_responsibilities` prefetch.
    """
    rows: dict[int, list[Responsibility]] = {}
    for recommendation in recommendations:
        for row in recommendation.responsibilities.all():
            rows.setdefault(row.post_id, []).append(row)
    posts = {post.pk: post for post in Post.objects.with_holders().filter(pk__in=rows)}
    found = [_involved(posts[pk], of_post, since) for pk, of_post in rows.items()]
    return tuple(sorted(found, key=lambda row: (row.ends_on is not None, row.starts_on or date.min)))


def _involved(post: Post, rows: list[Responsibility], since: date | None) -> PostInvolved:
    starts = [row.starts_on for row in rows if row.starts_on]
    starts_on = min(starts) if len(starts) == len(rows) else since
    ends = [row.ends_on for row in rows if row.ends_on]
    ends_on = max(ends) if len(ends) == len(rows) else None
    held = [row for row in post.appointments.all() if row.capacity == Capacity.HOLDER]
    return PostInvolved(
        post,
        starts_on,
        ends_on,
        tuple(row for row in held if _overlaps(row, starts_on or date.min, ends_on or date.max)),
    )


def _overlaps(row: Appointment, starts_on: date, ends_on: date) -> bool:
    return (row.starts_on or date.min) < ends_on and (row.ends_on or date.max) > starts_on
