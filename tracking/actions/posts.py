"""Posts: cabinet portfolios and outside bodies, which begin, are renamed and end."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from tracking import rules
from tracking.actions.changes import change_fields, free_slug, lock, store
from tracking.actions.events import field_values, record_event
from tracking.enums import PostKind
from tracking.exceptions import NotPossible
from tracking.models import Post, User
from tracking.presenters.wording import written_date


@transaction.atomic
def create_post(*, by: User, name: str, kind: PostKind) -> Post:
    """Add a post. Raises NotAllowed unless `by` is an administrator; NotPossible without a name or with one that
    another post has. Writes the Post and one Event.
    """
    rules.can_administer.check(by)
    _require_free_name(name, None)
    post = Post(name=name, slug=free_slug(Post, name), kind=kind)
    store(post)
    record_event(by=by, type="created post", target=post, after=field_values(post, ["name", "slug", "kind"]))
    return post


@transaction.atomic
def edit_post(*, by: User, post: Post, name: str, kind: PostKind) -> Post:
    """Change the name or kind of a post; its address stays.

    Raises NotAllowed unless `by` is an administrator; NotPossible without a name or with one that another post has.
    Writes the Post and one Event.
    """
    rules.can_administer.check(by)
    _require_free_name(name, post)
    before, after = change_fields(post, {"name": name, "kind": kind})
    record_event(by=by, type="edited post", target=post, before=before, after=after)
    return post


@transaction.atomic
def end_post(*, by: User, post: Post, on: date, successors: Iterable[Post] = ()) -> Post:
    """End a post from a day on, and name the posts that took over from it.

    Nobody is in a post that has ended, so its open appointments end with it. What it is responsible for stays until a
    scrutiny officer moves it. Raises NotAllowed unless `by` is an administrator; NotPossible when it has ended, would
    succeed itself, or an appointment began later. Writes the Post, its appointments and one Event.
    """
    rules.can_administer.check(by)
    lock(post)
    successors = list(successors)
    if post.ended_on:
        raise NotPossible(f"{post} ended on {written_date(post.ended_on)}.")
    if post in successors:
        raise NotPossible(f"{post} cannot succeed itself. Choose another post.")
    appointments = list(post.appointments.filter(ends_on__isnull=True))
    if any(row.starts_on and row.starts_on > on for row in appointments):
        raise NotPossible("Somebody is appointed to this post from a later day. Choose a later day for its end.")
    for appointment in appointments:
        change_fields(appointment, {"ends_on": on})
    before, after = change_fields(post, {"ended_on": on})
    post.successors.set(successors)
    after |= {"successors": [row.pk for row in successors], "ended_appointments": [row.pk for row in appointments]}
    record_event(by=by, type="ended post", target=post, before=before, after=after)
    return post


def _require_free_name(name: str, post: Post | None) -> None:
    others = Post.objects.filter(name__iexact=name)
    if post is not None:
        others = others.exclude(pk=post.pk)
    if others.exists():
        raise NotPossible(f"There is a post called {name} already. Choose another name.")
