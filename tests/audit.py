"""What tests of the audit trail do that nobody else may: take the database's guards away, and put them back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection
from django.test import TransactionTestCase

from tracking import audit_guards
from tracking.audit_chain import BEGINNING
from tracking.models import AuditHead


@contextmanager
def guards_lifted() -> Iterator[None]:
    """What an administrator of the database could do: the tables of the trail without their triggers."""
    link_what_waits()
    audit_guards.take_away(connection)
    yield
    audit_guards.put_in_place(connection)


def link_what_waits() -> None:
    """Have links made, as at the end of a transaction: a test's own transaction never ends."""
    connection.check_constraints()


@contextmanager
def no_room_for_events() -> Iterator[None]:
    """A database that takes no Event."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith('INSERT INTO "tracking_event"'):
            raise OperationalError("There is no room left.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def let_the_flush_pass() -> None:
    """Lift the guards whenever Django empties the database after a test that commits, and begin a new trail then."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(case: TransactionTestCase) -> None:
        audit_guards.take_away(connection)
        empty(case)
        AuditHead.objects.create(pk=1, number=0, hash=BEGINNING)
        audit_guards.put_in_place(connection)

    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]
