"""Each recommendation, part and post that changed in a period: what it was before and what it is since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from tracking.enums import Capacity, Outcome
from tracking.models import (
    Appointment,
    Assessment,
    Evidence,
    EvidenceUse,
    Post,
    Recommendation,
    ReportSupplement,
    Responsibility,
    SelfAssessment,
    Viewer,
)
from tracking.queries.change_scopes import Period, Scope
from tracking.queries.evidence import evidence_that_opens
from tracking.queries.judgements import LeafRound, rounds_by_leaf
from tracking.queries.slips import DateMove, slip_ledger


@dataclass(frozen=True)
class NewEvidence:
    """Evidence that no report used for this recommendation before; `opens` unless the virus scanner holds it back."""

    evidence: Evidence
    opens: bool


@dataclass(frozen=True)
class NewRound:
    """What a round brought: the claims that are news, the view if it is; each with what stood before it.

    Several reports for one meeting may each make a claim on the same leaf.
    """

    round: LeafRound
    claims: tuple[SelfAssessment, ...]
    view: Assessment | None
    claim_before: SelfAssessment | None
    view_before: Assessment | None


@dataclass(frozen=True)
class ChangedLeaf:
    """A recommendation or part to which something happened; what happened last comes first in `rounds` and `moves`."""

    leaf: Recommendation
    rounds: tuple[NewRound, ...] = ()
    moves: tuple[DateMove, ...] = ()
    evidence: tuple[NewEvidence, ...] = ()
    late_news: tuple[ReportSupplement, ...] = ()
    moved: tuple[Responsibility, ...] = ()
    added_on: date | None = None


@dataclass(frozen=True)
class ChangedPost:
    """A post that changed hands: `came` and `went` are holders' appointments; `ended` if the post itself did."""

    post: Post
    came: tuple[Appointment, ...]
    went: tuple[Appointment, ...]
    ended: bool


def changed_leaves(
    *,
    views: "QuerySet[Assessment]",
    claims: "QuerySet[SelfAssessment]",
    moved: "QuerySet[Responsibility]",
    news: Sequence[ReportSupplement],
    added: Mapping[int, date],
    viewer: Viewer,
    period: Period,
) -> list[ChangedLeaf]:
    """Return what happened to each recommendation or part, in order, in a fixed number of queries.

    `views` and `claims` are the period's, `news` its late news on recommendations, `moved` the responsibilities that
    began or ended in it, `added` what was added and when.
    """
    judged = set(views.values_list("leaf", flat=True)) | set(claims.values_list("leaf", flat=True))
    moved_by: dict[int, list[Responsibility]] = defaultdict(list)
    for row in moved:
        moved_by[row.recommendation_id].append(row)
    news_by: dict[int, list[ReportSupplement]] = defaultdict(list)
    for supplement in news:
        news_by[supplement.recommendation_id or 0].append(supplement)
    evidence = _new_evidence(judged, claims, viewer, period)
    changed = judged | moved_by.keys() | news_by.keys() | added.keys() | evidence.keys()
    rows = Recommendation.objects.visible_to(viewer).filter(pk__in=changed).select_related("inquiry", "parent")
    rounds = rounds_by_leaf(judged, viewer)
    found = []
    for leaf in rows.order_by("inquiry__title", "inquiry", "number", "letter"):
        own = rounds.get(leaf.pk, ())
        new = _new_rounds(own, period)
        found.append(
            ChangedLeaf(
                leaf=leaf,
                rounds=tuple(reversed(new)),
                moves=tuple(reversed(_new_moves(leaf, own, new))),
                evidence=tuple(evidence.get(leaf.pk, [])),
                late_news=tuple(news_by.get(leaf.pk, [])),
                moved=tuple(moved_by.get(leaf.pk, [])),
                added_on=added.get(leaf.pk),
            )
        )
    return found


def _new_rounds(rounds: Iterable[LeafRound], period: Period) -> list[NewRound]:
    """Those of the rounds, the earliest first, that brought something new, with what stood before each."""
    found: list[NewRound] = []
    known: set[int] = set()
    claim_before: SelfAssessment | None = None
    view_before: Assessment | None = None
    for row in rounds:
        sits = period.has_sitting(row.sitting)
        # A claim that is viewed at a later meeting is in both rounds, and news once.
        claims = tuple(claim for claim in row.claims if claim.pk not in known and _is_news(claim, period))
        known.update(claim.pk for claim in row.claims)
        view = row.view if row.view and sits else None
        if claims or view:
            found.append(NewRound(row, claims, view, claim_before, view_before))
        claim_before = row.claim or claim_before
        if row.view and row.view.outcome == Outcome.VIEWED:
            view_before = row.view
    return found


