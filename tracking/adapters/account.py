"""Signing in by e-mail address and password, in this product's words and within its limits."""

import logging
import time
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.signals import authentication_step_completed
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from tracking.actions import sign_ins
from tracking.adapters.limits import begin_guess
from tracking.enums import SignInChange
from tracking.models import User
from tracking.tasks import send_password_link, send_waiting_mails, soon

logger = logging.getLogger("tracking.security")

# What allauth calls the mail that it would send, and what has changed then.
_CHANGES: Final = {
    "account/email/password_changed": SignInChange.PASSWORD_CHANGED,
    "account/email/password_set": SignInChange.PASSWORD_CHANGED,
    "account/email/password_reset": SignInChange.PASSWORD_RESET,
    "mfa/email/totp_activated": SignInChange.APP_ADDED,
    "mfa/email/totp_deactivated": SignInChange.APP_REMOVED,
    "mfa/email/webauthn_added": SignInChange.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": SignInChange.PASSKEY_REMOVED,
    "socialaccount/email/account_connected": SignInChange.IDENTITY_CONNECTED,
    "socialaccount/email/account_disconnected": SignInChange.IDENTITY_REMOVED,
}
# Whoever sets up a second step has it in hand: the session counts as one that was signed in with it.
_PROVED_BY_SETTING_UP: Final = {SignInChange.APP_ADDED: "totp", SignInChange.PASSKEY_ADDED: "webauthn"}


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks of a product, answered for this one."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "too_many_login_attempts": "Too many attempts to sign in. Wait five minutes, then try again.",
        "enter_current_password": "Enter the password you use now.",
        "incorrect_password": "The password is not right. Enter the password you use now.",
        "rate_limited": "Too many requests from here. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    # --- Passwords ---

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a guess that is one too many, before anything is looked up."""
        self._guess = begin_guess(request, credentials.get("email", ""))
        if self._guess is None:
            logger.warning("Too many failed attempts to sign in: one more was refused.")
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        if self._guess:
            self._guess.was_right()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """A link from a mail makes the browser a known one instead."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        logger.warning("A password was not right.")

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the password of somebody who is signed in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def ask_for_password_link(self, email: str) -> None:
        """Have the worker look whose address it is: here, the time that takes would tell which have accounts."""
        soon(send_password_link, email)

    def set_password(self, user: User, password: str) -> None:
        sign_ins.choose_password(user=user, password=password)

    # --- Sessions ---

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        request.known_device_of = user.email  # type: ignore[attr-defined]
        sign_ins.record_sign_in(user=user, by_means_of=means_of(request, user))

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            sign_ins.record_sign_out(user=user)

    # --- What changes how somebody signs in ---

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether it takes the password once more; raises where only the council's account can prove who it is."""
        user = context.request.user
        if is_lately_proved(context.request):
            return False
        if user.is_authenticated and not get_reauthentication_flows(user):
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Those of allauth in our words, and the council's account for those who have nothing else."""
        words = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code from your app, or a recovery code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        methods = [
            method | {"description": words[method["id"]]} for method in super().get_reauthentication_methods(user)
        ]
        if not methods and user.is_authenticated and settings.SSO_ISSUER:
            methods = [{"id": "sso", "description": f"Use {settings.SSO_NAME}", "url": reverse("sso_again")}]
        return methods

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner, and the audit trail, what has changed; allauth calls it after each change."""
        change = _CHANGES[template_prefix]
        request = self.request
        if change in _PROVED_BY_SETTING_UP:
            record_authentication(request, user, method="mfa", type=_PROVED_BY_SETTING_UP[change])
        if change == SignInChange.APP_ADDED:
            # The view records it: allauth says so only once the app is committed.
            return
        if change == SignInChange.PASSWORD_RESET:
            request.known_device_of = user.email
        sign_ins.record_change(user=user, change=change, by=user)
        soon(send_waiting_mails)

    def get_login_stages(self) -> list[str]:
        """The second step, asked for as this product does."""
        own = {"allauth.mfa.stages.AuthenticateStage": "tracking.adapters.second_step.SecondStep"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]


@receiver(authentication_step_completed, dispatch_uid="a new session key")
def renew_session_key(request: HttpRequest, reauthenticated: bool = False, **_told: object) -> None:
    """Give a session a new key whenever somebody has proved once more who they are, as when they signed in."""
    if reauthenticated:
        former = request.session.session_key
        request.session.cycle_key()
        UserSession.objects.filter(session_key=former).update(session_key=request.session.session_key)


def means_of(request: HttpRequest, user: User) -> list[str]:
    """With what a session was signed in: "password", "totp", "webauthn", "recovery_codes", "socialaccount"."""
    records = get_authentication_records(request, user)
    return [record.get("type") or record["method"] for record in records]


def is_lately_proved(request: HttpRequest) -> bool:
    """Whether whoever is signed in has just proved who they are: by signing in, or once more."""
    records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
    return bool(records) and was_lately(records[-1]["at"])


def was_lately(at: float | None) -> bool:
    """Whether a proof of who somebody is, is still good for changing how they sign in."""
    return at is not None and time.time() - at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
