"""What the list of posts and the page of one show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tracking.enums import Capacity
from tracking.models import Appointment, Person, Post, Recommendation, Responsibility, Viewer
from tracking.queries.recommendations import Position, positions


@dataclass(frozen=True)
class PostRow:
    """One post in the list: who holds it, and how many leaves it answers for, now or then."""

    post: Post
    holders: tuple[Person, ...]
    leaf_count: int
    tracked_count: int


@dataclass(frozen=True)
class PostHistory:
    """Who holds a post, who held it before (the latest first), and the posts before and after it."""

    post: Post
    holders: tuple[Appointment, ...]
    past_holders: tuple[Appointment, ...]
    predecessors: tuple[Post, ...]
    successors: tuple[Post, ...]
    leaf_count: int
    tracked_count: int


@dataclass(frozen=True)
class AnsweredLeaf:
    """Where a leaf stands, and whether the post answers for it today."""

    position: Position
    is_answered_today: bool


def leaves_answered_by(post: Post, viewer: Viewer) -> QuerySet[Recommendation]:
    """Return the leaves a post answers for, now or then, with their standing positions: those still tracked first."""
    return (
        Recommendation.objects.visible_to(viewer)
        .leaves()
        .answered_by([post])
        .with_standing_assessment(viewer)
        .select_related("inquiry", "parent")
        .tracked_first()
    )


def answered_leaves(leaves: Iterable[Recommendation], post: Post, viewer: Viewer, *, today: date) -> list[AnsweredLeaf]:
    """Return where a page of `leaves_answered_by` stands, in the order given, in a fixed number of queries."""
    rows = list(leaves)
    shown = Recommendation.objects.filter(pk__in=[leaf.pk for leaf in rows])
    answered = set(shown.answered_by([post], on=today).values_list("pk", flat=True))
    return [AnsweredLeaf(row, is_answered_today=row.leaf.pk in answered) for row in positions(rows, viewer)]


def post_rows(posts: Iterable[Post], viewer: Viewer, *, today: date) -> list[PostRow]:
    """Return the rows of a page of posts, in the order given, in a fixed number of queries.

    The posts come from `with_holders()`.
    """
    rows = list(posts)
    counted = _counts([post.pk for post in rows], viewer)
    return [
        PostRow(
            post=post,
            holders=tuple(post.holders_on(today)),
            leaf_count=counted[post.pk][0],
            tracked_count=counted[post.pk][1],
        )
        for post in rows
    ]


def post_history(post: Post, viewer: Viewer, *, today: date) -> PostHistory:
    """Read who held a post, what came before and after it and how much it answers for. `post` from `with_holders()`."""
    held = [row for row in post.appointments.all() if row.capacity == Capacity.HOLDER]
    held.sort(key=lambda row: (row.starts_on or date.min, row.pk))
    leaf_count, tracked_count = _counts([post.pk], viewer)[post.pk]
    return PostHistory(
        post=post,
        holders=tuple(row for row in held if row.in_force(today)),
        past_holders=tuple(row for row in reversed(held) if row.ends_on is not None and row.ends_on <= today),
        predecessors=tuple(post.predecessors.all()),
        successors=tuple(post.successors.all()),
        leaf_count=leaf_count,
        tracked_count=tracked_count,
    )


def _counts(post_ids: list[int], viewer: Viewer) -> dict[int, tuple[int, int]]:
    """For each post the number of leaves it answers for, and of those still tracked."""
    leaves = Recommendation.objects.visible_to(viewer).leaves().answered_by(post_ids)
    concluded = set(leaves.with_standing_assessment(viewer).concluded().values_list("pk", flat=True))
    posts_of: dict[int | None, set[int]] = {}
    for recommendation_id, post_id in Responsibility.objects.of_posts(post_ids).values_list("recommendation", "post"):
        posts_of.setdefault(recommendation_id, set()).add(post_id)
    counts = dict.fromkeys(post_ids, (0, 0))
    for pk, parent_id in leaves.values_list("pk", "parent_id"):
        # A leaf found here without a row of its own inherits its parent's.
        for post_id in posts_of.get(pk) or posts_of[parent_id]:
            leaf_count, tracked_count = counts[post_id]
            counts[post_id] = (leaf_count + 1, tracked_count + (pk not in concluded))
    return counts
