"""The pages on which somebody follows something by e-mail, from the question to the end."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests import factories
from tests.following import Scene, follower, mailed, scene
from tracking.actions.outbox import send_waiting_mails
from tracking.actions.subscriptions import MOST_UNCONFIRMED
from tracking.enums import CommitteeRole, InquiryState
from tracking.models import Inquiry, Subscription
from tracking.views.following import MOST_FROM_A_CLIENT

pytestmark = pytest.mark.django_db

EMAIL = "resident@example.org"


@pytest.fixture(autouse=True)
def _no_limits_used() -> None:
    cache.clear()


def _page(council: Scene) -> str:
    return reverse("inquiry_follow", args=[council.inquiry.slug])


def _ask(address: str, email: str = EMAIL, **more: Any) -> HttpResponse:
    return Client().post(address, {"email": email}, follow=True, **more)


def _heading(response: HttpResponse) -> str:
    return re.findall(r"<h1[^>]*>([^<]*)</h1>", response.content.decode())[0]


@pytest.mark.parametrize("which", ["inquiry", "recommendation"])
def test_somebody_follows_something_and_stops_again(which: str) -> None:
    council = scene()
    address = {
        "inquiry": _page(council),
        "recommendation": reverse("recommendation_follow", args=[council.inquiry.slug, "R02a"]),
    }[which]
    assert _heading(Client().get(address)) == "Follow by e-mail"
    assert _heading(_ask(address)) == "Check your e-mail"
    send_waiting_mails()
    (link,) = re.findall(r"https://scrutiny\.example\.org(/follow/\S+)", django_mail.outbox[0].body)
    assert _heading(Client().get(link)) == "Confirm that you want to follow this"
    assert Subscription.objects.get().confirmed_at is None
    assert _heading(Client().post(link, follow=True)) == "You follow this by e-mail"
    assert Subscription.objects.get().confirmed_at is not None
    assert _heading(Client().get(f"{link}end/")) == "Stop these mails"
    assert Subscription.objects.count() == 1
    assert _heading(Client().post(f"{link}end/")) == "The mails are stopped"
    assert Subscription.objects.count() == 0


def test_a_reference_as_people_write_it_is_understood() -> None:
    council = scene()
    address = reverse("recommendation_follow", args=[council.inquiry.slug, "2a"])
    _ask(address)
    assert Subscription.objects.get().recommendation == council.part_a


def test_what_is_answered_does_not_tell_whether_an_address_is_known() -> None:
    council = scene()
    follower(council.inquiry, "known@example.org")
    follower(council.inquiry, "asked@example.org", confirmed_at=None)
    pages = {_ask(_page(council), email).content for email in ("known@example.org", "asked@example.org", EMAIL)}
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("email", "error"),
    [
        ("", "Enter your e-mail address."),
        ("resident", "Enter an e-mail address like name@example.org."),
        ("resident@example.org\nBcc: all@example.org", "Enter an e-mail address like name@example.org."),
    ],
)
def test_a_wrong_address_is_said_in_plain_words_and_kept(email: str, error: str) -> None:
    council = scene()
    page = _ask(_page(council), email).content.decode()
    assert f'<a href="#id_email">{error}</a>' in page
    assert Subscription.objects.count() == 0


def test_when_too_many_have_asked_the_page_is_the_same_and_no_mail_goes_out() -> None:
    council = scene()
    follower(council.inquiry, "known@example.org")
    for number in range(MOST_UNCONFIRMED):
        _ask(_page(council), f"resident{number}@example.org", REMOTE_ADDR=f"192.0.2.{number}")
    emails = ("known@example.org", "resident0@example.org", EMAIL)
    (page,) = {_ask(_page(council), email, REMOTE_ADDR="192.0.2.99").content.decode() for email in emails}
    assert "if too many mails were asked for in the last hour" in page
    assert len(mailed()) == MOST_UNCONFIRMED


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The hour of the clock by which the pages go: half past the last one named."""
    named = [9]
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 4, named[-1], 30, tzinfo=UTC))
    return named


