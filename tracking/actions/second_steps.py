"""The second step of signing in: recovery codes, and taking it away from whoever has lost it."""

import secrets
from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from tracking import rules
from tracking.actions.events import record_event
from tracking.actions.sign_ins import end_sessions, queue_notice, record_change
from tracking.enums import SignInChange
from tracking.exceptions import NotPossible
from tracking.models import User
from tracking.queries.sign_ins import second_steps_of

CODES: Final = 10
# Sixty bits each, of letters and digits that nobody takes for one another.
_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"
CODE_LENGTH: Final = 12


@transaction.atomic
def make_recovery_codes(*, by: User) -> list[str]:
    """Make new recovery codes for oneself and return them: they can be read now and never again.

    The codes before stop working. Raises NotPossible without a second step, which they stand in for. Writes their
    hashes and one Event, and queues a mail.
    """
    if not second_steps_of(by).exists():
        raise NotPossible("Set up an app or a passkey first: recovery codes stand in for it.")
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    # allauth looks for codes of its own in the same row, and finds none.
    data = {"hashes": [make_password(code) for code in codes], "migrated_codes": []}
    Authenticator.objects.update_or_create(
        user=by, type=Authenticator.Type.RECOVERY_CODES, defaults={"data": data, "last_used_at": None}
    )
    record_change(user=by, change=SignInChange.CODES_MADE, by=by)
    return codes


@transaction.atomic
def use_recovery_code(*, user: User, code: str) -> Authenticator | None:
    """Use one of a user's recovery codes up; None when it is none of them. Queues a mail and writes an Event, if so."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    if len(typed) != CODE_LENGTH:
        return None
    rows = Authenticator.objects.select_for_update().filter(user=user, type=Authenticator.Type.RECOVERY_CODES)
    row = rows.first()
    if row is None:
        return None
    left = [kept for kept in row.data["hashes"] if not check_password(typed, kept)]
    if len(left) == len(row.data["hashes"]):
        return None
    row.data |= {"hashes": left}
    row.save(update_fields=["data"])
    record_event(by=user, type=SignInChange.CODE_USED, target=user, after={"left": len(left)})
    queue_notice(user, SignInChange.CODE_USED)
    return row


@transaction.atomic
def take_second_step_away(*, by: User, user: User) -> None:
    """Take away the second step that somebody has lost, after checking who they are; all their sessions end.

    Where one is needed they set up another when they sign in next. Raises NotAllowed unless `by` is an administrator;
    NotPossible for oneself, or when there is none. Deletes it with the recovery codes, queues a mail to its owner and
    writes the Events.
    """
    rules.can_administer.check(by)
    if by == user:
        raise NotPossible("You cannot take your own second step away here. Change it on your account page.")
    if not second_steps_of(user).exists():
        raise NotPossible("They have no second step.")
    Authenticator.objects.filter(user=user).delete()
    end_sessions(by=by, user=user)
    record_change(user=user, change=SignInChange.SECOND_STEP_TAKEN, by=by)
