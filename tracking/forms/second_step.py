"""The forms of the second step: codes of an app, recovery codes, passkeys."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from tracking.actions.second_steps import CODE_LENGTH, use_recovery_code

logger = logging.getLogger("tracking.security")

_NO_PASSKEY = "Your browser has given no passkey. Press the button again and follow what it asks of you."


def _word(field: forms.Field, label: str, hint: str, empty: str) -> None:
    field.label, field.help_text = label, hint
    field.error_messages["required"] = empty
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"class": "govuk-input--width-10", "autocapitalize": "off", "spellcheck": "false"}


@contextmanager
def _refusals_logged(words: str) -> Iterator[None]:
    """Write to the log what a form refuses; without whose it is, as of passwords."""
    try:
        yield
    except forms.ValidationError as error:
        is_limit = error.code == "too_many_login_attempts"
        logger.warning("Too many second steps were not right: one more was refused." if is_limit else words)
        raise


class _WithRecoveryCodes(base.BaseAuthenticateForm):
    """Takes a code of the app, or one of the recovery codes instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "The six digits that your app shows now, or one of your recovery codes."
        _word(self.fields["code"], "Code", hint, "Enter the code.")

    def clean_code(self) -> str:
        with _refusals_logged("A second step was not right."):
            code = str(self.cleaned_data["code"])
            if sum(letter.isalnum() for letter in code) == CODE_LENGTH:
                return self._recovery_code(code)
            return str(super().clean_code())

    def _recovery_code(self, code: str) -> str:
        forget_guesses = check_rate_limit(self.user)
        found = use_recovery_code(user=self.user, code=code)
        if found is None:
            raise get_adapter().validation_error("incorrect_code")
        found.user = self.user
        self.authenticator = found
        forget_guesses()
        return code


class CodeForm(_WithRecoveryCodes, base.AuthenticateForm):
    pass


class ReauthenticateForm(_WithRecoveryCodes, base.ReauthenticateForm):
    pass


class PasskeyForm(webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with _refusals_logged("A passkey was not right."):
            return super().clean_credential()


class ReauthenticateByPasskeyForm(PasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    pass


class PasskeyLoginForm(PasskeyForm, webauthn.LoginWebAuthnForm):
    pass


class ActivateAppForm(totp.ActivateTOTPForm):
    """The first code of an app, which shows that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "Code", "The six digits that your app shows now.", "Enter the code your app shows.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        code = str(super().clean_code())
        # The code with which an app is set up is used, too: signing in takes the next one.
        TOTP(Authenticator(user=self.user, type=Authenticator.Type.TOTP))._mark_code_used(code)  # noqa: SLF001
        return code


class TakeAppAwayForm(totp.DeactivateTOTPForm):
    pass


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey that the browser has made, and what its owner calls it. It always takes a PIN, a finger or a face."""

    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        _word(name, "Name of the passkey", "So that you know it again, for example “Work laptop”.", "")
        name.widget.attrs["maxlength"] = 60
        self.fields["credential"].error_messages |= {"required": _NO_PASSKEY, "invalid": _NO_PASSKEY}

    def clean_name(self) -> str:
        return str(super().clean_name())[:60]

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except (ValueError, KeyError, AttributeError) as error:
            # What is no passkey at all; what is refused as one is a ValidationError.
            raise forms.ValidationError(_NO_PASSKEY) from error
