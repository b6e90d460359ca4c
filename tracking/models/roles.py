"""What a person is on a day, read from appointments and memberships: the one source of every permission."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.apps import apps

from tracking.enums import Capacity, CommitteeRole, PostKind


@dataclass(frozen=True)
class Roles:
    """The posts and committees of one person on one day, as primary keys."""

    posts_held: frozenset[int] = frozenset()
    posts_contributed_to: frozenset[int] = frozenset()
    cabinet_posts: frozenset[int] = frozenset()
    council_posts: frozenset[int] = frozenset()
    committees: dict[CommitteeRole, frozenset[int]] = field(default_factory=dict)
    is_administrator: bool = False

    @classmethod
    def of_person(cls, person_id: int, *, on: date, is_administrator: bool = False) -> "Roles":
        """Read the roles of a person on a day, in two queries."""
        appointments = list(
            apps.get_model("tracking", "Appointment")
            .objects.filter(person_id=person_id)
            .in_force(on)
            .order_by()
            .values_list("post_id", "capacity", "post__kind")
        )
        memberships = list(
            apps.get_model("tracking", "CommitteeMembership")
            .objects.filter(person_id=person_id)
            .in_force(on)
            .order_by()
            .values_list("committee_id", "role")
        )
        return cls(
            posts_held=frozenset(post for post, capacity, _ in appointments if capacity == Capacity.HOLDER),
            posts_contributed_to=frozenset(
                post for post, capacity, _ in appointments if capacity == Capacity.CONTRIBUTOR
            ),
            cabinet_posts=frozenset(post for post, _, kind in appointments if kind == PostKind.PORTFOLIO),
            council_posts=frozenset(post for post, _, kind in appointments if kind in PostKind.of_the_council()),
            committees={
                role: frozenset(committee for committee, held in memberships if held == role) for role in CommitteeRole
            },
            is_administrator=is_administrator,
        )

    @property
    def posts(self) -> frozenset[int]:
        """Posts held or contributed to."""
        return self.posts_held | self.posts_contributed_to

    def committees_as(self, roles: Iterable[CommitteeRole]) -> frozenset[int]:
        return frozenset().union(*(self.committees.get(role, frozenset()) for role in roles))

    @property
    def committees_sat_on(self) -> frozenset[int]:
        return self.committees_as((CommitteeRole.MEMBER, CommitteeRole.SUBSTITUTE))

    @property
    def committees_run(self) -> frozenset[int]:
        """Committees this person is scrutiny officer or clerk of."""
        return self.committees_as(CommitteeRole.officers())

    @property
    def committees_clerked(self) -> frozenset[int]:
        return self.committees_as((CommitteeRole.CLERK,))

    @property
    def committees_supported(self) -> frozenset[int]:
        """Committees this person is scrutiny officer of."""
        return self.committees_as((CommitteeRole.SCRUTINY_OFFICER,))


NO_ROLES = Roles()
