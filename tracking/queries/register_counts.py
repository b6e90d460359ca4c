"""How many leaves of each inquiry there are, and how many of them are still tracked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from tracking.dates import response_due_on
from tracking.models import Inquiry, RegisterEntry, Viewer
from tracking.queries.tasks import answered_by_the_executive


@dataclass(frozen=True)
class InquiryCounts:
    """An inquiry with the number of its leaves, and of those still tracked as far as the viewer may know.

    `response_due_on` is the last day for the executive's response, where it owes one or gave one and the day is known.
    """

    inquiry: Inquiry
    leaves: int
    tracked: int
    response_due_on: date | None

    @property
    def is_tracked(self) -> bool:
        return self.tracked > 0


def inquiry_counts(inquiries: Iterable[Inquiry], viewer: Viewer) -> list[InquiryCounts]:
    """Return the counts of a page of inquiries, in the order given, in two queries.

    The inquiries come from `visible_to(viewer)`.
    """
    rows = list(inquiries)
    entries = RegisterEntry.objects.visible_to(viewer).filter(inquiry__in=rows).order_by()
    counted = entries.values("inquiry").annotate(leaves=Count("pk"), tracked=Count("pk", filter=Q(is_concluded=False)))
    by_inquiry = {row["inquiry"]: (row["leaves"], row["tracked"]) for row in counted}
    answerable = answered_by_the_executive(rows)
    return [
        InquiryCounts(
            inquiry,
            *by_inquiry.get(inquiry.pk, (0, 0)),
            response_due_on=response_due_on(inquiry.received_on, inquiry.notice_on)
            if inquiry.responded_on or inquiry.pk in answerable
            else None,
        )
        for inquiry in rows
    ]
