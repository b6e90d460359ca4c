"""How django-allauth behaves here: an administrator makes users, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail address and password, in this product's words."""

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
