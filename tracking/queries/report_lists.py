"""Lists of Progress Reports, and what one can be opened for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tracking import dates
from tracking.enums import InquiryState, MeetingState, ReportState
from tracking.models import (
    Inquiry,
    Meeting,
    Post,
    ProgressReport,
    Recommendation,
    Responsibility,
    TrackingCommittee,
    User,
    roles_of,
)


@dataclass(frozen=True)
class ReportsOfUser:
    """The reports that wait for a user, by what they can do, and the inquiries they could open one on."""

    to_write: tuple[ProgressReport, ...]
    to_check: tuple[ProgressReport, ...]
    to_publish: tuple[ProgressReport, ...]
    to_open: tuple[Inquiry, ...]


def reports_waiting_for(user: User) -> ReportsOfUser:
    """Return what waits for a user; the earliest meeting first."""
    roles = roles_of(user)
    to_write = ProgressReport.objects.written_by(user).filter(state__in=ReportState.editable())
    handed_in = ProgressReport.objects.checked_by(user)
    published_for = handed_in.filter(meeting__committee__in=roles.committees_clerked, state=ReportState.ACCEPTED)
    to_check = handed_in.filter(state=ReportState.SUBMITTED)
    return ReportsOfUser(
        to_write=tuple(_in_order(to_write)),
        to_check=tuple(_in_order(to_check)) if not roles.cabinet_posts else (),
        to_publish=tuple(_in_order(published_for)),
        to_open=tuple(_open_for(user)),
    )


def other_reports(user: User, waiting: ReportsOfUser) -> QuerySet[ProgressReport]:
    """Return the reports a user wrote, signed or checks that are not `waiting` for them; the latest first."""
    listed = [report.pk for report in (*waiting.to_check, *waiting.to_publish)]
    mine = Q(pk__in=ProgressReport.objects.written_by(user)) | Q(pk__in=ProgressReport.objects.checked_by(user))
    mine |= Q(pk__in=ProgressReport.objects.filter(revisions__signed_by=user.person_id))
    reports = ProgressReport.objects.visible_to(user).filter(mine).exclude(state__in=ReportState.editable())
    return reports.exclude(pk__in=listed).select_related("inquiry", "meeting__committee", "lead_post")


def _in_order(reports: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
    return reports.select_related("inquiry", "meeting__committee", "lead_post").order_by(
        "meeting__held_on", "inquiry__title", "pk"
    )


def _open_for(user: User) -> QuerySet[Inquiry]:
    """Published inquiries that the user's posts answer for and that no report is under way on."""
    rows = Responsibility.objects.in_force(dates.today()).of_posts(roles_of(user).posts)
    answered_for = rows.filter(recommendation__withdrawn_reason="").values("recommendation__inquiry")
    return (
        Inquiry.objects.visible_to(user)
        .filter(pk__in=answered_for, state=InquiryState.PUBLISHED)
        .annotate(open_reports=Count("reports", filter=Q(reports__state__in=ReportState.open())))
        .filter(open_reports=0)
        .order_by("title")
    )


def meetings_to_report_to(inquiry: Inquiry) -> QuerySet[Meeting]:
    """Upcoming meetings of the committee that tracks an inquiry, the next first."""
    tracking = TrackingCommittee.objects.filter(inquiry=inquiry, ends_on__isnull=True).values("committee")
    return (
        Meeting.objects.upcoming(dates.today())
        .filter(committee__in=tracking, state__in=[MeetingState.PLANNED, MeetingState.PAPERS_ISSUED])
        .select_related("committee")
    )


def responsible_posts(inquiry: Inquiry) -> QuerySet[Post]:
    """Posts that answer today for something in an inquiry."""
    rows = Responsibility.objects.in_force(dates.today()).within_inquiry(inquiry.pk)
    return Post.objects.filter(pk__in=rows.values("post")).order_by("kind", "name")


def tracked_recommendations(inquiry: Inquiry) -> list[Recommendation]:
    """Whole recommendations of which something is still tracked, in order."""
    tracked = Recommendation.objects.filter(inquiry=inquiry).leaves().with_standing_assessment().tracked()
    whole = {leaf.parent_id or leaf.pk for leaf in tracked}
    return list(Recommendation.objects.filter(pk__in=whole).order_by("number"))


def recommendations_to_report(inquiry: Inquiry, meeting: Meeting) -> list[Recommendation]:
    """Tracked recommendations of an inquiry that no live report for the meeting covers yet, in order."""
    covered = set(
        ProgressReport.objects.live()
        .filter(inquiry=inquiry, meeting=meeting, revisions__is_current=True)
        .values_list("revisions__updates__recommendation", flat=True)
    )
    return [row for row in tracked_recommendations(inquiry) if row.pk not in covered]


def already_opened(inquiry: Inquiry, meeting: Meeting, posts: Sequence[Post], user: User) -> ProgressReport | None:
    """Return the draft that the user has opened in just this way before: a button pressed twice."""
    drafts = ProgressReport.objects.filter(
        inquiry=inquiry, meeting=meeting, lead_post=posts[0], opened_by=user, state=ReportState.DRAFT
    )
    return next((row for row in drafts if [item.post for item in row.report_posts.all()] == list(posts)), None)
