"""What each municipal year brought: how many inquiries were approved in it, and what committees concluded."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from tracking.dates import municipal_year
from tracking.enums import Ending
from tracking.models import Inquiry
from tracking.queries.agreement import year_span
from tracking.queries.figures import Scope


@dataclass(frozen=True)
class YearBrought:
    """`concluded` counts the leaves whose standing view concluded them in the year, by how they ended."""

    year: int
    approved: int
    concluded: Mapping[Ending, int]

    @property
    def total(self) -> int:
        return sum(self.concluded.values())


def years_brought(scope: Scope) -> tuple[YearBrought, ...]:
    """Return the years that brought something, the earliest first, in two queries: a row for a day, none for a leaf.

    The year of a scope is that of approval, as in all figures: what was approved in it may be concluded years later.
    """
    approved = _approved(scope)
    concluded: dict[int, Counter[Ending]] = {}
    rows = (
        scope.entries.concluded()
        .filter(viewed_on__isnull=False)
        .order_by()
        .values_list("viewed_on", "ending")
        .annotate(leaves=Count("pk"))
    )
    for viewed_on, ending, leaves in rows:
        concluded.setdefault(municipal_year(viewed_on), Counter())[Ending(ending)] += leaves
    years = sorted(approved.keys() | concluded.keys())
    return tuple(YearBrought(year, approved[year], dict(concluded.get(year, {}))) for year in years)


def _approved(scope: Scope) -> Counter[int]:
    inquiries = Inquiry.objects.visible_to(scope.viewer).filter(approved_on__isnull=False)
    if scope.committee is not None:
        inquiries = inquiries.of_committee(scope.committee)
    if scope.year is not None:
        inquiries = inquiries.filter(approved_on__range=year_span(scope.year))
    approved: Counter[int] = Counter()
    rows = inquiries.order_by().values_list("approved_on").annotate(inquiries=Count("pk", distinct=True))
    for approved_on, number in rows:
        if approved_on is not None:
            approved[municipal_year(approved_on)] += number
    return approved
