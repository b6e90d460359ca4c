"""What the list of posts and the page of one show. What they answer for is read from the register."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from tracking.enums import Capacity
from tracking.models import (
    Appointment,
    Inquiry,
    Person,
    Post,
    Recommendation,
    RegisterEntry,
    Responsibility,
    Viewer,
)
from tracking.models.register import RegisterEntryQuerySet
from tracking.queries.recommendations import Position, positions
from tracking.queries.standing import Standing, due_next, standing_of


@dataclass(frozen=True)
class PostRow:
    """One post in the list: who holds it, and how many leaves it answers for, now or then."""

    post: Post
    holders: tuple[Person, ...]
    leaf_count: int
    tracked_count: int


@dataclass(frozen=True)
class RelatedPost:
    """A post before or after another, and how many recommendations and parts moved over from it, or to it."""

    post: Post
    moved: int


@dataclass(frozen=True)
class PostHistory:
    """Who holds a post, who held it before (the latest first), and the posts before and after it.

    `ever` counts what it answers for or once did, `now` what it answers for today; `due_next` is of that.
    """

    post: Post
    holders: tuple[Appointment, ...]
    past_holders: tuple[Appointment, ...]
    predecessors: tuple[RelatedPost, ...]
    successors: tuple[RelatedPost, ...]
    ever: Standing
    now: Standing
    due_next: tuple[RegisterEntry, ...]


@dataclass(frozen=True)
class AnsweredLeaf:
    """Where a leaf stands, and whether the post answers for it today."""

    position: Position
    is_answered_today: bool


def leaves_answered_by(post: Post, viewer: Viewer) -> RegisterEntryQuerySet:
    """Return the register's entries of what a post answers for, now or then: those still tracked first."""
    return RegisterEntry.objects.visible_to(viewer).answered_by([post]).most_urgent_first()


def answered_leaves(entries: Iterable[RegisterEntry], post: Post, viewer: Viewer, *, today: date) -> list[AnsweredLeaf]:
    """Return where a page of `leaves_answered_by` stands, in the order given, in a fixed number of queries."""
    order = [entry.leaf_id for entry in entries]
    shown = Recommendation.objects.filter(pk__in=order)
    answered = set(shown.answered_by([post], on=today).values_list("pk", flat=True))
    leaves = {leaf.pk: leaf for leaf in shown.with_standing_assessment(viewer).select_related("inquiry", "parent")}
    rows = positions([leaves[pk] for pk in order], viewer)
    return [AnsweredLeaf(row, is_answered_today=row.leaf.pk in answered) for row in rows]


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
    entries = RegisterEntry.objects.visible_to(viewer)
    today_s = entries.answered_by([post], on=today)
    return PostHistory(
        post=post,
        holders=tuple(row for row in held if row.in_force(today)),
        past_holders=tuple(row for row in reversed(held) if row.ends_on is not None and row.ends_on <= today),
        predecessors=_related(post.predecessors.all(), _moved_here(post, viewer)),
        successors=_related(post.successors.all(), _moved_away(post, viewer)),
        ever=standing_of(entries.answered_by([post]), today=today),
        now=standing_of(today_s, today=today),
        due_next=tuple(due_next(today_s, today=today)),
    )


def _related(named: Iterable[Post], moved: dict[int, int]) -> tuple[RelatedPost, ...]:
    """The posts named before or after, and any other that something moved from or to, by name."""
    posts = {post.pk: post for post in named}
    others = Post.objects.filter(pk__in=moved)
    posts |= {post.pk: post for post in others}
    return tuple(RelatedPost(row, moved.get(row.pk, 0)) for row in sorted(posts.values(), key=lambda row: row.name))


def _moved_here(post: Post, viewer: Viewer) -> dict[int, int]:
    """By post how many recommendations and parts ceased to be its on the day they became those of `post`."""
    return _moved(post, viewer, starts_on=OuterRef("ends_on"))


def _moved_away(post: Post, viewer: Viewer) -> dict[int, int]:
    return _moved(post, viewer, ends_on=OuterRef("starts_on"))


def _moved(post: Post, viewer: Viewer, **same_day: OuterRef) -> dict[int, int]:
    its_own = Responsibility.objects.filter(post=post, recommendation=OuterRef("recommendation"), **same_day)
    rows = Responsibility.objects.exclude(post=post).filter(
        Exists(its_own),
        recommendation__withdrawn_reason="",
        recommendation__inquiry__in=Inquiry.objects.visible_to(viewer),
    )
    return dict(rows.order_by().values_list("post").annotate(Count("recommendation", distinct=True)))


def _counts(post_ids: list[int], viewer: Viewer) -> dict[int, tuple[int, int]]:
    """For each post the number of leaves it answers for, now or then, and of those still tracked; in two queries.

    A leaf counts by the responsibilities it has or, without any, by those it inherits.
    """
    entries = RegisterEntry.objects.visible_to(viewer).order_by()
    inheriting = entries.filter(~Exists(Responsibility.objects.filter(recommendation=OuterRef("leaf"))))
    counts = dict.fromkeys(post_ids, (0, 0))
    for rows, path in ((entries, "leaf__responsibilities__post"), (inheriting, "leaf__parent__responsibilities__post")):
        counted = rows.filter(**{f"{path}__in": post_ids}).values_list(path)
        for post_id, total, tracked in counted.annotate(
            total=Count("leaf", distinct=True), tracked=Count("leaf", distinct=True, filter=Q(is_concluded=False))
        ):
            before = counts[post_id]
            counts[post_id] = (before[0] + total, before[1] + tracked)
    return counts
