"""Passkeys: added, asked for, and what is none."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.integration.second_step.conftest import ASK
from tests.passkeys import ADD, CONFIRM, Passkey, challenge_on
from tests.signing_in import events_about, long_ago, messages_in, password_given, signed_in_as
from tracking.models import User

pytestmark = pytest.mark.django_db

NO_PASSKEY = ["Your browser has given no passkey. Press the button again and follow what it asks of you."]


def with_passkey(client: Client) -> Passkey:
    """Add a passkey to the account of whoever is signed in."""
    passkey = Passkey()
    client.post(ADD, {"name": "Laptop", "credential": passkey.made(challenge_on(client, ADD))})
    return passkey


def test_a_passkey_is_added_and_is_the_second_step_from_then_on(clerk: User) -> None:
    passkey = with_passkey(password_given(clerk))
    client = password_given(clerk)
    before = signed_in_as(client)
    client.post(ASK, {"credential": passkey.used(challenge_on(client, ASK))})

    assert (before, signed_in_as(client)) == ("", clerk.email)
    assert events_about(clerk) == ["signed in", "added passkey", "signed in"]


def test_a_passkey_confirms_who_one_is(clerk: User) -> None:
    client = password_given(clerk)
    passkey = with_passkey(client)
    long_ago(client)
    asked = client.get("/accounts/second-step/codes/").status_code
    client.post(CONFIRM, {"credential": passkey.used(challenge_on(client, CONFIRM))})

    assert (asked, client.get("/accounts/second-step/codes/").status_code) == (302, 200)


@pytest.mark.parametrize(
    "made_up",
    [
        "[]",
        '"x"',
        "5",
        '{"response":5}',
        '{"id":"eA","rawId":"eA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
        '{"id":"eA","rawId":"eA","type":"public-key","response":{"clientDataJSON":"bnVsbA","attestationObject":"AAAA"}}',
        '{"id":"eA","rawId":"%","type":"public-key","response":{"clientDataJSON":"%","attestationObject":"%"}}',
    ],
)
def test_what_a_browser_would_never_send_is_refused_in_plain_words(clerk: User, made_up: str) -> None:
    client = password_given(clerk)
    client.get(ADD)
    answer = client.post(ADD, {"name": "Laptop", "credential": made_up})

    assert (answer.status_code, Authenticator.objects.count()) == (200, 0)
    assert messages_in(answer.text)[0] in {
        *NO_PASSKEY,
        "This is not right, or it was used before. Wait for the next code, then try again.",
    }
