"""What the page of one recommendation shows, and where leaves stand now on any page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Q

from tracking.models import (
    Assessment,
    EvidenceUse,
    Inquiry,
    ProgressUpdate,
    Recommendation,
    ReportSupplement,
    SelfAssessment,
    TrackingCommittee,
    Viewer,
)
from tracking.queries.answering import Answering, ResponsibilityMove, answering_on, responsibility_moves
from tracking.queries.evidence import evidence_that_opens
from tracking.queries.exempt_passages import PassageInReport, passages_by_update
from tracking.queries.judgements import LeafRound, Sitting, latest_claim, rounds_by_leaf, sittings_of
from tracking.queries.report_content import EvidenceInReport
from tracking.queries.slips import SlipLedger, slip_ledger


@dataclass(frozen=True)
class Position:
    """Where one leaf stands: the latest claim, the standing view and the completion date.

    `view_answers_claim` says whether both were given at the same sitting, so that they may be compared.
    """

    leaf: Recommendation
    claim: SelfAssessment | None
    view: Assessment | None
    view_answers_claim: bool
    slips: SlipLedger

    @property
    def is_concluded(self) -> bool:
        return self.view is not None and self.view.concludes

    @property
    def is_achieved(self) -> bool:
        """Whether the committee's view is a category that means achieved. A proposal never counts."""
        return self.view is not None and self.view.category is not None and self.view.category.achieved

    @property
    def claim_is_news(self) -> bool:
        """Whether the claim is from a later sitting than the committee's view, or there is no view yet."""
        if self.claim is None or self.view_answers_claim:
            return False
        if self.view is None:
            return True
        claimed_at = self.claim.update.revision.report.meeting
        viewed_at = self.view.meeting
        given = (self.view.considered_on, viewed_at.sequence if viewed_at else 0)
        return (claimed_at.held_on, claimed_at.sequence) > given

    @property
    def is_said_to_be_done(self) -> bool:
        """Whether the latest claim, on which the committee has yet to give its view, leaves nothing more to do."""
        claim = self.claim
        if claim is None or self.is_concluded or not self.claim_is_news:
            return False
        return bool(claim.proposed_conclusion) or (claim.category is not None and claim.category.achieved)

    def is_late(self, today: date) -> bool:
        """Whether it is still tracked, the current date has passed and nobody says that it is done."""
        current_on = self.slips.current_on
        return not self.is_concluded and not self.is_said_to_be_done and current_on is not None and current_on < today


def position(leaf: Recommendation, rounds: tuple[LeafRound, ...]) -> Position:
    """Return where a leaf stands, from its rounds; reads the annotation of `with_standing_assessment`."""
    standing_id = leaf.standing_assessment_id  # type: ignore[attr-defined]
    viewed = next((row for row in rounds if row.view and row.view.pk == standing_id), None)
    claimed = latest_claim(rounds)
    return Position(
        leaf=leaf,
        claim=claimed.claim if claimed else None,
        view=viewed.view if viewed else None,
        view_answers_claim=viewed is not None and viewed is claimed,
        slips=slip_ledger(leaf, rounds),
    )


def positions(leaves: Iterable[Recommendation], viewer: Viewer) -> list[Position]:
    """Return where each leaf stands, in the order given, in three queries whatever their number.

    The leaves come from `with_standing_assessment(viewer)`, their parents joined.
    """
    rows = list(leaves)
    rounds = rounds_by_leaf([leaf.pk for leaf in rows], viewer)
    return [position(leaf, rounds[leaf.pk]) for leaf in rows]


@dataclass(frozen=True)
class RoundUpdate:
    """What a report said beside its assessments: the evidence text, and the evidence the viewer may know of.

    `passages` are the exempt ones, each with its text only where the viewer may read it.
    `supplements` are the late news on the same recommendation, or all of the report, that stands beside it.
    """

    update: ProgressUpdate
    evidence: tuple[EvidenceInReport, ...]
    passages: tuple[PassageInReport, ...] = ()
    supplements: tuple[ReportSupplement, ...] = ()


