"""The second step: for whom it is needed, how it is set up and asked for."""

import logging
import random

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    CommitteeMembershipFactory,
    EvidenceFactory,
    ExemptPassageFactory,
    ProgressReportFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    UserFactory,
    administrator,
)
from tests.integration.second_step.conftest import APP, ASK, NOT_RIGHT, SET_UP
from tests.pages import text_of
from tests.signing_in import (
    code_for,
    code_of,
    events_about,
    messages_in,
    password_given,
    sent_mails,
    set_up_app,
    sign_in,
    signed_in_as,
    with_password,
)
from tracking.actions.second_steps import _LETTERS, make_recovery_codes, use_recovery_code
from tracking.enums import Exemption, ExemptParagraph
from tracking.models import User

pytestmark = pytest.mark.django_db


# --- Asked for ------------------------------------------------------------------------------------


def test_a_password_alone_does_not_sign_in_whoever_has_a_second_step(clerk: User) -> None:
    set_up_app(clerk)
    client = Client()
    leads_to = sign_in(client, clerk)

    assert (leads_to, signed_in_as(client)) == (ASK, "")
    assert client.get("/manage/meetings/").status_code == 302


def test_the_code_of_the_app_signs_in_and_is_used_once(clerk: User) -> None:
    set_up_app(clerk)
    client, thief = password_given(clerk), password_given(clerk)
    code = code_of(clerk)
    answer = client.post(ASK, {"code": code})
    again = thief.post(ASK, {"code": code})

    assert (answer.headers["Location"], signed_in_as(client)) == ("/", clerk.email)
    assert (messages_in(again.text), signed_in_as(thief)) == (NOT_RIGHT, "")
    assert events_about(clerk) == ["signed in"]


def test_codes_are_limited_too(clerk: User) -> None:
    set_up_app(clerk)
    client = password_given(clerk)
    said = [messages_in(client.post(ASK, {"code": "000000"}).text) for _ in range(6)]

    assert said == [NOT_RIGHT] * 5 + [["Too many attempts to sign in. Wait five minutes, then try again."]]
    assert messages_in(client.post(ASK, {"code": code_of(clerk)}).text) != []


def test_recovery_codes_are_limited_alike(clerk: User) -> None:
    set_up_app(clerk)
    make_recovery_codes(by=clerk)
    client = password_given(clerk)
    said = [messages_in(client.post(ASK, {"code": f"AAAABBBBCCC{number}"}).text) for number in range(6)]

    assert said == [NOT_RIGHT] * 5 + [["Too many attempts to sign in. Wait five minutes, then try again."]]


def test_what_is_refused_is_logged_without_saying_whose_it_was(clerk: User, caplog: pytest.LogCaptureFixture) -> None:
    set_up_app(clerk)
    client = password_given(clerk)
    confirming = Client()
    confirming.force_login(clerk)
    guesses = [("AAAABBBBCCCC", client, ASK), ("000000", client, ASK), ("000000", confirming, f"{SET_UP}confirm/")]
    with caplog.at_level(logging.INFO, logger="tracking.security"):
        for code, browser, address in guesses * 2:
            browser.post(address, {"code": code})
        Client().post("/accounts/passkeys/login/", {"credential": '{"response": 5}'})

    assert [record.getMessage() for record in caplog.records] == [
        *["A second step was not right."] * 5,
        "Too many second steps were not right: one more was refused.",
        "A passkey was not right.",
    ]


def test_a_recovery_code_signs_in_once_and_its_owner_is_told(clerk: User) -> None:
    set_up_app(clerk)
    code = make_recovery_codes(by=clerk)[3]
    client, again = password_given(clerk), password_given(clerk)
    client.post(ASK, {"code": f" {code[:4].lower()}-{code[4:8]}-{code[8:]} "})
    refused = again.post(ASK, {"code": code})

    assert (signed_in_as(client), signed_in_as(again)) == (clerk.email, "")
    assert messages_in(refused.text) == NOT_RIGHT
    assert "Your Scrutiny account: One of your recovery codes was used" in [mail.subject for mail in sent_mails()]


def test_recovery_codes_are_kept_as_hashes_and_the_secret_of_the_app_as_a_cipher(clerk: User) -> None:
    secret = set_up_app(clerk)
    codes = make_recovery_codes(by=clerk)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert [code for code in [secret, *codes] if code in kept] == []
    assert (len(set(codes)), {len(code) for code in codes}) == (10, {12})


def test_recovery_codes_are_sixty_bits_each_from_the_systems_generator(clerk: User) -> None:
    set_up_app(clerk)
    made = []
    for _ in range(2):
        random.seed(2016)
        made.append(make_recovery_codes(by=clerk))
    letters = {letter for codes in made for code in codes for letter in code}

    assert set(made[0]) & set(made[1]) == set()
    assert len(_LETTERS) ** len(made[0][0]) == 2**60
    assert (letters <= set(_LETTERS), len(set(_LETTERS))) == (True, 32)


