"""Where the leaves of a report were left: the last assessment of each, the views since, the dates so far."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import F, Q

from tracking.enums import Outcome, ReportState
from tracking.models import Assessment, ProgressReport, Recommendation, SelfAssessment, Viewer
from tracking.queries.judgements import rounds_by_leaf
from tracking.queries.slips import SlipLedger, slip_ledger


def views_by_leaf(leaves: Sequence[int], viewer: Viewer) -> dict[int, list[Assessment]]:
    """The live views on each leaf that the viewer may see, the latest first."""
    views: dict[int, list[Assessment]] = defaultdict(list)
    rows = Assessment.objects.visible_to(viewer).live().filter(leaf__in=leaves).with_everything()
    for view in rows.order_by(F("considered_on").desc(), F("meeting__sequence").desc(nulls_last=True), "-pk"):
        views[view.leaf_id].append(view)
    return views


def views_before(report: ProgressReport, viewer: Viewer) -> list[Assessment]:
    """The standing views of an inquiry's leaves given before the report's meeting, the latest first."""
    meeting = report.meeting
    before = Q(considered_on__lt=meeting.held_on) | Q(
        considered_on=meeting.held_on, meeting__committee=meeting.committee_id, meeting__sequence__lt=meeting.sequence
    )
    return list(
        Assessment.objects.visible_to(viewer)
        .standing()
        .filter(before, leaf__inquiry=report.inquiry_id, outcome=Outcome.VIEWED)
        .select_related("category", "meeting__committee")
    )


def last_claims(leaves: Sequence[int], report: ProgressReport) -> dict[int, SelfAssessment]:
    """The latest public assessment of each leaf in a report for an earlier meeting."""
    claims = SelfAssessment.objects.filter(
        leaf__in=leaves,
        update__revision__is_current=True,
        update__revision__report__state__in=ReportState.public(),
        update__revision__report__meeting__held_on__lt=report.meeting.held_on,
    ).select_related("category", "update__revision__report__meeting")
    return {claim.leaf_id: claim for claim in claims.order_by("update__revision__report__meeting__held_on", "pk")}


def slip_ledgers(leaves: Collection[Recommendation], viewer: Viewer) -> dict[int, SlipLedger]:
    """The dates of each leaf so far, by its primary key, as far as the viewer may see what moved them."""
    rounds = rounds_by_leaf([leaf.pk for leaf in leaves], viewer)
    return {leaf.pk: slip_ledger(leaf, rounds[leaf.pk]) for leaf in leaves}
