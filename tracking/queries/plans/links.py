"""What plans answer: read from the side of the inquiry and its recommendations."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from tracking.models import Inquiry, Recommendation, Viewer
from tracking.models.plans import ImprovementPlan, PlanLink
from tracking.models.plans.items import PlanLinkQuerySet
from tracking.queries.plans.said import MonthSays, latest_says


@dataclass(frozen=True)
class ToldLink:
    """A link, and what the latest issued month says of what answers; None before any month was issued."""

    link: PlanLink
    says: MonthSays | None


def links_to_inquiry(inquiry: Inquiry, viewer: Viewer) -> PlanLinkQuerySet:
    """Return what in the plans a viewer may read answers an inquiry, which they may, or anything it recommended."""
    return _in_force(viewer).answering_inquiry(inquiry)


def links_to_recommendation(recommendation: Recommendation, viewer: Viewer) -> PlanLinkQuerySet:
    """Return what in the plans a viewer may read answers a recommendation, which they may, its whole or its parts."""
    return _in_force(viewer).answering_recommendation(recommendation)


def with_latest_month(links: Iterable[PlanLink]) -> list[ToldLink]:
    """Read what the latest issued month says of the source of each link, in a fixed number of queries."""
    rows = list(links)
    says = latest_says([row.source for row in rows])
    return [ToldLink(row, says.get(row.source)) for row in rows]


def _in_force(viewer: Viewer) -> PlanLinkQuerySet:
    """Those of plans alone are asked about: `visible_to` would look at every recommendation there is."""
    links = PlanLink.objects.of_plans(ImprovementPlan.objects.visible_to(viewer)).in_force()
    links = links.filter(Q(recommendation__isnull=True) | Q(recommendation__withdrawn_reason=""))
    return links.select_related("inquiry", "recommendation__inquiry")
