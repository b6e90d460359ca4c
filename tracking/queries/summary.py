"""The table that opens an inquiry's report, in plain facts: what it recommends, who is responsible, and by when."""

from dataclasses import dataclass
from datetime import date

from tracking.models import Inquiry, Recommendation, Viewer
from tracking.queries.paper_facts import DueFacts


@dataclass(frozen=True)
class SummaryRow:
    """A recommendation or part. `due` is its own or its parent's; so is `responsible`, as the report has it."""

    reference: str
    label: str
    title: str
    text: str
    responsible: tuple[str, ...]
    due: DueFacts
    success_measure: str


@dataclass(frozen=True)
class SummaryGroup:
    """A whole recommendation with its parts, in order."""

    whole: SummaryRow
    parts: tuple[SummaryRow, ...]


@dataclass(frozen=True)
class InquirySummary:
    """An inquiry and all that it recommends."""

    slug: str
    title: str
    state: str
    approving_body: str
    approved_on: date | None
    commissioned_by: tuple[str, ...]
    lead_member: str
    lead_officer: str
    groups: tuple[SummaryGroup, ...]


def inquiry_summary(inquiry: Inquiry, viewer: Viewer, *, today: date) -> InquirySummary:
    """Read the summary of an inquiry that the viewer may see, in a fixed number of queries.

    Responsible are those of the day of approval, as in the report: who answers since then is told elsewhere. Of what
    nobody answered for on that day, and of drafts, those of today.
    """
    rows = list(Recommendation.objects.visible_to(viewer).filter(inquiry=inquiry).with_responsibilities())
    day = inquiry.approved_on or today
    parts: dict[int, list[SummaryRow]] = {}
    for row in rows:
        if row.parent_id is not None:
            parts.setdefault(row.parent_id, []).append(_row(row, day, today))
    return InquirySummary(
        slug=inquiry.slug,
        title=inquiry.title,
        state=inquiry.state,
        approving_body=inquiry.approving_body,
        approved_on=inquiry.approved_on,
        commissioned_by=tuple(str(committee) for committee in inquiry.commissioned_by.all()),
        lead_member=inquiry.lead_member.name_and_title if inquiry.lead_member else "",
        lead_officer=inquiry.lead_officer.name_and_title if inquiry.lead_officer else "",
        groups=tuple(
            SummaryGroup(_row(row, day, today), tuple(parts.get(row.pk, ()))) for row in rows if row.parent_id is None
        ),
    )


def _row(row: Recommendation, day: date, today: date) -> SummaryRow:
    answering = row.responsibilities_on(day) or row.responsibilities_on(today)
    due = row.due
    return SummaryRow(
        reference=row.reference,
        label=row.label,
        title=row.title,
        text=row.text,
        responsible=tuple(item.as_written or item.post.name for item in answering),
        due=DueFacts(due.due_text, due.due_on, due.ongoing, due.recurs_every_months),
        success_measure=row.success_measure,
    )
