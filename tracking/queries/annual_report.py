"""What a municipal year brought: what was concluded, where committees disagreed, what slipped or was never tracked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q

from tracking.dates import municipal_year
from tracking.enums import Audience
from tracking.models import Assessment, Inquiry, RegisterEntry, Viewer
from tracking.models.assessments import AssessmentQuerySet
from tracking.models.inquiries import InquiryQuerySet
from tracking.models.register import RegisterEntryQuerySet, audience_of
from tracking.queries.agreement import Agreement, answers, disagreements, year_span
from tracking.queries.figures import Figures, Scope, YearFigures, added_up, figures, figures_by_year

MOST_LINES: Final = 100
"""A report is for reading: of more than so many it lists the latest, and says where the rest is."""
MOST_SLIPPED: Final = 10


@dataclass(frozen=True)
class InquiryCount:
    """An inquiry, and how many of its leaves are spoken of."""

    inquiry: Inquiry
    leaves: int


@dataclass(frozen=True)
class AnnualReport:
    """One municipal year, as it is known today.

    `concluded` counts the leaves whose standing view concluded them in the year; `concluded_rows`, `disagreements`,
    `approved` and `never_tracked` list at most MOST_LINES each, `slipped` the MOST_SLIPPED leaves that slipped most, as
    their dates stand today, of those still tracked when the year began. `leaves_by_then` counts what was approved in
    the year or before. `figures` are those of all years; `audience` says what is known of views.
    """

    year: int
    audience: Audience
    figures: Figures
    concluded: YearFigures
    concluded_rows: tuple[RegisterEntry, ...]
    agreement: Agreement
    disagreements: tuple[Assessment, ...]
    slipped: tuple[RegisterEntry, ...]
    approved: tuple[InquiryCount, ...]
    approved_total: int
    approved_leaves: int
    never_tracked: tuple[InquiryCount, ...]
    never_tracked_leaves: int
    leaves_by_then: int


def years_reported(years: Sequence[int], *, today: date) -> range:
    """Return the municipal years that have a report: from the first of `years` (of approval) to the one that runs."""
    current = municipal_year(today)
    return range(min([*years, current]), current + 1)


def annual_report(viewer: Viewer, year: int, *, today: date) -> AnnualReport:
    """Return the report of one municipal year, as far as the viewer may know it, in a fixed number of queries."""
    in_all = figures(Scope(viewer), today=today)
    entries = RegisterEntry.objects.visible_to(viewer)
    concluded = entries.concluded().filter(viewed_on__range=year_span(year))
    views = disagreements(answers(viewer).filter(considered_on__range=year_span(year)))
    never = entries.never_tracked().filter(municipal_year__lte=year)
    approved = Inquiry.objects.visible_to(viewer).filter(approved_on__range=year_span(year))
    none = YearFigures(year=year, endings={})
    agreed = {row.year: row for row in in_all.agreement}
    of_year = {row.year: row for row in in_all.years}
    return AnnualReport(
        year=year,
        audience=audience_of(viewer),
        figures=in_all,
        concluded=added_up(figures_by_year(concluded)),
        concluded_rows=tuple(concluded.with_everything().order_by("-viewed_on", "leaf")[:MOST_LINES]),
        agreement=agreed.get(year, Agreement(year, 0, 0)),
        disagreements=_with_both(views.order_by("-considered_on", "leaf", "pk")),
        slipped=_slipped_most(entries, year),
        approved=_approved(approved, viewer),
        approved_total=approved.count(),
        approved_leaves=of_year.get(year, none).total,
        never_tracked=_counted(never),
        never_tracked_leaves=never.count(),
        leaves_by_then=sum(row.total for row in in_all.years if row.year is not None and row.year <= year),
    )


def _with_both(views: AssessmentQuerySet) -> tuple[Assessment, ...]:
    joined = views.select_related(
        "category", "self_assessment__category", "leaf__inquiry", "leaf__parent", "meeting__committee"
    )
    return tuple(joined[:MOST_LINES])


def _slipped_most(entries: RegisterEntryQuerySet, year: int) -> tuple[RegisterEntry, ...]:
    """Of those approved before the year began and not concluded by then, by how far they slipped until today."""
    begins_on, _ = year_span(year)
    open_then = Q(is_concluded=False) | Q(viewed_on__gte=begins_on)
    rows = entries.filter(open_then, days_slipped__gt=0, municipal_year__lt=year)
    return tuple(rows.with_everything().order_by("-days_slipped", "leaf")[:MOST_SLIPPED])


def _approved(approved: InquiryQuerySet, viewer: Viewer) -> tuple[InquiryCount, ...]:
    known = Q(register_entries__audience=audience_of(viewer))
    rows = approved.annotate(leaves=Count("register_entries", filter=known)).order_by("approved_on", "title", "pk")
    return tuple(InquiryCount(row, row.leaves) for row in rows[:MOST_LINES])


def _counted(never: RegisterEntryQuerySet) -> tuple[InquiryCount, ...]:
    rows = (never.order_by("inquiry__approved_on", "inquiry_id").values_list("inquiry").annotate(leaves=Count("pk")))[
        :MOST_LINES
    ]
    counts = dict(rows)
    inquiries = Inquiry.objects.in_bulk(list(counts))
    return tuple(InquiryCount(inquiries[pk], leaves) for pk, leaves in counts.items())
