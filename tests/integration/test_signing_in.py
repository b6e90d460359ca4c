"""Signing in, out, and getting a new password."""

import re
from html import unescape

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ

from tests.factories import UserFactory, administrator
from tests.signing_in import (
    NEW_PASSWORD,
    PASSWORD,
    Meanwhile,
    ask_for_link,
    do_what_waits,
    events_about,
    link_in,
    messages_in,
    sent_mails,
    sign_in,
    signed_in_as,
)
from tracking.actions.people import edit_user
from tracking.actions.sign_ins import choose_password, end_sessions, take_password_away
from tracking.exceptions import NotAllowed
from tracking.models import OutboxMail, User


@pytest.fixture(autouse=True)
def clerk(db):
    cache.clear()  # rate limits of the test before
    return get_user_model().objects.create_user("clerk@example.org", PASSWORD, name="Committee clerk")


def test_the_right_password_signs_in_whatever_the_case_of_the_address(client):
    response = client.post("/accounts/login/", {"login": "Clerk@Example.org", "password": PASSWORD})

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert signed_in_as(client) == "clerk@example.org"


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(client):
    response = client.post("/accounts/login/", {"login": "clerk@example.org", "password": "wrong"})

    assert messages_in(response.text) == ["The e-mail address or the password is not right. Check both and try again."]
    assert 'value="clerk@example.org"' in response.text
    assert "<title>Error: Sign in - Scrutiny - Demo Council</title>" in response.text


def test_empty_fields_are_asked_for_by_name(client):
    response = client.post("/accounts/login/", {})

    assert messages_in(response.text) == ["Enter your e-mail address.", "Enter your password."]


def test_signing_in_leads_back_to_the_page_that_asked_for_it(client):
    page = client.get("/accounts/login/?next=/inquiries/")
    response = client.post(
        "/accounts/login/", {"login": "clerk@example.org", "password": PASSWORD, "next": "/inquiries/"}
    )

    assert '<input type="hidden" name="next" value="/inquiries/">' in page.text
    assert response.headers["Location"] == "/inquiries/"


def test_a_user_who_may_no_longer_sign_in_is_told_so(client, clerk):
    clerk.is_active = False
    clerk.save()

    response = client.post("/accounts/login/", {"login": "clerk@example.org", "password": PASSWORD}, follow=True)

    assert "Your account is closed" in response.text
    assert signed_in_as(client) == ""


