"""The council's account as a way of signing in."""

from django.db import transaction

from tracking.actions.sign_ins import record_change
from tracking.enums import SignInChange
from tracking.exceptions import NotPossible
from tracking.models import User
from tracking.queries.sign_ins import identity_of


@transaction.atomic
def disconnect_identity(*, by: User) -> None:
    """Take the council's account away from one's own. Raises NotPossible when there is none, or no password beside it.

    Deletes the identity, queues a mail to the account's owner and writes one Event.
    """
    identity = identity_of(by)
    if identity is None:
        raise NotPossible("The council’s account is not connected.")
    if not by.has_usable_password():
        raise NotPossible("You have no password, so you could not sign in any more. Ask the scrutiny office for one.")
    identity.delete()
    record_change(user=by, change=SignInChange.IDENTITY_REMOVED, by=by)
