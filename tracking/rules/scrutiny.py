"""Inquiries, Progress Reports, meetings and views: who may do what with them."""

from django.utils import timezone

from tracking.models import (
    Committee,
    Inquiry,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    Responsibility,
    TrackingCommittee,
    Viewer,
)
from tracking.models.cabinet import ExecutiveResponse
from tracking.rules.base import Rule, rule_on_roles
from tracking.rules.people import is_for_a_cabinet_post, is_scrutiny_officer


def committee_of(
    thing: Inquiry | Recommendation | Meeting | ProgressReport | Committee | ExecutiveResponse,
) -> int | None:
    """Return the primary key of the committee whose business a thing is, None where there is none yet.

    An inquiry's is the committee that tracks it now, also for the response to it; a report's is that of its meeting.
    """
    match thing:
        case Committee():
            return thing.pk
        case Meeting():
            return thing.committee_id
        case ProgressReport():
            return thing.meeting.committee_id
        case Recommendation() | ExecutiveResponse():
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


def report_posts(report: ProgressReport) -> frozenset[int]:
    return frozenset(report.report_posts.values_list("post_id", flat=True))


supports_its_committee = rule_on_roles(lambda roles, thing: committee_of(thing) in roles.committees_supported)
clerks_its_committee = rule_on_roles(lambda roles, thing: committee_of(thing) in roles.committees_clerked)
is_scrutinys = Rule(_is_scrutinys)
runs_its_committee = supports_its_committee | clerks_its_committee


holds_a_post_of_the_report = rule_on_roles(lambda roles, report: bool(roles.posts_held & report_posts(report)))
contributes_to_a_post_of_the_report = rule_on_roles(
    lambda roles, report: bool(roles.posts_contributed_to & report_posts(report))
)
is_of_a_post_of_the_report = holds_a_post_of_the_report | contributes_to_a_post_of_the_report
is_of_a_responsible_post = rule_on_roles(lambda roles, thing: bool(roles.posts & _responsible_posts(thing)))


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


can_record_views = runs_its_committee & ~is_for_a_cabinet_post & is_scrutinys
"""Nobody who holds or contributes for a cabinet post records a view, whatever else they are; nor does Cabinet."""
