"""The second step of signing in: whom it is asked of, and how its secrets are kept."""

import base64
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tracking import rules
from tracking.models import User
from tracking.queries.sign_ins import second_steps_of


def has_proved_second_step(request: HttpRequest, user: User) -> bool:
    """Whether this session was signed in with a second step, or set one up; reads nothing but the session."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


class SecondStep(AuthenticateStage):
    """Asks for the second step of whoever has one, unless single sign-on has asked for one by a setting, or says so."""

    def _should_handle(self, request: HttpRequest) -> bool:
        single = (self.login.signal_kwargs or {}).get("sociallogin")
        proved_at = getattr(single, "proved_at", None)
        if proved_at is not None:
            # Coming from the provider proves no more than it says: they may have signed in there in the morning.
            get_authentication_records(request, self.login.user)[-1]["at"] = proved_at
            request.session.modified = True
        if single is not None and getattr(single, "counts_as_second_step", False):
            record_authentication(request, self.login.user, method="mfa", type="single_sign_on", at=proved_at)
            return False
        return bool(super()._should_handle(request))


class SecondStepAdapter(DefaultMFAAdapter):
    """What allauth asks of a product about second steps, answered for this one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This is not right, or it was used before. Wait for the next code, then try again.",
        "cannot_delete_authenticator": (
            "You need a second step because you see exempt papers. Set up another one before you take this one away."
        ),
    }

    def encrypt(self, text: str) -> str:
        """The secret of an authenticator app: whoever reads the database, or a copy of it, has no use of it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where one is needed."""
        user: Any = authenticator.user
        others = second_steps_of(user).exclude(pk=authenticator.pk)
        return others.exists() or not rules.needs_second_step(user)

    def get_totp_issuer(self) -> str:
        return f"Scrutiny, {settings.COUNCIL_NAME}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": f"Scrutiny, {settings.COUNCIL_NAME}"}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("tracking.second_step", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
