"""Since last time: what changed after a meeting that a reader names, as far as they may see it.

After the meeting means at a later sitting, by day and by number on the day. What is published, and what takes effect
on a day, counts from the day after the meeting. Views that the clerk has not published are nothing yet for those who
do not sign in. A reader without the right learns of no draft, no returned report and no withheld evidence.
Source: the council's process: members ask what has happened since they last met (docs/domain-rules.md).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tracking.dates import today as london_today
from tracking.enums import Decision, MeetingState, Outcome
from tracking.models import (
    Assessment,
    Event,
    Inquiry,
    Meeting,
    Recommendation,
    ReportSupplement,
    Responsibility,
    SelfAssessment,
    TrackingCommittee,
    Viewer,
)
from tracking.queries.change_details import ChangedLeaf, ChangedPost, changed_leaves, changed_posts
from tracking.queries.change_scopes import Period, Scope
from tracking.queries.recommendations import HandingOn, handings_on

PER_PAGE = 5
_ADDED = ("added recommendation", "added part")
_PUBLISHED = "published inquiry"


@dataclass
class Tally:
    """How much changed, in one inquiry or in all of them. `views` are those given, `deferred` leaves are put off."""

    views: int = 0
    concluded: int = 0
    reopened: int = 0
    deferred: int = 0
    claims: int = 0
    late_news: int = 0
    added: int = 0
    moved_posts: int = 0
    handed_on: int = 0
    new: int = 0
    responses: int = 0

    def add(self, other: "Tally") -> None:
        for row in fields(self):
            setattr(self, row.name, getattr(self, row.name) + getattr(other, row.name))


@dataclass(frozen=True)
class ChangedInquiry:
    """What changed in one inquiry. `is_new`: it was approved, or published, after the meeting.

    `late_news` is what is about a report as a whole; what is about a recommendation stands with that.
    """

    inquiry: Inquiry
    tally: Tally
    is_new: bool
    handings_on: tuple[HandingOn, ...]
    late_news: tuple[ReportSupplement, ...]
    leaves: tuple[ChangedLeaf, ...]


@dataclass(frozen=True)
class ChangesSince:
    """What changed in a period: `totals` of everything asked about, the inquiries of one page, and the posts.

    `inquiry_count` is how many inquiries anything changed in, `page` of `page_count` the one that is shown;
    `is_one_inquiry` when no more than one was asked about.
    """

    period: Period
    totals: Tally
    inquiries: tuple[ChangedInquiry, ...]
    posts: tuple[ChangedPost, ...]
    inquiry_count: int
    page: int
    page_count: int
    is_one_inquiry: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.inquiry_count and not self.posts


def meetings_to_choose_from(
    scope: Scope, *, today: date, before: Meeting | None = None, limit: int = 12
) -> list[Meeting]:
    """Return the last meetings of the committees concerned that have taken place, the latest first.

    With `before`, only those earlier than that meeting.
    """
    meetings = Meeting.objects.filter(committee__in=scope.committees, held_on__lte=today)
    if before is not None:
        meetings = meetings.filter(Period(since=before, today=today).no_later_than_since("")).exclude(pk=before.pk)
    taken_place = meetings.exclude(state=MeetingState.CANCELLED).select_related("committee")
    return list(taken_place.order_by("-held_on", "-sequence", "committee__name")[:limit])


def changes_since(
    meeting: Meeting,
    viewer: Viewer,
    *,
    scope: Scope,
    today: date | None = None,
    until: Meeting | None = None,
    page: int | str | None = 1,
) -> ChangesSince:
    """Return what changed after a meeting in what `scope` holds, in a fixed number of queries.

    With `until`, only what changed by the end of that later meeting. Inquiries are in the order of their titles,
    PER_PAGE to a page.
    """
    period = Period(since=meeting, today=today or london_today(), until=until)
    happened = _happened(scope, viewer, period)
    changed = scope.inquiries.filter(pk__in=happened.tallies).order_by("title", "pk").with_tracking_committee()
    shown = Paginator(changed, PER_PAGE).get_page(page)
    inquiries = list(shown)
    totals = Tally()
    for tally in happened.tallies.values():
        totals.add(tally)
    return ChangesSince(
        period=period,
        totals=totals,
        inquiries=_in_detail(inquiries, happened, scope, viewer, period),
        posts=changed_posts(scope, period),
        inquiry_count=shown.paginator.count,
        page=shown.number,
        page_count=shown.paginator.num_pages,
        is_one_inquiry=scope.is_one_inquiry,
    )


@dataclass
class _Happened:
    """In which inquiries something changed and how much; what was added, on which day; which inquiries are new."""

    tallies: dict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    added: dict[int, date] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)


def _happened(scope: Scope, viewer: Viewer, period: Period) -> _Happened:
    found = _Happened()
    inquiries = scope.inquiries.order_by().values("pk")
    _count_judgements(found, scope, viewer, period)
    news = news_of(scope, viewer, period).order_by().values_list("report__inquiry").annotate(Count("pk"))
    for inquiry, number in news:
        found.tallies[inquiry].late_news = number
    for inquiry in _handed_on(period).filter(inquiry__in=inquiries).values_list("inquiry", flat=True):
        found.tallies[inquiry].handed_on += 1
    _note_additions(found, scope, viewer, period)
    moved = moved_responsibilities(scope, period).exclude(recommendation__inquiry__in=found.new)
    counted = moved.filter(recommendation__inquiry__in=inquiries).order_by()
    for inquiry, number in counted.values_list("recommendation__inquiry").annotate(
        Count("recommendation", distinct=True)
    ):
        found.tallies[inquiry].moved_posts = number
    return found


def _count_judgements(found: _Happened, scope: Scope, viewer: Viewer, period: Period) -> None:
    views = new_views(scope, viewer, period).order_by().values_list("leaf__inquiry")
    for inquiry, *numbers in views.annotate(
        given=Count("pk", filter=Q(outcome=Outcome.VIEWED)),
        concluding=Count("pk", filter=Q(decision=Decision.CONCLUDE)),
        reopening=Count("pk", filter=Q(reopens=True)),
        putting_off=Count("pk", filter=Q(outcome=Outcome.DEFERRED)),
    ):
        tally = found.tallies[inquiry]
        tally.views, tally.concluded, tally.reopened, tally.deferred = numbers
    claims = new_claims(scope, viewer, period).order_by().values_list("leaf__inquiry").annotate(Count("pk"))
    for inquiry, number in claims:
        found.tallies[inquiry].claims = number


def new_views(scope: Scope, viewer: Viewer, period: Period) -> "QuerySet[Assessment]":
    """The committees' views of the period; what was carried over from before the system counts by its day."""
    carried_over = Q(meeting__isnull=True) & period.days("considered_on")
    return (
        Assessment.objects.visible_to(viewer)
        .live()
        .filter(period.sittings("meeting__") | carried_over)
        .filter(
            scope.about("leaf"), leaf__inquiry__in=scope.inquiries.order_by().values("pk"), leaf__withdrawn_reason=""
        )
    )


