"""How people sign in: open invitations and sessions, and what stands behind a second step."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from scrutiny.sessions import USED_AT
from tracking.models import User

_INVITATION: Final = "tracking.invitation"
SECOND_STEPS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


# --- Links of mails ---


def invitation_href(user: User) -> str:
    """The page where somebody who is invited accepts it. Made when a mail goes out, so that it is stored nowhere."""
    told = {"user": str(user.public_id), "at": user.invited_at.isoformat() if user.invited_at else ""}
    return reverse("invitation", args=[signing.dumps(told, salt=_INVITATION)])


def invited_user(key: str) -> User | None:
    """The user whom the key of an invitation's link is for; None once it was used, withdrawn, sent anew or is old."""
    try:
        told = signing.loads(key, salt=_INVITATION)
    except signing.BadSignature:
        return None
    user = User.objects.select_related("person").filter(public_id=told["user"], is_active=True).first()
    if user is None or not is_open_invitation(user) or user.invited_at is None:
        return None
    return user if user.invited_at.isoformat() == told["at"] else None


def is_open_invitation(user: User) -> bool:
    """Whether a user was invited, has not accepted, and still can."""
    return user.invited_at is not None and timezone.now() < invitation_ends_at(user.invited_at)


def invitation_ends_at(invited_at: datetime) -> datetime:
    return invited_at + timedelta(days=settings.INVITATION_DAYS)


def password_href(user: User) -> str:
    """The page where somebody who has forgotten their password chooses another; good for an hour, and for once."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )


# --- What somebody signs in with ---


def second_steps_of(user: User) -> QuerySet[Authenticator]:
    """Authenticator apps and passkeys, the oldest first."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=SECOND_STEPS)
    return rows.order_by("created_at", "pk")


def recovery_codes_left(user: User) -> int:
    """How many recovery codes of a user still work."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.data["hashes"]) if row else 0


def identity_of(user: User) -> SocialAccount | None:
    """The account at the council's provider that is connected."""
    return SocialAccount.objects.filter(user=user).first()


def has_a_way_in(user: User) -> bool:
    """Whether somebody can sign in by now: with a password, or the council's account."""
    return user.has_usable_password() or bool(user.socialaccount_set.all())  # type: ignore[attr-defined]


# --- Sessions ---


@dataclass(frozen=True)
class OpenSession:
    """Somewhere that somebody is signed in: with which browser, since when, and when it was used last."""

    pk: int
    browser: str
    since: datetime
    used_at: datetime
    is_this_one: bool


def open_sessions(user: User, *, session_key: str | None) -> list[OpenSession]:
    """The sessions of a user that still are, in two queries: the one with this key first, then the latest used."""
    rows = list(UserSession.objects.filter(user=user))
    open_ones = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    proof = user.get_session_auth_hash()
    kept = {row.session_key: row.get_decoded() for row in open_ones}
    used = {key: session.get(USED_AT, 0) for key, session in kept.items() if session.get(HASH_SESSION_KEY) == proof}
    found = [
        OpenSession(
            pk=row.pk,
            browser=row.user_agent,
            since=row.created_at,
            used_at=max(row.created_at, datetime.fromtimestamp(used[row.session_key], UTC)),
            is_this_one=row.session_key == session_key,
        )
        for row in rows
        if row.session_key in used
    ]
    return sorted(found, key=lambda row: (not row.is_this_one, -row.used_at.timestamp()))
