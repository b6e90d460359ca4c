"""What somebody is, whatever it is about, and for whom a second step of signing in is needed."""

from typing import Any

from django.conf import settings

from tracking.enums import CommitteeRole, Exemption
from tracking.models import Evidence, ExemptPassage, User, Viewer
from tracking.rules.base import Rule, rule_on_roles

is_signed_in = Rule(lambda viewer, thing: isinstance(viewer, User) and viewer.is_active)
is_administrator = rule_on_roles(lambda roles, thing: roles.is_administrator)
is_scrutiny_officer = rule_on_roles(lambda roles, thing: bool(roles.committees_supported))
is_clerk = rule_on_roles(lambda roles, thing: bool(roles.committees_clerked))
is_for_a_cabinet_post = rule_on_roles(lambda roles, thing: bool(roles.cabinet_posts))
is_for_any_post = rule_on_roles(lambda roles, thing: bool(roles.posts))


can_administer = is_administrator


sees_exempt_papers = rule_on_roles(lambda roles, thing: bool(roles.posts or roles.committees_as(CommitteeRole)))
"""Everyone in a committee or a post sees some: their committees', their posts', or what an outside body was given."""


def _has_withheld_papers_of_their_own(viewer: Viewer) -> bool:
    """Whether somebody has uploaded evidence or written a passage that is withheld: theirs to see whatever they are."""
    if not (isinstance(viewer, User) and viewer.is_active):
        return False
    own = {"recorded_by": viewer, "exemption__in": Exemption.withheld()}
    return Evidence.objects.filter(**own).exists() or ExemptPassage.objects.filter(**own).exists()


def _needs_second_step(viewer: Viewer, thing: Any) -> bool:
    if settings.SECOND_STEP_FOR == "exempt":
        # An administrator sees none, but says who does.
        return sees_exempt_papers(viewer) or can_administer(viewer) or _has_withheld_papers_of_their_own(viewer)
    return settings.SECOND_STEP_FOR == "everyone" and is_signed_in(viewer)


needs_second_step = Rule(_needs_second_step)
"""Whether somebody may do nothing before a second step of signing in; for whom is a setting, SECOND_STEP_FOR."""
