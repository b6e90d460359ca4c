"""The clocks of a report to Cabinet: its papers, its notices and call-in. They warn and never block."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings

from tracking import dates
from tracking.enums import CabinetReportState, DecisionOutcome
from tracking.models.cabinet import CabinetReport, ExecutiveDecision
from tracking.queries.cabinet.facts import CabinetPaper
from tracking.queries.paper_readiness import closed_days


class Clock(StrEnum):
    """What is counted."""

    PAPERS = "papers"
    KEY_DECISION = "key_decision"
    PRIVATE_BUSINESS = "private_business"


@dataclass(frozen=True)
class ClockFacts:
    """How a report stands with one clock, counted to its meeting.

    `due_on` is the last day in time. `done_on` is when it was done, None where it was not yet; `clear_days` were left
    then or are left today. `urgency` says in words by which route it is dealt with all the same.
    """

    clock: Clock
    required: int
    clear_days: int
    due_on: date
    done_on: date | None
    urgency: str = ""

    @property
    def is_short(self) -> bool:
        """Whether there are, or would be from today, fewer clear days than required."""
        return self.clear_days < self.required

    @property
    def asks_for_urgency(self) -> bool:
        """Whether it is short and nobody has said by which route it is dealt with."""
        return self.is_short and not self.urgency.strip()


def clocks_of(report: CabinetReport, paper: CabinetPaper, *, today: date) -> tuple[ClockFacts, ...]:
    """Return the clocks that run for a report: papers always, notices where it is key or partly private.

    `paper` is what somebody reads of it: what its header says of notices and urgency. They count to the meeting to
    which the report goes today.
    Source: Local Government Act 1972, section 100B, and S.I. 2012/2089, regulations 5 and 7 to 11.
    """
    clocks = [_papers(report, today)]
    if paper.is_key_decision:
        clocks.append(_notice(Clock.KEY_DECISION, report, paper.key_notice_on, paper.key_urgency, today))
    if paper.withholds:
        told = (paper.private_notice_on, paper.private_urgency)
        clocks.append(_notice(Clock.PRIVATE_BUSINESS, report, *told, today))
    return tuple(clocks)


def _papers(report: CabinetReport, today: date) -> ClockFacts:
    required: int = settings.CLEAR_WORKING_DAYS
    meeting_on, closed = report.meeting.held_on, closed_days()
    published_on = dates.today(report.published_at) if report.published_at else None
    return ClockFacts(
        Clock.PAPERS,
        required,
        dates.clear_working_days_between(published_on or today, meeting_on, closed),
        dates.papers_due_on(meeting_on, required, closed),
        published_on,
        report.tabled_late_reason,
    )


def _notice(clock: Clock, report: CabinetReport, done_on: date | None, urgency: str, today: date) -> ClockFacts:
    required: int = settings.NOTICE_CLEAR_DAYS
    meeting_on = report.meeting.held_on
    return ClockFacts(
        clock,
        required,
        dates.clear_days_between(done_on or today, meeting_on),
        dates.notice_due_on(meeting_on, required),
        done_on,
        urgency,
    )


def call_in_ends_on(report: CabinetReport) -> date | None:
    """Return the last day on which what was decided may be called in; None where it may not, or nothing was decided.

    It runs from the day on which the decisions were published and, for something decided since, from the day on which
    that was recorded: the latest counts. What was only deferred leaves nothing to call in.
    """
    if report.state != CabinetReportState.DECIDED or not report.is_open_to_call_in or not report.decisions_published_at:
        return None
    decided_at = _decided_at(report)
    if not decided_at:
        return None
    known_on = dates.today(max(report.decisions_published_at, *decided_at))
    return dates.call_in_ends_on(known_on, settings.CALL_IN_WORKING_DAYS, closed_days())


def _decided_at(report: CabinetReport) -> list[datetime]:
    """When what stands, and is not deferred, was first recorded as decided: a correction of its words is no news."""
    decided: dict[int | None, datetime] = {}
    for row in ExecutiveDecision.objects.filter(report=report).order_by("recorded_at", "pk"):
        if row.outcome == DecisionOutcome.DEFERRED:
            decided.pop(row.recommended_id, None)
        else:
            decided.setdefault(row.recommended_id, row.recorded_at)
    return list(decided.values())
