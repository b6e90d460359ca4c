"""Sessions: how long they last, what ends them, and the page where their owner does."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import CommitteeFactory, PostFactory, UserFactory, administrator, appointed, seated
from tests.pages import text_of
from tests.room_scene import Room, room
from tests.signing_in import PASSWORD, events_about, forget_limits, long_ago, sign_in, signed_in_as, with_password
from tracking.actions.people import edit_user, end_appointment, end_membership
from tracking.actions.sign_ins import end_session, end_sessions
from tracking.exceptions import NotAllowed
from tracking.models import Event, User
from tracking.presenters.sign_ins import moment_words
from tracking.queries.rooms import is_unchanged

pytestmark = pytest.mark.django_db

_limits = pytest.fixture(autouse=True)(forget_limits)

IDLE, LONGEST = timedelta(minutes=60), timedelta(hours=10)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"


@pytest.fixture
def clerk() -> User:
    return with_password(UserFactory(email="clerk@example.org"))


def browser(user: User, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    sign_in(client, user)
    return client


def left_of(client: Client) -> timedelta:
    """For how long a session goes on when nobody does anything."""
    row = Session.objects.get(session_key=client.session.session_key)
    return row.expire_date - timezone.now()


def nearly(duration: timedelta) -> object:
    return pytest.approx(duration.total_seconds(), abs=120)


# --- How long they last ---------------------------------------------------------------------------


def test_a_session_ends_after_an_idle_hour_which_each_page_begins_anew(clerk: User) -> None:
    client = browser(clerk)
    at_first = left_of(client)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    client.get("/inquiries/")

    assert (at_first.total_seconds(), left_of(client).total_seconds()) == (nearly(IDLE), nearly(IDLE))
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert signed_in_as(client) == ""


def test_a_session_ends_ten_hours_after_signing_in_however_busy(clerk: User) -> None:
    client = browser(clerk)
    session = client.session
    whole = session["ends_at"] - time.time()
    session["ends_at"] = int(time.time()) + 20 * 60
    session.save()
    client.get("/inquiries/")

    assert whole == nearly(LONGEST)
    assert left_of(client).total_seconds() == nearly(timedelta(minutes=20))
    session["ends_at"] = int(time.time()) - 1
    session.save()
    assert signed_in_as(client) == ""


def test_signing_in_gives_a_session_a_new_key(clerk: User) -> None:
    client = Client()
    client.get("/accounts/login/?next=/inquiries/")
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    sign_in(client, clerk)

    assert (signed_in_as(client), client.session.session_key == before) == ("clerk@example.org", False)
    assert Session.objects.filter(session_key=before).count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_the_rooms_screen_keeps_no_session_alive_even_when_it_changes(script: bool) -> None:
    scene: Room = room()
    client = scene.projector()
    soon = timezone.now() + timedelta(minutes=5)
    Session.objects.update(expire_date=soon)
    headers = {"if-none-match": '"another picture"'} if script else {}

    answer = client.get(scene.address("meeting_screen_now" if script else "meeting_screen"), headers=headers)

    assert (answer.status_code, Session.objects.get().expire_date) == (200, soon)


def test_a_page_that_asks_by_itself_keeps_no_session_alive(clerk: User) -> None:
    client = browser(clerk)
    soon = timezone.now() + timedelta(minutes=5)
    Session.objects.update(expire_date=soon)
    client.get("/inquiries/", headers={"x-asked-by": "clock"})

    assert Session.objects.get().expire_date == soon


# --- What ends them -------------------------------------------------------------------------------


def test_a_closed_account_is_signed_out_at_once_and_stays_so_when_it_is_opened_again(clerk: User) -> None:
    client, admin = browser(clerk), administrator()
    fields = {"by": admin, "user": clerk, "email": clerk.email, "is_administrator": False}
    edit_user(**fields, is_active=False)
    closed = signed_in_as(client)
    edit_user(**fields, is_active=True)

    assert (closed, signed_in_as(client)) == ("", "")


def test_a_former_administrator_is_signed_out_at_once() -> None:
    admin, other = administrator(), with_password(administrator())
    client = browser(other)
    edit_user(by=admin, user=other, email=other.email, is_active=True, is_administrator=False)

    assert signed_in_as(client) == ""


@pytest.mark.parametrize(("days", "still"), [(0, False), (-3, False), (3, True)])
def test_an_appointment_that_has_ended_signs_its_holder_out(days: int, still: bool) -> None:
    holder = with_password(appointed(PostFactory()))
    client = browser(holder)
    day = timezone.localdate() + timedelta(days=days)
    end_appointment(by=administrator(), appointment=holder.person.appointments.get(), ends_on=day)

    assert signed_in_as(client) == (holder.email if still else "")


@pytest.mark.parametrize(("days", "still"), [(0, False), (3, True)])
def test_a_membership_that_has_ended_signs_its_holder_out(days: int, still: bool) -> None:
    member = with_password(seated(CommitteeFactory()))
    client = browser(member)
    day = timezone.localdate() + timedelta(days=days)
    end_membership(by=administrator(), membership=member.person.memberships.get(), ends_on=day)

    assert signed_in_as(client) == (member.email if still else "")


def test_the_rooms_screen_does_not_answer_for_a_session_of_an_earlier_round() -> None:
    scene: Room = room()
    client = scene.projector()
    address = scene.address("meeting_screen_now")
    tag = client.get(address).headers["ETag"]
    asked: Callable[[], bool] = lambda: is_unchanged(  # noqa: E731
        tag, path=address, session_key=client.cookies["sessionid"].value
    )
    before = asked()
    User.objects.filter(pk=scene.officer.pk).update(session_round=1)

    assert (before, asked()) == (True, False)
    assert client.get(address, headers={"if-none-match": tag}).status_code == 302


# --- The page -------------------------------------------------------------------------------------


def test_the_page_names_each_browser_and_marks_this_one(clerk: User) -> None:
    here, _ = browser(clerk), browser(clerk, PHONE)
    words = text_of(here.get("/accounts/sessions/"))

    assert words.index("Firefox on Windows This one") < words.index("Safari on an iPhone")
    assert words.count("Signed in on ") == 2


@pytest.mark.parametrize("minutes_left", [2, 300])
def test_the_page_says_when_each_was_used_last_however_near_its_end(clerk: User, minutes_left: int) -> None:
    here, there = browser(clerk), browser(clerk, PHONE)
    UserSession.objects.update(created_at=timezone.now() - timedelta(hours=9))
    used_at = timezone.now() - timedelta(minutes=7)
    session = there.session
    session["ends_at"] = int(time.time()) + minutes_left * 60
    session["used_at"] = int(used_at.timestamp())
    session.save()
    there.get("/inquiries/", headers={"x-asked-by": "clock"})

    words = text_of(here.get("/accounts/sessions/")).partition("Safari on an iPhone")[2]
    assert f"used last on {moment_words(used_at)}" in words
    there.get("/inquiries/")
    words = text_of(here.get("/accounts/sessions/")).partition("Safari on an iPhone")[2]
    assert f"used last on {moment_words(used_at)}" not in words


def test_one_session_is_ended_and_nothing_else(clerk: User) -> None:
    here, there, other = browser(clerk), browser(clerk, PHONE), browser(with_password(UserFactory()))
    page = here.get("/accounts/sessions/").text
    pk = page.partition("/accounts/sessions/")[2].partition("/accounts/sessions/")
    address = next(part for part in page.split('"') if part.startswith("/accounts/sessions/") and "/end/" in part)
    here.post(address)

    assert (pk[1] != "", signed_in_as(here), signed_in_as(there)) == (True, clerk.email, "")
    assert signed_in_as(other) != ""
    assert events_about(clerk)[-1] == "ended session"


def test_all_others_are_ended_at_once(clerk: User) -> None:
    here, *others = browser(clerk), browser(clerk), browser(clerk, PHONE)
    here.post("/accounts/sessions/end-others/")

    assert [signed_in_as(client) for client in (here, *others)] == [clerk.email, "", ""]
    assert Event.objects.get(type="ended other sessions").after == {"sessions": 2}


def test_ending_sessions_takes_the_password_once_more_when_it_is_long_ago(clerk: User) -> None:
    here, there = browser(clerk), browser(clerk)
    long_ago(here)
    answer = here.post("/accounts/sessions/end-others/")
    still = signed_in_as(there)
    here.post(answer.headers["Location"], {"password": PASSWORD, "next": "/accounts/sessions/end-others/"})

    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert (still, signed_in_as(there)) == (clerk.email, "")


def test_proving_once_more_who_one_is_gives_the_session_a_new_key(clerk: User) -> None:
    here = browser(clerk)
    before = here.cookies["sessionid"].value
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    after = here.cookies["sessionid"].value

    assert (signed_in_as(here), before == after) == (clerk.email, False)
    assert Session.objects.filter(session_key=before).count() == 0
    assert "Firefox on Windows This one" in text_of(here.get("/accounts/sessions/"))


def test_nobody_ends_the_sessions_of_others_but_an_administrator(clerk: User) -> None:
    client, stranger = browser(clerk), UserFactory()
    row = clerk.usersession_set.get()
    with pytest.raises(NotAllowed):
        end_session(by=stranger, session_pk=row.pk)
    with pytest.raises(NotAllowed):
        end_sessions(by=stranger, user=clerk)
    before = signed_in_as(client)
    end_sessions(by=administrator(), user=clerk)

    assert (before, signed_in_as(client)) == (clerk.email, "")
    assert events_about(clerk) == ["signed in", "ended sessions"]


def test_signing_out_ends_the_session_on_the_server(clerk: User) -> None:
    client = browser(clerk)
    key = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = key

    assert (signed_in_as(client), Session.objects.filter(session_key=key).count()) == ("", 0)
    assert events_about(clerk) == ["signed in", "signed out"]


def test_the_page_asks_no_more_of_the_database_for_many_sessions(clerk: User) -> None:
    counts = []
    for _ in range(2):
        here, *_rest = [browser(clerk) for _ in range(3)]
        here.get("/accounts/sessions/")
        with CaptureQueriesContext(connection) as captured:
            page = here.get("/accounts/sessions/")
        counts.append((len(captured), text_of(page).count("Signed in on ")))

    assert counts == [(counts[0][0], 3), (counts[0][0], 6)]
