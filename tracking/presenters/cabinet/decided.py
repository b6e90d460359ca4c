"""What Cabinet decided, on the page of the clerk who records it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking.enums import CabinetReportState, MeetingState
from tracking.models.cabinet import CabinetReport
from tracking.presenters.cabinet.report_page import DecisionLine, decision_line
from tracking.presenters.wording import written_date
from tracking.queries.cabinet.facts import CabinetPaper, DecisionFacts

WHOLE_REPORT = "whole"
_LONGEST = 120


@dataclass(frozen=True)
class DecisionsFace:
    """`lines` are the decisions that stand, each with where to correct it; `publish` is empty until all is decided."""

    state: str
    lines: tuple[tuple[DecisionLine, str], ...]
    earlier: tuple[DecisionLine, ...]
    publish: str


def decisions_face(
    report: CabinetReport, rows: Sequence[DecisionFacts], *, is_whole: bool, today: date
) -> DecisionsFace:
    lines = [decision_line(row) for row in rows]
    may_publish = report.state == CabinetReportState.PUBLISHED and is_whole and bool(rows)
    return DecisionsFace(
        state=_state(report, rows, is_whole=is_whole, today=today),
        lines=tuple(
            (line, reverse("cabinet_decision_correct", args=[report.pk, line.pk]))
            for line in lines
            if not line.is_superseded
        ),
        earlier=tuple(line for line in lines if line.is_superseded),
        publish=reverse("cabinet_decision_publish", args=[report.pk]) if may_publish else "",
    )


def _state(report: CabinetReport, rows: Sequence[DecisionFacts], *, is_whole: bool, today: date) -> str:
    on = written_date(report.meeting.held_on)
    if report.state == CabinetReportState.DECIDED:
        return f"The decisions of {on} are published."
    if report.meeting.state == MeetingState.CANCELLED:
        return f"The meeting on {on} was cancelled, so nothing was decided at it."
    if report.meeting.held_on > today:
        return f"The meeting is on {on}. Record what was decided once it was held."
    if not rows:
        return f"Nothing is recorded yet of what was decided on {on}."
    if is_whole:
        return "Everything is decided. Nobody else sees it until you publish the decisions."
    return "Something that was recommended is not decided yet."


def decision_choices(paper: CabinetPaper, rows: Sequence[DecisionFacts]) -> tuple[tuple[str, str], ...]:
    """What a decision may still be recorded on: what was recommended and is open, and the report as a whole."""
    told = {row.order for row in rows}
    recommended = [row for section in paper.sections for row in section.recommended]
    choices = [(str(row.pk), f"{row.number} {_short(row.text)}") for row in recommended if row.order not in told]
    if None not in told:
        choices.append((WHOLE_REPORT, "The report as a whole"))
    return tuple(choices)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
