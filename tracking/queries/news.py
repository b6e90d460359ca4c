"""What happened in public, the latest first: what feeds and mails to those who follow something are made from.

Everything is read as anybody may read it who does not sign in, whoever asks.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet

from tracking.enums import NewsKind, SupplementState
from tracking.models import (
    Assessment,
    Committee,
    Inquiry,
    Meeting,
    ProgressReport,
    Recommendation,
    ReportPost,
    ReportSupplement,
    SelfAssessment,
)
from tracking.queries.judgements import LeafRound, rounds_by_leaf
from tracking.queries.slips import DateMove, slip_ledger

MOST_NEWS: Final = 50
# Each tells at least one thing; what is older is looked up on the pages.
MOST_OF_A_KIND: Final = 15

_ANYBODY: Final = AnonymousUser()


@dataclass(frozen=True)
class Judged:
    """A leaf in one round."""

    leaf: Recommendation
    round: LeafRound


@dataclass(frozen=True)
class News:
    """One thing that happened; `at` is since when anybody may read it as it is told here.

    A published report and published views tell of every leaf in `judged`, the others of one, `leaf`; late news of what
    its supplement is about. `of` is the recommendation to which the news was narrowed, if it was.
    """

    kind: NewsKind
    at: datetime
    inquiry: Inquiry
    meeting: Meeting
    report: ProgressReport | None = None
    supplement: ReportSupplement | None = None
    judged: tuple[Judged, ...] = ()
    move: DateMove | None = None
    of: Recommendation | None = None

    @property
    def leaf(self) -> Recommendation:
        return self.judged[0].leaf


@dataclass(frozen=True)
class Occasions:
    """What news comes from: reports and late news as they are published, and views on an inquiry at a meeting."""

    reports: tuple[ProgressReport, ...] = ()
    supplements: tuple[ReportSupplement, ...] = ()
    sittings: tuple[tuple[Meeting, Inquiry], ...] = ()


@dataclass(frozen=True)
class _Scope:
    """What belongs to a committee, an inquiry or a recommendation: said of reports, of late news and of views."""

    reports: Q
    supplements: Q
    views: Q


def news_of_committee(committee: Committee) -> list[News]:
    """Return what happened lately at a committee's meetings, the latest first, in a fixed number of queries."""
    own = Q(meeting__committee=committee)
    return _newest(news(_occasions(_Scope(own, Q(report__meeting__committee=committee), own))))


def news_of_inquiry(inquiry: Inquiry) -> list[News]:
    """Return what happened lately in an inquiry, the latest first, in a fixed number of queries."""
    scope = _Scope(Q(inquiry=inquiry), Q(report__inquiry=inquiry), Q(leaf__inquiry=inquiry))
    return _newest(news(_occasions(scope)))


def news_of_recommendation(recommendation: Recommendation) -> list[News]:
    """Return what happened to a recommendation with its parts, or to a part, the latest first.

    In a fixed number of queries.
    """
    parts = recommendation.parts.values_list("pk", flat=True)
    family = Q(leaf__in=[recommendation.pk, *parts])
    claims = SelfAssessment.objects.published_to(_ANYBODY).filter(family)
    # Their keys first: they are few, and of a subquery PostgreSQL expects thousands.
    reports = set(claims.order_by().values_list("update__revision__report", flat=True))
    about = Q(recommendation=None) | Q(recommendation=recommendation.parent_id or recommendation.pk)
    scope = _Scope(Q(pk__in=reports), about & Q(report__in=reports), family)
    return _newest(narrowed(news(_occasions(scope)), recommendation))


def narrowed(items: Iterable[News], recommendation: Recommendation) -> Iterator[News]:
    """Narrow news to what it says of a recommendation with its parts, or of a part; nothing where it says nothing."""
    whole = recommendation.parent_id or recommendation.pk
    for item in items:
        if item.supplement is not None:
            if item.supplement.recommendation_id in (None, whole):
                yield replace(item, of=recommendation)
            continue
        own = tuple(row for row in item.judged if recommendation.pk in (row.leaf.pk, row.leaf.parent_id))
        if own:
            yield replace(item, judged=own, of=recommendation)


