"""The council's years in which the register has something."""

from tracking.dates import municipal_year
from tracking.models import Inquiry, Viewer


def years_of(viewer: Viewer) -> list[int]:
    """Return the years in which inquiries the viewer may see were approved, the latest first."""
    approved = Inquiry.objects.visible_to(viewer).filter(approved_on__isnull=False)
    days = approved.order_by().values_list("approved_on", flat=True).distinct()
    return sorted({municipal_year(day) for day in days if day}, reverse=True)
