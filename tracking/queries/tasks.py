"""What waits for a user, and what they wait for: read from states and dates, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from tracking import dates
from tracking.enums import InquiryState, MeetingState, PostKind, ReportState
from tracking.models import (
    Appointment,
    Committee,
    CommitteeMembership,
    Inquiry,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    Responsibility,
    Roles,
    SelfAssessment,
    TrackingCommittee,
    User,
    roles_of,
)
from tracking.queries.inquiries import last_tracked_on, next_meetings
from tracking.queries.meetings import papers_deadlines
from tracking.queries.next_rounds import RoundDue, rounds_due
from tracking.queries.report_lists import reports_waiting_for
from tracking.queries.rounds import asking_days, meetings_to_ask_for, updates_due
from tracking.queries.supplements import late_news_waiting
from tracking.queries.views_at_meeting import views_waiting


class TaskKind(StrEnum):
    """What is to be done, or waited for."""

    DRAFT = "draft"
    REVISE = "revise"
    OPEN = "open"
    CHECK = "check"
    PUBLISH = "publish"
    ANSWER_LATE_NEWS = "answer late news"
    ASK_FOR_UPDATES = "ask for updates"
    ASK_ABOUT_INQUIRY = "ask about inquiry"
    PLAN_MEETING = "plan meeting"
    ISSUE_PAPERS = "issue papers"
    RECORD_VIEWS = "record views"
    HOLD = "hold"
    APPROVE_MINUTES = "approve minutes"
    ASK_FOR_RESPONSE = "ask for response"
    START_RESPONSE = "start response"
    WRITE_RESPONSE = "write response"
    AGREE_RESPONSE = "agree response"
    SEND_RESPONSE = "send response"
    PUBLISH_RESPONSE = "publish response"
    TRACK = "track"
    READ_PAPERS = "read papers"
    GIVE_ROLES = "give roles"
    AWAIT_CHECK = "await check"
    AWAIT_PUBLICATION = "await publication"
    AWAIT_LATE_NEWS = "await late news"
    AWAIT_MEETING = "await meeting"
    AWAIT_REVISION = "await revision"
    AWAIT_RESPONSE = "await response"
    AWAIT_PAPERS = "await papers"


@dataclass(frozen=True)
class Task:
    """One thing; which of the further fields are filled follows from its kind.

    `due_on` is the day it should be done by, None where there is none. `count` of `total` say how much there is to do;
    `numbers` are those of the recommendations not finished in a draft; `last_on` the day an inquiry was last tracked.
    """

    kind: TaskKind
    due_on: date | None = None
    inquiry: Inquiry | None = None
    meeting: Meeting | None = None
    report: ProgressReport | None = None
    committee: Committee | None = None
    count: int = 0
    total: int = 0
    numbers: tuple[int, ...] = ()
    last_on: date | None = None


@dataclass
class Tasks:
    """Everything on a user's overview that somebody has to do."""

    needed: list[Task] = field(default_factory=list)
    waiting: list[Task] = field(default_factory=list)

    def in_order(self) -> "Tasks":
        """The most urgent first; what has no date comes last."""
        return Tasks(sorted(self.needed, key=_urgency), sorted(self.waiting, key=_urgency))


def _urgency(task: Task) -> tuple[bool, date]:
    return task.due_on is None, task.due_on or date.max


def tasks_for(user: User, *, today: date, further: Iterable[Task] = ()) -> Tasks:
    """Read what a user has to do and what they wait for, by what they are today, in a fixed number of queries.

    `further` is what else they have to do, beside inquiries.
    """
    roles = roles_of(user)
    tasks = Tasks(needed=[*further])
    _add_reports(tasks, user, roles, today)
    _add_late_news(tasks, user, roles)
    if roles.committees_run:
        _add_meetings(tasks, user, roles, today)
    if roles.committees_supported:
        _add_meetings_to_ask_for(tasks, user, roles, today)
        _add_inquiries(tasks, user, today)
    if roles.committees_sat_on:
        _add_papers_to_read(tasks, roles, today)
    if roles.is_administrator and (without := _users_without_role(today).count()):
        tasks.needed.append(Task(TaskKind.GIVE_ROLES, count=without))
    return tasks.in_order()


