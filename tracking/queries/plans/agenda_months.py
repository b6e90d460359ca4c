"""Issued months of plans as a committee's agenda may carry them."""

from django.db.models import QuerySet

from tracking.enums import PlanState
from tracking.models import AgendaItem, IssuedDocument, Meeting


def months_for_agenda(meeting: Meeting) -> QuerySet[IssuedDocument]:
    """Return the papers of issued months that are not on a meeting's agenda yet, the latest month first."""
    on_it = AgendaItem.objects.filter(meeting=meeting, issued__isnull=False).values("issued")
    months = IssuedDocument.objects.public().filter(plan_round__plan__state__in=PlanState.public())
    return months.exclude(pk__in=on_it).order_by("-plan_round__month", "title", "pk")