@dataclass(frozen=True)
class LeafJudgements:
    """One leaf's round within a sitting; `before_split` marks judgements of what has parts since."""

    leaf: Recommendation
    round: LeafRound
    before_split: bool


@dataclass(frozen=True)
class TimelineRound:
    """One sitting in the life of a recommendation; `answering` are the posts that answered then, and their holders."""

    sitting: Sitting
    updates: tuple[RoundUpdate, ...]
    judgements: tuple[LeafJudgements, ...]
    answering: tuple[Answering, ...] = ()


@dataclass(frozen=True)
class HandingOn:
    """The tracking of the inquiry passing from one committee to the next."""

    on: date | None
    before: TrackingCommittee
    after: TrackingCommittee


@dataclass(frozen=True)
class RecommendationHistory:
    """Everything the page of a recommendation or part shows, limited to what the viewer may see.

    `position` is that of a leaf; a recommendation with parts has `part_positions` instead. `rounds` are the latest
    first and, for a recommendation with parts, hold those of its parts too. `judged_before_split` tells a part that
    its recommendation was judged as a whole before it had parts. `answering_at_approval` are the posts it was
    addressed to, `answering_today` those that answer now, `responsibility_moves` the days on which that changed.
    """

    recommendation: Recommendation
    position: Position | None
    part_positions: tuple[Position, ...]
    rounds: tuple[TimelineRound, ...]
    handings_on: tuple[HandingOn, ...]
    judged_before_split: bool
    answering_at_approval: tuple[Answering, ...]
    answering_today: tuple[Answering, ...]
    responsibility_moves: tuple[ResponsibilityMove, ...]
    previous: Recommendation | None
    next: Recommendation | None

    @property
    def leaves(self) -> tuple[Position, ...]:
        return (self.position,) if self.position else self.part_positions


def recommendation_history(recommendation: Recommendation, viewer: Viewer, *, today: date) -> RecommendationHistory:
    """Read the history of a recommendation that the viewer may see, in a fixed number of queries.

    `recommendation` comes from `Recommendation.objects.visible_to(viewer)`.
    """
    family = _family(recommendation, viewer)
    parts = [row for row in family if row.parent_id == recommendation.pk]
    shown = [row for row in family if row.pk == recommendation.pk] + parts
    rounds = rounds_by_leaf([row.pk for row in family], viewer)
    siblings = list(Recommendation.objects.visible_to(viewer).filter(inquiry=recommendation.inquiry_id))
    place = siblings.index(recommendation)
    leaves, approved_on = parts or shown, recommendation.inquiry.approved_on
    return RecommendationHistory(
        recommendation=shown[0],
        position=None if parts else position(shown[0], rounds[recommendation.pk]),
        part_positions=tuple(position(part, rounds[part.pk]) for part in parts),
        rounds=_timeline(shown, [row for leaf in shown for row in rounds[leaf.pk]], viewer),
        handings_on=handings_on(recommendation.inquiry),
        judged_before_split=bool(rounds.get(recommendation.parent_id or 0)),
        answering_at_approval=answering_on(leaves, approved_on) if approved_on else (),
        answering_today=answering_on(leaves, today),
        responsibility_moves=responsibility_moves(shown[0], until=today),
        previous=siblings[place - 1] if place else None,
        next=siblings[place + 1] if place + 1 < len(siblings) else None,
    )


def _family(recommendation: Recommendation, viewer: Viewer) -> list[Recommendation]:
    """The recommendation with its parts or, of a part, with its parent; who answers for them and holds those posts."""
    return list(
        Recommendation.objects.visible_to(viewer)
        .filter(Q(pk=recommendation.pk) | Q(pk=recommendation.parent_id) | Q(parent=recommendation))
        .with_standing_assessment(viewer)
        .with_responsibilities()
        .prefetch_related(
            "responsibilities__post__appointments__person", "parent__responsibilities__post__appointments__person"
        )
    )


