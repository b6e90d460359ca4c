"""Who may do what: small predicates over a viewer and a thing, composed with `&`, `|` and `~`.

Source: the role table of docs/domain-rules.md, after the council's process. *When* something may happen is in
`workflow`; actions enforce both and call `check`, which raises; views ask `rule(viewer, thing)` only to shape a page.
A viewer's roles are what their person holds today (`User.roles`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tracking.exceptions import NotAllowed
from tracking.models import (
    Committee,
    Inquiry,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Roles,
    TrackingCommittee,
    User,
    Viewer,
    roles_of,
)


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


def _rule_on_roles(question: Callable[[Roles, Any], bool]) -> Rule:
    return Rule(lambda viewer, thing: question(roles_of(viewer), thing))


def committee_of(thing: Inquiry | Recommendation | Meeting | ProgressReport | Committee) -> int | None:
    """Return the primary key of the committee whose business a thing is, None where there is none yet.

    An inquiry's is the committee that tracks it now; a report's is that of its meeting.
    """
    match thing:
        case Committee():
            return thing.pk
        case Meeting():
            return thing.committee_id
        case ProgressReport():
            return thing.meeting.committee_id
        case Recommendation():
            return committee_of(thing.inquiry)
        case Inquiry():
            tracking = TrackingCommittee.objects.filter(inquiry=thing, ends_on__isnull=True).first()
            return tracking.committee_id if tracking else None


def _responsible_posts(thing: Inquiry | ProgressReport | Recommendation) -> frozenset[int]:
    """Posts that answer today for a recommendation with its parts, or for anything in a report or an inquiry."""
    rows = Responsibility.objects.in_force(timezone.localdate())
    match thing:
        case Recommendation():
            rows = rows.within_recommendation(thing)
        case ProgressReport():
            sections = ProgressUpdate.objects.filter(revision__report=thing, revision__is_current=True)
            rows = rows.within_recommendations(sections.values("recommendation"))
        case Inquiry():
            rows = rows.within_inquiry(thing.pk)
    return frozenset(rows.values_list("post_id", flat=True))


def _report_posts(report: ProgressReport) -> frozenset[int]:
    return frozenset(report.report_posts.values_list("post_id", flat=True))


is_signed_in = Rule(lambda viewer, thing: isinstance(viewer, User) and viewer.is_active)
is_administrator = _rule_on_roles(lambda roles, thing: roles.is_administrator)
is_scrutiny_officer = _rule_on_roles(lambda roles, thing: bool(roles.committees_supported))
is_clerk = _rule_on_roles(lambda roles, thing: bool(roles.committees_clerked))
is_for_a_cabinet_post = _rule_on_roles(lambda roles, thing: bool(roles.cabinet_posts))
is_for_any_post = _rule_on_roles(lambda roles, thing: bool(roles.posts))

supports_its_committee = _rule_on_roles(lambda roles, thing: committee_of(thing) in roles.committees_supported)
clerks_its_committee = _rule_on_roles(lambda roles, thing: committee_of(thing) in roles.committees_clerked)
runs_its_committee = supports_its_committee | clerks_its_committee

holds_a_post_of_the_report = _rule_on_roles(lambda roles, report: bool(roles.posts_held & _report_posts(report)))
contributes_to_a_post_of_the_report = _rule_on_roles(
    lambda roles, report: bool(roles.posts_contributed_to & _report_posts(report))
)
is_of_a_post_of_the_report = holds_a_post_of_the_report | contributes_to_a_post_of_the_report
is_of_a_responsible_post = _rule_on_roles(lambda roles, thing: bool(roles.posts & _responsible_posts(thing)))

can_administer = is_administrator
can_manage_inquiries = is_scrutiny_officer
can_manage_inquiry = supports_its_committee
can_manage_meetings_of = runs_its_committee

can_open_report_on = is_of_a_responsible_post | supports_its_committee
"""Asked of an inquiry: those who answer for part of it, or the officer who asks them to."""
can_draft_report = is_of_a_post_of_the_report | is_of_a_responsible_post
can_submit_report = holds_a_post_of_the_report
can_submit_report_on_behalf = contributes_to_a_post_of_the_report
can_withdraw_report = is_of_a_post_of_the_report
can_return_or_accept_report = runs_its_committee & ~is_for_a_cabinet_post
can_publish_report = clerks_its_committee
can_issue_papers = clerks_its_committee

can_record_views = runs_its_committee & ~is_for_a_cabinet_post
"""Nobody who holds or contributes for a cabinet post records a view, whatever else they are."""


def can_draft_update(viewer: Viewer, report: ProgressReport, recommendation: Recommendation) -> bool:
    """Whether the viewer may write a recommendation's section of a report.

    Those of a post the report is of write all of it; those of another responsible post their own recommendations.
    """
    return is_of_a_post_of_the_report(viewer, report) or is_of_a_responsible_post(viewer, recommendation)
