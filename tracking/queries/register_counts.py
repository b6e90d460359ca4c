"""How many leaves of each inquiry there are, and how many of them are still tracked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from tracking.models import Inquiry, RegisterEntry, Viewer


@dataclass(frozen=True)
class InquiryCounts:
    """An inquiry with the number of its leaves, and of those still tracked as far as the viewer may know."""

    inquiry: Inquiry
    leaves: int
    tracked: int

    @property
    def is_tracked(self) -> bool:
        return self.tracked > 0


def inquiry_counts(inquiries: Iterable[Inquiry], viewer: Viewer) -> list[InquiryCounts]:
    """Return the counts of a page of inquiries, in the order given, in one query.

    The inquiries come from `visible_to(viewer)`.
    """
    rows = list(inquiries)
    entries = RegisterEntry.objects.visible_to(viewer).filter(inquiry__in=rows).order_by()
    counted = entries.values("inquiry").annotate(leaves=Count("pk"), tracked=Count("pk", filter=Q(is_concluded=False)))
    by_inquiry = {row["inquiry"]: (row["leaves"], row["tracked"]) for row in counted}
    return [InquiryCounts(inquiry, *by_inquiry.get(inquiry.pk, (0, 0))) for inquiry in rows]
