"""Where a report to Cabinet stands, in words, and what may be done with it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking import dates, rules
from tracking.enums import CabinetReportState, DecisionOutcome, MeetingState
from tracking.models import Viewer
from tracking.models.cabinet import CabinetReport
from tracking.presenters.report_tasks import Act
from tracking.presenters.wording import counted, days_left, written_date
from tracking.queries.cabinet.decided import may_have_decided, why_it_stays
from tracking.queries.cabinet.facts import DecisionFacts
from tracking.workflow import can_transition

_COLOURS = {
    CabinetReportState.DRAFT: "grey",
    CabinetReportState.SUBMITTED: "light-blue",
    CabinetReportState.RETURNED: "yellow",
    CabinetReportState.ACCEPTED: "turquoise",
    CabinetReportState.PUBLISHED: "blue",
    CabinetReportState.DECIDED: "green",
    CabinetReportState.WITHDRAWN: "grey",
}


@dataclass(frozen=True)
class CabinetReportLine:
    """A report to Cabinet in a list."""

    title: str
    href: str
    facts: tuple[str, ...]
    state: str
    colour: str


def report_line(report: CabinetReport, *, today: date) -> CabinetReportLine:
    """Read the title that is shown, the post and the meeting with its committee."""
    meeting = report.meeting
    days = (meeting.held_on - today).days
    is_coming = days >= 0 and report.state in CabinetReportState.open()
    soon = f", in {counted(days, 'day')}" if days else ", today"
    return CabinetReportLine(
        title=report.shown_title,
        href=reverse("cabinet_report", args=[report.pk]),
        facts=(
            f"Report of {report.post}",
            f"for {meeting.committee} on {written_date(meeting.held_on)}{soon if is_coming else ''}",
        ),
        state=report.get_state_display(),
        colour=_COLOURS[CabinetReportState(report.state)],
    )


def list_sentence(number: int) -> str:
    if not number:
        return "No report to Cabinet is published yet."
    return f"{counted(number, 'report')} to Cabinet {'is' if number == 1 else 'are'} published."


def own_sentence(number: int) -> str:
    """ "2 reports wait for you."."""
    return f"{counted(number, 'report')} {'waits' if number == 1 else 'wait'} for you."


def state_sentence(report: CabinetReport, decisions: Sequence[DecisionFacts] = ()) -> str:
    """Where a report stands, for whoever reads it and the decisions on it."""
    meeting = f"{report.meeting.committee} on {written_date(report.meeting.held_on)}"
    on = written_date(report.meeting.held_on)
    match report.state:
        case CabinetReportState.DRAFT:
            return f"This is a draft for {meeting}."
        case CabinetReportState.SUBMITTED:
            return f"It is handed in for {meeting}. The clerk checks it."
        case CabinetReportState.RETURNED:
            return f"It was returned to those who write it. It is for {meeting}."
        case CabinetReportState.ACCEPTED:
            return f"It is accepted, and ready to be published for {meeting}."
        case CabinetReportState.WITHDRAWN:
            return f"It was withdrawn. It was for {meeting}."
        case CabinetReportState.DECIDED:
            return _decided_sentence(report, [row for row in decisions if not row.is_superseded])
    return _published_sentence(report, meeting, on)


def _decided_sentence(report: CabinetReport, standing: Sequence[DecisionFacts]) -> str:
    decided = [row for row in standing if row.outcome != DecisionOutcome.DEFERRED]
    if standing and not decided:
        on = written_date(max(row.decided_on for row in standing))
        return f"{report.meeting.committee} deferred its decision on {on}. Why is below."
    days = [written_date(day) for day in sorted({row.decided_on for row in decided})]
    on = " and on ".join(days or [written_date(report.decided_on)])
    return f"{report.meeting.committee} decided on {on}. What it decided is below."


def _published_sentence(report: CabinetReport, meeting: str, on: str) -> str:
    told = f"Published on {written_date(dates.today(report.published_at))}." if report.published_at else ""
    if report.meeting.state == MeetingState.CANCELLED:
        return f"{told} The meeting on {on} was cancelled."
    if report.meeting.held_on < dates.today():
        return f"{told} It was for {meeting}. No decision is recorded yet."
    return f"{told} It is for {meeting}."


def writing_sentence(report: CabinetReport, *, written: int, sections: int, papers_due_on: date, today: date) -> str:
    """ "For Cabinet on 26 March 2019. The papers go out by 18 March 2019: 9 days left. 5 of 7 sections …"."""
    meeting = f"{report.meeting.committee} on {written_date(report.meeting.held_on)}"
    papers = f"{written_date(papers_due_on)}: {days_left(papers_due_on, today)}."
    done = f"{written} of {counted(sections, 'section')} {'is' if written == 1 else 'are'} complete."
    return f"For {meeting}. The papers go out by {papers} {done}"


def acts_open_to(viewer: Viewer, report: CabinetReport) -> tuple[Act, ...]:
    """What the viewer may do with a report now, the likeliest first."""
    state = CabinetReportState(report.state)
    acts: list[Act] = []
    if can_transition(state, "accept") and rules.can_check_cabinet_report(viewer, report):
        acts += [Act("Accept the report", "cabinet_report_accept", ""), Act("Return it", "cabinet_report_return")]
    if can_transition(state, "publish") and rules.can_publish_cabinet_report(viewer, report):
        acts.append(Act("Publish the report", "cabinet_report_publish", ""))
    acts += _act_on_decisions(viewer, report)
    may_move = rules.writes_cabinet_report if report.is_editable else rules.can_publish_cabinet_report
    if may_move(viewer, report) and not why_it_stays(report):
        acts.append(Act("Move it to another meeting", "cabinet_report_move"))
    if can_transition(state, "withdraw") and rules.writes_cabinet_report(viewer, report):
        acts.append(Act("Withdraw it", "cabinet_report_withdraw"))
    return tuple(acts)


def _act_on_decisions(viewer: Viewer, report: CabinetReport) -> list[Act]:
    """Recording once Cabinet has met, and correcting what was published."""
    if report.state not in CabinetReportState.public() or not rules.can_record_executive_decisions(viewer, report):
        return []
    if report.state == CabinetReportState.DECIDED:
        return [Act("Correct what is recorded", "cabinet_decision")]
    has_met = may_have_decided(report, dates.today())
    return [Act("Record what Cabinet decided", "cabinet_decision", "")] if has_met else []
