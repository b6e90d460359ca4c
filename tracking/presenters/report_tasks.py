"""What is to be done about a Progress Report: its task list, the acts open to somebody, the lists of reports."""

from dataclasses import dataclass
from datetime import date

from tracking import rules
from tracking.enums import ReportState
from tracking.models import ProgressReport, Viewer
from tracking.presenters.positions import full_title
from tracking.presenters.reports import posts_words
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.reports import ReportContent, Section
from tracking.workflow import can_transition


@dataclass(frozen=True)
class TaskState:
    """How far a task is; `colour` is the tag's, empty for plain words."""

    words: str
    colour: str = ""


COMPLETED = TaskState("Completed")
OPTIONAL = TaskState("Optional")
NOT_STARTED = TaskState("Not started", "blue")
IN_PROGRESS = TaskState("In progress", "light-blue")
NEEDS_ATTENTION = TaskState("Needs attention", "yellow")
CANNOT_START = TaskState("Cannot start yet")


@dataclass(frozen=True)
class SectionTask:
    """A recommendation in the task list."""

    reference: str
    title: str
    who: str
    state: TaskState
    is_writable: bool


@dataclass(frozen=True)
class TaskList:
    """What is to be done before a report can be handed in."""

    overview: TaskState
    contact_officers: TaskState
    sections: tuple[SectionTask, ...]
    submit: TaskState

    @property
    def complete(self) -> int:
        return sum(task.state == COMPLETED for task in self.sections)


@dataclass(frozen=True)
class Act:
    """Something the viewer may do with the report now: its words and the name of its address."""

    words: str
    address: str
    style: str = "secondary"


def task_list(content: ReportContent) -> TaskList:
    sections = tuple(_section_task(section) for section in content.sections)
    ready = not content.open_findings
    return TaskList(
        overview=COMPLETED if content.revision.overview.strip() else OPTIONAL,
        contact_officers=COMPLETED if content.contact_officers else OPTIONAL,
        sections=sections,
        submit=NOT_STARTED if ready else CANNOT_START,
    )


def _section_task(section: Section) -> SectionTask:
    return SectionTask(
        reference=section.recommendation.reference,
        title=full_title(section.recommendation),
        who=posts_words(section.posts),
        state=_section_state(section),
        is_writable=section.is_writable,
    )


def _section_state(section: Section) -> TaskState:
    if section.is_complete:
        return COMPLETED
    if not section.is_started:
        return NOT_STARTED
    answered = all(leaf.is_answered for leaf in section.tracked)
    return NEEDS_ATTENTION if answered and section.open_findings else IN_PROGRESS


def task_list_sentence(content: ReportContent, tasks: TaskList, *, papers_due_on: date, today: date) -> str:
    """ "The papers go out by 1 April 2016: 9 days left. 5 of 7 recommendations are complete."."""
    meeting = written_date(content.report.meeting.held_on)
    return (
        f"For the meeting on {meeting}. The papers go out by {written_date(papers_due_on)}: "
        f"{days_left(papers_due_on, today)}. "
        f"{tasks.complete} of {counted(len(tasks.sections), 'recommendation')} "
        f"{'is' if tasks.complete == 1 else 'are'} complete."
    )


def acts_open_to(viewer: Viewer, report: ProgressReport) -> tuple[Act, ...]:
    """What the viewer may do with a report now, the likeliest first."""
    state = ReportState(report.state)
    acts: list[Act] = []
    if can_transition(state, "accept") and rules.can_return_or_accept_report(viewer, report):
        acts += [Act("Accept the report", "report_accept", ""), Act("Return it", "report_return")]
    if can_transition(state, "publish") and rules.can_publish_report(viewer, report):
        acts.append(Act("Publish the report", "report_publish", ""))
    if state in ReportState.open() and _may_move(viewer, report):
        acts.append(Act("Move it to another meeting", "report_move"))
    if can_transition(state, "withdraw") and rules.can_withdraw_report(viewer, report):
        acts.append(Act("Withdraw it", "report_withdraw"))
    return tuple(acts)


def _may_move(viewer: Viewer, report: ProgressReport) -> bool:
    if report.state in ReportState.editable():
        return rules.is_of_a_post_of_the_report(viewer, report)
    return rules.can_publish_report(viewer, report)


@dataclass(frozen=True)
class ReportLine:
    """A report in a list."""

    report: ProgressReport
    title: str
    hint: str
    state: str


def report_line(report: ProgressReport, *, today: date) -> ReportLine:
    meeting = report.meeting
    when = f", {days_left(meeting.held_on, today)}" if report.state in ReportState.open() else ""
    return ReportLine(
        report=report,
        title=report.inquiry.title,
        hint=f"{report.lead_post}, for {meeting.committee} on {written_date(meeting.held_on)}{when}",
        state=report.get_state_display(),
    )


def reports_sentence(*, to_write: int, to_check: int, to_publish: int) -> str:
    """ "You have 2 reports to write and 1 to check."."""
    counts = ((to_write, "write"), (to_check, "check"), (to_publish, "publish"))
    waiting = [(count, verb) for count, verb in counts if count]
    if not waiting:
        return "No report waits for you."
    first_count, first_verb = waiting[0]
    words = [
        f"{counted(first_count, 'report')} to {first_verb}",
        *(f"{count} to {verb}" for count, verb in waiting[1:]),
    ]
    return f"You have {written_list(words)}."