def only_leaves(items: Iterable[News], leaves: Collection[int]) -> Iterator[News]:
    """Narrow news of views to some leaves, by their primary keys."""
    for item in items:
        own = tuple(row for row in item.judged if row.leaf.pk in leaves)
        if own:
            yield replace(item, judged=own)


def news(occasions: Occasions) -> list[News]:
    """Return everything that the occasions tell, each followed by what it means for single leaves.

    In four queries, whatever their number.
    """
    leaves = _leaves(occasions)
    rounds = rounds_by_leaf(list(leaves), _ANYBODY)
    found: list[News] = []
    for report in occasions.reports:
        found.extend(_of_report(report, leaves, rounds))
    for meeting, inquiry in occasions.sittings:
        found.extend(_of_sitting(meeting, inquiry, leaves, rounds))
    for supplement in occasions.supplements:
        report = supplement.report
        if supplement.published_at:
            found.append(
                News(
                    NewsKind.LATE_NEWS,
                    supplement.published_at,
                    report.inquiry,
                    report.meeting,
                    report,
                    supplement=supplement,
                )
            )
    return found


def occasion_of_report(report: ProgressReport) -> Occasions:
    """A report that was published just now, as far as anybody may read it."""
    return Occasions(reports=tuple(_reports().filter(pk=report.pk)))


def occasion_of_supplement(supplement: ReportSupplement) -> Occasions:
    """Late news that was published just now, as far as anybody may read it."""
    return Occasions(supplements=tuple(_supplements().filter(pk=supplement.pk)))


def occasions_of_meeting(meeting: Meeting, inquiries: Iterable[Inquiry]) -> Occasions:
    """The views of a meeting on some inquiries."""
    return Occasions(sittings=tuple((meeting, inquiry) for inquiry in inquiries))


def inquiries_viewed_at(meeting: Meeting) -> list[Inquiry]:
    """Return the public inquiries on which anybody may read a view of a meeting."""
    views = Assessment.objects.visible_to(_ANYBODY).live().filter(meeting=meeting)
    return list(Inquiry.objects.visible_to(_ANYBODY).filter(pk__in=views.values("leaf__inquiry")))


def _newest(items: Iterable[News]) -> list[News]:
    return sorted(items, key=lambda item: item.at, reverse=True)[:MOST_NEWS]


def _reports() -> QuerySet[ProgressReport]:
    posts = Prefetch("report_posts", ReportPost.objects.select_related("post").order_by("position"))
    rows = ProgressReport.objects.visible_to(_ANYBODY).select_related("inquiry", "meeting__committee")
    return rows.prefetch_related(posts)


def _supplements() -> QuerySet[ReportSupplement]:
    rows = ReportSupplement.objects.visible_to(_ANYBODY).filter(state=SupplementState.PUBLISHED)
    return rows.select_related("report__inquiry", "report__meeting__committee", "recommendation")


def _occasions(scope: _Scope) -> Occasions:
    """The latest occasions in a scope."""
    reports = _reports().filter(scope.reports).order_by("-published_at", "-pk")
    supplements = _supplements().filter(scope.supplements).order_by("-published_at", "-pk")
    views = Assessment.objects.visible_to(_ANYBODY).live().filter(scope.views, meeting__isnull=False)
    views = views.filter(leaf__inquiry__in=Inquiry.objects.visible_to(_ANYBODY))
    return Occasions(
        reports=tuple(reports[:MOST_OF_A_KIND]),
        supplements=tuple(supplements[:MOST_OF_A_KIND]),
        sittings=tuple(_sittings(views)),
    )


def _sittings(views: "QuerySet[Assessment]") -> list[tuple[Meeting, Inquiry]]:
    """The inquiries viewed at the latest meetings whose views are published, the latest meeting first."""
    published = Meeting.objects.filter(views_published_at__isnull=False, pk__in=views.order_by().values("meeting"))
    latest = published.select_related("committee").order_by("-views_published_at", "-pk")[:MOST_OF_A_KIND]
    meetings = {meeting.pk: meeting for meeting in latest}
    places = {pk: place for place, pk in enumerate(meetings)}
    pairs = views.filter(meeting__in=meetings).order_by().values_list("meeting_id", "leaf__inquiry_id").distinct()
    known = [(meeting, inquiry) for meeting, inquiry in pairs if meeting is not None]
    newest = sorted(known, key=lambda pair: (places[pair[0]], pair[1]))[:MOST_OF_A_KIND]
    inquiries = Inquiry.objects.in_bulk({inquiry for _, inquiry in newest})
    return [(meetings[meeting], inquiries[inquiry]) for meeting, inquiry in newest]


