"""What the clerk must know before a meeting's papers go out: what is in the pack, what is not, and by when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from tracking import dates
from tracking.enums import ReportState, ScanState
from tracking.models import ClosedDay, Evidence, EvidenceUse, Meeting, ProgressReport, Viewer
from tracking.queries.papers import reports_in_pack


@dataclass(frozen=True)
class PackReadiness:
    """`included` go into the pack; `not_ready` are reports the viewer knows of that would be left out.

    `held_back` are files of those included that the virus scanner keeps out of the pack, now or for good.
    """

    meeting: Meeting
    included: tuple[ProgressReport, ...]
    not_ready: tuple[ProgressReport, ...]
    held_back: tuple[Evidence, ...]
    due_on: date
    clear_days_required: int
    is_late: bool


def pack_readiness(meeting: Meeting, *, seen_by: Viewer, today: date) -> PackReadiness:
    """Read how ready a meeting's papers are, as the viewer may know it."""
    closed = closed_days()
    reports = ProgressReport.objects.visible_to(seen_by).live().filter(meeting=meeting)
    return PackReadiness(
        meeting=meeting,
        included=tuple(reports_in_pack(meeting).select_related("inquiry", "lead_post")),
        not_ready=tuple(
            reports.exclude(state__in=ReportState.public()).select_related("inquiry", "lead_post").order_by("pk")
        ),
        held_back=tuple(held_back_evidence(meeting)),
        due_on=dates.papers_due_on(meeting.held_on, settings.CLEAR_WORKING_DAYS, closed),
        clear_days_required=settings.CLEAR_WORKING_DAYS,
        is_late=is_late(meeting, today, closed),
    )


def held_back_evidence(meeting: Meeting) -> QuerySet[Evidence]:
    """Public evidence of a meeting's pack whose file stays out: a virus was found in it, or it waits to be scanned."""
    used = EvidenceUse.objects.filter(
        update__revision__is_current=True, update__revision__report__in=reports_in_pack(meeting).values("pk")
    )
    return Evidence.objects.public().filter(scan_state__in=ScanState.held_back(), pk__in=used.values("evidence"))


def is_late(meeting: Meeting, today: date, closed: Collection[date]) -> bool:
    """Whether papers issued today leave fewer clear working days than are required.

    Source: Local Government Act 1972, section 100B; see `dates.clear_working_days_between`.
    """
    required: int = settings.CLEAR_WORKING_DAYS
    return dates.clear_working_days_between(today, meeting.held_on, closed) < required


def closed_days() -> frozenset[date]:
    """Return the clerk's own extra days."""
    return frozenset(ClosedDay.objects.values_list("day", flat=True))