def _timeline(leaves: list[Recommendation], rounds: list[LeafRound], viewer: Viewer) -> tuple[TimelineRound, ...]:
    by_pk = {leaf.pk: leaf for leaf in leaves}
    has_parts = any(leaf.parent_id == leaves[0].pk for leaf in leaves)
    of_leaf = None if has_parts else leaves[0]
    evidence = _evidence(rounds, viewer, of_leaf=of_leaf)
    passages = _passages(rounds, viewer, of_leaf=of_leaf)
    late_news = _late_news(rounds, leaves[0], viewer)
    timeline = []
    for sitting in reversed(sittings_of(rounds)):
        here = sorted((row for row in rounds if row.sitting == sitting), key=lambda row: by_pk[row.leaf_id].letter)
        updates = {claim.update_id: claim.update for row in here for claim in row.claims}
        timeline.append(
            TimelineRound(
                sitting=sitting,
                updates=tuple(
                    RoundUpdate(
                        update,
                        tuple(row for row in evidence if row.use.update_id == update.pk),
                        passages.get(update.pk, ()),
                        tuple(row for row in late_news if row.report_id == update.revision.report_id),
                    )
                    for update in updates.values()
                ),
                judgements=tuple(
                    LeafJudgements(
                        leaf=by_pk[row.leaf_id],
                        round=row,
                        before_split=has_parts and row.leaf_id == leaves[0].pk,
                    )
                    for row in here
                ),
                answering=answering_on([by_pk[row.leaf_id] for row in here], sitting.considered_on),
            )
        )
    return tuple(timeline)


def _evidence(rounds: list[LeafRound], viewer: Viewer, *, of_leaf: Recommendation | None) -> list[EvidenceInReport]:
    """The evidence of these rounds that the viewer may know of; of one leaf, also what serves all of them."""
    updates = {claim.update_id for row in rounds for claim in row.claims}
    uses = EvidenceUse.objects.filter(update__in=updates)
    if of_leaf is not None:
        uses = uses.filter(Q(leaf=None) | Q(leaf=of_leaf))
    rows = list(uses.select_related("evidence__supplied_by", "leaf"))
    opens = evidence_that_opens({use.evidence_id for use in rows}, viewer)
    return [
        EvidenceInReport(use, use.evidence, is_open_to_viewer=True, file_opens=opens[use.evidence_id])
        for use in rows
        if use.evidence_id in opens
    ]


def _passages(
    rounds: list[LeafRound], viewer: Viewer, *, of_leaf: Recommendation | None
) -> dict[int, tuple[PassageInReport, ...]]:
    """The exempt passages of these rounds' reports by update; of one leaf, also what is about all of them."""
    revisions = {claim.update.revision_id for row in rounds for claim in row.claims}
    about = {None, of_leaf.pk} if of_leaf else None
    return {
        update: tuple(row for row in passages if about is None or row.mark.leaf_pk in about)
        for update, passages in passages_by_update(revisions, viewer).items()
    }


def _late_news(rounds: list[LeafRound], leaf: Recommendation, viewer: Viewer) -> list[ReportSupplement]:
    """The supplements of these rounds' reports that are about the recommendation or all of the report."""
    reports = {claim.update.revision.report_id for row in rounds for claim in row.claims}
    about = Q(recommendation=None) | Q(recommendation=leaf.parent_id or leaf.pk)
    supplements = ReportSupplement.objects.visible_to(viewer).published().filter(about, report__in=reports)
    return list(supplements.select_related("recommendation").order_by("report", "number"))


def handings_on(inquiry: Inquiry) -> tuple[HandingOn, ...]:
    """Return each time the tracking passed from one committee to another, the earliest first.

    Reads the `with_tracking_committee` prefetch.
    """
    rows = sorted(inquiry.tracking_committees.all(), key=lambda row: (row.starts_on or date.min, row.pk))
    return tuple(HandingOn(on=after.starts_on, before=before, after=after) for before, after in pairwise(rows))
