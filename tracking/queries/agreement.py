"""Whether the committees shared the Cabinet Members' assessments, view by view."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from tracking.dates import municipal_year
from tracking.enums import Decision, Outcome, ReportState
from tracking.models import Assessment, Committee, Inquiry, Viewer
from tracking.models.assessments import AssessmentQuerySet
from tracking.queries.judgements import differs


@dataclass(frozen=True)
class Agreement:
    """Of the views given in one municipal year that answered a claim, how many shared it."""

    year: int
    answered: int
    shared: int

    @property
    def differed(self) -> int:
        return self.answered - self.shared


def year_span(year: int) -> tuple[date, date]:
    """Return the first and the last day of the municipal year that began in a year (`dates.municipal_year`)."""
    return date(year, 5, 1), date(year + 1, 4, 30)


# As `queries.judgements.differs` says it of one claim and one view. A view without a category says nothing of a claim
# of one, so that it is counted on neither side.
_PROPOSED = ~Q(self_assessment__proposed_conclusion="")
_COMPARED = Q(self_assessment__category__isnull=False, category__isnull=False) | _PROPOSED
_SHARED = Q(self_assessment__category=F("category")) | (
    _PROPOSED & Q(decision=Decision.CONCLUDE, conclusion_reason=F("self_assessment__proposed_conclusion"))
)


def is_compared(view: Assessment) -> bool:
    """Whether a view that was given answers a claim it can be compared with: `_COMPARED` of a single view."""
    claim = view.self_assessment
    if claim is None:
        return False
    return bool(claim.proposed_conclusion) or (claim.category_id is not None and view.category_id is not None)


def is_shared(view: Assessment) -> bool:
    """Whether a view that was given shares the claim it answers: `_SHARED` of a single view."""
    return is_compared(view) and not differs(view.self_assessment, view)


def answers(viewer: Viewer, *, committee: Committee | None = None, year: int | None = None) -> AssessmentQuerySet:
    """Return the views that answered a claim, as far as the viewer may know both.

    `committee` narrows them to inquiries it commissioned, tracks or has tracked, `year` to those approved in one
    municipal year.
    """
    inquiries = Inquiry.objects.visible_to(viewer)
    if committee is not None:
        inquiries = inquiries.of_committee(committee)
    if year is not None:
        inquiries = inquiries.filter(approved_on__range=year_span(year))
    return Assessment.objects.visible_to(viewer).filter(
        _COMPARED,
        # As `live()` has it; but of its LEFT JOIN PostgreSQL expects a single row, and takes the rest one by one.
        ~Exists(Assessment.objects.filter(supersedes=OuterRef("pk"))),
        outcome=Outcome.VIEWED,
        # A view answers the claim of a published report and is kept with it (`actions.view_rows`).
        report__state__in=ReportState.public(),
        report__inquiry__in=inquiries.order_by().values("pk"),
    )


def disagreements(views: AssessmentQuerySet) -> AssessmentQuerySet:
    """Those of `answers` in which the committee did not share the claim."""
    return views.exclude(pk__in=views.filter(_SHARED).order_by().values("pk"))


def agreement_by_year(
    viewer: Viewer, *, committee: Committee | None = None, year: int | None = None
) -> tuple[Agreement, ...]:
    """Return the agreement by the municipal year of the view, the earliest first, in one query."""
    rows = (
        answers(viewer, committee=committee, year=year)
        .order_by()
        .values_list("considered_on")
        .annotate(answered=Count("pk"), shared=Count("pk", filter=_SHARED))
    )
    answered: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    for considered_on, number, number_shared in rows:
        answered[municipal_year(considered_on)] += number
        shared[municipal_year(considered_on)] += number_shared
    return tuple(Agreement(year, answered[year], shared[year]) for year in sorted(answered))