def test_new_recovery_codes_take_the_place_of_the_old(clerk: User) -> None:
    set_up_app(clerk)
    old, new = make_recovery_codes(by=clerk), make_recovery_codes(by=clerk)

    assert use_recovery_code(user=clerk, code=old[0]) is None
    assert use_recovery_code(user=UserFactory(), code=new[0]) is None
    assert use_recovery_code(user=clerk, code=new[0]) is not None


# --- Needed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/inquiries/", "/manage/meetings/", "/accounts/", "/accounts/sessions/"])
def test_whoever_needs_one_and_has_none_can_do_nothing_but_set_one_up(clerk: User, address: str) -> None:
    client = password_given(clerk)

    assert client.get(address).headers["Location"] == SET_UP
    assert client.post(address).headers["Location"] == SET_UP


def test_the_page_says_why_in_plain_words(clerk: User) -> None:
    words = text_of(password_given(clerk).get(SET_UP))

    assert "You can see exempt papers, or decide who does, so a password alone is not enough." in words
    assert "Until you have set one up you can do nothing else here." in words


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_rest_and_goes_on_to_recovery_codes(clerk: User) -> None:
    client = password_given(clerk)
    page = client.get(APP)
    secret = page.context["form"].secret
    wrong = messages_in(client.post(APP, {"code": "000000"}).text)
    done = client.post(APP, {"code": code_for(secret)})
    codes = client.post(done.headers["Location"]).context["codes"]

    assert ("data:image/svg+xml;base64," in page.text, wrong) == (True, NOT_RIGHT)
    assert (done.headers["Location"], len(codes)) == ("/accounts/second-step/codes/", 10)
    assert client.get("/manage/meetings/").status_code == 200
    assert events_about(clerk) == ["signed in", "set up app", "made recovery codes"]


def test_the_code_that_set_up_the_app_does_not_sign_in_as_well(clerk: User) -> None:
    client = password_given(clerk)
    code = code_for(client.get(APP).context["form"].secret)
    client.post(APP, {"code": code})
    other = password_given(clerk)

    assert messages_in(other.post(ASK, {"code": code}).text) == NOT_RIGHT


def test_visitors_and_those_who_see_nothing_exempt_need_none() -> None:
    resident, user = Client(), password_given(with_password(UserFactory()))

    assert (resident.get("/inquiries/").status_code, user.get("/inquiries/").status_code) == (200, 200)


@pytest.mark.parametrize("what", ["evidence", "passage"])
def test_whoever_has_withheld_papers_of_their_own_needs_one_when_their_roles_are_over(what: str) -> None:
    user, other = with_password(UserFactory()), with_password(UserFactory())
    withheld = {
        "exemption": Exemption.EXEMPT,
        "exempt_paragraph": ExemptParagraph.BUSINESS_AFFAIRS,
        "public_interest_reason": "Prices are being negotiated.",
    }
    if what == "evidence":
        row = EvidenceFactory(recorded_by=user, **withheld)
        EvidenceFactory(recorded_by=other)
    else:
        report = ProgressReportFactory()
        update = ProgressUpdateFactory(
            revision=report.revisions.get(), recommendation=RecommendationFactory(inquiry=report.inquiry)
        )
        row = ExemptPassageFactory(recorded_by=user, update=update)
    client = password_given(user)

    assert type(row).objects.visible_to(user).get() == row
    assert client.get("/inquiries/").headers["Location"] == SET_UP
    assert password_given(other).get("/inquiries/").status_code == 200
    set_up_app(user)
    client.post(f"{SET_UP}confirm/", {"code": code_of(user)})
    client.post(f"{APP}remove/")
    assert Authenticator.objects.filter(user=user).count() == 1


def test_an_administrator_needs_one_because_they_say_who_sees_what() -> None:
    client = password_given(with_password(administrator()))

    assert client.get("/manage/people/").headers["Location"] == SET_UP


def test_a_session_that_was_not_signed_in_with_the_second_step_has_to_prove_it(clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    set_up_app(clerk)
    asked = client.get("/manage/meetings/")
    client.post(asked.headers["Location"], {"code": code_of(clerk), "next": "/manage/meetings/"})

    assert asked.headers["Location"] == "/accounts/second-step/confirm/?next=%2Fmanage%2Fmeetings%2F"
    assert client.get("/manage/meetings/").status_code == 200


def test_a_role_given_while_somebody_is_signed_in_takes_effect_at_once() -> None:
    user = with_password(UserFactory())
    client = password_given(user)
    before = client.get("/inquiries/").status_code
    CommitteeMembershipFactory(person=user.person)

    assert (before, client.get("/inquiries/").headers["Location"]) == (200, SET_UP)


def test_asking_costs_no_query_once_it_is_proved(clerk: User) -> None:
    set_up_app(clerk)
    client = password_given(clerk)
    client.post(ASK, {"code": code_of(clerk)})
    with CaptureQueriesContext(connection) as captured:
        client.get("/accounts/second-step/")

    assert sum("mfa_authenticator" in query["sql"] for query in captured.captured_queries) == 2
