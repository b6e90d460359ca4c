"""What lies beside a claim while a view on it is recorded: the round before, its dates so far, and late news."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracking.models import Meeting, ReportSupplement, StandingQuestion, Viewer
from tracking.queries.last_rounds import slip_ledgers
from tracking.queries.recording import RecordPage
from tracking.queries.slips import SlipLedger
from tracking.queries.supplements import supplements_of
from tracking.queries.taking_over import Source, last_section


@dataclass(frozen=True)
class OnTheTable:
    """What a committee can hold a claim against.

    `last` is the section of the last published report for an earlier meeting, None the first time; `ledgers` are by
    the leaf's primary key; `supplements` the published ones on this recommendation or on the whole report.
    """

    last: Source | None
    ledgers: Mapping[int, SlipLedger]
    supplements: tuple[ReportSupplement, ...]
    standing_questions: tuple[StandingQuestion, ...]

    @property
    def last_meeting(self) -> Meeting | None:
        return self.last.update.revision.report.meeting if self.last else None


def on_the_table(page: RecordPage, viewer: Viewer) -> OnTheTable:
    """Read what lies beside the claims of a page, as far as the viewer may see it, in a fixed number of queries."""
    whole = page.section.recommendation
    about = {None, whole.pk, *(row.leaf.pk for row in page.leaves)}
    news = supplements_of(page.report, viewer)
    return OnTheTable(
        last=last_section(page.report, whole, viewer),
        ledgers=slip_ledgers([row.leaf for row in page.leaves], viewer),
        supplements=tuple(row for row in news if row.number and row.recommendation_id in about),
        standing_questions=tuple(
            StandingQuestion.objects.filter(scheme=page.report.inquiry.scheme_id).order_by("position")
        ),
    )
