"""What names people and has been kept long enough. Source: UK GDPR article 5(1)(e), storage limitation.

Records of what the council decided are no part of this: they are kept for good (article 89, archiving).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from tracking import dates
from tracking.enums import (
    CabinetReportState,
    MailKind,
    MailState,
    PlanRoundState,
    PlanUpdateState,
    ReportState,
    ResponseState,
)
from tracking.models import Appointment, CommitteeMembership, ContactOfficer, Draft, OutboxMail, User
from tracking.models.cabinet import CabinetParty, CabinetReportRevision
from tracking.models.cabinet.reports import CabinetReportRevisionQuerySet
from tracking.queries.cabinet.frozen import telling_how_to_reach

REMOVED_DOMAIN: Final = "removed.invalid"
"""Where the addresses of those whose data was removed end: no mail can ever go there (RFC 2606)."""


@dataclass(frozen=True)
class Limit:
    """One kind of thing that is not kept for ever. `rows` takes the moment before which it is old."""

    name: str
    what: str
    setting: str
    rows: Callable[[datetime], QuerySet[Any]]

    def days(self) -> int:
        """How long it is kept; 0 for ever."""
        return int(settings.DAYS_KEPT[self.setting]) if self.setting else 0

    def expired(self, now: datetime) -> QuerySet[Any]:
        """The rows that were kept long enough; none where the setting keeps them for ever."""
        days = self.days()
        if self.setting and not days:
            return self.rows(now).none()
        return self.rows(now - timedelta(days=days))


def _sent_mails(before: datetime) -> QuerySet[OutboxMail]:
    """Mails to users, to addresses they had, and to offices; those to subscribers go sooner."""
    old = OutboxMail.objects.filter(queued_at__lt=before).exclude(state=MailState.WAITING)
    emptied = Q(to__isnull=False, subject="", text="", last_error="")
    return old.filter(subscription__isnull=True).exclude(emptied)


def remembered(mails: QuerySet[OutboxMail]) -> QuerySet[OutboxMail]:
    """Return those by which it is known later who was told of what: who was asked, reminded, told what follows.

    Without them the same would be told once more, or its key be taken for one that was there. What they say is not
    needed for that. Of signing in, and of what goes to an address, nothing is measured.
    """
    of_signing_in = (MailKind.INVITATION, MailKind.PASSWORD, MailKind.NOTICE)
    return mails.filter(to__isnull=False).exclude(kind__in=of_signing_in)


def _left_drafts(before: datetime) -> QuerySet[Draft]:
    """What was typed and never saved, in what can no longer be written."""
    written = (
        Q(report__state__in=ReportState.editable())
        | Q(plan_update__state__in=PlanUpdateState.editable(), plan_update__round__state=PlanRoundState.OPEN)
        | Q(response__state=ResponseState.DRAFT)
        | Q(cabinet_report__state__in=CabinetReportState.editable())
    )
    return Draft.objects.filter(saved_at__lt=before).exclude(written)


def _contact_details(before: datetime) -> QuerySet[ContactOfficer]:
    """Telephone numbers and addresses in reports of meetings long ago; the officers' names stay in them."""
    told = ContactOfficer.objects.exclude(telephone="", email="")
    return told.filter(revision__report__meeting__held_on__lt=dates.today(before)).exclude(
        revision__report__state__in=ReportState.editable()
    )


def _cabinet_contact_details(before: datetime) -> QuerySet[CabinetParty]:
    """The same of authors of reports to Cabinet."""
    told = CabinetParty.objects.exclude(telephone="", email="")
    old = told.filter(report__meeting__held_on__lt=dates.today(before))
    return old.exclude(report__state__in=CabinetReportState.editable())


def _handed_in_contact_details(before: datetime) -> CabinetReportRevisionQuerySet:
    """The same as they were handed in, also of headers that were written anew since."""
    old = CabinetReportRevision.objects.filter(report__meeting__held_on__lt=dates.today(before))
    return telling_how_to_reach(old.exclude(report__state__in=CabinetReportState.editable()))


def _unused_accounts(before: datetime) -> QuerySet[User]:
    """Accounts of people who are nothing here any more and have neither signed in nor been invited since."""
    today = dates.today()
    still = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    busy = (
        Appointment.objects.filter(still).values("person"),
        CommitteeMembership.objects.filter(still).values("person"),
    )
    # Without a value SQLite finds nothing the greatest, and PostgreSQL passes over it.
    seen_at = Greatest("joined_at", Coalesce("last_login", "joined_at"), Coalesce("invited_at", "joined_at"))
    unused = User.objects.annotate(seen_at=seen_at).filter(seen_at__lt=before)
    unused = unused.filter(is_administrator=False).exclude(email__endswith=f"@{REMOVED_DOMAIN}")
    return unused.exclude(person__in=busy[0]).exclude(person__in=busy[1])


def _session_records(before: datetime) -> QuerySet[UserSession]:
    """Where somebody was signed in: the browser and the address it came from."""
    rows: QuerySet[UserSession] = UserSession.objects.filter(last_seen_at__lt=before)
    return rows


def _ended_sessions(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=now)


LIMITS: Final = (
    Limit("sent_mails", "What mails that were sent or given up say", "KEEP_SENT_MAILS_DAYS", _sent_mails),
    Limit("left_drafts", "Words typed into reports that are out, never saved", "KEEP_LEFT_DRAFTS_DAYS", _left_drafts),
    Limit(
        "contact_details",
        "Telephone numbers and addresses of contact officers in old reports",
        "KEEP_CONTACT_DETAILS_DAYS",
        _contact_details,
    ),
    Limit(
        "cabinet_contact_details",
        "Telephone numbers and addresses of authors in old reports to Cabinet",
        "KEEP_CONTACT_DETAILS_DAYS",
        _cabinet_contact_details,
    ),
    Limit(
        "handed_in_contact_details",
        "The same in the headers of old reports to Cabinet as they were handed in",
        "KEEP_CONTACT_DETAILS_DAYS",
        _handed_in_contact_details,
    ),
    Limit(
        "unused_accounts",
        "Accounts of people without a role who have not signed in",
        "KEEP_UNUSED_ACCOUNTS_DAYS",
        _unused_accounts,
    ),
    Limit("session_records", "Records of where users were signed in", "KEEP_SESSION_RECORDS_DAYS", _session_records),
    Limit("ended_sessions", "Sessions that are over", "", _ended_sessions),
)


def expired(now: datetime) -> Iterator[tuple[Limit, int]]:
    """Yield each limit with how many rows are past it."""
    for limit in LIMITS:
        yield limit, limit.expired(now).count()
