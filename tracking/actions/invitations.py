"""Invitations: how somebody whom an administrator has made a user comes to sign in for the first time."""

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.actions.outbox import Letter, queue_mails
from tracking.enums import MailKind
from tracking.exceptions import NotPossible
from tracking.mail import invitation_mail_words
from tracking.models import User
from tracking.queries.sign_ins import has_a_way_in, is_open_invitation

GONE = "This invitation no longer works. Ask the scrutiny office for a new one."


@transaction.atomic
def invite(*, by: User, user: User) -> User:
    """Send a user an invitation, once more where there was one: the link before stops working.

    Raises NotAllowed unless `by` is an administrator; NotPossible for somebody who can sign in already, or may not.
    Writes when, queues the mail and writes one Event.
    """
    rules.can_administer.check(by)
    lock(user)
    if not user.is_active:
        raise NotPossible("This user may not sign in. Let them sign in first.")
    if has_a_way_in(user):
        raise NotPossible("They can sign in already, so there is nothing to invite them to.")
    now = timezone.now()
    user.invited_at = now
    user.save(update_fields=["invited_at"])
    words = invitation_mail_words(user)
    queue_mails([Letter(MailKind.INVITATION, f"invitation/{user.pk}/{now:%Y%m%d%H%M%S%f}", user, words, ())], now=now)
    record_event(by=by, type="sent invitation", target=user)
    return user


@transaction.atomic
def withdraw_invitation(*, by: User, user: User) -> User:
    """Make the link of an invitation useless. Raises NotAllowed unless `by` is an administrator; NotPossible when there
    is none. Writes the User and one Event.
    """
    rules.can_administer.check(by)
    lock(user)
    if user.invited_at is None:
        raise NotPossible("There is no invitation to withdraw: it was accepted or withdrawn already.")
    user.invited_at = None
    user.save(update_fields=["invited_at"])
    record_event(by=by, type="withdrew invitation", target=user)
    return user


@transaction.atomic
def accept_with_password(*, user: User, password: str) -> User:
    """Accept an invitation by choosing a password, which the form has checked.

    Whoever has the link proves by it that the account's address is theirs. Raises NotPossible when it was accepted or
    withdrawn, or has run out, meanwhile. Writes the User and one Event.
    """
    accept(user=user, by_means_of="password")
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


@transaction.atomic
def accept(*, user: User, by_means_of: str) -> User:
    """Use an invitation up. Raises NotPossible when it is no longer open. Writes the User and one Event."""
    lock(user)
    if not (user.is_active and is_open_invitation(user)):
        raise NotPossible(GONE)
    user.invited_at = None
    user.save(update_fields=["invited_at"])
    record_event(by=user, type="accepted invitation", target=user, after={"by_means_of": by_means_of})
    return user
