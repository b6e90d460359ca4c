"""What the draft minutes of a meeting are made of: only what the public may know once the views are published."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tracking import dates
from tracking.enums import Capacity, InquiryState, MeetingState
from tracking.models import (
    Appointment,
    Assessment,
    Declaration,
    Inquiry,
    Meeting,
    Person,
    Post,
    PrivateSession,
    ProgressReport,
    Recommendation,
    ReportPost,
    ReportRevision,
    ReportSupplement,
    Viewer,
)
from tracking.queries.views_at_meeting import LeafAtMeeting, ReportAtMeeting, reports_at_meeting


@dataclass(frozen=True)
class ReportInMinutes:
    """A Progress Report that the meeting considered, and what became of its inquiry.

    `deferred_from` is the earlier meeting it was for, where leaves of it were deferred from there. `supplements` are
    those published by the meeting's day; `recommendation_count` counts whole recommendations in force. `is_latest` says
    that no later meeting gave a view on the inquiry, so that its next round follows from this one.
    """

    report: ProgressReport
    revision: ReportRevision
    deferred_from: Meeting | None
    posts: tuple[Post, ...]
    leaves: tuple[LeafAtMeeting, ...]
    supplements: tuple[ReportSupplement, ...]
    recommendation_count: int
    is_latest: bool

    @property
    def inquiry(self) -> Inquiry:
        return self.report.inquiry

    @property
    def own_leaves(self) -> tuple[LeafAtMeeting, ...]:
        """Those considered with this report, not with another to the same meeting."""
        return tuple(row for row in self.leaves if row.view is None or row.view.report_id in (None, self.report.pk))

    @property
    def waiting(self) -> tuple[LeafAtMeeting, ...]:
        return tuple(row for row in self.leaves if row.waits)


@dataclass(frozen=True)
class MinutesFacts:
    """One meeting as the minutes tell it.

    `reopened` are views that track a leaf again without a report on it; `responsible` the posts that answered for a
    leaf on the meeting's day, by the leaf's primary key; `next_meeting` the committee's next that is planned.
    """

    meeting: Meeting
    reports: tuple[ReportInMinutes, ...]
    reopened: tuple[Assessment, ...]
    declarations: tuple[Declaration, ...]
    private_sessions: tuple[PrivateSession, ...]
    responsible: dict[int, tuple[Post, ...]]
    next_meeting: Meeting | None

    @property
    def leaves(self) -> dict[int, LeafAtMeeting]:
        """Every leaf on the table by its primary key, once however many reports hold it."""
        return {row.leaf.pk: row for report in self.reports for row in report.leaves}

    @property
    def waiting(self) -> int:
        return sum(row.waits for row in self.leaves.values())


def minutes_facts(meeting: Meeting, viewer: Viewer) -> MinutesFacts:
    """Read a meeting for its minutes, in a fixed number of queries; reads the meeting's committee."""
    at_meeting = [row for row in reports_at_meeting(meeting, viewer) if row.report.inquiry.state in _PUBLIC]
    reopened = _reopened(meeting, viewer, at_meeting)
    leaves = {row.leaf.pk for report in at_meeting for row in report.leaves} | {view.leaf_id for view in reopened}
    return MinutesFacts(
        meeting=meeting,
        reports=_reports(meeting, at_meeting),
        reopened=reopened,
        declarations=tuple(declarations_at(meeting)),
        private_sessions=tuple(meeting.private_sessions.all()),
        responsible=_responsible(leaves, meeting),
        next_meeting=next_meeting(meeting),
    )


_PUBLIC = InquiryState.public()


def next_meeting(meeting: Meeting) -> Meeting | None:
    """Return the committee's next meeting after this one that is planned and not cancelled."""
    later = Meeting.objects.filter(_later_than(meeting), committee=meeting.committee_id)
    return later.exclude(state=MeetingState.CANCELLED).order_by("held_on", "sequence").first()


def declarations_at(meeting: Meeting) -> QuerySet[Declaration]:
    """Return the interests declared at a meeting, in the order in which they were entered."""
    return meeting.declarations.select_related("person", "report__inquiry").order_by("recorded_at", "pk")


