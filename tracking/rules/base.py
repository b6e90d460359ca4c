"""What a rule is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tracking.exceptions import NotAllowed
from tracking.models import Post, Roles, Viewer, roles_of


@dataclass(frozen=True)
class Rule:
    """A yes-or-no question about a viewer and, mostly, a thing."""

    holds: Callable[[Viewer, Any], bool]

    def __call__(self, viewer: Viewer, thing: Any = None) -> bool:
        return self.holds(viewer, thing)

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(lambda viewer, thing: self(viewer, thing) and other(viewer, thing))

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(lambda viewer, thing: self(viewer, thing) or other(viewer, thing))

    def __invert__(self) -> "Rule":
        return Rule(lambda viewer, thing: not self(viewer, thing))

    def check(self, viewer: Viewer, thing: Any = None) -> None:
        """Raise NotAllowed unless the rule holds."""
        if not self(viewer, thing):
            raise NotAllowed("You do not have permission to do this.")


def rule_on_roles(question: Callable[[Roles, Any], bool]) -> Rule:
    return Rule(lambda viewer, thing: question(roles_of(viewer), thing))


def keeping_posts(post: Post | None) -> frozenset[int]:
    """Return the post that keeps something, and those that took over from it once it has ended."""
    return frozenset(row.pk for row in post.keepers_on(timezone.localdate())) if post else frozenset()
