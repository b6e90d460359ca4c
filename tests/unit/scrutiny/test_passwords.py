"""What a password may not be, beside too short and too common."""

import logging

import pytest
from django.core.exceptions import ValidationError
from pwned_passwords_django.exceptions import ErrorCode, PwnedPasswordsError
from pytest_django import Settings

from scrutiny.passwords import BREACHED, NotBreached, NotMadeOfKnownWords, known_words


class Service:
    """Stands for the service that knows passwords from breaches: it answers with this, or is away."""

    def __init__(self, answer: int | None) -> None:
        self.answer = answer

    def check_password(self, password: str) -> int:
        if self.answer is None:
            raise PwnedPasswordsError("It did not answer.", ErrorCode.API_TIMEOUT, {})
        return self.answer


def is_taken(validator: NotBreached | NotMadeOfKnownWords, password: str) -> bool:
    try:
        validator.validate(password)
    except ValidationError:
        return False
    return True


def test_a_password_from_a_breach_is_refused_in_plain_words() -> None:
    with pytest.raises(ValidationError) as refused:
        NotBreached(Service(3)).validate("lantern gravel orchard")

    assert refused.value.messages == [BREACHED]
    assert is_taken(NotBreached(Service(0)), "lantern gravel orchard") is True


def test_when_the_service_is_away_all_but_common_passwords_are_let_through_and_the_log_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    validator = NotBreached(Service(None))
    with caplog.at_level(logging.WARNING, logger="tracking.security"):
        taken = [is_taken(validator, password) for password in ("lantern gravel orchard", "password1")]

    assert taken == [True, False]
    assert "does not answer" in caplog.records[0].getMessage()
    assert "lantern" not in caplog.text


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("Northtown1", False),
        ("northtown-scrutiny", False),
        ("Clerk.Committee.77", False),
        ("northtown walrus pie", True),
        ("purple walruses", True),
        ("of the sea and sky", True),
    ],
)
def test_words_that_everyone_here_would_guess_do_not_count(settings: Settings, password: str, taken: bool) -> None:
    settings.COUNCIL_NAME = "Northtown City Council"

    assert is_taken(NotMadeOfKnownWords(), password) is taken
    assert "northtown" in known_words()
