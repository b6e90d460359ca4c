"""Rows of the matrix for signing in and out. Whoever is signed in already is led to the front page."""

from django.utils import timezone

from tests.integration.matrix import roles as r
from tests.integration.matrix.row import Row
from tests.integration.matrix.world import World
from tracking.queries.sign_ins import invitation_href

ANONYMOUS = frozenset({"anonymous"})

ON_THE_WAY_IN = {"I have forgotten my password": ANONYMOUS, "Signed in as": r.SIGNED_IN}
CONFIRM = {"Confirm that it is you": r.SIGNED_IN}
CHANGING_THE_SECOND_STEP = (
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "recovery_codes",
)


def _invitation(world: World) -> dict[str, object]:
    """The key of an invitation that is still open."""
    invited = world.council.user("user without a role")
    invited.invited_at = timezone.now()
    invited.save(update_fields=["invited_at"])
    return {"key": invitation_href(invited).rstrip("/").rpartition("/")[2]}


ROWS = [
    Row(
        "account_login",
        "signing in",
        {"I have forgotten my password": ANONYMOUS, "Signed in as": r.SIGNED_IN},
        is_open=True,
    ),
    Row("account_logout", "signing out", {"Sign in": ANONYMOUS, "Sign out": r.SIGNED_IN}, is_open=True),
    Row("account_inactive", "an account that may not sign in", {"account": r.EVERYONE}, is_open=True),
    Row(
        "account_signup",
        "sign-up, which is closed",
        {"Accounts are made by the council": ANONYMOUS, "Signed in as": r.SIGNED_IN},
        is_open=True,
    ),
    Row("account_reauthenticate", "the password once more", {"Password": r.SIGNED_IN}),
    Row("account_change_password", "one's own password", {"Password you use now": r.SIGNED_IN}),
    Row("account_reset_password", "a forgotten password", {"E-mail address": r.EVERYONE}, is_open=True),
    Row("account_reset_password_done", "after asking for a link", {"e-mail": r.EVERYONE}, is_open=True),
    Row(
        "account_reset_password_from_key",
        "a link that was used or made up",
        {"link": r.EVERYONE},
        lambda world: {"uidb36": "1", "key": "made-up"},
        is_open=True,
    ),
    Row("account_reset_password_from_key_done", "after choosing a password", {"password": r.EVERYONE}, is_open=True),
    Row("account_home", "one's own account", {"Your name and address are kept": r.SIGNED_IN}),
    Row("account_sessions", "one's own sessions", {"If you do not know one of these": r.SIGNED_IN}),
    Row("account_sessions_end", "by a button of that page", {"If you do not know one of these": r.SIGNED_IN}),
    Row(
        "account_session_end",
        "by a button of that page",
        {"If you do not know one of these": r.SIGNED_IN},
        lambda world: {"pk": 1},
    ),
    Row("invitation", "somebody's", {"Accept your invitation": r.EVERYONE}, _invitation, is_open=True),
    Row("mfa_index", "one's own second step", {"Set up a second step": r.SIGNED_IN}),
    *(Row(name, "by whoever proves who they are", CONFIRM) for name in CHANGING_THE_SECOND_STEP),
    Row("mfa_remove_webauthn", "by whoever proves who they are", CONFIRM, lambda world: {"pk": 1}),
    Row("mfa_deactivate_totp", "by those who have one", {}),
    *(Row(name, "on the way in", ON_THE_WAY_IN, is_open=True) for name in ("mfa_authenticate", "mfa_login_webauthn")),
    *(Row(name, "without single sign-on", {}, is_open=True) for name in ("sso_login", "sso_callback")),
    *(Row(name, "without single sign-on", {}) for name in ("sso_again", "sso_connect", "sso_disconnect")),
]
