"""Asking for updates: what can be asked for, who is told, and how far the reports asked for have come."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from tracking import dates
from tracking.enums import InquiryState, MeetingState, ReportState
from tracking.models import (
    ClosedDay,
    Draft,
    Inquiry,
    Meeting,
    OutboxMail,
    Post,
    ProgressReport,
    Recommendation,
    ReportRevision,
    TrackingCommittee,
    UpdateRound,
    User,
    Viewer,
)
from tracking.queries.inquiries import last_tracked_on
from tracking.queries.meetings import papers_deadlines
from tracking.queries.recipients import mails_to_posts, recipients_of, sections_of, users_of_posts

# Working days the officers have between the updates and the papers: to check, to return once, to read again.
DAYS_TO_CHECK = 5
# Working days the posts have for writing them.
DAYS_TO_WRITE = 15


class Progress(StrEnum):
    """How far a report has come, as those may know who cannot read a draft."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    RETURNED = "Returned"
    HANDED_IN = "Handed in"


@dataclass(frozen=True)
class InquiryToAsk:
    """An inquiry with tracked leaves that no report for the meeting covers; `posts` by how many they answer for.

    Nobody signs in for the `silent_posts` among them.
    """

    inquiry: Inquiry
    posts: tuple[Post, ...]
    silent_posts: tuple[Post, ...]
    leaf_count: int
    last_tracked_on: date | None


@dataclass(frozen=True)
class ReportAskedFor:
    """A report for the meeting: how far it is, what its people were told, and the posts where nobody signs in."""

    report: ProgressReport
    progress: Progress
    posts: tuple[Post, ...]
    silent_posts: tuple[Post, ...]
    people: tuple[User, ...]
    mails: tuple[OutboxMail, ...]

    @property
    def is_awaited(self) -> bool:
        return self.progress != Progress.HANDED_IN


def suggested_due_on(meeting: Meeting, *, today: date) -> date:
    """Return when to ask updates for: some working days before the papers, else the papers' day or the meeting's."""
    closed = frozenset(ClosedDay.objects.values_list("day", flat=True))
    papers_due_on = papers_deadlines([meeting])[meeting.pk]
    before_papers = dates.working_days_before(papers_due_on, DAYS_TO_CHECK, closed)
    return next((day for day in (before_papers, papers_due_on) if day > today), meeting.held_on)


def asked_by(meeting: Meeting) -> date | None:
    """Return the day by which updates for a meeting were asked for; None when nobody has asked."""
    return UpdateRound.objects.filter(meeting=meeting).values_list("due_on", flat=True).first()


def asking_days(meetings: Iterable[Meeting]) -> dict[int, date]:
    """Return by meeting the day by which updates should be asked for, so that there is time to write and to check."""
    closed = frozenset(ClosedDay.objects.values_list("day", flat=True))
    days = DAYS_TO_WRITE + DAYS_TO_CHECK
    return {pk: dates.working_days_before(day, days, closed) for pk, day in papers_deadlines(meetings).items()}


def meetings_to_ask_for(committees: Collection[int], viewer: Viewer, *, today: date) -> list[Meeting]:
    """Return the next planned meeting of each committee if nobody was asked, and an inquiry has no report for it."""
    inquiries = Inquiry.objects.filter(state=InquiryState.PUBLISHED).still_tracked(viewer)
    tracking = TrackingCommittee.objects.filter(ends_on__isnull=True, committee__in=committees, inquiry__in=inquiries)
    tracked = set(tracking.values_list("committee", "inquiry"))
    planned = Meeting.objects.upcoming(today).filter(state=MeetingState.PLANNED, committee__in=committees)
    next_of: dict[int, Meeting] = {}
    for meeting in planned.select_related("committee", "update_round"):
        next_of.setdefault(meeting.committee_id, meeting)
    unasked = [meeting for meeting in next_of.values() if not hasattr(meeting, "update_round")]
    reported = set(live_reports(unasked).values_list("meeting__committee", "inquiry"))
    waiting = {committee for committee, _ in tracked - reported}
    return [meeting for meeting in unasked if meeting.committee_id in waiting]


def updates_due(meetings: Iterable[Meeting]) -> dict[int, date]:
    """Return by meeting when reports are due to the scrutiny office: as asked, else when the papers go out."""
    rows = list(meetings)
    asked = dict(UpdateRound.objects.filter(meeting__in=rows).values_list("meeting", "due_on"))
    return papers_deadlines(rows) | asked


