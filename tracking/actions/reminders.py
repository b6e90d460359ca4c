"""Reminding the executive of updates that were asked for, and the officers of what they wait for."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from tracking import dates, rules
from tracking.actions.events import record_event
from tracking.actions.outbox import Letter, queue_mails
from tracking.enums import CommitteeRole, MailKind
from tracking.exceptions import NotPossible
from tracking.mail import Line, Words, line_about, overdue_words, reminder_words
from tracking.models import OutboxMail, ProgressReport, User
from tracking.presenters.links import meeting_href
from tracking.queries.recipients import RecipientsOfReport, mails_to_posts, officers_of, recipients_of
from tracking.queries.rounds import reports_awaited


@transaction.atomic
def queue_reminders(*, now: datetime | None = None) -> int:
    """Queue the reminders that fall on today, by the council's own calendar, and return how many mails that makes.

    It is the system's own act, so there is no `by`, and each mail is its own record: no Event. Those who write a
    report that is not handed in get one mail for all their reports, on the days of `dates.last_reminder_on`; a day on
    which no worker ran is made good on the next. Nobody is reminded of what they were told of since that day, by
    whatever mail. The scrutiny officers get a list of what is overdue on the same days. A report that is handed in or
    withdrawn, or whose meeting is cancelled or over, is reminded of no more.
    Source: the council's process; the days are a setting.
    """
    today = dates.today(now)
    awaited = list(reports_awaited(today=today))
    recipients = recipients_of(awaited, today=today)
    letters = [*_to_posts(awaited, recipients, today), *_to_officers(awaited, recipients, today)]
    return len(queue_mails(letters, now=now))


@transaction.atomic
def remind_now(*, report: ProgressReport, by: User) -> tuple[User, ...]:
    """Queue a reminder to everyone who writes a report, and return them; once a day for each.

    Raises NotAllowed unless `by` is scrutiny officer of the committee; NotPossible when the report is not awaited,
    nobody who writes it signs in, or all were reminded today. Writes one Event.
    """
    rules.can_ask_for_updates.check(by, report.meeting)
    today = dates.today()
    awaited = reports_awaited(today=today).filter(pk=report.pk).first()
    if awaited is None:
        raise NotPossible("This report is not waited for: it is handed in or withdrawn, or was not asked for.")
    recipients = recipients_of([awaited], today=today)
    if not recipients[report.pk].users:
        raise NotPossible("Nobody who writes this report signs in. Ask them another way.")
    mails = queue_mails(
        Letter(
            kind=MailKind.REMINDER,
            key=f"reminder/{today}/{user.pk}/{report.pk}",
            to=user,
            words=_reminder([awaited], recipients, today),
            reports=(awaited,),
        )
        for user in recipients[report.pk].users
    )
    if not mails:
        raise NotPossible("Those who write this report have been reminded today already.")
    record_event(by=by, type="reminded of report", target=report, after={"mails": [mail.pk for mail in mails]})
    return tuple(mail.to for mail in mails if mail.to)


def _to_posts(
    awaited: Sequence[ProgressReport], recipients: dict[int, RecipientsOfReport], today: date
) -> list[Letter]:
    told = mails_to_posts(awaited)
    reports_of: dict[User, list[ProgressReport]] = {}
    for report in awaited:
        fell_on = _reminder_day(report, today)
        if fell_on is None:
            continue
        told_since = {mail.to_id for mail in told[report.pk] if dates.today(mail.queued_at) >= fell_on}
        for user in recipients[report.pk].users:
            if user.pk not in told_since:
                reports_of.setdefault(user, []).append(report)
    return [
        Letter(
            kind=MailKind.REMINDER,
            key=f"reminder/{today}/{user.pk}",
            to=user,
            words=_reminder(reports, recipients, today),
            reports=tuple(reports),
        )
        for user, reports in reports_of.items()
    ]


def _to_officers(
    awaited: Sequence[ProgressReport], recipients: dict[int, RecipientsOfReport], today: date
) -> list[Letter]:
    overdue_in: dict[int, list[ProgressReport]] = {}
    for report in awaited:
        if _due_on(report) < today:
            overdue_in.setdefault(report.meeting.committee_id, []).append(report)
    officers = officers_of(overdue_in, today=today, roles=(CommitteeRole.SCRUTINY_OFFICER,))
    overdue_of: dict[User, list[ProgressReport]] = {}
    for committee, reports in overdue_in.items():
        for officer in officers[committee]:
            overdue_of.setdefault(officer, []).extend(reports)
    told = _officers_told(report for reports in overdue_in.values() for report in reports)
    return [
        Letter(
            kind=MailKind.OVERDUE,
            key=f"overdue/{today}/{officer.pk}",
            to=officer,
            words=overdue_words([_overdue_line(report, recipients[report.pk], today) for report in reports]),
            reports=tuple(reports),
        )
        for officer, reports in overdue_of.items()
        if any(_falls_since(told.get((report.pk, officer.pk)), report, today) for report in reports)
    ]


def _officers_told(reports: Iterable[ProgressReport]) -> dict[tuple[int, int], date]:
    """By report and officer, the day on which the officer was last told that it is overdue."""
    rows = OutboxMail.objects.filter(kind=MailKind.OVERDUE, reports__in=list(reports)).order_by("queued_at")
    return {
        (report, officer): dates.today(queued_at)
        for report, officer, queued_at in rows.values_list("reports", "to", "queued_at")
    }


def _falls_since(told_on: date | None, report: ProgressReport, today: date) -> bool:
    """Whether a day of reminding has come since somebody was told."""
    fell_on = _reminder_day(report, today)
    return fell_on is not None and (told_on is None or told_on < fell_on)


def _reminder_day(report: ProgressReport, today: date) -> date | None:
    return dates.last_reminder_on(_due_on(report), today, settings.REMINDER_DAYS)


def _due_on(report: ProgressReport) -> date:
    return report.meeting.update_round.due_on


def _reminder(reports: Sequence[ProgressReport], recipients: dict[int, RecipientsOfReport], today: date) -> Words:
    lines = [line_about(row, recipients[row.pk], due_on=_due_on(row), today=today) for row in reports]
    return reminder_words(lines, first_due_on=_due_on(reports[0]), today=today)


def _overdue_line(report: ProgressReport, recipients: RecipientsOfReport, today: date) -> Line:
    """It leads to where the officer sees who was told: a draft is not theirs to read."""
    path = meeting_href("meeting_ask", report.meeting)
    return line_about(report, recipients, due_on=_due_on(report), today=today, path=path)
