"""What a password may not be, beside too short, common or like its owner's name; and links to choose one."""

import logging
import re
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from pwned_passwords_django import api, exceptions

logger = logging.getLogger("tracking.security")

LEAST: Final = 8
# Words that whoever guesses would begin with: the service, its people and its things.
WORDS: Final = frozenset(
    {
        *("scrutiny", "overview", "committee", "council", "councillor", "cabinet", "member", "leader", "mayor"),
        *("clerk", "officer", "democratic", "services", "recommendation", "inquiry", "progress", "report", "meeting"),
        *("password", "passphrase", "welcome", "letmein", "login", "administrator"),
    }
)
TOO_WELL_KNOWN: Final = (
    "This password is made of words that anyone here would guess, such as the council’s name. Use other words."
)
BREACHED: Final = "This password is known from a data breach elsewhere. Choose another one."


def known_words() -> list[str]:
    """Return the words that do not make a password long, the council's own name among them; longest first."""
    named = [word for word in re.split(r"[\W_]+", settings.COUNCIL_NAME.lower()) if len(word) > 3]
    return sorted({*WORDS, *named}, key=len, reverse=True)


class NotMadeOfKnownWords:
    """Words that everyone here would guess do not count: beside them there must be a password's length of others."""

    def validate(self, password: str, user: object = None) -> None:
        rest = left = password.lower()
        for word in known_words():
            left = left.replace(word, "")
        if left != rest and len(left) < LEAST:
            raise ValidationError(TOO_WELL_KNOWN, code="known_words")

    def get_help_text(self) -> str:
        return "Words that anyone here would guess, such as the council’s name, do not count."


class NotBreached:
    """Not among the passwords that are known from breaches, as long as the service that knows them answers."""

    def __init__(self, client: Any = None) -> None:
        self._client = client or api.default_client

    def validate(self, password: str, user: object = None) -> None:
        try:
            times = self._client.check_password(password)
        except exceptions.PwnedPasswordsError as error:
            logger.warning(
                "The breached-password service does not answer (%s): the password is let through.", error.code
            )
            CommonPasswordValidator().validate(password)
            return
        if times:
            raise ValidationError(BREACHED, code="breached")

    def get_help_text(self) -> str:
        return "It must not be known from a data breach elsewhere."


class PasswordLinks(PasswordResetTokenGenerator):
    """The keys of links with which somebody chooses a password: each is good for an hour, and for once.

    Made of the password, the address and the invitation, so that another of these ends it. Somebody who has neither
    password nor invitation gets in by none, whenever it was sent.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.invited_at}"

    def check_token(self, user: Any, token: str | None) -> bool:
        waited_for = user is not None and user.is_active and (user.has_usable_password() or user.invited_at is not None)
        return waited_for and super().check_token(user, token)