def _asked_once_too_often(council: Scene) -> list[str]:
    return [_heading(_ask(_page(council), f"resident{number}@example.org")) for number in range(MOST_FROM_A_CLIENT + 1)]


def test_one_computer_causes_a_few_mails_in_an_hour_and_others_are_not_kept_from_asking(hours: list[int]) -> None:
    council = scene()
    assert _asked_once_too_often(council) == ["Check your e-mail"] * MOST_FROM_A_CLIENT + ["Follow by e-mail"]
    assert _heading(_ask(_page(council), EMAIL, REMOTE_ADDR="192.0.2.1")) == "Check your e-mail"
    hours.append(10)
    assert _heading(_ask(_page(council), EMAIL)) == "Check your e-mail"


def test_the_limit_of_one_computer_lasts_as_long_in_the_database(
    hours: list[int], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "a_cache"}
    settings.CACHES = settings.CACHES | {"default": database}
    call_command("createcachetable")
    council = scene()
    assert _asked_once_too_often(council) == ["Check your e-mail"] * MOST_FROM_A_CLIENT + ["Follow by e-mail"]
    later = datetime.now(UTC) + timedelta(minutes=30)
    monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: later)
    assert _heading(_ask(_page(council), EMAIL)) == "Follow by e-mail"


def test_a_mail_programs_own_button_ends_it_at_once() -> None:
    """RFC 8058: one POST without cookies or a token, answered without sending the program elsewhere."""
    council = scene()
    address = reverse("follow_end", args=[follower(council.inquiry).key])
    strict = Client(enforce_csrf_checks=True)
    answers = [strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]
    assert (answers, Subscription.objects.count()) == ([200, 200], 0)


def test_confirming_needs_the_page_that_asks() -> None:
    council = scene()
    address = reverse("follow_confirm", args=[follower(council.inquiry, confirmed_at=None).key])
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    assert Subscription.objects.get().confirmed_at is None


def test_a_link_of_a_subscription_that_is_gone_says_so() -> None:
    for name in ("follow_confirm", "follow_end"):
        response = Client().get(reverse(name, args=["made-up"]))
        assert (response.status_code, _heading(response)) == (410, "This link no longer works")


def test_a_subscription_to_what_is_no_longer_public_tells_nothing_of_it() -> None:
    council = scene()
    subscription = follower(council.inquiry)
    Inquiry.objects.update(state=InquiryState.WITHDRAWN, withdrawn_reason="A mistake.")
    pages = [Client().get(reverse(name, args=[subscription.key])) for name in ("follow_confirm", "follow_end")]
    pages.append(Client().post(reverse("follow_end", args=[subscription.key])))
    assert [council.inquiry.title in page.content.decode() for page in pages] == [False, False, False]
    assert Subscription.objects.count() == 0


def test_officers_cannot_follow_what_is_not_public_either() -> None:
    council = scene()
    Inquiry.objects.update(state=InquiryState.DRAFT)
    clerk = Client()
    clerk.force_login(factories.seated(council.committee, CommitteeRole.CLERK))
    addresses = [_page(council), reverse("recommendation_follow", args=[council.inquiry.slug, "R01"])]
    answers = [clerk.post(address, {"email": EMAIL}).status_code for address in addresses]
    assert (answers, Subscription.objects.count()) == ([404, 404], 0)


def test_none_of_these_pages_is_kept_by_a_cache() -> None:
    council = scene()
    key = follower(council.inquiry).key
    addresses = [_page(council), *(reverse(name, args=[key]) for name in ("follow_confirm", "follow_end"))]
    assert {"no-store" in Client().get(address)["Cache-Control"] for address in addresses} == {True}


def test_the_page_of_what_is_followed_leads_here_and_holds_no_form() -> None:
    council = scene()
    for page, follow in (
        (reverse("inquiry_detail", args=[council.inquiry.slug]), _page(council)),
        (
            reverse("recommendation_detail", args=[council.inquiry.slug, "R01"]),
            reverse("recommendation_follow", args=[council.inquiry.slug, "R01"]),
        ),
    ):
        text = Client().get(page).content.decode()
        assert f'href="{follow}"' in text
        assert 'method="post"' not in text
