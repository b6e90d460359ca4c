"""Signing in and out, what changes how somebody signs in, and sessions.

The Events are of the user and name what was done with what, never an address, a password or a code.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tracking import rules
from tracking.actions.events import record_event
from tracking.actions.outbox import Letter, queue_mails
from tracking.enums import MailKind, SignInChange
from tracking.exceptions import NotAllowed, StaleState
from tracking.mail import Words, no_password_words, notice_words, password_taken_words, password_words
from tracking.models import OutboxMail, User
from tracking.queries.sign_ins import has_a_way_in, is_open_invitation

# What somebody proved who they are with, and what they may do with it: a new password is chosen while all of it stands.
_PROVED_BY: Final = ("password", "email", "is_active", "invited_at", "session_round")


@transaction.atomic
def record_sign_in(*, user: User, by_means_of: Sequence[str]) -> None:
    """Record that somebody has signed in, and with what. Writes one Event."""
    record_event(by=user, type="signed in", target=user, after={"by_means_of": list(by_means_of)})


@transaction.atomic
def record_sign_out(*, user: User) -> None:
    """Record that somebody has signed out. Writes one Event."""
    record_event(by=user, type="signed out", target=user)


@transaction.atomic
def record_change(*, user: User, change: SignInChange, by: User) -> None:
    """Record that somebody signs in differently from now on, and tell the account's owner by mail.

    To be called with the change itself, whoever made it. A password that was set with a link accepts an invitation.
    Writes one Event, and queues one mail.
    """
    if change == SignInChange.PASSWORD_RESET and user.invited_at is not None:
        User.objects.filter(pk=user.pk).update(invited_at=None)
        user.invited_at = None
        record_event(by=by, type="accepted invitation", target=user)
    record_event(by=by, type=change, target=user)
    queue_notice(user, change)


def queue_notice(user: User, change: SignInChange) -> None:
    """Queue the mail that tells an account's owner of a change, inside the caller's transaction."""
    now = timezone.now()
    key = f"notice/{user.pk}/{now:%Y%m%d%H%M%S%f}"
    queue_mails([Letter(MailKind.NOTICE, key, user, notice_words(change, now), ())], now=now)


def queue_address_notices(user: User, former: str) -> None:
    """Queue mails to a user's former and new address, inside the transaction that changes it."""
    now = timezone.now()
    words = notice_words(SignInChange.ADDRESS_CHANGED, now)
    key = f"notice/{user.pk}/{now:%Y%m%d%H%M%S%f}"
    queue_mails([Letter(MailKind.NOTICE, key, user, words, ())], now=now)
    OutboxMail.objects.create(
        kind=MailKind.NOTICE,
        key=f"{key}/former",
        address=former,
        subject=words.subject,
        text=words.text,
        queued_at=now,
        next_attempt_at=now,
    )


@transaction.atomic
def choose_password(*, user: User, password: str) -> None:
    """Write the password that somebody has chosen, which the form has checked, and nothing else of the account.

    Raises NotAllowed for an account that was closed, StaleState when its password, address, invitation or sessions were
    changed since it was read: what they proved who they are with no longer holds then. To be called in one transaction
    with `record_change`, whose Event is this one's. Writes the User.
    """
    as_it_is = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not as_it_is.is_active:
        raise NotAllowed("This account is closed. Ask the scrutiny office if you think that is wrong.")
    if any(getattr(as_it_is, name) != getattr(user, name) for name in _PROVED_BY):
        raise StaleState("Your account was changed by somebody else at this moment. Your password stays as it is.")
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def ask_for_password_link(*, email: str) -> None:
    """Send the owner of an address what `send_password_link` sends; nothing to an address that opens no account here.

    Anybody may ask for it: it goes to the account's own address. Queues at most one mail, and writes its Event.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is not None:
        send_password_link(user=user)


@transaction.atomic
def send_password_link(*, user: User) -> None:
    """Send whoever has forgotten their password a link to choose another, or what to do where that is not the way.

    Somebody who signs in with the council's account alone, or whose invitation has run out or was withdrawn, gets no
    link. Queues one mail and writes one Event.
    """
    if user.has_usable_password() or is_open_invitation(user):
        _queue_password_mail(user, MailKind.PASSWORD, password_words(is_first=not user.has_usable_password()))
    else:
        _queue_password_mail(user, MailKind.NOTICE, no_password_words(has_identity=has_a_way_in(user)))
    record_event(by=None, type="asked for a new password", target=user)


def _queue_password_mail(user: User, kind: MailKind, words: Words) -> None:
    now = timezone.now()
    queue_mails([Letter(kind, f"password/{user.pk}/{now:%Y%m%d%H%M%S%f}", user, words, ())], now=now)


@transaction.atomic
def take_password_away(*, by: User, user: User) -> None:
    """Have a user choose a new password by a link in a mail: theirs does not work any more, and sessions end at once.

    The administrator learns and chooses no password. Raises NotAllowed unless `by` is an administrator. Writes the
    User, ends the sessions, queues two mails and writes the Events.
    """
    rules.can_administer.check(by)
    user.set_unusable_password()
    # Asking for a link takes an open invitation where there is no password; a second step is asked for as before.
    user.invited_at = timezone.now()
    user.save(update_fields=["password", "invited_at"])
    end_sessions(by=by, user=user)
    record_change(user=user, change=SignInChange.PASSWORD_TAKEN, by=by)
    _queue_password_mail(user, MailKind.PASSWORD, password_taken_words())


# --- Sessions ---


@transaction.atomic
def end_sessions(*, by: User, user: User) -> None:
    """End every session of a user, wherever it is, from the next request on.

    Raises NotAllowed unless `by` is the user or an administrator. Raises the user's round of sessions, deletes the
    sessions and writes one Event.
    """
    if by != user:
        rules.can_administer.check(by)
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    _delete(UserSession.objects.filter(user=user))
    record_event(by=by, type="ended sessions", target=user)


@transaction.atomic
def end_session(*, by: User, session_pk: int) -> None:
    """End one of one's own sessions. Raises NotAllowed for somebody else's. Writes one Event."""
    rows = UserSession.objects.filter(user=by, pk=session_pk)
    if not _delete(rows):
        raise NotAllowed("There is no such session of yours.")
    record_event(by=by, type="ended session", target=by)


@transaction.atomic
def end_other_sessions(*, by: User, but: str | None) -> int:
    """End all of one's own sessions but the one with a key, and return how many. Writes one Event."""
    ended = _delete(UserSession.objects.filter(user=by).exclude(session_key=but or ""))
    record_event(by=by, type="ended other sessions", target=by, after={"sessions": ended})
    return ended


def _delete(rows: "Iterable[UserSession]") -> int:
    found = list(rows)
    Session.objects.filter(session_key__in=[row.session_key for row in found]).delete()
    UserSession.objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)