def new_claims(scope: Scope, viewer: Viewer, period: Period) -> "QuerySet[SelfAssessment]":
    """The Cabinet Members' assessments that became known in the period."""
    return (
        SelfAssessment.objects.published_to(viewer)
        .filter(period.claims("update__revision__report__"))
        .filter(
            scope.about("leaf"), leaf__inquiry__in=scope.inquiries.order_by().values("pk"), leaf__withdrawn_reason=""
        )
    )


def news_of(scope: Scope, viewer: Viewer, period: Period) -> "QuerySet[ReportSupplement]":
    """The late news that was published in the period."""
    return (
        ReportSupplement.objects.visible_to(viewer)
        .published()
        .filter(period.moments("published_at"))
        .filter(scope.news, report__inquiry__in=scope.inquiries.order_by().values("pk"))
    )


def moved_responsibilities(scope: Scope, period: Period) -> "QuerySet[Responsibility]":
    """The posts that began to answer for something in the period, or ceased to.

    Whoever is the first to be named for it, or for its parent, takes it over from nobody.
    """
    of_the_same = Q(recommendation=OuterRef("recommendation")) | Q(recommendation=OuterRef("recommendation__parent"))
    began_before = Q(starts_on__isnull=True) | Q(starts_on__lt=OuterRef("starts_on"))
    took_over = period.days("starts_on") & Q(Exists(Responsibility.objects.filter(of_the_same, began_before)))
    return Responsibility.objects.filter(
        took_over | period.days("ends_on"), scope.answering("recommendation"), recommendation__withdrawn_reason=""
    )