def test_nobody_can_make_an_account(client):
    details = {"email": "resident@example.org", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post("/accounts/signup/", details)

    assert "You cannot make one yourself." in response.text
    assert get_user_model().objects.count() == 1


def test_signing_out_takes_a_click_on_a_button_not_a_link(client, clerk):
    client.force_login(clerk)

    asked = client.get("/accounts/logout/")
    still = signed_in_as(client)
    client.post("/accounts/logout/")

    assert ("Do you want to sign out?" in asked.text, still, signed_in_as(client)) == (True, "clerk@example.org", "")


def test_a_forgotten_password_is_set_anew_through_a_mail_and_the_owner_is_told(client, clerk):
    ask_for_link(client, "clerk@example.org")
    kept = OutboxMail.objects.get()
    (message,) = sent_mails()
    link = link_in(message)
    form_page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form_page, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    again = client.get(link, follow=True)
    not_signed_in = signed_in_as(client)
    sign_in(client, clerk, NEW_PASSWORD)

    assert (message.subject, message.to) == ("Set a new password for Scrutiny", ["clerk@example.org"])
    assert ("{link}" in kept.text, "/accounts/" in kept.text) == (True, False)
    assert (not_signed_in, signed_in_as(client)) == ("", "clerk@example.org")
    assert "This link no longer works" in again.text
    assert sent_mails()[-1].subject.endswith("A new password was set with a link from a mail to you")
    assert events_about(clerk) == ["asked for a new password", "set new password", "signed in"]


def test_asking_for_a_new_password_tells_nobody_which_addresses_have_accounts(client):
    known = ask_for_link(client, "clerk@example.org", follow=True)
    unknown = ask_for_link(client, "nobody@example.org", follow=True)

    assert unknown.text == known.text
    assert [message.to for message in sent_mails()] == [["clerk@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_asking_for_one_is_the_same_work_whoevers_address_it_is(client, clerk):
    asked = []
    for email in (clerk.email, "nobody@example.org"):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.post("/accounts/password/reset/", {"email": email})
        asked.append([re.sub(r"'[^']*'", "", query["sql"]) for query in captured.captured_queries])
    waiting = [row.task["args"] for row in OrmQ.objects.order_by("pk")]

    assert asked[0] == asked[1]
    assert (waiting, OutboxMail.objects.count()) == ([("clerk@example.org",), ("nobody@example.org",)], 0)
    assert {row.task["save"] for row in OrmQ.objects.all()} == {False}
    do_what_waits()
    assert OutboxMail.objects.get().to == clerk


def test_a_used_link_says_how_to_get_a_new_one(client):
    response = client.get("/accounts/password/reset/key/1-used-link/")

    assert "This link no longer works" in response.text


def test_a_password_is_changed_with_the_present_one_and_the_user_stays_signed_in(client, clerk):
    client.force_login(clerk)

    wrong = client.post(
        "/accounts/password/change/",
        {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": "another one of these"},
    )
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    clerk.refresh_from_db()

    assert messages_in(wrong.text) == ["Enter the password you use now.", "You must type the same password each time."]
    assert (clerk.check_password(NEW_PASSWORD), signed_in_as(client)) == (True, "clerk@example.org")


def test_a_form_sent_without_its_token_says_that_nothing_was_saved():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})

    assert response.status_code == 403
    assert "<title>The form has expired - Scrutiny</title>" in response.text
    assert "Nothing was saved." in response.text


def test_a_changed_password_ends_the_other_sessions_and_the_owner_is_told(client, clerk):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, clerk)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    assert (signed_in_as(client), signed_in_as(elsewhere)) == ("clerk@example.org", "")
    assert sent_mails()[-1].subject == "Your Scrutiny account: Your password was changed"
    assert events_about(clerk) == ["signed in", "signed in", "changed password"]


# --- While somebody else changes the account -------------------------------------------------------


def closed(admin, user):
    edit_user(by=admin, user=user, email=user.email, is_active=False, is_administrator=False)


def signed_out_everywhere(admin, user):
    end_sessions(by=admin, user=user)


def password_taken_away(admin, user):
    take_password_away(by=admin, user=user)


@pytest.fixture
def meanwhile(settings):
    """Have something happen to an account while its owner's new password is looked at."""
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": "tests.signing_in.Meanwhile"}]

    def set_to(act, user):
        admin = administrator()
        Meanwhile.happens = lambda: act(admin, User.objects.get(pk=user.pk))

    yield set_to
    Meanwhile.happens = lambda: None


@pytest.mark.parametrize("act", [closed, signed_out_everywhere, password_taken_away])
def test_changing_ones_password_undoes_nothing_that_an_administrator_does_meanwhile(client, clerk, meanwhile, act):
    sign_in(client, clerk)
    meanwhile(act, clerk)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    clerk.refresh_from_db()

    assert (clerk.is_active, clerk.session_round, clerk.check_password(NEW_PASSWORD)) == (act is not closed, 1, False)
    assert (signed_in_as(client), client.get("/accounts/").status_code) == ("", 302)
    assert "changed password" not in events_about(clerk)


@pytest.mark.parametrize("act", [closed, password_taken_away])
def test_nor_does_choosing_one_by_a_link(client, clerk, meanwhile, act):
    ask_for_link(client, clerk.email)
    form_page = client.get(link_in(sent_mails()[0]), follow=True).redirect_chain[-1][0]
    meanwhile(act, clerk)
    client.post(form_page, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    clerk.refresh_from_db()

    assert (clerk.is_active, clerk.check_password(NEW_PASSWORD)) == (act is not closed, False)
    assert "set new password" not in events_about(clerk)


def test_a_closed_account_takes_no_new_password(clerk):
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        choose_password(user=clerk, password=NEW_PASSWORD)


def test_a_link_of_a_closed_account_does_not_work(client, clerk):
    ask_for_link(client, clerk.email)
    link = link_in(sent_mails()[0])
    closed(administrator(), clerk)

    assert "This link no longer works" in client.get(link, follow=True).text


# --- Which passwords may be chosen ---------------------------------------------------------------


def errors_for(client: Client, password: str) -> list[str]:
    """What is said of a new password; nothing for one that is taken."""
    answer = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    return messages_in(answer.text) if answer.status_code == 200 else []


@pytest.mark.parametrize(
    "password",
    ["lorry-ox", "73910462", "kkkqqzzj", "  two spaces  ", "Überstraße ☂ πράσινο", "x1" * 32, "horse " * 40],
)
def test_any_composition_of_eight_characters_or_more_is_taken_exactly_as_it_was_typed(client, clerk, password):
    client.force_login(clerk)

    assert errors_for(client, password) == []
    clerk.refresh_from_db()
    assert (clerk.check_password(password), clerk.check_password(password[:-1])) == (True, False)
    assert clerk.check_password(password.swapcase()) == (password == password.swapcase())


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("ox-lorr", "This password is too short. It must contain at least 8 characters."),
        ("12345678", "This password is too common."),
        ("trustno1", "This password is too common."),
        ("committee-clerk", "The password is too similar to the name."),
        ("Committee Clerk", "The password is too similar to the name."),
        ("Scrutiny2026!", "This password is made of words that anyone here would guess"),
        ("demo-council-9", "This password is made of words that anyone here would guess"),
    ],
)
def test_what_anyone_would_guess_is_refused_in_plain_words(client, clerk, password, said):
    client.force_login(clerk)

    assert [line for line in errors_for(client, password) if line.startswith(said)] != []


