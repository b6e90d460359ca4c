"""The words of the page on which the clerk issues a meeting's papers."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking.enums import ReportState, ScanState
from tracking.models import Evidence, Meeting, ProgressReport
from tracking.presenters.wording import counted, days_left, written_date
from tracking.queries.paper_readiness import PackReadiness


@dataclass(frozen=True)
class PaperLine:
    """A report that goes into the pack, or one that does not yet."""

    title: str
    detail: str
    href: str


@dataclass(frozen=True)
class IssuePage:
    """`missing` are particulars that the cover will not have, `held_back` files that will not be printed, and why."""

    state: str
    deadline: str
    included: tuple[PaperLine, ...]
    not_ready: tuple[PaperLine, ...]
    missing: tuple[str, ...]
    held_back: tuple[str, ...]


def issue_page(readiness: PackReadiness, *, today: date) -> IssuePage:
    return IssuePage(
        state=_state(len(readiness.included)),
        deadline=deadline(readiness, today=today),
        included=tuple(_line(report, f"Report of {report.lead_post}") for report in readiness.included),
        not_ready=tuple(
            _line(report, f"{ReportState(report.state).label}: will be left out") for report in readiness.not_ready
        ),
        missing=_missing(readiness.meeting),
        held_back=tuple(_held_back(evidence) for evidence in readiness.held_back),
    )


def _held_back(evidence: Evidence) -> str:
    if evidence.scan_state == ScanState.WAITING:
        return f"“{evidence.title}” is still being checked for viruses. Wait until it is done, or it is left out."
    return f"A virus was found in “{evidence.title}”. It is left out."


def _state(included: int) -> str:
    if not included:
        return "No Progress Report can go into the pack yet."
    return f"{counted(included, 'Progress Report')} will go into the pack."


def deadline(readiness: PackReadiness, *, today: date) -> str:
    """When the papers must be out, and how that stands today."""
    due_on = readiness.due_on
    days = counted(readiness.clear_days_required, "clear working day")
    if readiness.is_late:
        return (
            f"The papers were due out by {due_on:%A} {written_date(due_on)}, {days} before the meeting. They are late."
        )
    left = days_left(due_on, today) if due_on >= today else "still in time"
    return f"The papers must be out by {due_on:%A} {written_date(due_on)}, {days} before the meeting: {left}."


def _line(report: ProgressReport, detail: str) -> PaperLine:
    return PaperLine(report.inquiry.title, detail, reverse("report_detail", args=[report.pk]))


def _missing(meeting: Meeting) -> tuple[str, ...]:
    committee = meeting.committee
    known = (
        ("the time of the meeting", meeting.starts_at),
        ("the place of the meeting", meeting.place),
        ("whom to contact", committee.contact_name or committee.contact_telephone or committee.contact_email),
    )
    return tuple(words for words, value in known if not value)
