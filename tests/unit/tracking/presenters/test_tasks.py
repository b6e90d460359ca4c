"""What waits for a user, in words."""

from datetime import date

import pytest

from tracking.models import Committee, Inquiry, Meeting, ProgressReport
from tracking.presenters.tasks import needs_sentence, tasks_face
from tracking.queries.tasks import Task, TaskKind, Tasks

TODAY = date(2016, 4, 3)
INQUIRY = Inquiry(title="Flood risk", slug="flood-risk", approved_on=date(2015, 6, 9))
MEETING = Meeting(
    committee=Committee(name="Corporate Resources", slug="corporate-resources"), held_on=date(2016, 4, 12)
)


def _line(kind: TaskKind, **facts: object) -> tuple[str, str, bool]:
    task = Task(kind, inquiry=INQUIRY, meeting=MEETING, report=ProgressReport(pk=7), **facts)
    line = tasks_face(Tasks(needed=[task]), today=TODAY).needed[0]
    return line.text, line.when, line.late


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, "Nothing needs you now."),
        (1, "One thing needs you."),
        (3, "Three things need you."),
        (12, "12 things need you."),
    ],
)
def test_the_page_opens_with_how_many_things_need_the_user(number: int, sentence: str) -> None:
    assert needs_sentence(number) == sentence


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((), "Check and submit the report on Flood risk for 12 April 2016"),
        ((6,), "Draft R06 of Flood risk for 12 April 2016"),
        ((6, 7), "Draft R06 and R07 of Flood risk for 12 April 2016"),
        ((1, 2, 3, 4, 5), "Draft 5 recommendations of Flood risk for 12 April 2016"),
    ],
)
def test_a_draft_names_a_few_recommendations_and_counts_many(numbers: tuple[int, ...], words: str) -> None:
    assert _line(TaskKind.DRAFT, numbers=numbers)[0] == words


@pytest.mark.parametrize(
    ("kind", "due_on", "when", "late"),
    [
        (TaskKind.DRAFT, date(2016, 4, 12), "Due 12 April 2016: 9 days left", False),
        (TaskKind.DRAFT, TODAY, "Due 3 April 2016: today", False),
        (TaskKind.ASK_FOR_RESPONSE, date(2016, 3, 22), "Due 22 March 2016: 12 days late", True),
        (TaskKind.RECORD_VIEWS, date(2016, 4, 1), "The meeting was on 1 April 2016", False),
        (TaskKind.READ_PAPERS, date(2016, 4, 12), "The meeting is on 12 April 2016: 9 days left", False),
        (TaskKind.AWAIT_RESPONSE, None, "It is not known when it is due", False),
        (TaskKind.APPROVE_MINUTES, None, "", False),
    ],
)
def test_a_day_is_written_with_what_is_left_of_it(kind: TaskKind, due_on: date | None, when: str, late: bool) -> None:
    assert _line(kind, due_on=due_on)[1:] == (when, late)


@pytest.mark.parametrize(
    ("last_on", "when"),
    [
        (date(2015, 1, 13), "Last tracked on 13 January 2015"),
        (None, "Never tracked since it was approved on 9 June 2015"),
    ],
)
def test_an_inquiry_to_track_says_when_it_last_was(last_on: date | None, when: str) -> None:
    assert _line(TaskKind.TRACK, last_on=last_on)[1] == when


def test_every_kind_of_task_has_its_words_and_its_address() -> None:
    tasks = [Task(kind, inquiry=INQUIRY, meeting=MEETING, report=ProgressReport(pk=7)) for kind in TaskKind]
    lines = tasks_face(Tasks(needed=tasks), today=TODAY).needed
    assert [(bool(line.text), line.href[0]) for line in lines] == [(True, "/")] * len(TaskKind)


def test_what_waits_for_others_is_cut_off_and_counted() -> None:
    tasks = [Task(TaskKind.AWAIT_RESPONSE, inquiry=INQUIRY)] * 12
    face = tasks_face(Tasks(waiting=tasks), today=TODAY)
    assert (len(face.waiting), face.more_waiting) == (10, "And 2 more things that others have to do.")


def test_the_most_urgent_comes_first_and_what_has_no_day_last() -> None:
    days = [None, date(2016, 5, 1), date(2016, 4, 1)]
    tasks = Tasks(needed=[Task(TaskKind.DRAFT, day) for day in days]).in_order()
    assert [task.due_on for task in tasks.needed] == [date(2016, 4, 1), date(2016, 5, 1), None]
