"""Rows of the matrix for signing in and out. Whoever is signed in already is led to the front page."""

from tests.integration.matrix import roles as r
from tests.integration.matrix.row import Row

ANONYMOUS = frozenset({"anonymous"})

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
]
