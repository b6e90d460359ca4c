"""What was said when: at each meeting what a post reported, and what the committee viewed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from tracking.enums import Outcome
from tracking.models import Assessment, Category, Meeting, Post, ProgressReport, SelfAssessment, Viewer
from tracking.queries.agreement import is_compared, is_shared
from tracking.queries.judgements import differs

Claimed = tuple[Category | None, str]
"""A category or, without one, why it is proposed to conclude."""


@dataclass(frozen=True)
class ReportSaid:
    """One report: how often each category was claimed, and what the committee then said of it.

    `viewed` counts the categories of the views given, None where one concluded without. Of these `compared` can be
    compared with a claim and `shared` share it (`queries.agreement`).
    """

    report: ProgressReport
    claimed: tuple[tuple[Claimed, int], ...]
    viewed: tuple[tuple[Category | None, int], ...]
    differing: int
    concluded: int
    deferred: int
    compared: int
    shared: int

    @property
    def claim_count(self) -> int:
        return sum(number for _, number in self.claimed)

    @property
    def view_count(self) -> int:
        return sum(number for _, number in self.viewed)


@dataclass(frozen=True)
class PostSitting:
    """A meeting and the reports of the post that were for it."""

    meeting: Meeting
    reports: tuple[ReportSaid, ...]


def sittings_of_post(post: Post) -> "QuerySet[Meeting]":
    """Return the meetings for which published reports are of this post, the latest first."""
    reports = ProgressReport.objects.public().filter(report_posts__post=post)
    meetings = Meeting.objects.filter(pk__in=reports.values("meeting")).select_related("committee")
    return meetings.order_by("-held_on", "-sequence", "committee__name")


def said_at(meetings: Iterable[Meeting], post: Post, viewer: Viewer) -> list[PostSitting]:
    """Return what the post and the committee said at a page of meetings, in a fixed number of queries.

    A view on a leaf that was deferred to a later meeting counts with the report it is on.
    """
    rows = list(meetings)
    reports = list(
        ProgressReport.objects.public()
        .filter(report_posts__post=post, meeting__in=rows)
        .select_related("inquiry", "meeting__committee")
        .order_by("inquiry__title", "pk")
    )
    categories = Category.objects.in_bulk()
    claims: dict[int, list[tuple[Claimed, int]]] = defaultdict(list)
    claimed = SelfAssessment.objects.published_to(viewer).filter(update__revision__report__in=reports)
    counted = claimed.order_by().values_list("update__revision__report", "category", "proposed_conclusion")
    for report, category, proposed, number in counted.annotate(Count("pk")):
        claims[report].append(((categories.get(category), proposed), number))
    views: dict[int, list[Assessment]] = defaultdict(list)
    live = Assessment.objects.visible_to(viewer).live().filter(report__in=reports)
    for view in live.select_related("self_assessment", "category"):
        views[view.report_id or 0].append(view)
    said: dict[int, list[ReportSaid]] = defaultdict(list)
    for row in reports:
        said[row.meeting_id].append(_report_said(row, claims[row.pk], views[row.pk]))
    return [PostSitting(meeting, tuple(said[meeting.pk])) for meeting in rows]


def _report_said(report: ProgressReport, claims: list[tuple[Claimed, int]], views: list[Assessment]) -> ReportSaid:
    given = [view for view in views if view.outcome == Outcome.VIEWED]
    viewed = Counter(view.category for view in given)
    return ReportSaid(
        report=report,
        claimed=tuple(sorted(claims, key=lambda row: (_place(row[0][0]), row[0][1]))),
        viewed=tuple(sorted(viewed.items(), key=lambda row: _place(row[0]))),
        differing=sum(differs(view.self_assessment, view) for view in given),
        concluded=sum(view.concludes for view in given),
        deferred=sum(view.outcome == Outcome.DEFERRED for view in views),
        compared=sum(is_compared(view) for view in given),
        shared=sum(is_shared(view) for view in given),
    )


def _place(category: Category | None) -> tuple[bool, int]:
    """Categories by their numbers; what has none last."""
    return (category is None, category.number if category else 0)
