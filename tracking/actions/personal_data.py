"""Removing what names people: one person's at their wish, everybody's once it was kept long enough."""

import secrets
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import ManyToOneRel, QuerySet
from django.utils import timezone

from tracking import rules
from tracking.actions.cabinet.frozen_headers import forget_contact_details, forget_holder
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.exceptions import NotPossible
from tracking.models import (
    ContactOfficer,
    Draft,
    OutboxMail,
    Person,
    ReportRevision,
    ReportSupplement,
    Subscription,
    User,
)
from tracking.models.cabinet import CabinetParty, CabinetReportRevision
from tracking.presenters.wording import written_list
from tracking.queries.personal_data import (
    cabinet_contact_details_of,
    contact_details_of,
    notices_of,
    roles_still_held,
    user_of,
    why_name_stays,
)
from tracking.queries.retention import LIMITS, REMOVED_DOMAIN, remembered

# Who keeps rows of their own beside a user: addresses, second steps, sessions, identities of another service.
_KEPT_BY_SIGNING_IN: Final = frozenset({"account", "mfa", "usersessions", "socialaccount"})


@transaction.atomic
def remove_personal_data(*, by: User, person: Person) -> Person:
    """Remove what is held about somebody who is nothing here any more, as far as the law allows.

    Their account's address, password, second steps, sessions, mails and unsaved words go, as does what they follow;
    their telephone number and address go from reports they were contact officer of, under this address. Their name
    goes too, also as a signature and from headers that are not public, unless the public record has it
    (`queries.personal_data.why_name_stays`). What they recorded stands: it points to the account, which says no more
    whose it was, and the audit trail holds no names.

    Raises NotAllowed unless `by` is an administrator; NotPossible for their own account, for somebody who still has a
    role, and when it was done before. Writes all of that and one Event.
    Source: UK GDPR article 17 and its exceptions.
    """
    rules.can_administer.check(by)
    lock(person)
    if by.person_id == person.pk:
        raise NotPossible("You cannot remove your own data. Ask another administrator to do it.")
    if roles := roles_still_held(person):
        raise NotPossible(f"{person} still has a role in {written_list(roles)}. End it first.")
    if _is_removed(person):
        raise NotPossible("This was done already.")
    _remove(person, by=by)
    return person


def _is_removed(person: Person) -> bool:
    """Whether it was done and nothing came since: somebody who left may come back."""
    user = user_of(person)
    return person.data_removed_at is not None and (user is None or user.email.endswith(f"@{REMOVED_DOMAIN}"))


def _remove(person: Person, *, by: User | None) -> None:
    user = user_of(person)
    if user is not None:
        _remove_account(user)
    keeps_name = bool(why_name_stays(person))
    if not keeps_name:
        former = person.name
        person.name, person.title = f"Former officer {secrets.token_hex(3).upper()}", ""
        # With a public one the name would have stayed: these were withdrawn or declined.
        for model in (ReportRevision, ReportSupplement, CabinetReportRevision):
            model._default_manager.filter(signed_by=person).update(signed_name=person.name)
        forget_holder(former, person.name)
    person.data_removed_at = timezone.now()
    person.save(update_fields=["name", "title", "data_removed_at"])
    record_event(by=by, type="removed personal data", target=person, after={"name_stays": keeps_name})


def _remove_account(user: User) -> None:
    for rows in (contact_details_of(user), cabinet_contact_details_of(user)):
        rows.update(telephone="", email="")
    forget_contact_details(CabinetReportRevision.objects.all(), user.email)
    Subscription.objects.filter(email__iexact=user.email).delete()
    # Their former addresses were told of it when they changed.
    notices_of(user).delete()
    OutboxMail.objects.filter(to=user).delete()
    Draft.objects.filter(written_by=user).delete()
    for relation in user._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model._meta.app_label in _KEPT_BY_SIGNING_IN:
            relation.related_model._default_manager.filter(**{relation.field.name: user}).delete()
    lock(user)
    user.email = f"{user.public_id}@{REMOVED_DOMAIN}"
    user.is_active = user.is_administrator = False
    user.last_login = user.invited_at = None
    user.session_round += 1
    user.set_unusable_password()
    user.save()


@transaction.atomic
def remove_expired(*, now: datetime | None = None) -> dict[str, int]:
    """Remove everything that was kept long enough, and return how many rows of each limit it was, by its name.

    The system's own act (`manage.py retention --delete`). Accounts lose what `remove_personal_data` removes, contact
    officers their telephone numbers and addresses, mails that later ones are measured by their words; the rest is
    deleted. Writes one Event where anything went, and one for each account. Source: UK GDPR article 5(1)(e).
    """
    moment = now or timezone.now()
    removed = {limit.name: _remove_rows(limit.name, limit.expired(moment)) for limit in LIMITS}
    removed = {name: number for name, number in removed.items() if number}
    if removed:
        record_event(by=None, type="removed what was kept long enough", target=None, after=removed)
    return removed


def _remove_rows(name: str, rows: QuerySet[Any]) -> int:
    if name == "contact_details":
        return ContactOfficer.objects.filter(pk__in=rows.values("pk")).update(telephone="", email="")
    if name == "cabinet_contact_details":
        return CabinetParty.objects.filter(pk__in=rows.values("pk")).update(telephone="", email="")
    if name == "handed_in_contact_details":
        return forget_contact_details(CabinetReportRevision.objects.filter(pk__in=rows.values("pk")))
    if name == "unused_accounts":
        users = list(rows.select_related("person"))
        for user in users:
            _remove(user.person, by=None)
        return len(users)
    number = rows.count()
    if name == "sent_mails":
        remembered(rows).update(subject="", text="", last_error="")
    rows.delete()
    return number
