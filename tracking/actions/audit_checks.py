"""Checking the audit trail, keeping what was found, and telling it outside this service."""

from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.db import transaction

from tracking import dates
from tracking.actions.outbox import queue_to_office
from tracking.enums import MailKind
from tracking.mail import audit_words
from tracking.models import AuditCheck
from tracking.queries.audit_chain import KeptHead, Verdict, verify_chain

# The page shows the last; the others tell for how long all was well.
_KEPT: Final = 400


def check_audit_trail(kept: Iterable[KeptHead] = ()) -> Verdict:
    """Check the whole audit trail against itself and against heads that others kept, and keep what was found.

    It is the worker's act, or that of whoever runs the service, and changes nothing that is told of: no Event. Writes
    one AuditCheck, and none where heads were given: a head mistyped is no fault of the trail. Reads outside any
    transaction of its own, because a long trail takes long and nobody else may wait for that.
    """
    given = tuple(kept)
    verdict = verify_chain(given)
    if not given:
        _keep(verdict)
    return verdict


@transaction.atomic
def _keep(verdict: Verdict) -> None:
    """Write what was found. Checks from long ago go, but never the last sound one: its head shows what was cut off."""
    AuditCheck.objects.create(number=verdict.head.number, hash=verdict.head.hash, fault=verdict.fault)
    newest = list(AuditCheck.objects.values_list("pk", flat=True)[:_KEPT])
    sound = list(AuditCheck.objects.filter(fault="").values_list("pk", flat=True)[:1])
    AuditCheck.objects.exclude(pk__in=[*newest, *sound]).delete()


def check_and_tell() -> Verdict:
    """Check the trail; once a week tell AUDIT_MAIL_TO where it stands, and on any day that it is broken.

    It is the worker's act, done every morning: no Event. Writes an AuditCheck and queues a mail, unless the setting is
    empty or this week's is there. Kept by somebody else, those mails show whether the trail was rewritten as a whole.
    """
    verdict, today = verify_chain(), dates.today()
    when = f"{today:%Y-%m-%d}/broken" if verdict.fault else f"{today:%G-W%V}"
    with transaction.atomic():
        _keep(verdict)
        if settings.AUDIT_MAIL_TO:
            queue_to_office(
                address=settings.AUDIT_MAIL_TO,
                kind=MailKind.AUDIT,
                key=f"audit/{when}",
                words=audit_words(verdict, today=today),
            )
    return verdict
