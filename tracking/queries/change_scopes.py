"""What a reader asks about when they ask what changed, and the time they ask about.

Each is given to `queries.changes_since` as conditions on the rows of others, so that every kind of change is read in
one query whatever the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from tracking.dates import LONDON, ONE_DAY
from tracking.models import Committee, Inquiry, Meeting, Post, Recommendation, Responsibility, TrackingCommittee, Viewer
from tracking.models.inquiries import InquiryQuerySet
from tracking.queries.judgements import Sitting

Condition = Callable[[str], Q]


def _whatever(path: str) -> Q:
    return Q()


@dataclass(frozen=True)
class Scope:
    """Some of the inquiries a viewer may see, perhaps only some of their recommendations.

    `about` is the condition that a row is about one of these, given the path from the row to a recommendation or part
    ("" for the recommendation itself); `news` the condition that late news is about one of them, or about all of a
    report on them. `answering` is the condition, like `about`, that a responsibility says who answers for one of these:
    a part without responsibilities of its own inherits its parent's. `post` is the one asked about, if it is one.
    `committees` are those whose meetings a reader may choose from.
    """

    inquiries: InquiryQuerySet
    committees: "QuerySet[Committee]"
    about: Condition = _whatever
    answering: Condition = _whatever
    news: Q = field(default_factory=Q)
    post: Post | None = None
    is_one_inquiry: bool = False


def everything(viewer: Viewer) -> Scope:
    """All that the viewer may see."""
    return Scope(Inquiry.objects.visible_to(viewer), Committee.objects.of_scrutiny())


def of_inquiry(inquiry: Inquiry, viewer: Viewer) -> Scope:
    inquiries = Inquiry.objects.visible_to(viewer).filter(pk=inquiry.pk)
    return Scope(inquiries, _that_tracked(inquiries), is_one_inquiry=True)


def of_committee(committee: Committee, viewer: Viewer) -> Scope:
    """The inquiries a committee commissioned, tracks or has tracked: those its register lists."""
    inquiries = Inquiry.objects.visible_to(viewer).of_committee(committee)
    return Scope(inquiries, Committee.objects.filter(pk=committee.pk))


def of_recommendation(recommendation: Recommendation, viewer: Viewer) -> Scope:
    """A recommendation with its parts, or one part; late news is about the whole of it."""
    inquiries = Inquiry.objects.visible_to(viewer).filter(pk=recommendation.inquiry_id)

    def about(path: str) -> Q:
        return Q(**{path or "pk": recommendation.pk}) | Q(**{_parent(path): recommendation.pk})

    def answering(path: str) -> Q:
        if recommendation.parent_id is None:
            return about(path)
        has_own = Responsibility.objects.filter(recommendation=recommendation.pk)
        return about(path) | (Q(**{path or "pk": recommendation.parent_id}) & ~Q(Exists(has_own)))

    news = Q(recommendation__isnull=True) | Q(recommendation=recommendation.parent_id or recommendation.pk)
    return Scope(inquiries, _that_tracked(inquiries), about, answering, news, is_one_inquiry=True)


def of_post(post: Post, viewer: Viewer) -> Scope:
    """What a post answers for, now or then; a part without responsibilities of its own inherits its parent's."""
    inquiries = Inquiry.objects.visible_to(viewer).answered_by(post)
    own = Responsibility.objects.of_posts([post]).values("recommendation")

    def about(path: str) -> Q:
        has_own = Responsibility.objects.filter(recommendation=OuterRef(path or "pk"))
        return Q(**{f"{path or 'pk'}__in": own}) | (Q(**{f"{_parent(path)}__in": own}) & ~Q(Exists(has_own)))

    of_parts = Responsibility.objects.of_posts([post]).values("recommendation__parent")
    news = Q(recommendation__isnull=True) | Q(recommendation__in=own) | Q(recommendation__in=of_parts)
    return Scope(inquiries, _that_tracked(inquiries), about, about, news, post)


def _parent(path: str) -> str:
    return f"{path}__parent" if path else "parent"


def _that_tracked(inquiries: InquiryQuerySet) -> "QuerySet[Committee]":
    """The committees that track some inquiries, or have tracked them."""
    tracked = TrackingCommittee.objects.filter(inquiry__in=inquiries.order_by().values("pk"))
    return Committee.objects.filter(pk__in=tracked.values("committee"))


@dataclass(frozen=True)
class Period:
    """From after one meeting until today or, where `until` is given, until the end of that meeting's day.

    Sittings follow one another by their day and their number on the day; one of the same day and number, of another
    committee, is no later. What is published or takes effect counts from the day after the meeting, by the clock of
    the council.
    """

    since: Meeting
    today: date
    until: Meeting | None = None

    @property
    def last_on(self) -> date:
        """The last day that belongs to it."""
        return min(self.today, self.until.held_on) if self.until else self.today

    def sittings(self, path: str) -> Q:
        """Whether the meeting at `path` (ending in "__") lies in it."""
        return _later_than(self.since, path) & self.no_later_than_until(path)

    def claims(self, path: str) -> Q:
        """Whether the report at `path` is news: for a meeting that lies in it, or published in it."""
        meeting = f"{path}meeting__"
        return (_later_than(self.since, meeting) | self.moments(f"{path}published_at")) & self.no_later_than_until(
            meeting
        )

    def moments(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self._starts_at}) & Q(**{f"{field}__lt": self._ends_at})

    def days(self, field: str) -> Q:
        return Q(**{f"{field}__gt": self.since.held_on}) & Q(**{f"{field}__lte": self.last_on})

    def has_sitting(self, sitting: Sitting) -> bool:
        """Whether judgements given at a sitting are news."""
        if sitting.meeting is None:
            return self.has_day(sitting.considered_on)
        order, until = _order(sitting.meeting), self.until
        return _order(self.since) < order and (until is None or order <= _order(until))

    def has_moment(self, moment: datetime | None) -> bool:
        return moment is not None and self._starts_at <= moment < self._ends_at

    def has_day(self, day: date) -> bool:
        return self.since.held_on < day <= self.last_on

    def no_later_than_until(self, path: str) -> Q:
        """Whether the meeting at `path` lies in it or before it."""
        return ~_later_than(self.until, path) if self.until else Q()

    def no_later_than_since(self, path: str) -> Q:
        """Whether the meeting at `path` is the one that was named, or earlier."""
        return ~_later_than(self.since, path)

    @property
    def _starts_at(self) -> datetime:
        return datetime.combine(self.since.held_on + ONE_DAY, time.min, LONDON)

    @property
    def _ends_at(self) -> datetime:
        return datetime.combine(self.last_on + ONE_DAY, time.min, LONDON)


def _order(meeting: Meeting) -> tuple[date, int]:
    return meeting.held_on, meeting.sequence


def _later_than(meeting: Meeting, path: str) -> Q:
    return Q(**{f"{path}held_on__gt": meeting.held_on}) | Q(
        **{f"{path}held_on": meeting.held_on, f"{path}sequence__gt": meeting.sequence}
    )
