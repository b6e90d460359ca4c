"""The second step: how it is changed and taken away, and by whom."""

from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.factories import UserFactory, administrator
from tests.integration.second_step.conftest import APP, ASK, SET_UP
from tests.pages import text_of
from tests.signing_in import (
    NEW_PASSWORD,
    ask_for_link,
    code_of,
    events_about,
    link_in,
    long_ago,
    messages_in,
    password_given,
    sent_mails,
    set_up_app,
    sign_in,
    signed_in_as,
    with_password,
)
from tracking.actions.second_steps import make_recovery_codes, take_second_step_away
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import User

pytestmark = pytest.mark.django_db


def test_changing_it_takes_proof_of_who_one_is(clerk: User) -> None:
    set_up_app(clerk)
    client = password_given(clerk)
    client.post(ASK, {"code": code_of(clerk)})
    long_ago(client)
    for address in (f"{APP}remove/", "/accounts/passkeys/add/", "/accounts/second-step/codes/"):
        assert client.post(address).headers["Location"].startswith("/accounts/reauthenticate/")

    assert Authenticator.objects.filter(user=clerk).count() == 1


def test_the_last_one_stays_where_one_is_needed(clerk: User) -> None:
    set_up_app(clerk)
    client = password_given(clerk)
    client.post(ASK, {"code": code_of(clerk)})
    page = client.post(f"{APP}remove/")

    assert "Set up another one before you take this one away." in unescape(page.text)
    assert Authenticator.objects.filter(user=clerk).count() == 1


def test_where_none_is_needed_it_can_be_taken_away_and_its_owner_is_told() -> None:
    user = with_password(UserFactory())
    set_up_app(user)
    make_recovery_codes(by=user)
    client = password_given(user)
    client.post(ASK, {"code": code_of(user)})
    client.post(f"{APP}remove/")

    assert Authenticator.objects.filter(user=user).count() == 0
    assert sent_mails()[-1].subject.startswith("Your Scrutiny account: Your authenticator app was taken away")
    assert events_about(user)[-1] == "took app away"


def test_an_administrator_takes_away_a_lost_one_which_ends_sessions_and_tells_the_owner(clerk: User) -> None:
    set_up_app(clerk)
    make_recovery_codes(by=clerk)
    client = password_given(clerk)
    client.post(ASK, {"code": code_of(clerk)})
    before = signed_in_as(client)
    office, admin = Client(), administrator()
    office.force_login(admin)
    session = office.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(admin.pk)
    session.save()
    address = f"/manage/people/{clerk.person_id}/sign-in/second-step/"
    asked = text_of(office.get(address))
    office.post(address)

    assert "Be sure who asks you for it" in asked
    assert (before, signed_in_as(client), Authenticator.objects.count()) == (clerk.email, "", 0)
    assert "Your Scrutiny account: An administrator has taken your second step away" in [
        mail.subject for mail in sent_mails()
    ]
    assert events_about(clerk)[-2:] == ["ended sessions", "took second step away"]
    assert password_given(clerk).get("/inquiries/").headers["Location"] == SET_UP


def test_nobody_else_takes_it_away_and_nobody_their_own_that_way(clerk: User) -> None:
    set_up_app(clerk)
    admin = administrator()
    set_up_app(admin)
    with pytest.raises(NotAllowed):
        take_second_step_away(by=clerk, user=clerk)
    with pytest.raises(NotPossible, match="Change it on your account page"):
        take_second_step_away(by=admin, user=admin)
    with pytest.raises(NotPossible, match="no second step"):
        take_second_step_away(by=admin, user=UserFactory())
    with pytest.raises(NotPossible, match="Set up an app or a passkey first"):
        make_recovery_codes(by=UserFactory())


def test_a_new_password_by_mail_does_not_get_round_the_second_step(clerk: User) -> None:
    set_up_app(clerk)
    client = Client()
    ask_for_link(client, clerk.email)
    form_page = client.get(link_in(sent_mails()[0]), follow=True).redirect_chain[-1][0]
    client.post(form_page, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    leads_to = sign_in(client, clerk, NEW_PASSWORD)

    assert (leads_to, signed_in_as(client)) == (ASK, "")


def test_a_passkey_that_is_none_is_refused_in_plain_words(clerk: User) -> None:
    client = password_given(clerk)
    client.get("/accounts/passkeys/add/")
    nothing = messages_in(client.post("/accounts/passkeys/add/", {"name": "Laptop"}).text)
    made_up = messages_in(client.post("/accounts/passkeys/add/", {"name": "Laptop", "credential": "{}"}).text)

    assert nothing == ["Your browser has given no passkey. Press the button again and follow what it asks of you."]
    assert (made_up != [], Authenticator.objects.count()) == (True, 0)
    refused = Client().post("/accounts/passkeys/login/", {"credential": "{}"})
    assert refused.headers["Location"] == "/accounts/login/"
