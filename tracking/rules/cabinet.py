"""Executive responses and reports to Cabinet: who may do what with them."""

from tracking.enums import CommitteeKind
from tracking.models import Committee, Inquiry
from tracking.models.cabinet import CabinetReport, ExecutiveResponse, responding_posts
from tracking.rules.base import keeping_posts, rule_on_roles
from tracking.rules.people import is_for_a_cabinet_post
from tracking.rules.scrutiny import runs_its_committee


def _responding_posts(thing: Inquiry | ExecutiveResponse) -> frozenset[int]:
    return responding_posts(thing.inquiry if isinstance(thing, ExecutiveResponse) else thing)


def _cabinet_of(thing: CabinetReport | Committee) -> int:
    return thing.pk if isinstance(thing, Committee) else thing.meeting.committee_id


holds_a_responding_post = rule_on_roles(lambda roles, thing: bool(roles.posts_held & _responding_posts(thing)))
contributes_to_a_responding_post = rule_on_roles(
    lambda roles, thing: bool(roles.posts_contributed_to & _responding_posts(thing))
)
clerks_a_cabinet = rule_on_roles(
    lambda roles, thing: Committee.objects.filter(pk__in=roles.committees_clerked, kind=CommitteeKind.CABINET).exists()
)


can_write_response = holds_a_responding_post | contributes_to_a_responding_post
"""Asked of an inquiry or the response to it: those of the posts that respond start, write and withdraw it."""
can_agree_response = clerks_a_cabinet
"""The clerk of Cabinet records at which meeting it was agreed."""
can_take_back_response = clerks_a_cabinet | can_write_response
can_send_response = holds_a_responding_post
can_send_response_on_behalf = contributes_to_a_responding_post
can_publish_response = runs_its_committee & ~is_for_a_cabinet_post
"""The officers of the committee that tracks the inquiry, who received it (the council's process)."""


writes_cabinet_report = rule_on_roles(lambda roles, report: bool(roles.council_posts & keeping_posts(report.post)))
"""Holders and contributors of the post a report to Cabinet is of draft it (the council's process).

Once the post has ended, those of its successors do; they sign it and clear sections likewise.
"""

can_start_cabinet_report_of = rule_on_roles(lambda roles, post: post.pk in roles.council_posts)
can_submit_cabinet_report = (
    rule_on_roles(lambda roles, report: bool(roles.posts_held & keeping_posts(report.post))) & writes_cabinet_report
)
can_submit_cabinet_report_on_behalf = writes_cabinet_report
"""Asked of who does not hold the post: a contributor says how the holder approved it."""

can_clear_cabinet_section = rule_on_roles(
    lambda roles, section: bool(roles.posts_held & keeping_posts(section.heading.cleared_by))
)
"""Asked of a section: the holder of the post that its template names, nobody for them."""

clerks_the_cabinet = rule_on_roles(lambda roles, thing: _cabinet_of(thing) in roles.committees_clerked)
can_check_cabinet_report = clerks_the_cabinet & ~writes_cabinet_report
"""Returning and accepting: nobody checks what their own post reports (the council's process)."""
can_publish_cabinet_report = clerks_the_cabinet
can_record_executive_decisions = clerks_the_cabinet
can_manage_report_templates = clerks_the_cabinet
"""Asked of a Cabinet: its clerk says what reports to it must deal with. The administrator decides nothing."""
