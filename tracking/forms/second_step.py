"""The forms of the second step: codes of an app, recovery codes, passkeys."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from tracking.actions.second_steps import CODE_LENGTH, use_recovery_code

_NO_PASSKEY = "Your browser has given no passkey. Press the button again and follow what it asks of you."


def _word(field: forms.Field, label: str, hint: str, empty: str) -> None:
    field.label, field.help_text = label, hint
    field.error_messages["required"] = empty
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"class": "govuk-input--width-10", "autocapitalize": "off", "spellcheck": "false"}


class _WithRecoveryCodes(base.BaseAuthenticateForm):
    """Takes a code of the app, or one of the recovery codes instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "The six digits that your app shows now, or one of your recovery codes."
        _word(self.fields["code"], "Code", hint, "Enter the code.")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if sum(letter.isalnum() for letter in code) != CODE_LENGTH:
            return str(super().clean_code())
        forget_guesses = check_rate_limit(self.user)
        found = use_recovery_code(user=self.user, code=code)
        if found is None:
            return str(super().clean_code())
        found.user = self.user
        self.authenticator = found
        forget_guesses()
        return str(code)


class CodeForm(_WithRecoveryCodes, base.AuthenticateForm):
    pass


class ReauthenticateForm(_WithRecoveryCodes, base.ReauthenticateForm):
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