def people_at(meeting: Meeting) -> QuerySet[Person]:
    """Return who may declare an interest at a meeting: who had to do with its committee on the day, by name.

    These are its members, substitutes and officers, and the holders of the posts that its reports are of.
    """
    day = meeting.held_on
    holders = Appointment.objects.in_force(day).filter(
        capacity=Capacity.HOLDER, post__in=ReportPost.objects.filter(report__in=reports_of(meeting)).values("post")
    )
    seated = meeting.committee.memberships.all().in_force(day)
    return Person.objects.filter(Q(pk__in=seated.values("person")) | Q(pk__in=holders.values("person")))


def reports_of(meeting: Meeting) -> QuerySet[ProgressReport]:
    """Return the public reports brought to a meeting, and those of which leaves were deferred to it and viewed."""
    considered = Assessment.objects.live().filter(meeting=meeting, report__isnull=False)
    reports = ProgressReport.objects.public().filter(Q(meeting=meeting) | Q(pk__in=considered.values("report")))
    return reports.select_related("inquiry", "lead_post").order_by("inquiry__title", "pk")


def _reopened(meeting: Meeting, viewer: Viewer, reports: Iterable[ReportAtMeeting]) -> tuple[Assessment, ...]:
    """Views that reopen a leaf, without those told with a report."""
    told = {row.view.pk for report in reports for row in report.leaves if row.view}
    rows = Assessment.objects.visible_to(viewer).live().filter(meeting=meeting, reopens=True)
    rows = rows.filter(leaf__inquiry__state__in=_PUBLIC).exclude(pk__in=told)
    rows = rows.select_related("leaf__inquiry", "leaf__parent", "category")
    return tuple(rows.order_by("leaf__inquiry__title", "leaf__inquiry", "leaf__number", "leaf__letter"))


def _reports(meeting: Meeting, rows: Sequence[ReportAtMeeting]) -> tuple[ReportInMinutes, ...]:
    reports = [row.report for row in rows]
    inquiries = {report.inquiry_id for report in reports}
    posts: dict[int, list[Post]] = defaultdict(list)
    for report_post in ReportPost.objects.filter(report__in=reports).select_related("post").order_by("position"):
        posts[report_post.report_id].append(report_post.post)
    supplements: dict[int, list[ReportSupplement]] = defaultdict(list)
    published = ReportSupplement.objects.published().filter(report__in=reports).select_related("recommendation")
    for supplement in published.order_by("number"):
        if supplement.published_at and dates.today(supplement.published_at) <= meeting.held_on:
            supplements[supplement.report_id].append(supplement)
    counts = Counter(
        Recommendation.objects.in_force().whole().filter(inquiry__in=inquiries).values_list("inquiry", flat=True)
    )
    later = _judged_later(inquiries, meeting)
    return tuple(
        ReportInMinutes(
            report=row.report,
            revision=row.revision,
            deferred_from=row.deferred_from,
            posts=tuple(posts[row.report.pk]),
            leaves=row.leaves,
            supplements=tuple(supplements[row.report.pk]),
            recommendation_count=counts[row.report.inquiry_id],
            is_latest=row.report.inquiry_id not in later,
        )
        for row in rows
    )


def _judged_later(inquiries: Iterable[int], meeting: Meeting) -> set[int]:
    """The inquiries on which a later meeting gave a view."""
    views = Assessment.objects.live().filter(_later_than(meeting, "meeting__"), leaf__inquiry__in=inquiries)
    return set(views.values_list("leaf__inquiry", flat=True))


def _later_than(meeting: Meeting, path: str = "") -> Q:
    same_day = {f"{path}held_on": meeting.held_on, f"{path}sequence__gt": meeting.sequence}
    return Q(**{f"{path}held_on__gt": meeting.held_on}) | Q(**same_day)


def _responsible(leaves: Iterable[int], meeting: Meeting) -> dict[int, tuple[Post, ...]]:
    rows = Recommendation.objects.filter(pk__in=leaves).with_responsibilities()
    return {leaf.pk: tuple(row.post for row in leaf.responsibilities_on(meeting.held_on)) for leaf in rows}
