"""Connecting the council's account, and what it counts for, with a provider that runs beside the test."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from tests.audit import no_room_for_events
from tests.factories import PersonFactory, UserFactory, administrator
from tests.integration.single_sign_on.conftest import CONNECT, TAKEN, heading, member
from tests.sign_on import OBJECT, TENANT, answer, come_back, knows, leave, sign_on
from tests.signing_in import events_about, link_in, long_ago, password_given, sent_mails, set_up_app, signed_in_as
from tracking.actions.identities import disconnect_identity
from tracking.actions.people import make_user
from tracking.exceptions import NotPossible
from tracking.models import User

pytestmark = pytest.mark.django_db(transaction=True)

APP = "/accounts/second-step/app/"


def test_somebody_who_is_signed_in_connects_it_and_disconnects_it(entra: str) -> None:
    user = member()
    client = password_given(user)
    connected = sign_on(client, "clerk", CONNECT)
    by_it = Client()
    sign_on(by_it, "clerk")
    client.post("/accounts/single-sign-on/disconnect/")

    assert (connected.headers["Location"], signed_in_as(by_it)) == ("/accounts/", user.email)
    assert SocialAccount.objects.count() == 0
    assert events_about(user) == ["signed in", "connected identity", "signed in", "disconnected identity"]
    assert [mail.subject for mail in sent_mails()] == [
        "Your Scrutiny account: The council’s account was connected: you can sign in with it",
        "Your Scrutiny account: The council’s account was disconnected",
    ]


def test_it_is_not_connected_where_no_event_can_be_written(entra: str) -> None:
    user = member()
    client = password_given(user)
    taken = answer(leave(client, CONNECT), "clerk")
    with no_room_for_events(), pytest.raises(OperationalError):
        come_back(client, taken)

    assert (SocialAccount.objects.count(), events_about(user)) == (0, ["signed in"])


def test_connecting_takes_proof_of_who_one_is(entra: str) -> None:
    client = password_given(member())
    long_ago(client)

    assert client.post(CONNECT).headers["Location"].startswith("/accounts/reauthenticate/")


def test_an_identity_opens_one_account_and_an_account_has_one(entra: str, clerk: User) -> None:
    knows(entra, "second", tid=TENANT, oid="second-object")
    user = member()
    of_another = sign_on(password_given(user), "clerk", CONNECT)
    second = sign_on(password_given(clerk), "second", CONNECT)

    assert [heading(of_another), heading(second)] == [TAKEN, TAKEN]
    assert list(SocialAccount.objects.values_list("user", flat=True)) == [clerk.pk]


def test_nobody_disconnects_their_only_way_in(clerk: User) -> None:
    clerk.set_unusable_password()
    clerk.save()
    with pytest.raises(NotPossible, match="could not sign in any more"):
        disconnect_identity(by=clerk)
    with pytest.raises(NotPossible, match="not connected"):
        disconnect_identity(by=UserFactory())


def test_an_invitation_is_accepted_with_the_councils_account_whatever_its_address(entra: str) -> None:
    user = make_user(by=administrator(), person=PersonFactory(), email="avery@example.org")
    link = link_in(sent_mails()[-1])
    client, again = Client(), Client()
    page = client.get(link).text
    sign_on(client, "clerk", link, single_sign_on="1")
    user.refresh_from_db()

    assert "Use your council account" in page
    assert (signed_in_as(client), user.has_usable_password(), user.invited_at) == ("avery@example.org", False, None)
    assert again.get(link).status_code == 410
    assert events_about(user)[2:] == ["accepted invitation", "connected identity", "signed in"]


def test_an_invitation_is_not_accepted_with_an_identity_that_opens_another_account(entra: str, clerk: User) -> None:
    user = make_user(by=administrator(), person=PersonFactory(), email="avery@example.org")
    link = link_in(sent_mails()[-1])
    client = Client()
    refused = sign_on(client, "clerk", link, single_sign_on="1")
    user.refresh_from_db()

    assert (heading(refused), signed_in_as(client), user.invited_at is None) == (TAKEN, "", False)


def test_whoever_has_the_councils_account_alone_confirms_who_they_are_with_it(entra: str, clerk: User) -> None:
    clerk.set_unusable_password()
    clerk.save()
    client = Client()
    sign_on(client, "clerk")
    long_ago(client)
    asked = client.get(APP)
    page = client.get(asked.headers["Location"])
    sign_on(client, "clerk", next=APP)

    assert asked.headers["Location"].startswith("/accounts/single-sign-on/again/?next=")
    assert heading(page) == "Confirm that it is you"
    assert client.get(APP).status_code == 200


def test_confirming_asks_the_provider_to_sign_them_in_once_more_and_signing_in_does_not(clerk: User) -> None:
    client = Client()
    first = parse_qs(urlsplit(leave(client)).query)
    sign_on(client, "clerk")
    again = parse_qs(urlsplit(leave(client)).query)

    assert ("prompt" in first, "max_age" in first) == (False, False)
    assert (again["prompt"], again["max_age"]) == (["login"], ["0"])


@pytest.mark.parametrize("told", [{"auth_time": 1_466_000_000}, {"auth_time": None}, {"auth_time": True}])
def test_a_provider_that_does_not_say_that_it_did_confirms_nothing(
    entra: str, clerk: User, told: dict[str, object]
) -> None:
    clerk.set_unusable_password()
    clerk.save()
    client = Client()
    sign_on(client, "clerk")
    long_ago(client)
    knows(entra, "clerk", tid=TENANT, oid=OBJECT, **told)
    refused = sign_on(client, "clerk", next=APP)

    assert (refused.status_code, heading(refused)) == (403, "That has not shown that it is you")
    assert (signed_in_as(client), client.get(APP).status_code) == (clerk.email, 302)


def test_coming_from_the_provider_proves_no_more_than_when_they_signed_in_there(
    entra: str, clerk: User, settings: Settings
) -> None:
    clerk.set_unusable_password()
    clerk.save()
    found = {}
    for counts in (False, True):
        settings.SSO_IS_SECOND_STEP = counts
        for minutes in (1, 10):
            knows(entra, "clerk", tid=TENANT, oid=OBJECT, auth_time=int(time.time()) - minutes * 60)
            client = Client()
            sign_on(client, "clerk")
            found[counts, minutes] = (signed_in_as(client), client.get(APP).status_code)

    asked, open_ = (clerk.email, 302), (clerk.email, 200)
    assert found == {(False, 1): open_, (False, 10): asked, (True, 1): open_, (True, 10): asked}


# --- As a second step -----------------------------------------------------------------------------


def test_ours_is_asked_for_after_it_unless_it_counts_as_one(entra: str, clerk: User, settings: Settings) -> None:
    set_up_app(clerk)
    leads_to = {}
    for counts in (False, True):
        settings.SSO_IS_SECOND_STEP = counts
        leads_to[counts] = sign_on(Client(), "clerk").headers["Location"]

    assert leads_to == {False: "/accounts/second-step/ask/", True: "/"}


@pytest.mark.parametrize(("amr", "enough"), [(["pwd", "mfa"], True), (["pwd"], False), ("mfa", False), (None, False)])
def test_it_counts_as_one_where_the_provider_says_that_it_asked_for_one(
    entra: str, clerk: User, settings: Settings, amr: object, enough: bool
) -> None:
    settings.SECOND_STEP_FOR = "everyone"
    knows(entra, "clerk", tid=TENANT, oid=OBJECT, **({"amr": amr} if amr else {}))
    client = Client()
    sign_on(client, "clerk")
    page = client.get("/inquiries/")

    due = (200, None) if enough else (302, "/accounts/second-step/")
    assert (page.status_code, page.headers.get("Location")) == due


def test_whoever_has_no_password_is_led_back_from_the_page_that_changes_one(clerk: User) -> None:
    clerk.set_unusable_password()
    clerk.save()
    client = Client()
    sign_on(client, "clerk")

    assert client.get("/accounts/password/change/").headers["Location"] == "/accounts/"
