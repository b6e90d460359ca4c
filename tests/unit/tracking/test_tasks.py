from datetime import UTC, datetime

import pytest
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.signing import BadSignature, SignedPackage
from pytest_django import DjangoCaptureOnCommitCallbacks

from tracking.tasks import keep_schedules, next_morning, send_waiting_mails, soon

WINTER = datetime(2016, 1, 15, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_each_duty_has_one_schedule_however_often_they_are_kept() -> None:
    keep_schedules(now=WINTER)
    first = set(Schedule.objects.values_list("pk", "func", "next_run"))
    keep_schedules()
    assert set(Schedule.objects.values_list("pk", "func", "next_run")) == first
    assert {func for _, func, _ in first} == {
        "tracking.tasks.send_waiting_mails",
        "tracking.tasks.scan_waiting_files",
        "tracking.tasks.make_waiting_editions",
        "tracking.tasks.make_waiting_packs",
        "tracking.tasks.print_issued_months",
        "tracking.tasks.queue_plan_reminders",
        "tracking.tasks.queue_reminders",
        "tracking.tasks.remove_old_editions",
        "tracking.tasks.remove_old_packs",
        "tracking.tasks.remove_old_subscriptions",
        "tracking.tasks.repair_register",
        "tracking.tasks.check_audit_trail",
    }


def test_a_second_schedule_of_a_duty_and_one_of_no_duty_are_removed() -> None:
    keep_schedules()
    Schedule.objects.create(func="tracking.tasks.send_waiting_mails")
    Schedule.objects.create(func="tracking.tasks.a_duty_of_last_year")
    kept = Schedule.objects.create(func="elsewhere.a_task")
    keep_schedules()
    assert sorted(Schedule.objects.values_list("func", flat=True)) == [
        kept.func,
        "tracking.tasks.check_audit_trail",
        "tracking.tasks.make_waiting_editions",
        "tracking.tasks.make_waiting_packs",
        "tracking.tasks.print_issued_months",
        "tracking.tasks.queue_plan_reminders",
        "tracking.tasks.queue_reminders",
        "tracking.tasks.remove_old_editions",
        "tracking.tasks.remove_old_packs",
        "tracking.tasks.remove_old_subscriptions",
        "tracking.tasks.repair_register",
        "tracking.tasks.scan_waiting_files",
        "tracking.tasks.send_waiting_mails",
    ]


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2016, 3, 26, 6, 59, tzinfo=UTC), datetime(2016, 3, 26, 7, tzinfo=UTC)),
        (datetime(2016, 3, 26, 7, 0, tzinfo=UTC), datetime(2016, 3, 27, 6, tzinfo=UTC)),  # the clock goes forward
        (datetime(2016, 10, 29, 12, tzinfo=UTC), datetime(2016, 10, 30, 7, tzinfo=UTC)),  # and back
        (datetime(2016, 7, 1, 23, 30, tzinfo=UTC), datetime(2016, 7, 2, 6, tzinfo=UTC)),  # the 2nd has begun in London
    ],
)
def test_the_next_morning_is_by_the_councils_clock(now: datetime, morning: datetime) -> None:
    assert next_morning(now) == morning


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (datetime(2016, 3, 26, 7, tzinfo=UTC), datetime(2016, 3, 27, 6, tzinfo=UTC)),
        (datetime(2016, 10, 29, 6, tzinfo=UTC), datetime(2016, 10, 30, 7, tzinfo=UTC)),
    ],
)
def test_the_queue_keeps_seven_in_the_morning_over_a_change_of_the_clock(before: datetime, after: datetime) -> None:
    keep_schedules()
    reminders = Schedule.objects.get(func="tracking.tasks.queue_reminders")
    assert reminders.calculate_next_run(before) == after


def test_soon_means_once_what_is_written_is_committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        soon(send_waiting_mails)
        assert OrmQ.objects.count() == 0
    assert [row.task["func"] for row in OrmQ.objects.all()] == ["tracking.tasks.send_waiting_mails"]
    assert OrmQ.objects.get().lock <= timezone.now()


def test_a_task_that_somebody_else_wrote_is_not_unpacked() -> None:
    """What it is packed in could run anything."""
    packed = SignedPackage.dumps({"func": "tracking.tasks.send_waiting_mails"})
    other = SignedPackage.dumps({"func": "os.abort"})
    assert SignedPackage.loads(packed) == {"func": "tracking.tasks.send_waiting_mails"}
    with pytest.raises(BadSignature):
        SignedPackage.loads(f"{other.rpartition(':')[0]}:{packed.rpartition(':')[2]}")
