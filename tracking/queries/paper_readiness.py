"""What the clerk must know before a meeting's papers go out: what is in the pack, what is not, and by when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from tracking import dates
from tracking.enums import ReportState, ScanState
from tracking.models import AgendaDocument, ClosedDay, Evidence, EvidenceUse, Meeting, ProgressReport, Viewer
from tracking.queries.agenda import AgendaEntry, agenda_of
from tracking.queries.rounds import live_reports


@dataclass(frozen=True)
class PackReadiness:
    """`agenda` is everything on it, what is left out of the pack included.

    `handed_in` are reports the viewer knows of that are not published, and so left out; `awaited` are those asked for
    and not handed in: that they are late is no secret, what they say is. `held_back` are files of what goes in that the
    virus scanner keeps out of the pack, now or for good.
    """

    meeting: Meeting
    agenda: tuple[AgendaEntry, ...]
    handed_in: tuple[ProgressReport, ...]
    awaited: tuple[ProgressReport, ...]
    held_back: tuple[Evidence | AgendaDocument, ...]
    due_on: date
    clear_days_required: int
    is_late: bool


def pack_readiness(meeting: Meeting, *, seen_by: Viewer, today: date) -> PackReadiness:
    """Read how ready a meeting's papers are, as the viewer may know it, in a fixed number of queries."""
    closed = closed_days()
    agenda = agenda_of(meeting)
    documents = (entry.document for entry in agenda if entry.document is not None and entry.number is not None)
    reports = ProgressReport.objects.visible_to(seen_by).live().filter(meeting=meeting)
    return PackReadiness(
        meeting=meeting,
        agenda=agenda,
        handed_in=tuple(
            reports.exclude(state__in=ReportState.public() | ReportState.editable())
            .select_related("inquiry", "lead_post")
            .order_by("inquiry__title", "pk")
        ),
        awaited=tuple(
            live_reports([meeting]).filter(state__in=ReportState.editable(), meeting__update_round__isnull=False)
        ),
        held_back=(
            *held_back_evidence(entry.report.pk for entry in agenda if entry.report and entry.number is not None),
            *(document for document in documents if document.scan_state in ScanState.held_back()),
        ),
        due_on=dates.papers_due_on(meeting.held_on, settings.CLEAR_WORKING_DAYS, closed),
        clear_days_required=settings.CLEAR_WORKING_DAYS,
        is_late=is_late(meeting, today, closed),
    )


def held_back_evidence(reports: Iterable[int]) -> QuerySet[Evidence]:
    """Evidence of these reports whose file stays out of papers: a virus was found, or it waits to be scanned."""
    used = EvidenceUse.objects.filter(update__revision__is_current=True, update__revision__report__in=list(reports))
    return Evidence.objects.filter(scan_state__in=ScanState.held_back(), pk__in=used.values("evidence"))


def is_late(meeting: Meeting, today: date, closed: Collection[date]) -> bool:
    """Whether papers issued today leave fewer clear working days than are required.

    Source: Local Government Act 1972, section 100B; see `dates.clear_working_days_between`.
    """
    required: int = settings.CLEAR_WORKING_DAYS
    return dates.clear_working_days_between(today, meeting.held_on, closed) < required


def closed_days() -> frozenset[date]:
    """Return the clerk's own extra days."""
    return frozenset(ClosedDay.objects.values_list("day", flat=True))
