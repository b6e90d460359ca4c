"""Reminding leads of updates on a plan, and those who keep the plan of what they wait for."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from tracking import dates
from tracking.actions.events import record_event
from tracking.actions.outbox import Letter, queue_mails
from tracking.actions.plans.mails import by_user, update_words
from tracking.actions.plans.rounds import lock_open
from tracking.enums import MailKind
from tracking.exceptions import NotPossible
from tracking.mail import Words
from tracking.models import User
from tracking.models.plans import PlanRound
from tracking.plan_mail import PlanLine, plan_line, plan_overdue_words, plan_reminder_words
from tracking.queries.plans.recipients import UpdateToWrite, awaited_updates, keepers_of, told_on, updates_to_write


@transaction.atomic
def queue_plan_reminders(*, now: datetime | None = None) -> int:
    """Queue the reminders of plans that fall on today, and return how many mails that makes.

    As `actions.reminders.queue_reminders` does for reports: the system's own act, without an Event; leads get one mail
    with all they have to write, on the days of `dates.last_reminder_on`, nobody again for the same day; those of the
    owning post get a list of what is overdue on the same days. What is handed in or left out is reminded of no more.
    Source: the council's process; the days are a setting.
    """
    today = dates.today(now)
    awaited = updates_to_write(awaited_updates(), today=today)
    return len(queue_mails([*_to_leads(awaited, today), *_to_keepers(awaited, today)], now=now))


@transaction.atomic
def remind_of_round(*, by: User, plan_round: PlanRound) -> tuple[User, ...]:
    """Queue a reminder to everyone who has an update of a month to hand in, and return them; once a day for each.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the month is issued, nothing is awaited, or
    nobody is left to remind today. Writes one Event.
    """
    lock_open(by, plan_round)
    today = dates.today()
    awaited = updates_to_write(awaited_updates().filter(round=plan_round), today=today)
    if not awaited:
        raise NotPossible("Every update is handed in or left out. Nobody needs to be reminded.")
    mails = queue_mails(
        _letter(rows, user, today, f"plan-reminder/{today}/{user.pk}/{plan_round.pk}")
        for user, rows in by_user(awaited).items()
    )
    if not mails:
        raise NotPossible("Those who sign in have been reminded today already. Ask the others another way.")
    after = {"mails": [mail.pk for mail in mails]}
    record_event(by=by, type="reminded of month of plan", target=plan_round, after=after)
    return tuple(mail.to for mail in mails if mail.to)


def _to_leads(awaited: list[UpdateToWrite], today: date) -> list[Letter]:
    told = told_on((row.update for row in awaited), MailKind.to_posts())
    letters = []
    for user, rows in by_user(awaited).items():
        due = [row for row in rows if _falls_since(told.get((row.update.pk, user.pk)), row, today)]
        if due:
            letters.append(_letter(due, user, today, f"plan-reminder/{today}/{user.pk}"))
    return letters


def _to_keepers(awaited: list[UpdateToWrite], today: date) -> list[Letter]:
    overdue: dict[PlanRound, list[UpdateToWrite]] = {}
    for row in awaited:
        if row.update.round.due_on < today:
            overdue.setdefault(row.update.round, []).append(row)
    told = told_on((row.update for rows in overdue.values() for row in rows), (MailKind.OVERDUE,))
    return [
        Letter(
            MailKind.OVERDUE,
            f"plan-overdue/{today}/{keeper.pk}/{plan_round.pk}",
            keeper,
            _overdue(plan_round, rows, today),
            plan_updates=tuple(row.update for row in rows),
        )
        for plan_round, rows in overdue.items()
        for keeper in keepers_of(plan_round.plan, today=today)
        if any(_falls_since(told.get((row.update.pk, keeper.pk)), row, today) for row in rows)
    ]


def _falls_since(told: date | None, row: UpdateToWrite, today: date) -> bool:
    """Whether a day of reminding has come since somebody was told."""
    fell_on = dates.last_reminder_on(row.update.round.due_on, today, settings.REMINDER_DAYS)
    return fell_on is not None and (told is None or told < fell_on)


def _letter(rows: list[UpdateToWrite], user: User, today: date, key: str) -> Letter:
    first = rows[0].update.round
    words = plan_reminder_words(
        _lines(rows, today), first_due_on=first.due_on, today=today, keeper=str(first.plan.owning_post)
    )
    return Letter(MailKind.REMINDER, key, user, words, plan_updates=tuple(row.update for row in rows))


def _lines(rows: Iterable[UpdateToWrite], today: date) -> list[PlanLine]:
    of_rounds: dict[PlanRound, list[UpdateToWrite]] = {}
    for row in rows:
        of_rounds.setdefault(row.update.round, []).append(row)
    return [plan_line(of, [update_words(row) for row in in_it], today=today) for of, in_it in of_rounds.items()]


def _overdue(plan_round: PlanRound, rows: Iterable[UpdateToWrite], today: date) -> Words:
    line = plan_line(plan_round, [update_words(row) for row in rows], today=today)
    return plan_overdue_words(line, keeper=str(plan_round.plan.owning_post))
