"""Somebody stops following while the clerk publishes: neither undoes what the other did."""

from collections.abc import Callable
from contextlib import closing
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, transaction

from tests.following import follower, scene
from tracking.actions.news_mails import tell_followers_of_report
from tracking.actions.subscriptions import confirm_subscription, end_subscription, remove_old_subscriptions
from tracking.models import OutboxMail, Subscription

pytestmark = [pytest.mark.postgresql_only, pytest.mark.django_db(transaction=True)]

PATIENCE = 30


def _while(first: Callable[[], object], second: Callable[[], object]) -> list[Exception]:
    """Do the second on a connection of its own before the first is committed; return what went wrong with it."""
    begun = Signal()
    pids: list[int] = []
    errors: list[Exception] = []

    def act() -> None:
        with closing(connection):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                pids.extend(cursor.fetchone())
            begun.set()
            try:
                second()
            except Exception as error:  # noqa: BLE001 - whatever it is, the test names it
                errors.append(error)

    other = Thread(target=act)
    with transaction.atomic():
        first()
        other.start()
        assert begun.wait(PATIENCE)
        # Until it is done, or waits for what the first has locked.
        while other.is_alive() and not _is_waiting(pids[0]):
            other.join(0.01)
    other.join(PATIENCE)
    return errors


def _is_waiting(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("is_published_first", [True, False])
def test_stopping_does_not_undo_the_publishing(is_published_first: bool) -> None:
    council = scene()
    report, subscription = council.report(), follower(council.inquiry)

    def publish() -> None:
        with transaction.atomic():
            tell_followers_of_report(report)

    def end() -> None:
        end_subscription(key=subscription.key)

    errors = _while(publish, end) if is_published_first else _while(end, publish)
    assert errors == []
    assert (Subscription.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_what_is_confirmed_at_the_last_moment_is_not_removed() -> None:
    old = follower(scene().inquiry, confirmed_at=None)
    errors = _while(lambda: confirm_subscription(key=old.key), remove_old_subscriptions)
    assert errors == []
    assert Subscription.objects.get().confirmed_at is not None
