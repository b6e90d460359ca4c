"""django-allauth's forms in this product's words."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

LENGTH_HINT = "At least 12 characters. Three words that do not belong together are easy to remember."

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
    pass


class ReauthenticateForm(_PlainWords, allauth_forms.ReauthenticateForm):
    pass


class ChangePasswordForm(_PlainWords, allauth_forms.ChangePasswordForm):
    pass


class ResetPasswordForm(_PlainWords, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(_PlainWords, allauth_forms.ResetPasswordKeyForm):
    pass