def _add_reports(tasks: Tasks, user: User, roles: Roles, today: date) -> None:
    waiting_for = reports_waiting_for(user)
    others = list(_waiting_reports(user, roles))
    mine = {*waiting_for.to_write, *waiting_for.to_check, *waiting_for.to_publish}
    due = papers_deadlines({report.meeting for report in (*mine, *others)})
    asked_by = updates_due({report.meeting for report in waiting_for.to_write})
    unfinished = _unfinished(waiting_for.to_write)
    for report in waiting_for.to_write:
        kind = TaskKind.REVISE if report.state == ReportState.RETURNED else TaskKind.DRAFT
        task = _report_task(kind, report, asked_by[report.meeting_id], tuple(unfinished.get(report.pk, ())))
        tasks.needed.append(task)
    tasks.needed += [_report_task(TaskKind.CHECK, row, due[row.meeting_id]) for row in waiting_for.to_check]
    tasks.needed += [_report_task(TaskKind.PUBLISH, row, due[row.meeting_id]) for row in waiting_for.to_publish]
    tasks.waiting += [_awaited(report, due[report.meeting_id]) for report in others if report not in mine]
    _add_reports_to_open(tasks, user, waiting_for.to_open, today)


def _add_late_news(tasks: Tasks, user: User, roles: Roles) -> None:
    """Reports with late news that the clerk has to publish or decline; others wait for that."""
    if not (roles.posts or roles.committees_run):
        return
    for report in {row.report_id: row.report for row in late_news_waiting(user)}.values():
        clerks = report.meeting.committee_id in roles.committees_clerked
        kind = TaskKind.ANSWER_LATE_NEWS if clerks else TaskKind.AWAIT_LATE_NEWS
        (tasks.needed if clerks else tasks.waiting).append(_report_task(kind, report, report.meeting.held_on))


_AWAITED = {
    ReportState.SUBMITTED: TaskKind.AWAIT_CHECK,
    ReportState.RETURNED: TaskKind.AWAIT_REVISION,
    ReportState.ACCEPTED: TaskKind.AWAIT_PUBLICATION,
    ReportState.PUBLISHED: TaskKind.AWAIT_MEETING,
}


def _awaited(report: ProgressReport, papers_due_on: date) -> Task:
    is_published = report.state == ReportState.PUBLISHED
    due_on = report.meeting.held_on if is_published else papers_due_on
    return _report_task(_AWAITED[ReportState(report.state)], report, due_on)


def _report_task(kind: TaskKind, report: ProgressReport, due_on: date, numbers: tuple[int, ...] = ()) -> Task:
    return Task(kind, due_on, inquiry=report.inquiry, meeting=report.meeting, report=report, numbers=numbers)


def _waiting_reports(user: User, roles: Roles) -> QuerySet[ProgressReport]:
    """Reports under way that the user wrote, and those handed in to the committees they run."""
    written = ProgressReport.objects.written_by(user) if roles.posts else ProgressReport.objects.none()
    checked = ProgressReport.objects.checked_by(user).filter(state__in=[ReportState.RETURNED, ReportState.ACCEPTED])
    return (
        ProgressReport.objects.visible_to(user)
        .filter(state__in=list(_AWAITED))
        .filter(Exists(written.filter(pk=OuterRef("pk"))) | Exists(checked.filter(pk=OuterRef("pk"))))
        .select_related("inquiry", "meeting__committee", "lead_post")
    )


