"""What changes how somebody signs in is one transaction with its Event: without the one there is not the other."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.db import OperationalError
from django.test import Client

from tests.audit import no_room_for_events
from tests.factories import UserFactory
from tests.integration.second_step.conftest import APP
from tests.passkeys import ADD, Passkey, challenge_on
from tests.signing_in import code_for, events_about, password_given, set_up_app, with_password
from tracking.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def app_is_set_up(client: Client, user: User) -> None:
    secret = client.get(APP).context["form"].secret
    with no_room_for_events():
        client.post(APP, {"code": code_for(secret)})


def app_is_taken_away(client: Client, user: User) -> None:
    set_up_app(user)
    with no_room_for_events():
        client.post(f"{APP}remove/")


def passkey_is_added(client: Client, user: User) -> None:
    answer = Passkey().made(challenge_on(client, ADD))
    with no_room_for_events():
        client.post(ADD, {"name": "Laptop", "credential": answer})


def passkey_is_taken_away(client: Client, user: User) -> None:
    client.post(ADD, {"name": "Laptop", "credential": Passkey().made(challenge_on(client, ADD))})
    with no_room_for_events():
        client.post(f"/accounts/passkeys/{Authenticator.objects.get().pk}/remove/")


@pytest.mark.parametrize(
    ("change", "left"), [(app_is_set_up, 0), (app_is_taken_away, 1), (passkey_is_added, 0), (passkey_is_taken_away, 1)]
)
def test_a_second_step_stays_as_it_was_where_no_event_can_be_written(
    change: Callable[[Client, User], None], left: int
) -> None:
    user = with_password(UserFactory())
    client = password_given(user)
    with pytest.raises(OperationalError):
        change(client, user)

    assert Authenticator.objects.count() == left
    assert [event for event in events_about(user) if event != "added passkey"] == ["signed in"]
