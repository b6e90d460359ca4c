"""Invitations: how somebody comes to sign in for the first time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import PersonFactory, UserFactory, administrator
from tests.pages import text_of
from tests.signing_in import (
    PASSWORD,
    ask_for_link,
    events_about,
    forget_limits,
    link_in,
    messages_in,
    sent_mails,
    sign_in,
    signed_in_as,
)
from tracking.actions.invitations import GONE, accept_with_password, invite, withdraw_invitation
from tracking.actions.people import edit_user, make_user
from tracking.actions.sign_ins import record_change
from tracking.enums import SignInChange
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import OutboxMail, User
from tracking.queries.sign_ins import invitation_href

pytestmark = pytest.mark.django_db

_limits = pytest.fixture(autouse=True)(forget_limits)

GONE_PAGE = "This invitation no longer works"


@pytest.fixture
def admin() -> User:
    return administrator()


@pytest.fixture
def invited(admin: User) -> User:
    return make_user(by=admin, person=PersonFactory(name="Avery Newcomer"), email="avery@example.org")


@pytest.fixture
def link(invited: User) -> str:
    return link_in(sent_mails()[-1])


def test_the_mail_invites_by_name_with_a_link_that_is_stored_nowhere(invited: User) -> None:
    kept = OutboxMail.objects.get()
    (message,) = sent_mails()

    assert (message.subject, message.to) == (
        "You are invited to sign in to Scrutiny at Demo Council",
        ["avery@example.org"],
    )
    assert "Hello Avery Newcomer," in str(message.body)
    assert ("/accounts/" in kept.text, "/accounts/invitation/" in str(message.body)) == (False, True)


def test_opening_the_link_changes_nothing_and_is_kept_by_nobody(invited: User, link: str) -> None:
    before = (events_about(invited), invited.password)
    answers = [Client().get(link) for _ in range(3)]
    invited.refresh_from_db()

    assert [answer.status_code for answer in answers] == [200] * 3
    assert "You sign in as avery@example.org" in text_of(answers[-1])
    assert (events_about(invited), invited.password) == before
    assert "no-store" in answers[-1].headers["Cache-Control"]
    assert answers[-1].headers["Referrer-Policy"] == "same-origin"


def test_choosing_a_password_signs_in_and_uses_the_link_up(invited: User, link: str) -> None:
    client, other = Client(), Client()
    answer = client.post(link, {"password": PASSWORD})
    again = other.post(link, {"password": "somebody else entirely"})
    invited.refresh_from_db()

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert (signed_in_as(client), signed_in_as(other)) == ("avery@example.org", "")
    assert (again.status_code, GONE_PAGE in again.text, invited.check_password(PASSWORD)) == (410, True, True)
    assert events_about(invited) == ["made user", "sent invitation", "accepted invitation", "signed in"]


def test_a_password_that_anyone_would_guess_is_refused_and_the_link_stays_good(invited: User, link: str) -> None:
    client = Client()
    said = messages_in(client.post(link, {"password": "newcomer"}).text)
    empty = messages_in(client.post(link, {}).text)

    assert said == ["The password is too similar to the name."]
    assert empty == ["Enter a password."]
    assert (signed_in_as(client), client.get(link).status_code) == ("", 200)


def test_somebody_who_is_signed_in_here_is_signed_out_by_accepting(invited: User, link: str) -> None:
    client, before = Client(), UserFactory()
    client.force_login(before)
    key = client.session.session_key
    client.post(link, {"password": PASSWORD})

    assert (signed_in_as(client), client.session.session_key == key) == ("avery@example.org", False)


def test_the_link_is_good_for_seven_days(invited: User, link: str) -> None:
    # The key holds when it was sent, so the clock is what has to move: one more day, or one less.
    for days, status in ((6, 200), (8, 410)):
        at = timezone.now() - timedelta(days=days)
        User.objects.filter(pk=invited.pk).update(invited_at=at)
        invited.refresh_from_db()
        assert Client().get(invitation_href(invited)).status_code == status


@pytest.mark.parametrize("what", ["sent again", "withdrawn", "closed", "tampered"])
def test_a_link_stops_working_when_it_is(what: str, admin: User, invited: User, link: str) -> None:
    match what:
        case "sent again":
            invite(by=admin, user=invited)
        case "withdrawn":
            withdraw_invitation(by=admin, user=invited)
        case "closed":
            edit_user(by=admin, user=invited, email=invited.email, is_active=False, is_administrator=False)
        case "tampered":
            link = link[:-4] + "abc/"
    answer = Client().post(link, {"password": PASSWORD})

    assert (answer.status_code, GONE_PAGE in answer.text) == (410, True)


@pytest.mark.parametrize("sent_first", [True, False])
def test_a_link_to_choose_a_password_stops_working_when_the_invitation_is_withdrawn(
    admin: User, invited: User, sent_first: bool
) -> None:
    client = Client()
    ask_for_link(client, "avery@example.org")
    mails = sent_mails() if sent_first else []
    withdraw_invitation(by=admin, user=invited)
    link = link_in((mails or sent_mails())[-1])
    answer = client.get(link, follow=True)
    client.post(answer.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    invited.refresh_from_db()

    assert "This link no longer works" in answer.text
    assert (sign_in(client, invited), invited.has_usable_password()) == ("", False)


def test_a_link_to_choose_a_password_stops_working_when_another_invitation_is_sent(admin: User, invited: User) -> None:
    client = Client()
    ask_for_link(client, "avery@example.org")
    link = link_in(sent_mails()[-1])
    invite(by=admin, user=invited)

    assert "This link no longer works" in client.get(link, follow=True).text


def test_the_newest_link_works_after_it_was_sent_again(admin: User, invited: User, link: str) -> None:
    invite(by=admin, user=invited)

    assert Client().get(link_in(sent_mails()[-1])).status_code == 200


def test_an_administrator_sends_it_again_and_withdraws_it_on_the_persons_page(admin: User, invited: User) -> None:
    office = Client()
    office.force_login(admin)
    person = f"/manage/people/{invited.person_id}/"
    before = text_of(office.get(person))
    office.post(f"{person}sign-in/invite/")
    office.post(f"{person}sign-in/withdraw/")
    after = text_of(office.get(person))

    assert ("not accepted yet" in before, "Send the invitation again" in before) == (True, True)
    assert ("not invited yet" in after, "Withdraw the invitation" in after) == (True, False)
    assert events_about(invited) == ["made user", "sent invitation", "sent invitation", "withdrew invitation"]


def test_the_list_of_people_says_who_has_not_accepted(admin: User, invited: User) -> None:
    office = Client()
    office.force_login(admin)
    waiting = text_of(office.get("/manage/people/?q=Avery"))
    accept_with_password(user=invited, password=PASSWORD)
    accepted = text_of(office.get("/manage/people/?q=Avery"))

    assert f"avery@example.org (invited on {timezone.localdate():%-d %B %Y}, not accepted yet)" in waiting
    assert "accepted" not in accepted


def test_a_forgotten_password_works_for_somebody_who_is_invited_and_accepts(invited: User) -> None:
    client = Client()
    ask_for_link(client, "avery@example.org")
    form_page = client.get(link_in(sent_mails()[-1]), follow=True).redirect_chain[-1][0]
    client.post(form_page, {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(client, invited)
    invited.refresh_from_db()

    assert (signed_in_as(client), invited.invited_at) == ("avery@example.org", None)
    assert "accepted invitation" in events_about(invited)
    (message,) = [message for message in sent_mails() if message.subject == "Choose a password for Scrutiny"]
    assert "If it was not you, do nothing: your account stays as it is." in str(message.body)


def test_only_an_administrator_invites_and_withdraws(invited: User) -> None:
    for act in (invite, withdraw_invitation):
        with pytest.raises(NotAllowed):
            act(by=UserFactory(), user=invited)


def test_there_is_nothing_to_invite_to_for_those_who_sign_in_already(admin: User) -> None:
    with pytest.raises(NotPossible, match="They can sign in already"):
        invite(by=admin, user=UserFactory())
    with pytest.raises(NotPossible, match="may not sign in"):
        invite(by=admin, user=UserFactory(is_active=False))
    with pytest.raises(NotPossible, match="no invitation"):
        withdraw_invitation(by=admin, user=UserFactory())


def test_an_invitation_is_accepted_once(invited: User) -> None:
    accept_with_password(user=invited, password=PASSWORD)
    with pytest.raises(NotPossible, match=GONE):
        accept_with_password(user=invited, password="another one of these")

    assert invited.check_password(PASSWORD) is True


def test_changes_are_told_to_the_owner_and_name_nobody_in_the_trail(admin: User) -> None:
    user = UserFactory(email="owner@example.org")
    record_change(user=user, change=SignInChange.APP_REMOVED, by=user)
    (message,) = sent_mails()

    assert (message.to, message.subject) == (
        ["owner@example.org"],
        "Your Scrutiny account: Your authenticator app was taken away: it is no second step any more",
    )
    assert events_about(user) == ["took app away"]
