"""Documents that were issued for everyone, which a report to Cabinet may append."""

from django.db.models import Q, QuerySet

from tracking.enums import CabinetReportState, PlanState
from tracking.models import IssuedDocument


def documents_to_append() -> "QuerySet[IssuedDocument]":
    """Return issued months and public editions of published reports, the latest first. Packs are not appended.

    Nothing that is not known to be public is among them.
    """
    months = Q(plan_round__plan__state__in=PlanState.public())
    reports = Q(cabinet_edition__report__state__in=CabinetReportState.public())
    return IssuedDocument.objects.public().filter(months | reports).order_by("-issued_at", "-pk")
