"""Evidence of updates on plans: what a viewer reads of it, may change of it, and how much there is."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from tracking.models import Evidence, EvidenceUse, Viewer
from tracking.models.plans import PlanUpdate, PlanUpdateRevision
from tracking.queries.evidence import evidence_that_opens
from tracking.queries.report_content import EvidenceInReport


def evidence_in(revision: PlanUpdateRevision, viewer: Viewer) -> tuple[EvidenceInReport, ...]:
    """Return the evidence of a revision that a viewer reads, in order, each with whether they may know of it."""
    uses = list(revision.evidence_uses.select_related("evidence__supplied_by").order_by("position", "pk"))
    opens = evidence_that_opens({use.evidence_id for use in uses}, viewer)
    return tuple(
        EvidenceInReport(
            use,
            use.evidence,
            is_open_to_viewer=use.evidence_id in opens,
            file_opens=opens.get(use.evidence_id, False),
        )
        for use in uses
    )


def evidence_being_written(update: PlanUpdate, viewer: Viewer) -> QuerySet[EvidenceUse]:
    """Return where an update as it is being written uses evidence that the viewer knows of, in order."""
    return (
        EvidenceUse.objects.filter(
            plan_revision__update=update,
            plan_revision__is_current=True,
            evidence__in=Evidence.objects.visible_to(viewer),
        )
        .select_related("evidence", "plan_revision__update")
        .order_by("position", "pk")
    )


def evidence_counts(updates: Collection[PlanUpdate]) -> dict[int, int]:
    """Return how many files and links each update has as it stands, by its primary key; none has no entry."""
    uses = EvidenceUse.objects.filter(plan_revision__update__in=updates, plan_revision__is_current=True)
    counted = uses.values("plan_revision__update").annotate(number=Count("pk")).order_by()
    return dict(counted.values_list("plan_revision__update", "number"))