def _unfinished(reports: Iterable[ProgressReport]) -> dict[int, list[int]]:
    """By report, the numbers of the recommendations never saved, or with a part that is not assessed."""
    numbers: dict[int, list[int]] = {}
    open_parts = SelfAssessment.objects.filter(update=OuterRef("pk"), category=None, proposed_conclusion="")
    updates = ProgressUpdate.objects.filter(revision__report__in=list(reports), revision__is_current=True)
    unfinished = updates.filter(Q(version=0) | Exists(open_parts)).order_by("recommendation__number")
    for report, number in unfinished.values_list("revision__report_id", "recommendation__number"):
        numbers.setdefault(report, []).append(number)
    return numbers


def _add_reports_to_open(tasks: Tasks, user: User, inquiries: tuple[Inquiry, ...], today: date) -> None:
    """Inquiries due to be tracked at the next meeting of their committee, on which nobody has opened a report.

    Due when the next round is due by then or, where none was scheduled yet, when the committee's own interval has
    passed since the last tracking or, before that, the approval.
    """
    prefetch_related_objects(
        inquiries, Prefetch("tracking_committees", TrackingCommittee.objects.select_related("committee"))
    )
    coming = next_meetings(inquiries, user, on=today)
    last = last_tracked_on(inquiries, user)
    due = papers_deadlines(row.meeting for row in coming.values())
    for inquiry in inquiries:
        if inquiry.pk not in coming:
            continue
        meeting, since = coming[inquiry.pk].meeting, last[inquiry.pk] or inquiry.approved_on
        due_on = inquiry.next_round_on or (
            dates.add_months(since, meeting.committee.tracking_interval_months) if since else None
        )
        if due_on is None or due_on <= meeting.held_on:
            tasks.needed.append(Task(TaskKind.OPEN, due[meeting.pk], inquiry=inquiry, meeting=meeting))


def _add_meetings(tasks: Tasks, user: User, roles: Roles, today: date) -> None:
    under_way = [MeetingState.PLANNED, MeetingState.PAPERS_ISSUED, MeetingState.HELD]
    published = ProgressReport.objects.public().filter(meeting=OuterRef("pk"))
    meetings = list(
        Meeting.objects.run_by(user)
        .filter(state__in=under_way)
        .annotate(has_papers=Exists(published))
        .select_related("committee")
        .order_by("held_on", "sequence")
    )
    due, waiting = papers_deadlines(meetings), views_waiting(meetings, user)
    for meeting in meetings:
        clerks = meeting.committee_id in roles.committees_clerked
        is_over = meeting.held_on <= today
        left, total = waiting[meeting.pk]
        if meeting.state == MeetingState.PLANNED:
            if clerks and meeting.has_papers:
                tasks.needed.append(Task(TaskKind.ISSUE_PAPERS, due[meeting.pk], meeting=meeting))
            continue
        if is_over and left and not roles.cabinet_posts:
            tasks.needed.append(Task(TaskKind.RECORD_VIEWS, meeting.held_on, meeting=meeting, count=left, total=total))
        if is_over and meeting.state == MeetingState.PAPERS_ISSUED:
            tasks.needed.append(Task(TaskKind.HOLD, meeting.held_on, meeting=meeting))
        if meeting.state == MeetingState.HELD and not left and clerks:
            tasks.needed.append(Task(TaskKind.APPROVE_MINUTES, meeting=meeting))


def _add_meetings_to_ask_for(tasks: Tasks, user: User, roles: Roles, today: date) -> None:
    """The next planned meeting of each committee, when updates were not asked for yet."""
    meetings = meetings_to_ask_for(roles.committees_supported, user, today=today)
    ask_by = asking_days(meetings)
    for meeting in meetings:
        tasks.needed.append(Task(TaskKind.ASK_FOR_UPDATES, ask_by[meeting.pk], meeting=meeting))


