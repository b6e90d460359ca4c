"""Guesses at passwords: whoever makes them is stopped, and the account's owner is not."""

import logging

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client, override_settings

from tests.factories import UserFactory
from tests.signing_in import NEW_PASSWORD, PASSWORD, ask_for_link, link_in, messages_in, sent_mails, signed_in_as
from tracking.models import User

TOO_MANY = ["Too many attempts to sign in. Wait five minutes, then try again."]
NOT_RIGHT = ["The e-mail address or the password is not right. Check both and try again."]


@pytest.fixture(autouse=True)
def clerk(db: None) -> User:
    cache.clear()
    user = UserFactory(email="clerk@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def guess(client: Client, typed: str = "wrong", email: str = "clerk@example.org", at: str = "192.0.2.1") -> list[str]:
    """Guess from a computer, and return what is said."""
    answer = client.post("/accounts/login/", {"login": email, "password": typed}, REMOTE_ADDR=at)
    return messages_in(answer.text)


def test_after_five_wrong_guesses_at_an_account_a_computer_waits() -> None:
    stranger = Client()

    said = [guess(stranger) for _ in range(6)]

    assert said == [NOT_RIGHT] * 5 + [TOO_MANY]
    assert guess(stranger, PASSWORD) == TOO_MANY


def test_a_stranger_does_not_lock_out_the_owner_at_another_computer() -> None:
    for _ in range(20):
        guess(Client())
    owner = Client()

    guess(owner, PASSWORD, at="198.51.100.7")

    assert signed_in_as(owner) == "clerk@example.org"


def test_guesses_from_everywhere_have_a_bound_that_does_not_hold_in_the_owners_own_browser() -> None:
    owner, newcomer = Client(), Client()
    guess(owner, PASSWORD)
    owner.post("/accounts/logout/")
    most, _ = django_settings.SIGN_IN_LIMITS["account"]
    for number in range(most):
        guess(Client(), at=f"203.0.113.{number}")

    assert guess(newcomer, PASSWORD, at="198.51.100.8") == TOO_MANY
    guess(owner, PASSWORD, at="198.51.100.7")
    assert (signed_in_as(newcomer), signed_in_as(owner)) == ("", "clerk@example.org")


def test_a_new_password_by_mail_opens_the_account_under_attack_in_a_browser_not_used_before() -> None:
    most, _ = django_settings.SIGN_IN_LIMITS["account"]
    for number in range(most):
        guess(Client(), at=f"203.0.113.{number}")
    owner = Client()

    ask_for_link(owner, "clerk@example.org")
    form_page = owner.get(link_in(sent_mails()[0]), follow=True).redirect_chain[-1][0]
    owner.post(form_page, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    guess(owner, NEW_PASSWORD)

    assert signed_in_as(owner) == "clerk@example.org"


def test_the_owners_own_browser_has_a_limit_of_its_own() -> None:
    owner = Client()
    guess(owner, PASSWORD)
    owner.post("/accounts/logout/")
    most, _ = django_settings.SIGN_IN_LIMITS["device"]
    own, _ = django_settings.SIGN_IN_LIMITS["client and account"]

    said = [guess(owner) for _ in range(most + own + 1)]

    assert said == [NOT_RIGHT] * (most + own) + [TOO_MANY]


def test_a_computer_that_tries_many_accounts_is_stopped() -> None:
    most, _ = django_settings.SIGN_IN_LIMITS["client"]
    said = [guess(Client(), email=f"user{number}@example.org") for number in range(most + 1)]

    assert said == [NOT_RIGHT] * most + [TOO_MANY]


def test_right_passwords_do_not_count() -> None:
    for _ in range(12):
        client = Client()
        guess(client, PASSWORD)
        assert signed_in_as(client) == "clerk@example.org"


def test_unknown_addresses_are_answered_like_known_ones() -> None:
    known = [guess(Client()) for _ in range(7)]
    unknown = [guess(Client(), email="nobody@example.org") for _ in range(7)]

    assert unknown == known


@override_settings(PASSWORD_HASHERS=["tests.signing_in.CountingHasher"])
def test_unknown_addresses_closed_accounts_and_invited_users_cost_as_much_work_as_known_ones(clerk: User) -> None:
    from tests.signing_in import CountingHasher

    clerk.set_password(PASSWORD)
    clerk.save()
    UserFactory(email="closed@example.org", password=clerk.password, is_active=False)
    invited = UserFactory(email="invited@example.org")
    invited.set_unusable_password()
    invited.save()
    work = {}
    for email in ("clerk@example.org", "closed@example.org", "invited@example.org", "nobody@example.org"):
        CountingHasher.hashed = 0
        guess(Client(), email=email)
        work[email] = CountingHasher.hashed

    assert set(work.values()) == {1}


def test_the_mark_of_a_browser_is_signed_and_out_of_reach_of_scripts() -> None:
    owner = Client()
    guess(owner, PASSWORD)
    cookie = owner.cookies["device"]
    forged = Client()
    forged.cookies["device"] = cookie.value[:-1] + ("a" if cookie.value[-1] != "a" else "b")
    for number in range(django_settings.SIGN_IN_LIMITS["account"][0]):
        guess(Client(), at=f"203.0.113.{number}")

    assert (cookie["httponly"], cookie["samesite"], "clerk" in cookie.value) == (True, "Lax", False)
    assert guess(forged, PASSWORD) == TOO_MANY


def test_failed_attempts_are_logged_without_address_or_password(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="tracking.security"):
        for _ in range(6):
            guess(Client(), "a wrong one")

    assert [record.getMessage() for record in caplog.records] == ["A password was not right."] * 5 + [
        "Too many failed attempts to sign in: one more was refused."
    ]


def test_asking_for_mails_has_a_limit_and_the_page_says_what_to_do() -> None:
    answers = [ask_for_link(Client(), "clerk@example.org") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "the links of the last hour still work" in answers[-1].text
    assert len(sent_mails()) == 5
