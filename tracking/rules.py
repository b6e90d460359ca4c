"""Who may do what: small predicates over a viewer and a thing, composed with `&`, `|` and `~`.

Source: the role table of docs/domain-rules.md, after the council's process. *When* something may happen is in
`workflow`; actions enforce both and call `check`, which raises; views ask `rule(viewer, thing)` only to shape a page.
A viewer's roles are what their person holds today (`User.roles`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tracking.enums import CommitteeRole, DraftPage, Exemption
from tracking.exceptions import NotAllowed
from tracking.models import (
    Appointment,
    Committee,
    Evidence,
    ExemptPassage,
    Inquiry,
    Meeting,
    Post,
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
from tracking.models.plans import ImprovementPlan


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


def _is_scrutinys(viewer: Viewer, thing: Inquiry | Recommendation | Meeting | ProgressReport | Committee) -> bool:
    """Whether a thing is the business of an Overview and Scrutiny committee, as inquiries always are."""
    match thing:
        case Committee():
            return thing.is_of_scrutiny
        case Meeting():
            return thing.committee.is_of_scrutiny
        case ProgressReport():
            return thing.meeting.committee.is_of_scrutiny
    return True


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


def _owning_post(thing: ImprovementPlan | Post) -> int:
    return thing.pk if isinstance(thing, Post) else thing.owning_post_id


is_signed_in = Rule(lambda viewer, thing: isinstance(viewer, User) and viewer.is_active)
is_administrator = _rule_on_roles(lambda roles, thing: roles.is_administrator)
is_scrutiny_officer = _rule_on_roles(lambda roles, thing: bool(roles.committees_supported))
is_clerk = _rule_on_roles(lambda roles, thing: bool(roles.committees_clerked))
is_for_a_cabinet_post = _rule_on_roles(lambda roles, thing: bool(roles.cabinet_posts))
is_for_any_post = _rule_on_roles(lambda roles, thing: bool(roles.posts))

supports_its_committee = _rule_on_roles(lambda roles, thing: committee_of(thing) in roles.committees_supported)
clerks_its_committee = _rule_on_roles(lambda roles, thing: committee_of(thing) in roles.committees_clerked)
is_scrutinys = Rule(_is_scrutinys)
runs_its_committee = supports_its_committee | clerks_its_committee

holds_a_post_of_the_report = _rule_on_roles(lambda roles, report: bool(roles.posts_held & _report_posts(report)))
contributes_to_a_post_of_the_report = _rule_on_roles(
    lambda roles, report: bool(roles.posts_contributed_to & _report_posts(report))
)
is_of_a_post_of_the_report = holds_a_post_of_the_report | contributes_to_a_post_of_the_report
is_of_a_responsible_post = _rule_on_roles(lambda roles, thing: bool(roles.posts & _responsible_posts(thing)))

sees_exempt_papers = _rule_on_roles(lambda roles, thing: bool(roles.posts or roles.committees_as(CommitteeRole)))
"""Everyone in a committee or a post sees some: their committees', their posts', or what an outside body was given."""

is_of_the_owning_post = _rule_on_roles(lambda roles, thing: _owning_post(thing) in roles.council_posts)
"""Asked of a plan or, before there is one, of the post that would own it: an outside body owns none."""

can_administer = is_administrator
can_manage_inquiries = is_scrutiny_officer
can_manage_inquiry = supports_its_committee
can_manage_meetings_of = runs_its_committee

can_open_report_on = is_of_a_responsible_post | supports_its_committee
"""Asked of an inquiry: those who answer for part of it, or the officer who asks them to."""
can_ask_for_updates = supports_its_committee & is_scrutinys
"""Asked of a meeting or a report for it: asking opens reports, which the officer may and the clerk may not."""
can_draft_report = is_of_a_post_of_the_report | is_of_a_responsible_post
can_submit_report = holds_a_post_of_the_report
can_submit_report_on_behalf = contributes_to_a_post_of_the_report
can_withdraw_report = is_of_a_post_of_the_report
can_return_or_accept_report = runs_its_committee & ~is_for_a_cabinet_post
can_publish_report = clerks_its_committee
can_issue_papers = clerks_its_committee
can_hand_in_late_news = can_submit_report | can_submit_report_on_behalf
"""Asked of a report: those who could sign for it, or submit it on behalf of somebody who could."""
can_publish_late_news = can_publish_report
"""Asked of a report: the clerk, who publishes or declines what was handed in."""
can_publish_views = clerks_its_committee & is_scrutinys

can_edit_plan = is_of_the_owning_post
"""Holders and contributors of the owning post write, publish and end a plan (the council's process)."""

can_record_views = runs_its_committee & ~is_for_a_cabinet_post & is_scrutinys
"""Nobody who holds or contributes for a cabinet post records a view, whatever else they are; nor does Cabinet."""


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


@dataclass(frozen=True)
class WritingRights:
    """What somebody may write in one report today: read once, then asked of every leaf.

    A part's assessment is its own post's: those of a post that answers for the leaf write it. Whoever holds a post the
    report is of may write all of it, as they sign for it. A contributor to such a post stands in where nobody who
    answers for a leaf can sign in, since nobody could write it otherwise.
    Source: the council's process (docs/domain-rules.md, "Who writes what in a report").
    """

    posts: frozenset[int]
    """The posts they hold or contribute for."""
    signs: bool
    stands_in: bool
    attended: frozenset[int]
    """Posts that somebody who can sign in is appointed to; read only for those who stand in."""

    @property
    def is_of_the_report(self) -> bool:
        return self.signs or self.stands_in

    def may_write(self, leaf: Recommendation) -> bool:
        """Whether a leaf's assessment is theirs to write; reads `Recommendation.responsibilities_on`."""
        responsible = {row.post_id for row in leaf.responsibilities_on(timezone.localdate())}
        return self.signs or bool(self.posts & responsible) or (self.stands_in and not self.attended & responsible)


def writing_rights(viewer: Viewer, report: ProgressReport) -> WritingRights:
    """Return what a viewer may write in a report today, whatever its state."""
    roles, of_report = roles_of(viewer), _report_posts(report)
    signs, stands_in = bool(roles.posts_held & of_report), bool(roles.posts_contributed_to & of_report)
    attended = _attended_posts(report) if stands_in and not signs else frozenset()
    return WritingRights(posts=roles.posts, signs=signs, stands_in=stands_in, attended=attended)


def _attended_posts(report: ProgressReport) -> frozenset[int]:
    """Posts answering for something in a report's inquiry that somebody who can sign in is appointed to today."""
    today = timezone.localdate()
    answering = Responsibility.objects.in_force(today).within_inquiry(report.inquiry_id)
    appointed = Appointment.objects.in_force(today).filter(
        person__user__is_active=True, post__in=answering.values("post")
    )
    return frozenset(appointed.values_list("post_id", flat=True))


def can_draft_update(viewer: Viewer, report: ProgressReport, recommendation: Recommendation) -> bool:
    """Whether the viewer may write a recommendation's section: its evidence text and files, which serve all its parts.

    It is shared by everyone who may write the assessment of any leaf of it that is still tracked.
    """
    rights = writing_rights(viewer, report)
    if rights.signs or not rights.posts:
        return rights.signs
    whole = recommendation.parent_id or recommendation.pk
    leaves = Recommendation.objects.filter(Q(pk=whole) | Q(parent=whole)).leaves()
    tracked = leaves.with_standing_assessment(seen_by=viewer).tracked().with_responsibilities()
    return any(rights.may_write(leaf) for leaf in tracked)


def can_write_page(
    viewer: Viewer, report: ProgressReport, page: DraftPage, recommendation: Recommendation | None
) -> bool:
    """Whether the viewer is one of those who write a page of a report; `recommendation` is that of a section."""
    match page, recommendation:
        case DraftPage.SECTION, Recommendation():
            return can_draft_update(viewer, report, recommendation)
        case DraftPage.OVERVIEW | DraftPage.CONTACT_OFFICERS, None:
            return is_of_a_post_of_the_report(viewer, report)
        case DraftPage.CHECK, None:
            return can_draft_report(viewer, report)
    return False
