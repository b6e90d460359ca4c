"""Signing in, out, and getting a new password."""

import re

import pytest
from django.contrib.auth import get_user, get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client

PASSWORD = "lantern gravel orchard"
NEW_PASSWORD = "harbour velvet thimble"


@pytest.fixture(autouse=True)
def clerk(db):
    cache.clear()  # rate limits of the test before
    return get_user_model().objects.create_user("clerk@example.org", PASSWORD, name="Committee clerk")


def messages_in(html: str) -> list[str]:
    """Return the lines of the error summary."""
    summary = html.partition('class="govuk-error-summary"')[2].partition("</ul>")[0]
    return [re.sub(r"<[^>]+>", "", line).strip() for line in re.findall(r"<li>(.*?)</li>", summary, re.DOTALL)]


def signed_in_as(client: Client) -> str:
    return getattr(get_user(client), "email", "")


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


def test_too_many_wrong_passwords_are_stopped_in_plain_words(client):
    for _ in range(6):
        response = client.post("/accounts/login/", {"login": "clerk@example.org", "password": "wrong"})

    assert messages_in(response.text) == ["Too many attempts to sign in. Wait five minutes, then try again."]


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


def test_a_forgotten_password_is_set_anew_through_a_mail(client):
    client.post("/accounts/password/reset/", {"email": "clerk@example.org"})
    (message,) = mail.outbox
    link = re.search(r"http://testserver(\S+)", message.body).group(1)
    form_page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form_page, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    client.post("/accounts/login/", {"login": "clerk@example.org", "password": NEW_PASSWORD})

    assert (message.subject, message.to) == ("Set a new password for Scrutiny", ["clerk@example.org"])
    assert signed_in_as(client) == "clerk@example.org"


def test_asking_for_a_new_password_tells_nobody_which_addresses_have_accounts(client):
    known = client.post("/accounts/password/reset/", {"email": "clerk@example.org"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)

    assert unknown.text == known.text
    assert [message.to for message in mail.outbox] == [["clerk@example.org"]]


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
