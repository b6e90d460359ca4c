"""What waits for a user in the months of plans."""

from collections.abc import Iterable
from datetime import date

from tracking.presenters.plans.month_lines import round_href
from tracking.presenters.tasks import TaskLine
from tracking.presenters.wording import counted, days_left, written_date
from tracking.queries.plans.tasks import PlanTask


def plan_task_lines(tasks: Iterable[PlanTask], *, today: date) -> list[TaskLine]:
    return [line for task in tasks for line in _lines(task, today)]


def _lines(task: PlanTask, today: date) -> Iterable[TaskLine]:
    row = task.round
    of = f"{row.name} of {row.plan}"
    due = f"Due {written_date(row.due_on)}: {days_left(row.due_on, today)}"
    if task.to_write:
        words = f"Write {counted(task.to_write, 'update')} for {of}"
        yield TaskLine(words, round_href(row, "plan_updates"), due, row.due_on < today)
    if task.to_check:
        words = f"Accept or return {counted(task.to_check, 'update')} for {of}"
        yield TaskLine(words, round_href(row, "plan_round_work"), "", late=False)
    if task.is_ready:
        yield TaskLine(f"Issue {of}", round_href(row, "plan_round_issue"), "", late=False)
