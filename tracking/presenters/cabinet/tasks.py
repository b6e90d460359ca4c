"""What waits for a user in reports to Cabinet, and what they wait for, in words for the overview."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from tracking.presenters.tasks import TaskLine
from tracking.presenters.wording import days_left, written_date
from tracking.queries.cabinet.tasks import CabinetTask, CabinetTaskKind

_WORDS = {
    CabinetTaskKind.DRAFT: "Write the report to Cabinet",
    CabinetTaskKind.REVISE: "Revise the returned report to Cabinet",
    CabinetTaskKind.CLEAR: "Clear a section of the report to Cabinet",
    CabinetTaskKind.CHECK: "Check the report to Cabinet",
    CabinetTaskKind.PUBLISH: "Publish the report to Cabinet",
    CabinetTaskKind.RECORD: "Record what Cabinet decided on",
    CabinetTaskKind.AWAIT_CHECK: "The clerk checks the report to Cabinet",
    CabinetTaskKind.AWAIT_PUBLICATION: "The clerk publishes the report to Cabinet",
    CabinetTaskKind.AWAIT_REVISION: "Those who write it revise the report to Cabinet",
    CabinetTaskKind.AWAIT_DECISION: "Cabinet decides on",
}
_ADDRESSES = {
    CabinetTaskKind.PUBLISH: "cabinet_report_publish",
    CabinetTaskKind.RECORD: "cabinet_decision",
}
_AT_THE_MEETING = (CabinetTaskKind.RECORD, CabinetTaskKind.AWAIT_DECISION)


def task_lines(tasks: Iterable[CabinetTask], *, today: date) -> tuple[TaskLine, ...]:
    """In the order of the tasks: the most urgent first."""
    return tuple(_line(task, today) for task in tasks)


def _line(task: CabinetTask, today: date) -> TaskLine:
    address = _ADDRESSES.get(task.kind, "cabinet_report")
    at_the_meeting = task.kind in _AT_THE_MEETING
    return TaskLine(
        text=f"{_WORDS[task.kind]} “{task.report.shown_title}”",
        href=reverse(address, args=[task.report.pk]),
        when=_when(task, today, at_the_meeting=at_the_meeting),
        late=task.due_on < today and not at_the_meeting,
    )


def _when(task: CabinetTask, today: date, *, at_the_meeting: bool) -> str:
    on = written_date(task.due_on)
    if not at_the_meeting:
        return f"Papers go out by {on}: {days_left(task.due_on, today)}"
    return (
        f"The meeting was on {on}"
        if task.due_on < today
        else f"The meeting is on {on}: {days_left(task.due_on, today)}"
    )
