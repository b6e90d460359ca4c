"""django-allauth's forms in this product's words."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from tracking.models import User

LENGTH_HINT = "At least 8 characters. Three words that do not belong together are easy to remember."

# Field by field: its label, its hint, and what to say when it is empty.
_WORDS = {
    "login": ("E-mail address", "", "Enter your e-mail address."),
    "email": ("E-mail address", "", "Enter your e-mail address."),
    "password": ("Password", "", "Enter your password."),
    "oldpassword": ("Password you use now", "", "Enter the password you use now."),
    "password1": ("New password", LENGTH_HINT, "Enter a new password."),
    "password2": ("New password again", "", "Enter the new password again."),
}


class _PlainWords(forms.BaseForm):
    """Gives every field its label, hint and message, and takes allauth's placeholders away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, empty) in _WORDS.items():
            if name in self.fields:
                field = self.fields[name]
                field.label, field.help_text = label, hint
                field.error_messages["required"] = empty
                field.error_messages["invalid"] = "Enter an e-mail address like name@example.org."
                field.widget.attrs.pop("placeholder", None)


class LoginForm(_PlainWords, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(_PlainWords, allauth_forms.ReauthenticateForm):
    pass


class ChangePasswordForm(_PlainWords, allauth_forms.ChangePasswordForm):
    pass


class ResetPasswordForm(_PlainWords, allauth_forms.ResetPasswordForm):
    """Asks the same of every address: whose it is, is looked up elsewhere."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email = str(self.cleaned_data["email"])
        get_adapter(request).ask_for_password_link(email)
        return email


class ResetPasswordKeyForm(_PlainWords, allauth_forms.ResetPasswordKeyForm):
    pass


class InvitationForm(forms.Form):
    """The password that somebody who is invited chooses. It can be shown, so it is typed once."""

    email = forms.CharField(widget=forms.HiddenInput({"autocomplete": "username"}), required=False)
    password = forms.CharField(
        label="Choose a password",
        help_text=LENGTH_HINT,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password."},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        self.fields["email"].initial = user.email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self._user)
        return password