def round_of(meeting: Meeting) -> UpdateRound | None:
    """Return the round of updates asked for a meeting; None before anybody asked."""
    return UpdateRound.objects.filter(meeting=meeting).first()


def inquiries_to_ask(meeting: Meeting, viewer: Viewer, *, today: date) -> list[InquiryToAsk]:
    """Return what the committee tracks and no report for the meeting covers, in a fixed number of queries.

    An inquiry for which nobody answers is left out: there is nobody to ask.
    """
    inquiries = Inquiry.objects.filter(state=InquiryState.PUBLISHED).tracked_by([meeting.committee_id])
    leaves = (
        Recommendation.objects.filter(inquiry__in=inquiries)
        .leaves()
        .with_standing_assessment()
        .tracked()
        .with_responsibilities()
    )
    covered = set(sections_of(live_reports([meeting])).values_list("recommendation", flat=True))
    leaf_counts: Counter[int] = Counter()
    answering: dict[int, Counter[Post]] = defaultdict(Counter)
    for leaf in leaves:
        if (leaf.parent_id or leaf.pk) not in covered:
            leaf_counts[leaf.inquiry_id] += 1
            answering[leaf.inquiry_id].update(row.post for row in leaf.responsibilities_on(today))
    rows = list(inquiries.filter(pk__in=[pk for pk in answering if answering[pk]]).order_by("title", "pk"))
    last = last_tracked_on(rows, viewer)
    users = users_of_posts({post for counts in answering.values() for post in counts}, today)
    return [
        InquiryToAsk(
            inquiry=row,
            posts=(posts := _most_first(answering[row.pk])),
            silent_posts=tuple(post for post in posts if not users[post.pk]),
            leaf_count=leaf_counts[row.pk],
            last_tracked_on=last[row.pk],
        )
        for row in rows
    ]


def _most_first(counts: Counter[Post]) -> tuple[Post, ...]:
    return tuple(sorted(counts, key=lambda post: (-counts[post], post.name)))


def live_reports(meetings: Iterable[Meeting]) -> QuerySet[ProgressReport]:
    """Reports for the meetings that were not withdrawn, on inquiries that everyone may know of."""
    return (
        ProgressReport.objects.live()
        .filter(meeting__in=meetings, inquiry__state__in=InquiryState.public())
        .select_related("inquiry", "meeting__committee", "lead_post")
        .order_by("inquiry__title", "pk")
    )


def reports_awaited(*, today: date) -> QuerySet[ProgressReport]:
    """Reports that were asked for, for meetings still to come, and are not handed in; by when they are due."""
    meetings = Meeting.objects.filter(
        update_round__isnull=False,
        held_on__gte=today,
        state__in=[MeetingState.PLANNED, MeetingState.PAPERS_ISSUED],
    )
    return (
        live_reports(meetings)
        .filter(state__in=ReportState.editable())
        .select_related("meeting__update_round")
        .order_by("meeting__update_round__due_on", "inquiry__title", "pk")
    )


def reports_asked_for(meeting: Meeting, *, today: date) -> list[ReportAskedFor]:
    """Return every live report for a meeting with who was told of it, in a fixed number of queries."""
    reports = list(live_reports([meeting]).annotate(is_written=_is_written()).prefetch_related("report_posts__post"))
    recipients = recipients_of(reports, today=today)
    mails = mails_to_posts(reports)
    return [
        ReportAskedFor(
            report=report,
            progress=_progress(report, is_written=report.is_written),
            posts=tuple(row.post for row in report.report_posts.all()),
            silent_posts=recipients[report.pk].silent_posts,
            people=recipients[report.pk].users,
            mails=tuple(mails[report.pk]),
        )
        for report in reports
    ]


def _is_written() -> Q:
    """Whether anybody has saved or typed anything in the report's current revision."""
    of_report = ReportRevision.objects.filter(report=OuterRef("pk"), is_current=True)
    saved = Exists(of_report.filter(Q(version__gt=0) | Q(updates__version__gt=0)))
    return saved | Exists(Draft.objects.filter(report=OuterRef("pk")))


def _progress(report: ProgressReport, *, is_written: bool) -> Progress:
    match report.state:
        case ReportState.DRAFT:
            return Progress.IN_PROGRESS if is_written else Progress.NOT_STARTED
        case ReportState.RETURNED:
            return Progress.RETURNED
        case _:
            return Progress.HANDED_IN
