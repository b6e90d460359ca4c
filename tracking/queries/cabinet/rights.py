"""Who writes which answer of an executive response, and who may sign it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from tracking import dates
from tracking.enums import Capacity
from tracking.models import Appointment, Person, Post, Recommendation, Viewer, roles_of
from tracking.models.cabinet import ExecutiveResponse, responding_posts


@dataclass(frozen=True)
class ResponseRights:
    """What somebody may write in one response today: read once, then asked of every recommendation and part.

    Each answer is written by those of the posts that answer for the recommendation, or for any part of it. Where
    nobody of those can sign in, anybody of a responding post writes it, since nobody could otherwise.
    Source: the council's process (docs/domain-rules.md, "Who writes what in a report").
    """

    posts: frozenset[int]
    """Those of the responding posts that they hold or contribute for."""
    attended: frozenset[int]
    """Responding posts that somebody who can sign in is appointed to."""

    def may_write(self, units: Iterable[Recommendation]) -> bool:
        """Whether an answer for these, a recommendation with its parts or one part, is theirs to write.

        Reads `Recommendation.responsibilities_on`.
        """
        today = dates.today()
        answering = {row.post_id for unit in units for row in unit.responsibilities_on(today)}
        return bool(self.posts) and (bool(self.posts & answering) or not self.attended & answering)


def response_rights(response: ExecutiveResponse, viewer: Viewer) -> ResponseRights:
    """Return what a viewer may write in a response today, whatever its state."""
    responding = responding_posts(response.inquiry)
    own = roles_of(viewer).posts & responding
    return ResponseRights(own, _attended(responding) if own else frozenset())


def _attended(posts: frozenset[int]) -> frozenset[int]:
    appointed = Appointment.objects.in_force(dates.today()).filter(post__in=posts, person__user__is_active=True)
    return frozenset(appointed.values_list("post_id", flat=True))


def may_write_answer(response: ExecutiveResponse, recommendation: Recommendation, viewer: Viewer) -> bool:
    """Whether the viewer is one of those who write the answer to a recommendation, whole or part."""
    rows = Recommendation.objects.in_force().filter(Q(pk=recommendation.pk) | Q(parent=recommendation))
    return response_rights(response, viewer).may_write(rows.with_responsibilities())


def signatories(response: ExecutiveResponse) -> dict[Person, Post]:
    """Return who may sign a response today and the post each signs for, by the names of the posts."""
    held = Appointment.objects.in_force(dates.today()).filter(
        post__in=responding_posts(response.inquiry), capacity=Capacity.HOLDER
    )
    holders: dict[Person, Post] = {}
    for row in held.select_related("person", "post").order_by("post__kind", "post__name", "starts_on", "pk"):
        holders.setdefault(row.person, row.post)
    return holders
