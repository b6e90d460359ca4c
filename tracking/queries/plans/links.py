"""What plans answer: read from the side of the inquiry and its recommendations."""

from tracking.models import Inquiry, Recommendation, Viewer
from tracking.models.plans import PlanLink
from tracking.models.plans.items import PlanLinkQuerySet


def links_to_inquiry(inquiry: Inquiry, viewer: Viewer) -> PlanLinkQuerySet:
    """Return what in the plans a viewer may read answers an inquiry or anything it recommended."""
    return _in_force(viewer).answering_inquiry(inquiry)


def links_to_recommendation(recommendation: Recommendation, viewer: Viewer) -> PlanLinkQuerySet:
    """Return what in the plans a viewer may read answers a recommendation, its whole or its parts."""
    return _in_force(viewer).answering_recommendation(recommendation)


def _in_force(viewer: Viewer) -> PlanLinkQuerySet:
    links = PlanLink.objects.visible_to(viewer).in_force()
    return links.select_related("inquiry", "recommendation__inquiry")