def _leaves(occasions: Occasions) -> dict[int, Recommendation]:
    """Everything that was judged on the occasions, in order."""
    claims = SelfAssessment.objects.published_to(_ANYBODY).filter(
        update__revision__report__in=[report.pk for report in occasions.reports]
    )
    views = Assessment.objects.visible_to(_ANYBODY).filter(
        meeting__in={meeting.pk for meeting, _ in occasions.sittings},
        leaf__inquiry__in={inquiry.pk for _, inquiry in occasions.sittings},
    )
    rows = Recommendation.objects.in_force().filter(Q(pk__in=claims.values("leaf")) | Q(pk__in=views.values("leaf")))
    return {row.pk: row for row in rows.select_related("parent", "inquiry")}


def _of_report(
    report: ProgressReport, leaves: dict[int, Recommendation], rounds: dict[int, tuple[LeafRound, ...]]
) -> Iterator[News]:
    at, meeting = report.published_at, report.meeting
    if at is None:
        return
    judged = tuple(
        row
        for pk, leaf in leaves.items()
        if leaf.inquiry_id == report.inquiry_id
        for row in _claimed(leaf, rounds[pk], report)
    )
    yield News(NewsKind.REPORT, at, report.inquiry, meeting, report, judged=judged)
    for row in judged:
        for move in slip_ledger(row.leaf, rounds[row.leaf.pk]).moves:
            if move.claim is not None and move.claim == row.round.claim:
                yield _moved(row.leaf, move, at, meeting, report)


def _claimed(leaf: Recommendation, rounds: tuple[LeafRound, ...], report: ProgressReport) -> Iterator[Judged]:
    """What a report claims on a leaf. A claim on what was deferred stands in the later round as well: not that one."""
    for row in rounds:
        if row.sitting.meeting == report.meeting:
            claims = [claim for claim in row.claims if claim.update.revision.report_id == report.pk]
            if claims:
                yield Judged(leaf, replace(row, claim=claims[0], other_claims=(), view=None))


def _of_sitting(
    meeting: Meeting,
    inquiry: Inquiry,
    leaves: dict[int, Recommendation],
    rounds: dict[int, tuple[LeafRound, ...]],
) -> Iterator[News]:
    judged = [
        Judged(leaf, row)
        for pk, leaf in leaves.items()
        for row in rounds[pk]
        if leaf.inquiry_id == inquiry.pk and row.view is not None and row.view.meeting_id == meeting.pk
    ]
    published_at = meeting.views_published_at
    if published_at is None or not judged:
        return
    at = max(published_at, *(row.round.view.recorded_at for row in judged if row.round.view))
    yield News(NewsKind.VIEWS, at, inquiry, meeting, judged=tuple(judged))
    for row in judged:
        yield from _of_view_given(row, inquiry, meeting, published_at)
    for row in judged:
        for move in slip_ledger(row.leaf, rounds[row.leaf.pk]).moves:
            if move.view is not None and move.view == row.round.view:
                yield _moved(row.leaf, move, max(published_at, move.view.recorded_at), meeting)


def _of_view_given(row: Judged, inquiry: Inquiry, meeting: Meeting, published_at: datetime) -> Iterator[News]:
    view = row.round.view
    if view is not None and (view.concludes or view.reopens):
        kind = NewsKind.CONCLUDED if view.concludes else NewsKind.REOPENED
        yield News(kind, max(published_at, view.recorded_at), inquiry, meeting, judged=(row,))


def _moved(
    leaf: Recommendation, move: DateMove, at: datetime, meeting: Meeting, report: ProgressReport | None = None
) -> News:
    judged = (Judged(leaf, LeafRound(leaf.pk, move.sitting, claim=move.claim, view=move.view)),)
    return News(NewsKind.DATE_MOVED, at, leaf.inquiry, meeting, report, judged=judged, move=move)
