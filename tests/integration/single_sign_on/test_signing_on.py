"""Single sign-on against a provider that runs beside the test."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from pytest_django import Settings

from tests.integration.single_sign_on.conftest import CONNECT, FAILED, UNKNOWN, heading, member
from tests.pages import text_of
from tests.sign_on import OBJECT, TENANT, answer, come_back, knows, leave, provider, sign_on, use
from tests.signing_in import events_about, password_given, signed_in_as
from tracking.models import User

pytestmark = pytest.mark.django_db(transaction=True)


# --- Signing in -----------------------------------------------------------------------------------


def test_the_councils_account_signs_in_and_leads_back_to_the_page_that_asked(clerk: User) -> None:
    client = Client()
    done = sign_on(client, "clerk", next="/inquiries/")

    assert (done.headers["Location"], signed_in_as(client)) == ("/inquiries/", clerk.email)
    assert events_about(clerk) == ["signed in"]


def test_the_way_there_carries_state_nonce_and_a_challenge_and_asks_for_no_more_than_who_it_is(clerk: User) -> None:
    client = Client()
    page = client.post("/accounts/single-sign-on/")
    asked = parse_qs(urlsplit(page.context["href"]).query)

    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert (asked["code_challenge_method"], set(asked["scope"][0].split())) == (["S256"], {"openid", "profile"})
    assert asked["redirect_uri"] == ["http://testserver/accounts/single-sign-on/callback/"]
    assert 'http-equiv="refresh"' in page.text


def test_nothing_of_what_the_provider_says_is_kept_but_who_it_is(clerk: User) -> None:
    sign_on(Client(), "clerk")
    row = SocialAccount.objects.get()

    assert (row.uid, row.extra_data, SocialToken.objects.count()) == (f"{TENANT}:{OBJECT}", {}, 0)


def test_an_identity_that_is_not_known_is_told_so_in_plain_words(entra: str) -> None:
    knows(entra, "stranger", tid=TENANT, oid="another-object")
    client = Client()
    refused = sign_on(client, "stranger")

    assert (refused.status_code, heading(refused), signed_in_as(client)) == (403, UNKNOWN, "")
    assert "If you have none, ask the scrutiny office." in text_of(refused)
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "claims",
    [
        {"tid": TENANT, "oid": "another-object", "email": "clerk@example.org", "email_verified": True},
        {"tid": "another-tenant", "oid": OBJECT, "email": "clerk@example.org"},
        {"tid": TENANT, "oid": "another-object", "preferred_username": "clerk@example.org", "upn": "clerk@example.org"},
    ],
)
def test_the_clerks_address_or_object_elsewhere_opens_nothing(entra: str, clerk: User, claims: dict[str, str]) -> None:
    knows(entra, "somebody-else", **claims)
    client = Client()
    refused = sign_on(client, "somebody-else")

    assert (heading(refused), signed_in_as(client), SocialAccount.objects.count()) == (UNKNOWN, "", 1)


def test_a_provider_that_says_neither_tenant_nor_object_is_not_believed(entra: str, clerk: User) -> None:
    knows(entra, "plain", email="clerk@example.org")
    client = Client()

    assert (heading(sign_on(client, "plain")), signed_in_as(client)) == (FAILED, "")


def test_elsewhere_the_issuer_and_its_subject_say_who_it_is(entra: str, settings: Settings) -> None:
    settings.SSO_IS_ENTRA = False
    user = member()
    sign_on(password_given(user), "clerk", CONNECT)
    client, other = Client(), Client()
    sign_on(client, "clerk")
    with provider(settings, SSO_IS_ENTRA=False):
        refused = sign_on(other, "clerk")

    assert (signed_in_as(client), signed_in_as(other), heading(refused)) == (user.email, "", UNKNOWN)


def test_a_closed_account_stays_closed(clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    client = Client()
    refused = sign_on(client, "clerk")

    assert (refused.headers["Location"], signed_in_as(client)) == ("/accounts/inactive/", "")


# --- Tampered with --------------------------------------------------------------------------------


def test_a_state_that_is_not_this_browsers_is_refused(clerk: User) -> None:
    client, thief = Client(), Client()
    taken = answer(leave(client), "clerk")
    tampered = come_back(client, taken | {"state": "made-up"})
    elsewhere = come_back(thief, taken)

    assert [heading(tampered), heading(elsewhere)] == [FAILED, FAILED]
    assert [signed_in_as(client), signed_in_as(thief)] == ["", ""]


def test_an_answer_is_good_once(clerk: User) -> None:
    client = Client()
    taken = answer(leave(client), "clerk")
    come_back(client, taken)
    client.post("/accounts/logout/")

    assert (heading(come_back(client, taken)), signed_in_as(client)) == (FAILED, "")


def test_a_token_that_answers_another_question_is_refused(clerk: User) -> None:
    client = Client()
    taken = answer(leave(client), "clerk", nonce="planted-by-somebody-else")

    assert (heading(come_back(client, taken)), signed_in_as(client)) == (FAILED, "")


def test_a_code_of_somebody_else_in_ones_own_state_is_refused(entra: str, clerk: User) -> None:
    knows(entra, "thief", tid=TENANT, oid="thief")
    thief, victim = Client(), Client()
    of_thief, of_victim = answer(leave(thief), "thief"), answer(leave(victim), "clerk")
    mixed = come_back(victim, of_victim | {"code": of_thief["code"]})

    assert (heading(mixed), signed_in_as(victim)) == (FAILED, "")


def test_a_provider_of_another_name_than_the_setting_says_is_not_used(clerk: User, settings: Settings) -> None:
    settings.SSO_ISSUER = "https://login.example.org"
    page = Client().post("/accounts/single-sign-on/")

    assert (page.status_code, heading(page)) == (401, FAILED)


def test_a_provider_that_is_away_is_told_in_plain_words(settings: Settings) -> None:
    use(settings, "http://localhost:9")
    page = Client().post("/accounts/single-sign-on/")

    assert (page.status_code, heading(page)) == (401, FAILED)
    assert "If it happens again, tell the scrutiny office." in text_of(page)


def test_breaking_off_at_the_provider_says_that_one_is_not_signed_in(clerk: User) -> None:
    client = Client()
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]

    assert heading(come_back(client, {"error": "access_denied", "state": state})) == FAILED


def test_without_single_sign_on_there_is_no_such_address() -> None:
    client = Client()
    answers = [client.post("/accounts/single-sign-on/"), client.get("/accounts/single-sign-on/callback/")]

    assert [page.status_code for page in answers] == [404, 404]
    assert "your council account" not in client.get("/accounts/login/").text
