"""Who is to be told about the updates of a plan, and what they were told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from tracking import dates
from tracking.enums import MailKind
from tracking.models import OutboxMail, Post, User
from tracking.models.plans import ImprovementPlan, PlanUpdate, PlanUpdateUse, UpdatePost
from tracking.models.plans.months import PlanUpdateQuerySet
from tracking.queries.recipients import users_of_posts


@dataclass(frozen=True)
class UpdateToWrite:
    """An update with its posts, and the users who hold or contribute for one of them today.

    Once a post has ended, those of the posts that took over from it.
    """

    update: PlanUpdate
    posts: tuple[Post, ...]
    users: tuple[User, ...]


def updates_to_write(updates: PlanUpdateQuerySet, *, today: date) -> list[UpdateToWrite]:
    """Read who writes some updates, in a fixed number of queries."""
    rows = list(
        updates.select_related("round__plan__owning_post")
        .prefetch_related(
            Prefetch("update_posts", UpdatePost.objects.select_related("post").prefetch_related("post__successors")),
            Prefetch("uses", PlanUpdateUse.objects.select_related("aim__theme", "theme")),
        )
        .order_by("round", "pk")
    )
    posts = {row.pk: tuple(of.post for of in row.update_posts.all()) for row in rows}
    writing = {pk: [row for post in of_one for row in post.keepers_on(today)] for pk, of_one in posts.items()}
    users = users_of_posts({post for of_one in writing.values() for post in of_one}, today)
    return [
        UpdateToWrite(
            row, posts[row.pk], tuple(dict.fromkeys(user for post in writing[row.pk] for user in users[post.pk]))
        )
        for row in rows
    ]


def silent_posts(rows: Sequence[UpdateToWrite]) -> tuple[Post, ...]:
    """Return the posts of updates that nobody who signs in writes."""
    return tuple(dict.fromkeys(post for row in rows if not row.users for post in row.posts))


def awaited_updates() -> PlanUpdateQuerySet:
    """Return what somebody still has to hand in, of months that are open."""
    return PlanUpdate.objects.awaited()


def keepers_of(plan: ImprovementPlan, *, today: date) -> tuple[User, ...]:
    """Return the users who hold the owning post or contribute for it today; once it ended, also of its successors."""
    posts = plan.owning_post.keepers_on(today)
    users = users_of_posts(posts, today)
    return tuple(dict.fromkeys(user for post in posts for user in users[post.pk]))


def told_on(updates: Iterable[PlanUpdate], kinds: Iterable[MailKind]) -> dict[tuple[int, int], date]:
    """By update and user, the day on which they were last told of it by such a mail."""
    rows = OutboxMail.objects.filter(kind__in=kinds, plan_updates__in=list(updates)).order_by("queued_at")
    return {
        (update, user): dates.today(queued_at)
        for update, user, queued_at in rows.values_list("plan_updates", "to", "queued_at")
    }
