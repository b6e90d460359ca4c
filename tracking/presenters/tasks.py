"""What waits for a user, and what they wait for, in words: the verb first, then the thing, then until when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from tracking.presenters.links import meeting_href
from tracking.presenters.positions import in_words
from tracking.presenters.supplements import ANCHOR
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.tasks import Task, TaskKind, Tasks

FEW = 4


@dataclass(frozen=True)
class TaskLine:
    """A thing to do, or to wait for; `when` in words and days; `late` when that day has passed."""

    text: str
    href: str
    when: str
    late: bool


@dataclass(frozen=True)
class TasksFace:
    """What the overview says to somebody who is signed in."""

    state: str
    needed: tuple[TaskLine, ...]
    waiting: tuple[TaskLine, ...]
    more_waiting: str


def with_more(face: TasksFace, *, needed: Iterable[TaskLine], waiting: Iterable[TaskLine]) -> TasksFace:
    """A face with further things, that others than inquiries have made to do or to wait for."""
    all_needed = (*face.needed, *needed)
    return replace(face, state=needs_sentence(len(all_needed)), needed=all_needed, waiting=(*face.waiting, *waiting))


def tasks_face(tasks: Tasks, *, today: date, limit: int = 10) -> TasksFace:
    """Say how many things need the user, list them, and what waits for others, cut off after `limit`."""
    more = len(tasks.waiting) - limit
    return TasksFace(
        state=needs_sentence(len(tasks.needed)),
        needed=_lines(tasks.needed, today),
        waiting=_lines(tasks.waiting[:limit], today),
        more_waiting=f"And {counted(more, 'more thing')} that others have to do." if more > 0 else "",
    )


def needs_sentence(number: int) -> str:
    """ "Three things need you."."""
    if not number:
        return "Nothing needs you now."
    return f"{in_words(number).capitalize()} {'thing needs' if number == 1 else 'things need'} you."


def _lines(tasks: Iterable[Task], today: date) -> tuple[TaskLine, ...]:
    return tuple(_line(task, today) for task in tasks)


def _line(task: Task, today: date) -> TaskLine:
    words, address = _WORDS[task.kind], _ADDRESSES[task.kind]
    late = task.due_on is not None and task.due_on < today and task.kind not in _NAMES_THE_MEETING
    return TaskLine(words(task), address(task), _when(task, today), late)


_NAMES_THE_MEETING = {TaskKind.RECORD_VIEWS, TaskKind.HOLD, TaskKind.READ_PAPERS, TaskKind.AWAIT_MEETING}


def _when(task: Task, today: date) -> str:
    """When it is due and how long that is, or what else is known of the time."""
    if task.kind == TaskKind.TRACK:
        return _last_tracked(task)
    if task.kind == TaskKind.AWAIT_RESPONSE and task.due_on is None:
        return "It is not known when it is due"
    if task.due_on is None:
        return ""
    if task.kind in _NAMES_THE_MEETING and task.due_on < today:
        return f"The meeting was on {written_date(task.due_on)}"
    begins = "The meeting is on" if task.kind in _NAMES_THE_MEETING else "Due"
    return f"{begins} {written_date(task.due_on)}: {days_left(task.due_on, today)}"


def _last_tracked(task: Task) -> str:
    if task.last_on:
        return f"Last tracked on {written_date(task.last_on)}"
    approved_on = task.inquiry.approved_on if task.inquiry else None
    return f"Never tracked since it was approved on {written_date(approved_on)}"


def _on_inquiry(verb: str) -> Callable[[Task], str]:
    return lambda task: f"{verb} {task.inquiry}"


def _of_meeting(words: str) -> Callable[[Task], str]:
    """`words` has a place for the meeting."""
    return lambda task: words.format(meeting=_meeting_words(task))


def _meeting_words(task: Task) -> str:
    return f"{task.meeting.committee} on {written_date(task.meeting.held_on)}" if task.meeting else ""


def _for_meeting(verb: str) -> Callable[[Task], str]:
    return lambda task: (
        f"{verb} {task.inquiry}" + (f" for {written_date(task.meeting.held_on)}" if task.meeting else "")
    )


def _draft_words(task: Task) -> str:
    """ "Draft R06 and R07 of Flood risk for 12 April 2016"."""
    if not task.numbers:
        return _for_meeting("Check and submit the report on")(task)
    if len(task.numbers) > FEW:
        return _for_meeting(f"Draft {len(task.numbers)} recommendations of")(task)
    return _for_meeting(f"Draft {written_list(f'R{number:02d}' for number in task.numbers)} of")(task)


_WORDS: dict[TaskKind, Callable[[Task], str]] = {
    TaskKind.DRAFT: _draft_words,
    TaskKind.REVISE: _for_meeting("Revise the returned report on"),
    TaskKind.OPEN: _for_meeting("Open a report on"),
    TaskKind.CHECK: _for_meeting("Check the report on"),
    TaskKind.PUBLISH: _for_meeting("Publish the report on"),
    TaskKind.ANSWER_LATE_NEWS: _for_meeting("Publish or decline late news on"),
    TaskKind.ASK_FOR_UPDATES: _of_meeting("Ask for updates for {meeting}"),
    TaskKind.ASK_ABOUT_INQUIRY: _for_meeting("Ask for updates on"),
    TaskKind.PLAN_MEETING: _on_inquiry("Plan a meeting for the next report on"),
    TaskKind.ISSUE_PAPERS: _of_meeting("Issue the papers for {meeting}"),
    TaskKind.RECORD_VIEWS: lambda task: (
        f"Record the committee’s view on {task.count} of "
        f"{counted(task.total, 'recommendation or part', 'recommendations and parts')}: {_meeting_words(task)}"
    ),
    TaskKind.HOLD: _of_meeting("Say that this meeting was held: {meeting}"),
    TaskKind.APPROVE_MINUTES: _of_meeting("Enter when the minutes were approved: {meeting}"),
    TaskKind.ASK_FOR_RESPONSE: _on_inquiry("Ask for the executive’s response to"),
    TaskKind.START_RESPONSE: _on_inquiry("Write the executive response to"),
    TaskKind.WRITE_RESPONSE: _on_inquiry("Go on with the executive response to"),
    TaskKind.AGREE_RESPONSE: _on_inquiry("Record when Cabinet agrees the response to"),
    TaskKind.SEND_RESPONSE: _on_inquiry("Send the executive response to"),
    TaskKind.PUBLISH_RESPONSE: _on_inquiry("Publish the executive response to"),
    TaskKind.TRACK: _on_inquiry("Plan the next tracking of"),
    TaskKind.READ_PAPERS: _of_meeting("Read the papers for {meeting}"),
    TaskKind.GIVE_ROLES: lambda task: f"Give {counted(task.count, 'user')} without a role something to do",
    TaskKind.AWAIT_CHECK: _for_meeting("The scrutiny office checks the report on"),
    TaskKind.AWAIT_PUBLICATION: _for_meeting("The clerk publishes the report on"),
    TaskKind.AWAIT_LATE_NEWS: _for_meeting("The clerk publishes or declines late news on"),
    TaskKind.AWAIT_MEETING: _on_inquiry("The committee considers the report on"),
    TaskKind.AWAIT_REVISION: _for_meeting("The Cabinet Member revises the returned report on"),
    TaskKind.AWAIT_RESPONSE: _on_inquiry("The executive responds to"),
    TaskKind.AWAIT_PAPERS: _of_meeting("The clerk issues the papers for {meeting}"),
}


def _to_report(name: str) -> Callable[[Task], str]:
    return lambda task: reverse(name, args=[task.report.pk]) if task.report else ""


def _to_meeting(name: str) -> Callable[[Task], str]:
    return lambda task: meeting_href(name, task.meeting) if task.meeting else ""


def _to_late_news(task: Task) -> str:
    return f"{reverse('report_detail', args=[task.report.pk])}#{ANCHOR}" if task.report else ""


def _to_plan_meeting(task: Task) -> str:
    slug = task.committee.slug if task.committee else ""
    return reverse("manage_meeting_new", args=[slug]) if slug else reverse("manage_meetings")


def _to_inquiry(name: str) -> Callable[[Task], str]:
    return lambda task: reverse(name, args=[task.inquiry.slug]) if task.inquiry else ""


_ADDRESSES: dict[TaskKind, Callable[[Task], str]] = {
    TaskKind.DRAFT: _to_report("report_detail"),
    TaskKind.REVISE: _to_report("report_detail"),
    TaskKind.OPEN: _to_inquiry("report_open"),
    TaskKind.CHECK: _to_report("report_detail"),
    TaskKind.PUBLISH: _to_report("report_publish"),
    TaskKind.ANSWER_LATE_NEWS: _to_late_news,
    TaskKind.ASK_FOR_UPDATES: _to_meeting("meeting_ask"),
    TaskKind.ASK_ABOUT_INQUIRY: _to_meeting("meeting_ask"),
    TaskKind.PLAN_MEETING: _to_plan_meeting,
    TaskKind.ISSUE_PAPERS: _to_meeting("meeting_pack_builder"),
    TaskKind.RECORD_VIEWS: _to_meeting("meeting_views"),
    TaskKind.HOLD: _to_meeting("manage_meeting_hold"),
    TaskKind.APPROVE_MINUTES: _to_meeting("manage_meeting_approve_minutes"),
    TaskKind.ASK_FOR_RESPONSE: _to_inquiry("inquiry_detail"),
    TaskKind.START_RESPONSE: _to_inquiry("response_new"),
    TaskKind.WRITE_RESPONSE: _to_inquiry("response_detail"),
    TaskKind.AGREE_RESPONSE: _to_inquiry("response_detail"),
    TaskKind.SEND_RESPONSE: _to_inquiry("response_send"),
    TaskKind.PUBLISH_RESPONSE: _to_inquiry("response_detail"),
    TaskKind.TRACK: _to_inquiry("inquiry_detail"),
    TaskKind.READ_PAPERS: _to_meeting("meeting_detail"),
    TaskKind.GIVE_ROLES: lambda task: reverse("manage_people"),
    TaskKind.AWAIT_CHECK: _to_report("report_detail"),
    TaskKind.AWAIT_PUBLICATION: _to_report("report_detail"),
    TaskKind.AWAIT_LATE_NEWS: _to_late_news,
    TaskKind.AWAIT_MEETING: _to_report("report_detail"),
    TaskKind.AWAIT_REVISION: _to_report("report_detail"),
    TaskKind.AWAIT_RESPONSE: _to_inquiry("inquiry_detail"),
    TaskKind.AWAIT_PAPERS: _to_meeting("meeting_detail"),
}