def _handed_on(period: Period) -> "QuerySet[TrackingCommittee]":
    """The committees that took over the tracking of an inquiry in the period."""
    before = TrackingCommittee.objects.filter(inquiry=OuterRef("inquiry"), ends_on__lte=OuterRef("starts_on"))
    return TrackingCommittee.objects.filter(period.days("starts_on"), Exists(before))


def _note_additions(found: _Happened, scope: Scope, viewer: Viewer, period: Period) -> None:
    """What the audit trail says was added or published, and the executive's responses.

    In an inquiry that is new itself nothing was added to it.
    """
    events = Event.objects.filter(
        period.moments("at"),
        Q(target_label=Recommendation._meta.label_lower, type__in=_ADDED)
        | Q(target_label=Inquiry._meta.label_lower, type=_PUBLISHED),
    ).order_by("at", "pk")
    days: dict[int, date] = {}
    published: set[int] = set()
    for kind, target, at in events.values_list("type", "target_id", "at"):
        if kind == _PUBLISHED:
            published.add(int(target))
        else:
            days.setdefault(int(target), london_today(at))
    new, responded = Q(pk__in=published) | period.days("approved_on"), period.days("responded_on")
    rows = scope.inquiries.order_by().filter(new | responded).values_list("pk", "approved_on", "responded_on")
    for inquiry, approved_on, responded_on in rows:
        if inquiry in published or (approved_on and period.has_day(approved_on)):
            found.new.add(inquiry)
            found.tallies[inquiry].new = 1
        if responded_on and period.has_day(responded_on):
            found.tallies[inquiry].responses = 1
    added = Recommendation.objects.visible_to(viewer).filter(scope.about(""), pk__in=days)
    inquiries = scope.inquiries.order_by().values("pk")
    for pk, inquiry in added.filter(inquiry__in=inquiries).exclude(inquiry__in=found.new).values_list("pk", "inquiry"):
        found.added[pk] = days[pk]
        found.tallies[inquiry].added += 1


def _in_detail(
    inquiries: list[Inquiry], happened: _Happened, scope: Scope, viewer: Viewer, period: Period
) -> tuple[ChangedInquiry, ...]:
    news = list(
        news_of(scope, viewer, period)
        .filter(report__inquiry__in=inquiries)
        .select_related("report", "recommendation")
        .order_by("published_at", "pk")
    )
    old = [row.pk for row in inquiries if row.pk not in happened.new]
    moved = moved_responsibilities(scope, period).filter(recommendation__inquiry__in=old)
    leaves = changed_leaves(
        views=new_views(scope, viewer, period).filter(leaf__inquiry__in=inquiries),
        claims=new_claims(scope, viewer, period).filter(leaf__inquiry__in=inquiries),
        moved=moved.select_related("post").order_by("position", "pk"),
        news=[row for row in news if row.recommendation_id],
        added=happened.added,
        viewer=viewer,
        period=period,
    )
    return tuple(
        ChangedInquiry(
            inquiry=inquiry,
            tally=happened.tallies[inquiry.pk],
            is_new=inquiry.pk in happened.new,
            handings_on=_handings_on(inquiry, period),
            late_news=tuple(row for row in news if row.report.inquiry_id == inquiry.pk and not row.recommendation_id),
            leaves=tuple(_of(inquiry, leaves)),
        )
        for inquiry in inquiries
    )


def _of(inquiry: Inquiry, leaves: Iterable[ChangedLeaf]) -> Iterable[ChangedLeaf]:
    return (row for row in leaves if row.leaf.inquiry_id == inquiry.pk)


def _handings_on(inquiry: Inquiry, period: Period) -> tuple[HandingOn, ...]:
    return tuple(row for row in handings_on(inquiry) if row.on and period.has_day(row.on))
