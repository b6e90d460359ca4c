"""The two judgements of leaves, round by round, as far as a viewer may see them.

Every page that looks back is built from these rounds, so that none can show more than another.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tracking.enums import Outcome
from tracking.models import Assessment, Meeting, SelfAssessment, Viewer


@dataclass(frozen=True)
class Sitting:
    """When judgements were given: at a meeting or, for a view carried over from before the system, on a day."""

    considered_on: date
    meeting: Meeting | None = None

    @classmethod
    def of_meeting(cls, meeting: Meeting) -> "Sitting":
        return cls(meeting.held_on, meeting)

    @property
    def order(self) -> tuple[date, int, int]:
        """What sittings are sorted by, the earliest first."""
        return (
            (self.considered_on, self.meeting.sequence, self.meeting.pk) if self.meeting else (self.considered_on, 0, 0)
        )


@dataclass(frozen=True)
class LeafRound:
    """One leaf at one sitting.

    `claim` is the Cabinet Member's assessment the view answers, `other_claims` those of further reports to the same
    meeting; `view` the committee's view that nothing supersedes, `superseded` its earlier wordings, latest first.
    """

    leaf_id: int
    sitting: Sitting
    claim: SelfAssessment | None = None
    other_claims: tuple[SelfAssessment, ...] = ()
    view: Assessment | None = None
    superseded: tuple[Assessment, ...] = ()

    @property
    def claims(self) -> tuple[SelfAssessment, ...]:
        return (self.claim, *self.other_claims) if self.claim else ()


RoundsByLeaf = dict[int, tuple[LeafRound, ...]]


def rounds_by_leaf(leaf_ids: Collection[int], viewer: Viewer) -> RoundsByLeaf:
    """Return the rounds of each leaf, the earliest first, in three queries whatever their number.

    Claims are those of published reports in their current revision; views those `Assessment.visible_to` gives, without
    those that were undone. A view on a leaf deferred to a later meeting answers the claim of the earlier one, which is
    then in both rounds. A leaf that was never judged has an empty tuple.
    """
    claims = SelfAssessment.objects.published_to(viewer).filter(leaf__in=leaf_ids).with_everything().order_by("pk")
    rows = Assessment.objects.visible_to(viewer).filter(leaf__in=leaf_ids).with_everything().order_by("-pk")
    views = _without_undone(list(rows))
    claims_at: dict[tuple[int, Sitting], list[SelfAssessment]] = {}
    claims_by_pk: dict[int | None, SelfAssessment] = {}
    for claim in claims.prefetch_related("overrides"):
        claims_by_pk[claim.pk] = claim
        sitting = Sitting.of_meeting(claim.update.revision.report.meeting)
        claims_at.setdefault((claim.leaf_id, sitting), []).append(claim)
    views_at: dict[tuple[int, Sitting], list[Assessment]] = {}
    superseded = {view.supersedes_id for view in views}
    for view in views:
        sitting = Sitting.of_meeting(view.meeting) if view.meeting else Sitting(view.considered_on)
        views_at.setdefault((view.leaf_id, sitting), []).append(view)
        answered = claims_by_pk.get(view.self_assessment_id)
        if answered is not None:
            claims_at.setdefault((view.leaf_id, sitting), [answered])
    rounds: dict[int, list[LeafRound]] = {leaf_id: [] for leaf_id in leaf_ids}
    for leaf_id, sitting in claims_at.keys() | views_at.keys():
        key = (leaf_id, sitting)
        rounds[leaf_id].append(_leaf_round(leaf_id, sitting, claims_at.get(key, []), views_at.get(key, []), superseded))
    return {leaf_id: tuple(sorted(found, key=lambda row: row.sitting.order)) for leaf_id, found in rounds.items()}


def _without_undone(views: list[Assessment]) -> list[Assessment]:
    """Leave out what was undone, the row that undid it, and what either of them had superseded: slips of the hand.

    The audit trail has them all.
    """
    by_pk = {view.pk: view for view in views}
    undone: set[int] = set()
    for view in views:
        taken_back = view if view.outcome == Outcome.UNDONE else None
        while taken_back is not None and taken_back.pk not in undone:
            undone.add(taken_back.pk)
            taken_back = by_pk.get(taken_back.supersedes_id or 0)
    return [view for view in views if view.pk not in undone]


def _leaf_round(
    leaf_id: int,
    sitting: Sitting,
    claims: list[SelfAssessment],
    views: list[Assessment],
    superseded_ids: Collection[int | None],
) -> LeafRound:
    view = next((view for view in views if view.pk not in superseded_ids), None)
    answered = [claim for claim in claims if view is not None and claim.pk == view.self_assessment_id]
    claim = next(iter(answered or claims), None)
    return LeafRound(
        leaf_id=leaf_id,
        sitting=sitting,
        claim=claim,
        other_claims=tuple(other for other in claims if other is not claim),
        view=view,
        superseded=tuple(view for view in views if view.pk in superseded_ids),
    )


def sittings_of(rounds: Iterable[LeafRound]) -> tuple[Sitting, ...]:
    """Return the sittings at which any of the rounds took place, the earliest first."""
    return tuple(sorted({row.sitting for row in rounds}, key=lambda sitting: sitting.order))


def latest_claim(rounds: Iterable[LeafRound]) -> LeafRound | None:
    """Return the last round in which a Cabinet Member gave an assessment."""
    return next((row for row in reversed(tuple(rounds)) if row.claim), None)


def differs(claim: SelfAssessment | None, view: Assessment | None) -> bool:
    """Whether the committee, having given a view, did not share the Cabinet Member's assessment.

    Disagreement is reportable. Source: the council's process (docs/domain-rules.md, "Two judgements").
    """
    if claim is None or view is None or view.outcome != Outcome.VIEWED or not claim.is_complete:
        return False
    if claim.proposed_conclusion:
        return not view.concludes or view.conclusion_reason != claim.proposed_conclusion
    return view.category_id is not None and view.category_id != claim.category_id
