"""What the worker (`manage.py qcluster`) does in the background: each task calls one action.

A task may be done twice, when a worker was killed and another took over: the actions hold what they work on, or find
that it is done.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_q.models import Schedule
from django_q.tasks import async_task

from tracking.actions import (
    audit_checks,
    evidence_scan,
    outbox,
    pack_jobs,
    pack_making,
    register,
    reminders,
    sign_ins,
    subscriptions,
)
from tracking.actions.cabinet import report_jobs, report_making
from tracking.actions.plans import month_documents
from tracking.actions.plans import reminders as plan_reminders
from tracking.dates import LONDON

logger = logging.getLogger(__name__)

MORNING = time(7)


def send_waiting_mails() -> int:
    return outbox.send_waiting_mails()


def scan_waiting_files() -> None:
    evidence_scan.scan_waiting_files()


def make_waiting_packs() -> int:
    return pack_making.make_waiting_packs()


def make_waiting_editions() -> int:
    return report_making.make_waiting_editions()


def remove_old_packs() -> int:
    return pack_jobs.remove_old_packs()


def remove_old_editions() -> int:
    return report_jobs.remove_old_editions()


def queue_reminders() -> int:
    return reminders.queue_reminders()


def queue_plan_reminders() -> int:
    return plan_reminders.queue_plan_reminders()


def print_issued_months() -> int:
    return month_documents.print_issued_months()


def repair_register() -> None:
    register.repair_register()


def check_audit_trail() -> None:
    audit_checks.check_and_tell()


def remove_old_subscriptions() -> int:
    return subscriptions.remove_old_subscriptions()


def send_password_link(email: str) -> None:
    """What somebody has asked for who has forgotten their password. Done twice, it is one mail more.

    A task that fails is kept with what it was told, and this address may be nobody's here: the log says so instead.
    """
    try:
        sign_ins.ask_for_password_link(email=email)
    except DatabaseError:
        logger.exception("A link to choose a password could not be queued. Whoever asked has to ask again.")
    else:
        soon(send_waiting_mails)


def soon(task: Callable[..., object], *told: str) -> None:
    """Have the worker do a task once what is being written is committed, rather than at its next time.

    For views, after an action. When the queue cannot be reached the task is done at its next time, and nothing fails.
    What a task is `told` stands in the queue until it is done, and nowhere after.
    """
    transaction.on_commit(partial(async_task, _name(task), *told, save=not told), robust=True)


@dataclass(frozen=True)
class Duty:
    """A task that comes round by itself: every minute or, if `daily`, every morning."""

    task: Callable[[], object]
    daily: bool = False

    @property
    def timing(self) -> dict[str, object]:
        return {"schedule_type": Schedule.DAILY} if self.daily else {"schedule_type": Schedule.MINUTES, "minutes": 1}

    def first_run(self, now: datetime) -> datetime:
        return next_morning(now) if self.daily else now


DUTIES = (
    Duty(send_waiting_mails),
    Duty(scan_waiting_files),
    Duty(make_waiting_packs),
    Duty(make_waiting_editions),
    Duty(queue_reminders, daily=True),
    Duty(queue_plan_reminders, daily=True),
    Duty(print_issued_months, daily=True),
    Duty(remove_old_packs, daily=True),
    Duty(remove_old_editions, daily=True),
    Duty(remove_old_subscriptions, daily=True),
    Duty(repair_register, daily=True),
    Duty(check_audit_trail, daily=True),
)


def next_morning(now: datetime) -> datetime:
    """Return the next time that it is seven in the morning by the council's clock, in summer and in winter."""
    local = timezone.localtime(now, LONDON)
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, LONDON)


@transaction.atomic
def keep_schedules(*, now: datetime | None = None) -> None:
    """See to it that the queue has one schedule for each duty and none for what is no duty of ours any more.

    Done whenever a worker starts, as often as one likes; the times of schedules that stand are left alone. Two workers
    that start on an empty queue at the same moment may each write one: the next start removes it, and until then the
    tasks find nothing to do. These rows are the queue's, not the council's, so there is no Event.
    """
    names = {_name(duty.task): duty for duty in DUTIES}
    Schedule.objects.filter(func__startswith=f"{__name__}.").exclude(func__in=names).delete()
    for name, duty in names.items():
        standing = Schedule.objects.filter(func=name).order_by("pk").first()
        if standing is None:
            standing = Schedule.objects.create(
                name=name, func=name, next_run=duty.first_run(now or timezone.now()), **duty.timing
            )
        Schedule.objects.filter(func=name).exclude(pk=standing.pk).delete()


def _name(task: Callable[[], object]) -> str:
    return f"{task.__module__}.{task.__name__}"
