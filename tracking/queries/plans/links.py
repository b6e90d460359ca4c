"""What plans answer: read from the side of the inquiry and its recommendations."""

from django.db.models import Q

from tracking.models import Inquiry, Recommendation, Viewer
from tracking.models.plans import ImprovementPlan, PlanLink
from tracking.models.plans.items import PlanLinkQuerySet


def links_to_inquiry(inquiry: Inquiry, viewer: Viewer) -> PlanLinkQuerySet:
    """Return what in the plans a viewer may read answers an inquiry, which they may, or anything it recommended."""
    return _in_force(viewer).answering_inquiry(inquiry)


def links_to_recommendation(recommendation: Recommendation, viewer: Viewer) -> PlanLinkQuerySet:
    """Return what in the plans a viewer may read answers a recommendation, which they may, its whole or its parts."""
    return _in_force(viewer).answering_recommendation(recommendation)


def _in_force(viewer: Viewer) -> PlanLinkQuerySet:
    """Those of plans alone are asked about: `visible_to` would look at every recommendation there is."""
    links = PlanLink.objects.of_plans(ImprovementPlan.objects.visible_to(viewer)).in_force()
    links = links.filter(Q(recommendation__isnull=True) | Q(recommendation__withdrawn_reason=""))
    return links.select_related("inquiry", "recommendation__inquiry")