def _is_news(claim: SelfAssessment, period: Period) -> bool:
    """Whether a claim became known in the period: see `Period.claims`."""
    report = claim.update.revision.report
    if period.until and (report.meeting.held_on, report.meeting.sequence) > (
        period.until.held_on,
        period.until.sequence,
    ):
        return False
    later = (report.meeting.held_on, report.meeting.sequence) > (period.since.held_on, period.since.sequence)
    return later or period.has_moment(report.published_at)


def _new_moves(leaf: Recommendation, rounds: Iterable[LeafRound], new: Iterable[NewRound]) -> list[DateMove]:
    claims = {claim.pk for row in new for claim in row.claims}
    views = {row.view.pk for row in new if row.view}
    return [
        move
        for move in slip_ledger(leaf, rounds).moves
        if (move.claim and move.claim.pk in claims) or (move.view and move.view.pk in views)
    ]


def _new_evidence(
    judged: Collection[int], claims: "QuerySet[SelfAssessment]", viewer: Viewer, period: Period
) -> dict[int, list[NewEvidence]]:
    """By recommendation or part what new reports use that earlier ones did not; a file uploaded anew is the same file.

    Evidence that serves a whole recommendation stands with that.
    """
    new_updates = set(claims.values_list("update", flat=True))
    recommendations = claims.values("update__recommendation")
    published = SelfAssessment.objects.published_to(viewer).filter(
        period.no_later_than_until("update__revision__report__meeting__"), update__recommendation__in=recommendations
    )
    uses = list(
        EvidenceUse.objects.filter(update__in=published.values("update"))
        .select_related("evidence", "update")
        .order_by("update", "position", "pk")
    )
    before = {(use.section.recommendation_id, _same(use.evidence)) for use in uses if use.update_id not in new_updates}
    new: dict[tuple[int, str], EvidenceUse] = {}
    for use in uses:
        key = (use.section.recommendation_id, _same(use.evidence))
        if use.update_id in new_updates and key not in before and (use.leaf_id is None or use.leaf_id in judged):
            new.setdefault(key, use)
    opens = evidence_that_opens({use.evidence_id for use in new.values()}, viewer)
    found: dict[int, list[NewEvidence]] = defaultdict(list)
    for use in new.values():
        if use.evidence_id in opens:
            about = use.leaf_id or use.section.recommendation_id
            found[about].append(NewEvidence(use.evidence, opens[use.evidence_id]))
    return found


def _same(evidence: Evidence) -> str:
    return evidence.link or evidence.sha256


def changed_posts(scope: Scope, period: Period) -> tuple[ChangedPost, ...]:
    """Return the posts that changed hands: the one asked about, else those that answer for any of what was asked."""
    if scope.post:
        posts = Post.objects.filter(pk=scope.post.pk)
    else:
        answering = Responsibility.objects.in_force(period.last_on).filter(
            scope.answering("recommendation"), recommendation__inquiry__in=scope.inquiries.order_by().values("pk")
        )
        posts = Post.objects.filter(pk__in=answering.values("post"))
    days = period.days("starts_on") | period.days("ends_on")
    by_post: dict[int, list[Appointment]] = defaultdict(list)
    held = Appointment.objects.filter(days, capacity=Capacity.HOLDER, post__in=posts)
    for row in held.select_related("person").order_by("starts_on", "pk"):
        by_post[row.post_id].append(row)
    changed = posts.filter(Q(pk__in=by_post) | period.days("ended_on")).order_by("name")
    return tuple(
        ChangedPost(
            post=post,
            came=tuple(row for row in by_post.get(post.pk, []) if row.starts_on and period.has_day(row.starts_on)),
            went=tuple(row for row in by_post.get(post.pk, []) if row.ends_on and period.has_day(row.ends_on)),
            ended=post.ended_on is not None and period.has_day(post.ended_on),
        )
        for post in changed
    )
