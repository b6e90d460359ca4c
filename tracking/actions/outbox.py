"""The outbox: mails are written in the transaction of what they tell of, and sent by the worker."""

import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from tracking.enums import MailKind, MailState
from tracking.mail import Words, deliver
from tracking.models import OutboxMail, ProgressReport, Subscription, User
from tracking.models.plans import PlanUpdate

# How long a worker may take over one mail; EMAIL_TIMEOUT, which counts for each answer of the server, is well below.
LEASE: Final = timedelta(minutes=5)
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=4)
# With these pauses a mail is given up after about three days, as mail servers do.
MOST_ATTEMPTS: Final = 24
MOST_IN_A_ROW: Final = 100

# What the server, or its own header, says of this one mail; after any other error the next would fare no better.
# BadHeaderError is a ValueError, as is what Python raises at an address that is none.
_ABOUT_ONE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, ValueError)


@dataclass(frozen=True)
class Letter:
    """A mail to be queued: `key` says what it is about, to whom and of which day."""

    kind: MailKind
    key: str
    to: User
    words: Words
    reports: tuple[ProgressReport, ...] = ()
    plan_updates: tuple[PlanUpdate, ...] = ()


def queue_mails(letters: Iterable[Letter], *, now: datetime | None = None) -> list[OutboxMail]:
    """Queue mails inside the caller's transaction and return the new ones: none with a key that was there before.

    Users who may not sign in or have no address get none. To be called by the action that the mails tell of, whose
    Event is theirs too.
    """
    moment = now or timezone.now()
    queued = []
    for letter in letters:
        if not (letter.to.is_active and letter.to.email):
            continue
        mail, is_new = OutboxMail.objects.get_or_create(
            key=letter.key,
            defaults={
                "kind": letter.kind,
                "to": letter.to,
                "subject": letter.words.subject,
                "text": letter.words.text,
                "queued_at": moment,
                "next_attempt_at": moment,
            },
        )
        if is_new:
            mail.reports.set(letter.reports)
            mail.plan_updates.set(letter.plan_updates)
            queued.append(mail)
    return queued


def next_number(before: str) -> int:
    """Return the number of the next mail among those whose keys are `before`, a number, and perhaps more after a "/".

    It is one more than the highest that was used, however many of them are still there.
    """
    keys = OutboxMail.objects.filter(key__startswith=before).values_list("key", flat=True)
    return max((int(key.removeprefix(before).partition("/")[0]) for key in keys), default=0) + 1


def queue_to_subscribers(
    subscriptions: Iterable[Subscription], *, kind: MailKind, key: str, words: Words, now: datetime | None = None
) -> None:
    """Queue one mail to each of some subscribers inside the caller's transaction, in few statements for thousands.

    `key` says what it is about; to each it is completed by the subscription, so that the same news is never queued
    twice. To be called by the action that the mails tell of, whose Event is theirs too.
    """
    moment = now or timezone.now()
    rows = (
        OutboxMail(
            kind=kind,
            key=f"{key}/{subscription.pk}",
            subscription=subscription,
            subject=words.subject,
            text=words.text,
            queued_at=moment,
            next_attempt_at=moment,
        )
        for subscription in subscriptions
    )
    OutboxMail.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def queue_to_office(*, address: str, kind: MailKind, key: str, words: Words) -> None:
    """Queue one mail to an office that a setting names, inside the caller's transaction; none with a key that was."""
    defaults = {"kind": kind, "address": address, "subject": words.subject, "text": words.text}
    OutboxMail.objects.get_or_create(key=key, defaults=defaults)


def send_waiting_mails(*, lease: timedelta = LEASE) -> int:
    """Send what waits, the longest waiting first, and return how many mails were sent.

    It is the worker's act and no user's, and writes no Event: the rows themselves say what became of each mail. Each
    mail is held for `lease` while it is sent, in transactions of its own, because a mail server must not keep the
    database waiting. Another worker passes over what is held; what a killed worker held is sent when the lease is
    over, so a mail may go out twice but is never lost. A mail that cannot be sent waits longer each time and is given
    up after `MOST_ATTEMPTS`. When the server cannot be reached at all, the others wait for the next time.
    """
    sent = 0
    _give_up()
    while sent < MOST_IN_A_ROW and (mail := _hold_next(lease)):
        try:
            deliver(mail)
        except (OSError, ValueError) as error:  # smtplib's own errors are among them
            _keep_for_later(mail, error)
            if not isinstance(error, _ABOUT_ONE_MAIL):
                break
        else:
            OutboxMail.objects.filter(pk=mail.pk).update(
                state=MailState.SENT, sent_at=timezone.now(), held_until=None, last_error=""
            )
            sent += 1
    return sent


def _waiting() -> QuerySet[OutboxMail]:
    """Mails whose time has come and that nobody holds."""
    now = timezone.now()
    free = Q(held_until__isnull=True) | Q(held_until__lte=now)
    return OutboxMail.objects.filter(free, state=MailState.WAITING, next_attempt_at__lte=now)


def _next_waiting() -> OutboxMail | None:
    """The mail that has waited longest; those to thousands of subscribers wait until no other does."""
    rows = _waiting().select_related("to", "subscription").order_by("next_attempt_at", "pk")
    return rows.exclude(kind=MailKind.NEWS).first() or rows.first()


def _hold_next(lease: timedelta) -> OutboxMail | None:
    """Take the next mail for `lease`; None when there is none. Of several workers that try, one gets it."""
    while mail := _next_waiting():
        if mail.to is not None and not mail.to.is_active:
            _waiting().filter(pk=mail.pk).update(state=MailState.FAILED, last_error="The user no longer signs in.")
            continue
        held_until = timezone.now() + lease
        taken = OutboxMail.objects.filter(pk=mail.pk, state=MailState.WAITING, held_until=mail.held_until).update(
            held_until=held_until, attempts=F("attempts") + 1
        )
        if taken:
            mail.held_until, mail.attempts = held_until, mail.attempts + 1
            return mail
    return None


def _keep_for_later(mail: OutboxMail, error: OSError | ValueError) -> None:
    """Let go of a mail, unless the lease was over meanwhile and another worker has it."""
    pause = min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
    OutboxMail.objects.filter(pk=mail.pk, held_until=mail.held_until).update(
        held_until=None,
        next_attempt_at=timezone.now() + pause,
        last_error=f"{type(error).__name__}: {error}",
    )


def _give_up() -> None:
    """Mark what was tried often enough; attempts that a worker did not survive count as well."""
    _waiting().filter(attempts__gte=MOST_ATTEMPTS).update(state=MailState.FAILED, held_until=None)
