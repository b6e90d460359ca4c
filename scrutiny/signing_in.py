"""The settings of signing in: passwords, limits on guesses, the second step, single sign-on, sessions, invitations.

django-allauth does the work; what is said here is how strictly, and what of it this service has at all.
"""

import sys
from typing import Any, Final

import environ

HOUR: Final = 60 * 60
DAY: Final = 24 * HOUR
SECOND_STEP_FOR: Final = ("exempt", "everyone", "nobody")

# Guesses at passwords that failed: how many, in how many seconds. What a stranger does counts against the stranger:
# `account` is the bound on guesses at one account from everywhere, and does not hold where its owner has signed in
# before (`device`); nor does `client`, which a whole council behind one address shares.
LIMITS: Final = {
    "client": (30, 10 * 60),
    "client and account": (5, 5 * 60),
    "account": (50, HOUR),
    "device": (10, 10 * 60),
}


def settings(env: environ.Env, *, debug: bool, behind_proxy: bool) -> dict[str, Any]:
    """Return Django's and allauth's settings of signing in, by name, read from the environment."""
    return {
        **_passwords(env),
        **_accounts(behind_proxy=behind_proxy),
        **_second_step(env, debug=debug),
        **_single_sign_on(env),
        **_sessions(env),
    }


def _passwords(env: environ.Env) -> dict[str, Any]:
    validation = "django.contrib.auth.password_validation"
    validators: list[dict[str, Any]] = [
        {"NAME": f"{validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
        {"NAME": f"{validation}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
        {"NAME": f"{validation}.CommonPasswordValidator"},
        {"NAME": "scrutiny.passwords.NotMadeOfKnownWords"},
    ]
    # Asks api.pwnedpasswords.com, with the first five characters of a hash, and goes on without it when it is away.
    breached = env.bool("BREACHED_PASSWORDS", default=False)
    if breached:
        validators.append({"NAME": "scrutiny.passwords.NotBreached"})
    return {
        "BREACHED_PASSWORDS": breached,
        "AUTH_PASSWORD_VALIDATORS": validators,
        # scrypt needs memory as well as time, and is in Python itself. Older hashes are replaced at the next sign-in.
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.ScryptPasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        # The link of a mail, for somebody who has forgotten their password.
        "PASSWORD_RESET_TIMEOUT": HOUR,
        "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": "scrutiny.passwords.PasswordLinks",
    }


def _accounts(*, behind_proxy: bool) -> dict[str, Any]:
    forms = "tracking.forms.account"
    return {
        "AUTH_USER_MODEL": "tracking.User",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if behind_proxy else 0,
        "SIGN_IN_LIMITS": LIMITS,
        "INVITATION_DAYS": 7,
        "ACCOUNT_ADAPTER": "tracking.adapters.account.AccountAdapter",
        "ACCOUNT_FORMS": {
            "login": f"{forms}.LoginForm",
            "reauthenticate": f"{forms}.ReauthenticateForm",
            "change_password": f"{forms}.ChangePasswordForm",
            "reset_password": f"{forms}.ResetPasswordForm",
            "reset_password_from_key": f"{forms}.ResetPasswordKeyForm",
        },
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        # An administrator makes every user, so an address is known before its owner signs in.
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        # Whether mails are sent of it is decided by our own outbox, which they all go through.
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_SESSION_REMEMBER": False,
        # A new password ends every session but the one it was chosen in.
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        # No mail to addresses that belong to nobody here.
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        # For how long one is believed to be oneself before changing how one signs in.
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 5 * 60,
        "ACCOUNT_RATE_LIMITS": {
            # Of the second step, for whoever has the password already; passwords have SIGN_IN_LIMITS.
            "login_failed": "30/5m/ip,5/5m/key",
            "login": "60/m/ip",
            # More mails than that to one address are of no use: the links of the last hour still work.
            "reset_password": "20/m/ip,5/h/key",
        },
    }


def _second_step(env: environ.Env, *, debug: bool) -> dict[str, Any]:
    needed = env.str("SECOND_STEP_FOR", default="nobody" if debug else "exempt")
    if needed not in SECOND_STEP_FOR:
        sys.exit("Scrutiny does not start with this SECOND_STEP_FOR: write exempt, everyone or nobody.")
    forms = "tracking.forms.second_step"
    return {
        "SECOND_STEP_FOR": needed,
        "MFA_ADAPTER": "tracking.adapters.second_step.SecondStepAdapter",
        # Recovery codes are our own: stored as hashes, and shown once.
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_WEBAUTHN_USER_VERIFICATION": "required",
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_RATE_LIMITS": {"webauthn_login": "60/m/ip"},
        "MFA_FORMS": {
            "authenticate": f"{forms}.CodeForm",
            "authenticate_webauthn": f"{forms}.PasskeyForm",
            "reauthenticate": f"{forms}.ReauthenticateForm",
            "reauthenticate_webauthn": f"{forms}.ReauthenticateByPasskeyForm",
            "login_webauthn": f"{forms}.PasskeyLoginForm",
            "activate_totp": f"{forms}.ActivateAppForm",
            "deactivate_totp": f"{forms}.TakeAppAwayForm",
            "add_webauthn": f"{forms}.AddPasskeyForm",
        },
    }


def _single_sign_on(env: environ.Env) -> dict[str, Any]:
    issuer = env.str("SSO_ISSUER", default="").rstrip("/")
    client_id, secret = env.str("SSO_CLIENT_ID", default=""), env.str("SSO_CLIENT_SECRET", default="")
    if issuer and not (client_id and secret):
        sys.exit("Scrutiny does not start with SSO_ISSUER alone: it needs SSO_CLIENT_ID and SSO_CLIENT_SECRET as well.")
    if issuer and not issuer.startswith("https://") and not env.bool("DEBUG", default=False):
        sys.exit("Scrutiny does not start with this SSO_ISSUER: it has to begin with https://.")
    return {
        "SSO_ISSUER": issuer,
        "SSO_NAME": env.str("SSO_NAME", default="the council’s account"),
        # Entra's users are known by tenant and object: its `sub` is another for each application.
        "SSO_IS_ENTRA": env.bool("SSO_IS_ENTRA", default=issuer.startswith("https://login.microsoftonline.")),
        "SSO_IS_SECOND_STEP": env.bool("SSO_IS_SECOND_STEP", default=False),
        "SOCIALACCOUNT_ADAPTER": "tracking.adapters.single_sign_on.SingleSignOnAdapter",
        "SOCIALACCOUNT_PROVIDERS": providers(issuer, client_id, secret),
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_QUERY_EMAIL": False,
    }


def providers(issuer: str, client_id: str, secret: str) -> dict[str, Any]:
    """Return allauth's description of the one provider; empty without an issuer."""
    if not issuer:
        return {}
    app = {
        "provider_id": "council",
        "name": "council",
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True, "fetch_userinfo": False},
    }
    return {"openid_connect": {"APPS": [app]}}


def _sessions(env: environ.Env) -> dict[str, Any]:
    return {
        "SESSION_ENGINE": "scrutiny.sessions",
        # An idle hour signs a user out: council computers are shared.
        "SESSION_COOKIE_AGE": 60 * env.int("SESSION_IDLE_MINUTES", default=60),
        # However busy, a session ends after a working day.
        "SESSION_LONGEST": HOUR * env.int("SESSION_HOURS", default=10),
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        # `tracking.middleware.sessions` says which requests keep one alive.
        "SESSION_SAVE_EVERY_REQUEST": False,
        # How long a browser is known as one that somebody has signed in with.
        "DEVICE_COOKIE_AGE": 180 * DAY,
    }
