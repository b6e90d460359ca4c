"""Who has the sections of a report: the people in the posts that answer for them, and who is writing just now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tracking import dates
from tracking.enums import Capacity, DraftPage
from tracking.models import Appointment, Draft, Post, ProgressReport, User, Viewer


@dataclass(frozen=True)
class PostWithPeople:
    """A post with the names of those who hold and who contribute for it today, the longest in it first."""

    post: Post
    holders: tuple[str, ...]
    contributors: tuple[str, ...]


def posts_with_people(posts: Iterable[Post]) -> dict[int, PostWithPeople]:
    """Return each post with its people, by its primary key, in one query."""
    by_key = {post.pk: post for post in posts}
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = Appointment.objects.in_force(dates.today()).filter(post__in=by_key).select_related("person")
    for row in rows.order_by("starts_on", "pk"):
        names[row.post_id, row.capacity].append(row.person.name)
    return {
        pk: PostWithPeople(post, tuple(names[pk, Capacity.HOLDER]), tuple(names[pk, Capacity.CONTRIBUTOR]))
        for pk, post in by_key.items()
    }


def writing_now(report: ProgressReport, viewer: Viewer) -> dict[int, tuple[str, ...]]:
    """Return whose unsaved text there is besides the viewer's, by the recommendation it is about.

    Only the names: what somebody typed and has not saved is theirs alone.
    """
    drafts = Draft.objects.filter(report=report, page=DraftPage.SECTION)
    if isinstance(viewer, User):
        drafts = drafts.exclude(written_by=viewer)
    names: dict[int, list[str]] = defaultdict(list)
    for recommendation, name in drafts.order_by("saved_at").values_list("recommendation", "written_by__person__name"):
        names[recommendation].append(name)
    return {recommendation: tuple(found) for recommendation, found in names.items()}
