"""The list of posts and the page of one, in words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking.models import Appointment, Post
from tracking.presenters.links import Link
from tracking.presenters.positions import PositionLine, position_line
from tracking.presenters.standing import Count, due_links, register_href, standing_counts
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.posts import AnsweredLeaf, PostHistory, PostRow, RelatedPost


@dataclass(frozen=True)
class PostLine:
    """One post in the list."""

    post: Post
    holders: str
    answers_for: str
    note: str


@dataclass(frozen=True)
class HolderLine:
    """Who held the post, and from when to when."""

    name: str
    period: str


@dataclass(frozen=True)
class PostPage:
    """Everything the template prints about the post itself. `counts` are of what it answers for today."""

    state: str
    holders: tuple[HolderLine, ...]
    past_holders: tuple[HolderLine, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]
    counts: tuple[Count, ...]
    due_next: tuple[Link, ...]
    ever: Link | None


def post_line(row: PostRow) -> PostLine:
    return PostLine(
        post=row.post,
        holders=written_list(person.name for person in row.holders) or _nobody(row.post),
        answers_for=_answers_for(row.leaf_count, row.tracked_count),
        note=_ended(row.post),
    )


def post_page(history: PostHistory) -> PostPage:
    return PostPage(
        state=state_sentence(history),
        holders=tuple(_holder_line(row) for row in history.holders),
        past_holders=tuple(_holder_line(row) for row in history.past_holders),
        predecessors=tuple(_related_link(row, "from there") for row in history.predecessors),
        successors=tuple(_related_link(row, "there") for row in history.successors),
        counts=standing_counts(history.now, post=history.post.slug, now="on"),
        due_next=due_links(history.due_next),
        ever=_ever(history),
    )


def _related_link(row: RelatedPost, where: str) -> Link:
    moved = f"{_leaves(row.moved)} moved {where}" if row.moved else ""
    return Link(row.post.name, reverse("post_detail", args=[row.post.slug]), moved)


def _ever(history: PostHistory) -> Link | None:
    """Everything it answers for or once did, in the register."""
    if not history.ever.total:
        return None
    return Link(f"{_leaves(history.ever.total)} it answers for, or once did", register_href(post=history.post.slug))


def state_sentence(history: PostHistory) -> str:
    """Who holds the post today and how much it answers for: of a post that ended, what it answered for."""
    post = history.post
    if post.ended_on:
        first = f"This post ended on {written_date(post.ended_on)}."
    elif post.is_outside_body:
        first = "This is an outside body."
    elif history.holders:
        first = f"Held today by {written_list(row.person.name for row in history.holders)}."
    else:
        first = "Nobody holds this post today."
    if not history.ever.total:
        return f"{first} It {'did' if post.ended_on else 'does'} not answer for any recommendation."
    if post.ended_on:
        return f"{first} It answered for {_leaves(history.ever.total)}: {history.ever.tracked} still tracked."
    if not history.now.total:
        return f"{first} It answers for nothing today; it once answered for {_leaves(history.ever.total)}."
    return f"{first} It answers for {_leaves(history.now.total)}: {history.now.tracked} still tracked."


def _leaves(number: int) -> str:
    return counted(number, "recommendation or part", "recommendations and parts")


def _answers_for(leaf_count: int, tracked_count: int) -> str:
    if not leaf_count:
        return "None"
    return f"{tracked_count} of {leaf_count} still tracked"


def _nobody(post: Post) -> str:
    return "Outside body" if post.is_outside_body else "Nobody today"


def _ended(post: Post) -> str:
    return f"Ended {written_date(post.ended_on)}" if post.ended_on else ""


def _holder_line(row: Appointment) -> HolderLine:
    return HolderLine(row.person.name_and_title, period_words(row.starts_on, row.ends_on))


def period_words(starts_on: date | None, ends_on: date | None) -> str:
    """ "9 June 2015 to 5 May 2016", "since 9 June 2015", "until 5 May 2016"."""
    if starts_on and ends_on:
        return f"{written_date(starts_on)} to {written_date(ends_on)}"
    if starts_on:
        return f"since {written_date(starts_on)}"
    return f"until {written_date(ends_on)}" if ends_on else ""


def answered_line(leaf: AnsweredLeaf, *, today: date) -> PositionLine:
    """A leaf the post answers for, marked where another answers for it by now."""
    notes = () if leaf.is_answered_today else ("Another post answers for it today",)
    return position_line(leaf.position, today=today, notes=notes)