def test_known_words_are_good_beside_enough_others(client, clerk):
    client.force_login(clerk)

    assert errors_for(client, "council of purple walruses") == []


def test_password_fields_are_masked_and_open_to_password_managers(client):
    page = client.get("/accounts/login/").text

    field = page.partition('name="password"')
    tag = field[0].rpartition("<input")[2] + field[2].partition(">")[0]
    assert ('type="password"' in tag, 'autocomplete="current-password"' in tag, "onpaste" in tag) == (True, True, False)
    assert 'autocomplete="username"' in page
    assert "govuk-js-password-input-toggle" in page


def test_passwords_are_kept_as_scrypt_in_production():
    from scrutiny.settings import env
    from scrutiny.signing_in import settings as of_signing_in

    hashers = of_signing_in(env, debug=False, behind_proxy=False)["PASSWORD_HASHERS"]

    assert hashers[0] == "django.contrib.auth.hashers.ScryptPasswordHasher"


# --- By an administrator ---------------------------------------------------------------------------


def test_an_administrator_takes_a_password_away_and_learns_none(client, clerk):
    sign_in(client, clerk)
    admin = administrator()
    office = Client()
    office.force_login(admin)
    address = f"/manage/people/{clerk.person_id}/sign-in/password/"

    asked = office.get(address)
    office.post(address)
    before = signed_in_as(client)
    subjects = [message.subject for message in sent_mails()]
    clerk.refresh_from_db()

    assert "They are signed out everywhere at once" in unescape(asked.text)
    assert (before, clerk.has_usable_password()) == ("", False)
    assert sorted(subjects) == [
        "Set a new password for Scrutiny",
        "Your Scrutiny account: An administrator has taken your password away",
    ]
    assert sign_in(client, clerk) == ""
    assert events_about(clerk) == ["signed in", "ended sessions", "took password away"]


def test_the_mail_with_the_link_says_who_took_the_password_away_and_the_link_works(client, clerk):
    take_password_away(by=administrator(), user=clerk)
    (message,) = [message for message in sent_mails() if "{link}" not in message.body and "/key/" in message.body]
    form_page = client.get(link_in(message), follow=True).redirect_chain[-1][0]
    client.post(form_page, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    sign_in(client, clerk, NEW_PASSWORD)

    assert "An administrator has taken your password away, so it no longer opens your account." in message.body
    assert ("Somebody, probably you" in message.body, "stays as it is" in message.body) == (False, False)
    assert signed_in_as(client) == clerk.email


def test_the_page_of_ones_account_says_how_one_signs_in_without_a_password(client, clerk):
    client.force_login(clerk)
    User.objects.filter(pk=clerk.pk).update(password="!")
    clerk.refresh_from_db()
    said = {}
    for connected in (False, True):
        if connected:
            SocialAccount.objects.create(user=clerk, provider="council", uid="a")
        client.force_login(clerk)
        said[connected] = "you sign in with the council’s account" in unescape(client.get("/accounts/").text)

    assert said == {False: False, True: True}


def test_only_an_administrator_takes_passwords_away(clerk):
    with pytest.raises(NotAllowed):
        take_password_away(by=UserFactory(), user=clerk)


def test_the_mail_of_a_user_without_an_invitation_says_what_to_do(client):
    User.objects.filter(email="clerk@example.org").update(password="!", invited_at=None)

    ask_for_link(client, "clerk@example.org")
    (message,) = sent_mails()

    assert "Ask the scrutiny office for a new invitation." in str(message.body)
    assert "/accounts/password/" not in str(message.body)


def test_the_lifetime_of_a_link_is_an_hour():
    assert django_settings.PASSWORD_RESET_TIMEOUT == 60 * 60
