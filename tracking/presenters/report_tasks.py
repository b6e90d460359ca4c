"""What is to be done about a Progress Report: its task list, the acts open to somebody, the lists of reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking import dates, rules
from tracking.enums import ReportState
from tracking.models import ProgressReport, Viewer
from tracking.presenters.positions import full_title
from tracking.presenters.report_people import saved_words, who_has_it, writing_words
from tracking.presenters.reports import posts_words
from tracking.presenters.supplements import can_hand_in_now
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.report_content import ReportContent, Section
from tracking.queries.report_people import PostWithPeople
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
READY = TaskState("Ready to sign", "green")


@dataclass(frozen=True)
class Task:
    """A line of the task list; `href` is empty where the reader may not do it.

    `hints` say who has it, and who saved it last or is writing there.
    """

    id: str
    name: str
    hints: tuple[str, ...]
    state: TaskState
    href: str


@dataclass(frozen=True)
class TaskGroup:
    """Tasks under a title; without one where all are the reader's."""

    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class TaskList:
    """What is to be done before a report can be handed in: the tasks in order, of which some are recommendations."""

    overview: Task
    sections: tuple[Task, ...]
    contact_officers: Task
    check: Task

    @property
    def writing(self) -> tuple[TaskGroup, ...]:
        """The reader's own tasks, then those that others have."""
        tasks = (self.overview, *self.sections, self.contact_officers)
        yours = tuple(task for task in tasks if task.href)
        others = tuple(task for task in tasks if not task.href)
        if not (yours and others):
            return (TaskGroup("", tasks),)
        return TaskGroup("Yours", yours), TaskGroup("With others", others)

    @property
    def complete(self) -> int:
        return sum(task.state == COMPLETED for task in self.sections)


@dataclass(frozen=True)
class Act:
    """Something the viewer may do with the report now: its words and the name of its address."""

    words: str
    address: str
    style: str = "secondary"


@dataclass(frozen=True)
class Desk:
    """Who is in each post of the report's sections, and whose unsaved text there is, as the queries give it."""

    people: Mapping[int, PostWithPeople]
    writing: Mapping[int, Sequence[str]]
    today: date


def task_list(content: ReportContent, desk: Desk) -> TaskList:
    open_findings = sum(len(section.open_findings) for section in content.every_section)
    return TaskList(
        overview=_whole_report_task(content, "Overview", "report_overview", is_done=bool(content.revision.overview)),
        sections=tuple(_section_task(section, content.report, desk) for section in content.every_section),
        contact_officers=_whole_report_task(
            content, "Contact officers", "report_contact_officers", is_done=bool(content.contact_officers)
        ),
        check=Task(
            id="check",
            name="Check your answers and sign",
            hints=("You can look at any time. It can be signed once nothing is missing.",),
            state=TaskState(f"{open_findings} to settle") if open_findings else READY,
            href=reverse("report_check", args=[content.report.pk]),
        ),
    )


def _whole_report_task(content: ReportContent, name: str, address: str, *, is_done: bool) -> Task:
    return Task(
        id=address,
        name=name,
        hints=() if content.is_writable else (f"The {posts_words(content.posts)} writes this",),
        state=COMPLETED if is_done else OPTIONAL,
        href=reverse(address, args=[content.report.pk]) if content.is_writable else "",
    )


def _section_task(section: Section, report: ProgressReport, desk: Desk) -> Task:
    reference = section.recommendation.reference
    saved = saved_words(section.update, today=desk.today)
    writing = writing_words(desk.writing.get(section.recommendation.pk, ()))
    return Task(
        id=reference,
        name=full_title(section.recommendation),
        hints=(*who_has_it(section.posts, desk.people), *filter(None, (saved, writing))),
        state=_section_state(section),
        href=reverse("report_recommendation", args=[report.pk, reference]) if section.is_writable else "",
    )


def _section_state(section: Section) -> TaskState:
    if section.is_complete:
        return COMPLETED
    if not section.is_started:
        return NOT_STARTED
    answered = all(leaf.is_answered for leaf in section.tracked)
    return NEEDS_ATTENTION if answered and section.open_findings else IN_PROGRESS


def task_list_sentence(
    content: ReportContent, tasks: TaskList, *, due_on: date | None, papers_due_on: date, today: date
) -> str:
    """ "Due to the scrutiny office on 1 April 2016: 9 days left. 5 of 7 recommendations are complete.".

    Where nobody has asked by a day, it is the papers' day that counts.
    """
    if due_on:
        when = f"Due to the scrutiny office on {written_date(due_on)}: {days_left(due_on, today)}."
    else:
        papers = f"{written_date(papers_due_on)}: {days_left(papers_due_on, today)}."
        meeting = written_date(content.report.meeting.held_on)
        when = f"For the meeting on {meeting}. The papers go out by {papers}"
    return (
        f"{when} "
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
    if can_hand_in_now(viewer, report, today=dates.today()):
        acts.append(Act("Hand in late news", "supplement_new"))
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
    days = (meeting.held_on - today).days
    is_coming = days >= 0 and report.state in ReportState.open()
    soon = f"in {counted(days, 'day')}" if days else "today"
    when = f", {soon}" if is_coming else ""
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