def _add_rounds_due(tasks: Tasks, rounds: Iterable[RoundDue]) -> None:
    """Next reports that are due soon: to be asked for where a meeting is planned, unless all are asked for there."""
    asked_for = {task.meeting for task in tasks.needed if task.kind == TaskKind.ASK_FOR_UPDATES}
    for row in rounds:
        due_on = row.inquiry.next_round_on
        if row.meeting is None:
            tasks.needed.append(Task(TaskKind.PLAN_MEETING, due_on, inquiry=row.inquiry, committee=row.committee))
        elif row.meeting not in asked_for:
            tasks.needed.append(Task(TaskKind.ASK_ABOUT_INQUIRY, due_on, inquiry=row.inquiry, meeting=row.meeting))


def _add_inquiries(tasks: Tasks, user: User, today: date) -> None:
    """Responses the executive owes, next reports that are due, and inquiries that nobody has tracked for a year."""
    inquiries = list(Inquiry.objects.supported_by(user).filter(state=InquiryState.PUBLISHED))
    rounds = rounds_due(inquiries, today=today)
    _add_rounds_due(tasks, rounds)
    last = last_tracked_on(inquiries, user)
    answerable = answered_by_the_executive(inquiries)
    reports = ProgressReport.objects.visible_to(user).filter(inquiry__in=inquiries, state__in=ReportState.open())
    being_tracked = set(reports.values_list("inquiry", flat=True)) | {row.inquiry.pk for row in rounds}
    for inquiry in inquiries:
        if inquiry.responded_on is None and inquiry.pk in answerable:
            due_on = dates.response_due_on(inquiry.received_on, inquiry.notice_on)
            if due_on is not None and due_on < today:
                tasks.needed.append(Task(TaskKind.ASK_FOR_RESPONSE, due_on, inquiry=inquiry))
            else:
                tasks.waiting.append(Task(TaskKind.AWAIT_RESPONSE, due_on, inquiry=inquiry))
        is_overdue = dates.last_tracked_overdue(last[inquiry.pk], inquiry.approved_on, today)
        if is_overdue and inquiry.pk not in being_tracked:
            tasks.needed.append(Task(TaskKind.TRACK, inquiry=inquiry, last_on=last[inquiry.pk]))


def answered_by_the_executive(inquiries: Iterable[Inquiry]) -> set[int]:
    """Those that anybody in the executive answers for, or nobody yet: no clock runs against outside bodies."""
    rows = list(inquiries)
    answering: dict[int, set[str]] = {row.pk: set() for row in rows}
    responsible = Responsibility.objects.filter(
        recommendation__inquiry__in=rows, recommendation__withdrawn_reason=""
    ).values_list("recommendation__inquiry", "post__kind")
    for inquiry, kind in responsible.distinct():
        answering[inquiry].add(kind)
    return {pk for pk, kinds in answering.items() if not kinds or kinds & PostKind.of_the_council()}


def _add_papers_to_read(tasks: Tasks, roles: Roles, today: date) -> None:
    """The next meeting of each committee a member sits on."""
    meetings = Meeting.objects.upcoming(today).filter(committee__in=roles.committees_sat_on).select_related("committee")
    next_of: dict[int, Meeting] = {}
    for meeting in meetings:
        next_of.setdefault(meeting.committee_id, meeting)
    due = papers_deadlines(next_of.values())
    for meeting in next_of.values():
        if meeting.state == MeetingState.PLANNED:
            tasks.waiting.append(Task(TaskKind.AWAIT_PAPERS, due[meeting.pk], meeting=meeting))
        else:
            tasks.needed.append(Task(TaskKind.READ_PAPERS, meeting.held_on, meeting=meeting))


def _users_without_role(today: date) -> QuerySet[User]:
    appointed = Appointment.objects.in_force(today).filter(person=OuterRef("person"))
    seated = CommitteeMembership.objects.in_force(today).filter(person=OuterRef("person"))
    active = User.objects.filter(is_active=True, is_administrator=False)
    return active.filter(~Exists(appointed), ~Exists(seated))
