"""The audit trail as a chain: what the database refuses, and what a check finds of what its administrator did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from importlib import import_module
from io import StringIO
from threading import Barrier

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone as django_timezone
from pytest_django import Settings

from tests import factories
from tests.audit import guards_lifted, link_what_waits
from tracking import audit_guards
from tracking.actions.audit_checks import check_and_tell, check_audit_trail
from tracking.actions.events import record_event
from tracking.audit_chain import BEGINNING, canonical_json, event_digest, link_hash
from tracking.models import AuditCheck, AuditHead, AuditLink, Event, OutboxMail
from tracking.queries.audit_chain import Head, KeptHead, audit_head, verify_chain

pytestmark = pytest.mark.django_db


def _recorded(number: int) -> list[Event]:
    """So many Events, each with its link."""
    person = factories.PersonFactory()
    events = [
        record_event(
            by=None, type="edited person", target=person, before={"title": f"{n}"}, after={"title": f"{n + 1}"}
        )
        for n in range(number)
    ]
    link_what_waits()
    return events


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _digest_of(event: Event) -> str:
    fields = ("actor", "type", "at", "target_label", "target_id", "before", "after")
    return event_digest(**{name: getattr(event, name) for name in fields})


# --- What is recorded ---------------------------------------------------------------------------------


def test_each_event_has_a_link_that_follows_on_from_the_one_before() -> None:
    events = _recorded(3)
    previous, expected = BEGINNING, []
    for number, event in enumerate(events, start=1):
        hashed = sha256((previous + event.digest).encode()).hexdigest()
        expected.append((number, event.pk, previous, hashed))
        previous = hashed
    assert list(AuditLink.objects.values_list("number", "event_id", "previous_hash", "hash")) == expected
    assert audit_head() == Head(3, previous)


def test_the_digest_is_of_what_reads_back_from_the_database() -> None:
    user = factories.UserFactory()
    happened_at = datetime(2016, 4, 12, 10, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    told = {
        "nested": {"ü": [1, None, True, "“words”"], "A": {"z": -1, "a": ""}},
        "day": date(2016, 4, 12),
        "person": user,
    }
    event = record_event(by=user, type="edited", target=user, before=told, after={"at": happened_at}, at=happened_at)
    event.refresh_from_db()
    assert event.digest == _digest_of(event)
    assert event.before["day"] == "2016-04-12"


def test_the_canonical_form_is_the_one_that_strangers_are_told() -> None:
    assert canonical_json({"b": [1, {"ü": None}], "a": "“"}) == '{"a":"“","b":[1,{"ü":null}]}'.encode()
    digest = event_digest(
        actor="a",
        type="t",
        at=datetime(2016, 4, 12, 10, tzinfo=UTC),
        target_label="l",
        target_id="1",
        before={},
        after={"n": 1},
    )
    one = sha256(b"1").hexdigest()
    told = (
        f'{{"actor":"a","after":{{"n":"{one}"}},"at":"2016-04-12T10:00:00.000000+00:00","before":{{}},'
        '"target_id":"1","target_label":"l","type":"t"}'
    )
    assert digest == sha256(told.encode()).hexdigest()
    assert link_hash(BEGINNING, digest) == sha256((BEGINNING + digest).encode()).hexdigest()


def test_what_databases_write_differently_is_refused() -> None:
    with pytest.raises(ValueError, match="not whole"):
        record_event(by=None, type="edited", target=None, after={"share": [0.5]})
    with pytest.raises(ValueError, match="time zone"):
        record_event(by=None, type="edited", target=None, at=datetime(2016, 4, 12, 10))  # noqa: DTZ001


# --- What the database refuses ------------------------------------------------------------------------

REFUSED = {
    "changing an event": "UPDATE tracking_event SET actor = 'somebody else'",
    "deleting an event": "DELETE FROM tracking_event",
    "changing a link": "UPDATE tracking_auditlink SET event_id = event_id + 1000",
    "deleting a link": "DELETE FROM tracking_auditlink WHERE number = 3",
    "a link of one's own": "INSERT INTO tracking_auditlink VALUES (4, 4000, 'a', 'b')",
    "changing the head": "UPDATE tracking_audithead SET number = 2",
    "moving the head nowhere": "UPDATE tracking_audithead SET number = number + 1",
    "deleting the head": "DELETE FROM tracking_audithead",
    "an event without its digest": "UPDATE tracking_event SET digest = ''",
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses(what: str) -> None:
    _recorded(3)
    with pytest.raises(IntegrityError), transaction.atomic():
        _sql(REFUSED[what])
    assert verify_chain().fault == ""


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", ["event", "auditlink", "audithead"])
def test_the_database_refuses_to_replace_a_row(table: str) -> None:
    _recorded(3)
    with pytest.raises(IntegrityError), transaction.atomic():
        _sql(f"INSERT OR REPLACE INTO tracking_{table} SELECT * FROM tracking_{table}")  # noqa: S608 - of this test
    assert verify_chain().fault == ""


@pytest.mark.postgresql_only
@pytest.mark.parametrize("table", ["event", "auditlink", "audithead"])
def test_the_database_refuses_to_empty_a_table(table: str) -> None:
    _recorded(3)
    with pytest.raises(IntegrityError), transaction.atomic():
        _sql(f"TRUNCATE tracking_{table}")
    assert verify_chain().fault == ""


@pytest.mark.postgresql_only
def test_a_link_for_an_event_that_is_not_there_is_refused() -> None:
    _recorded(1)
    linked_at_once = "SET CONSTRAINTS ALL IMMEDIATE; INSERT INTO tracking_auditwaiting VALUES (4000, %s)"
    with pytest.raises(IntegrityError), transaction.atomic():
        _sql(linked_at_once, "a" * 64)


def test_without_a_head_nothing_is_recorded() -> None:
    with guards_lifted():
        AuditHead.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        _recorded(1)


# --- What a check finds -------------------------------------------------------------------------------

Tampering = Callable[[list[Event]], None]


def _alters(events: list[Event]) -> None:
    Event.objects.filter(pk=events[2].pk).update(actor="somebody else")


def _alters_time(events: list[Event]) -> None:
    Event.objects.filter(pk=events[2].pk).update(at=django_timezone.now() - timedelta(days=1))


def _alters_with_digest(events: list[Event]) -> None:
    event = events[2]
    event.after = {"title": "other"}
    event.digest = _digest_of(event)
    event.save()


def _deletes(events: list[Event]) -> None:
    Event.objects.filter(pk=events[2].pk).delete()


def _deletes_with_link(events: list[Event]) -> None:
    _deletes(events)
    AuditLink.objects.filter(number=3).delete()


def _deletes_and_closes_up(events: list[Event]) -> None:
    _deletes_with_link(events)
    for number in (4, 5):
        AuditLink.objects.filter(number=number).update(number=number - 1)
    AuditHead.objects.update(number=4)


def _inserts(_events: list[Event]) -> None:
    event = Event(type="edited person", before={}, after={})
    event.digest = _digest_of(event)
    event.save()


def _inserts_with_link(events: list[Event]) -> None:
    _inserts(events)
    AuditLink.objects.create(
        number=6, event_id=Event.objects.latest("pk").pk, previous_hash=audit_head().hash, hash="f" * 64
    )


def _inserts_between(events: list[Event]) -> None:
    _inserts(events)
    new = Event.objects.latest("pk")
    for number in (5, 4, 3):
        AuditLink.objects.filter(number=number).update(number=number + 1)
    AuditLink.objects.create(number=3, event_id=new.pk, previous_hash="e" * 64, hash="f" * 64)
    AuditHead.objects.update(number=6)


def _reorders(_events: list[Event]) -> None:
    for old, new in ((3, 100), (4, 3), (100, 4)):
        AuditLink.objects.filter(number=old).update(number=new)


def _swaps_events(events: list[Event]) -> None:
    keys = [event.pk for event in events]
    for number, key in ((3, -1), (4, keys[2]), (3, keys[3])):
        AuditLink.objects.filter(number=number).update(event_id=key)


def _truncates_tail(events: list[Event]) -> None:
    Event.objects.filter(pk__gt=events[2].pk).delete()
    AuditLink.objects.filter(number__gt=3).delete()


def _truncates_all(_events: list[Event]) -> None:
    for model in (Event, AuditLink, AuditHead):
        model.objects.all().delete()


def _moves_head(_events: list[Event]) -> None:
    AuditHead.objects.update(number=3, hash=AuditLink.objects.get(number=3).hash)


def _changes_head(_events: list[Event]) -> None:
    AuditHead.objects.update(hash="f" * 64)


def _forks(_events: list[Event]) -> None:
    with connection.schema_editor(atomic=False) as editor:
        constraint = next(one for one in AuditLink._meta.constraints if one.name == "audit_link_never_forks")
        editor.remove_constraint(AuditLink, constraint)
    AuditLink.objects.filter(number=4).update(previous_hash=AuditLink.objects.get(number=3).previous_hash)


FOUND: dict[Tampering, str] = {
    _alters: "Entry 3 (event {2}) was altered: it is not what was recorded.",
    _alters_time: "Entry 3 (event {2}) was altered: it is not what was recorded.",
    _alters_with_digest: "Entry 3 (event {2}) was altered: the event and its link do not belong together.",
    _deletes: "Entry 3 (event {2}) is missing: its link is there, the event is not.",
    _deletes_with_link: "Entry 3 is missing: after entry 2 comes 4.",
    _deletes_and_closes_up: "Entry 3 (event {3}) is out of order, or was put in: it does not follow on from entry 2.",
    _inserts: "Event {last} was put in: it has no link.",
    _inserts_with_link: "Entry 6 (event {last}) was put in: it comes after the head.",
    _inserts_between: "Entry 3 (event {last}) is out of order, or was put in: it does not follow on from entry 2.",
    _reorders: "Entry 3 (event {3}) is out of order, or was put in: it does not follow on from entry 2.",
    _swaps_events: "Entry 3 (event {3}) was altered: the event and its link do not belong together.",
    _truncates_tail: "Entry 4 is missing, and all after it: the trail ends with entry 3, its head says 5.",
    _truncates_all: "The head is missing, so nobody can tell where the trail ends.",
    _moves_head: "Entry 4 (event {3}) was put in: it comes after the head.",
    _changes_head: "The head does not belong to entry 5, the last of the trail.",
}


@pytest.mark.parametrize("tampering", FOUND)
def test_the_first_broken_row_is_named(tampering: Tampering) -> None:
    events = _recorded(5)
    with guards_lifted():
        tampering(events)
    keys = [event.pk for event in events]
    last = Event.objects.order_by("pk").values_list("pk", flat=True).last()
    assert verify_chain().fault == FOUND[tampering].format(*keys, last=last)


@pytest.mark.postgresql_only
def test_a_fork_is_named_though_its_constraint_was_dropped() -> None:
    events = _recorded(5)
    with guards_lifted():
        _forks(events)
    assert verify_chain().fault == (
        f"Entry 4 (event {events[3].pk}) is a fork: it follows on from the same entry as the one before it."
    )


def _rewrite_from(number: int) -> None:
    """Change an entry and make the chain anew from there, as somebody would who knows how."""
    with guards_lifted():
        link = AuditLink.objects.get(number=number)
        event = Event.objects.get(pk=link.event_id)
        event.after = {"title": "never was"}
        event.digest = _digest_of(event)
        event.save()
        previous = link.previous_hash
        for link in AuditLink.objects.filter(number__gte=number):
            digest = Event.objects.get(pk=link.event_id).digest
            AuditLink.objects.filter(pk=link.pk).update(previous_hash=previous, hash=link_hash(previous, digest))
            previous = link_hash(previous, digest)
        AuditHead.objects.update(hash=previous)


def test_a_trail_that_was_rewritten_is_found_by_a_head_that_somebody_kept() -> None:
    _recorded(5)
    kept = audit_head()
    _rewrite_from(3)
    assert verify_chain().fault == ""
    there = AuditLink.objects.get(number=5).hash
    assert verify_chain([KeptHead(5, kept.hash, "the head you gave")]).fault == (
        f"Entry 5, or one before it, was rewritten: the head you gave has the hash {kept.hash}, the trail has {there}."
    )


def test_a_trail_that_was_cut_short_is_found_by_a_head_that_somebody_kept() -> None:
    events = _recorded(5)
    kept = audit_head()
    with guards_lifted():
        _truncates_tail(events)
        _moves_head(events)
    assert verify_chain().fault == ""
    assert verify_chain([KeptHead(5, kept.hash, "the head you gave")]).fault == (
        "Entry 5 is missing: the head you gave has it, the trail ends before it."
    )


def test_a_check_compares_with_the_last_that_found_the_trail_unbroken() -> None:
    _recorded(5)
    assert check_audit_trail().fault == ""
    _rewrite_from(3)
    fault = check_audit_trail().fault
    assert fault.startswith("Entry 5, or one before it, was rewritten: the last check that found it unbroken")
    assert list(AuditCheck.objects.values_list("number", "fault")) == [(5, fault), (5, "")]


def test_the_last_sound_check_is_kept_however_many_found_a_fault_since() -> None:
    _recorded(5)
    check_audit_trail()
    AuditCheck.objects.update(checked_at=django_timezone.now() - timedelta(days=1000))
    AuditCheck.objects.bulk_create(AuditCheck(number=5, hash="a" * 64, fault="Faulty") for _ in range(401))
    with guards_lifted():
        AuditHead.objects.update(hash="f" * 64)
    assert check_audit_trail().fault != ""
    kept = AuditCheck.objects.order_by("checked_at").values_list("fault", flat=True)
    assert (len(kept), kept[0]) == (401, "")


def test_a_trail_whose_guards_are_gone_is_not_unbroken() -> None:
    _recorded(1)
    audit_guards.take_away(connection)
    assert verify_chain().fault.startswith("The database's guard audit_event_no_")


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("name", "hollow"),
    [
        ("audit_event_no_update", "BEFORE UPDATE ON tracking_event WHEN 0 BEGIN SELECT 1; END"),
        ("audit_event_no_delete", "BEFORE DELETE ON tracking_auditcheck BEGIN SELECT 1; END"),
    ],
)
def test_a_guard_of_the_same_name_that_guards_nothing_is_found(name: str, hollow: str) -> None:
    _recorded(1)
    _sql(f"DROP TRIGGER {name}")
    _sql(f"CREATE TRIGGER {name} {hollow}")
    assert verify_chain().fault.startswith(f"The database's guard {name} is not as it was made")


_ANEW = "DROP TRIGGER audit_event_no_change ON tracking_event; CREATE TRIGGER audit_event_no_change"
_PLPGSQL = "LANGUAGE plpgsql SET search_path = public, pg_temp"
_NEVER = "EXECUTE FUNCTION scrutiny_audit_never()"


@pytest.mark.postgresql_only
@pytest.mark.parametrize(
    ("name", "hollowed"),
    [
        (
            "scrutiny_audit_never",
            f"CREATE OR REPLACE FUNCTION scrutiny_audit_never() RETURNS trigger {_PLPGSQL} AS 'BEGIN RETURN NEW; END'",
        ),
        ("scrutiny_audit_follows", "ALTER FUNCTION scrutiny_audit_follows() RESET search_path"),
        (
            "audit_event_no_change",
            f"{_ANEW} BEFORE DELETE OR UPDATE ON tracking_event FOR EACH ROW WHEN (false) {_NEVER}",
        ),
        (
            "audit_event_no_change",
            f"{_ANEW} BEFORE DELETE OR UPDATE ON tracking_auditcheck FOR EACH ROW {_NEVER}",
        ),
        ("audit_event_no_change", "ALTER TABLE tracking_event DISABLE TRIGGER audit_event_no_change"),
    ],
)
def test_a_guard_that_was_hollowed_out_is_found(name: str, hollowed: str) -> None:
    _recorded(1)
    assert verify_chain().fault == ""
    _sql(hollowed)
    assert verify_chain().fault.startswith(f"The database's guard {name} is not as it was made")


@pytest.mark.postgresql_only
def test_a_temporary_table_does_not_stand_in_for_the_trail() -> None:
    _recorded(3)
    _sql("CREATE TEMP TABLE tracking_auditlink AS SELECT * FROM public.tracking_auditlink")
    _sql("INSERT INTO tracking_auditlink SELECT number + 1, 4000, hash, %s FROM public.tracking_audithead", "f" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        _sql("UPDATE public.tracking_audithead SET number = number + 1, hash = %s", "f" * 64)
    _sql("DROP TABLE pg_temp.tracking_auditlink")
    assert verify_chain().fault == ""


def test_a_trail_of_nothing_is_unbroken() -> None:
    assert (verify_chain().head, verify_chain().fault) == (Head(0, BEGINNING), "")


def test_events_from_before_the_chain_are_chained_in_the_order_they_were_recorded() -> None:
    events = _recorded(5)
    head = audit_head()
    with guards_lifted():
        Event.objects.update(digest="0" * 64)
        for model in (AuditLink, AuditHead):
            model.objects.all().delete()
        import_module("tracking.migrations.0007_audit_trail").chain_what_is_there(apps, None)
    assert (verify_chain().head, verify_chain().fault) == (head, "")
    assert list(AuditLink.objects.values_list("event_id", flat=True)) == [event.pk for event in events]


# --- The command --------------------------------------------------------------------------------------


def _command(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_tells_number_hash_and_time_of_the_head() -> None:
    record_event(by=None, type="edited", target=None, at=datetime(2016, 4, 12, 10, 30, tzinfo=UTC))
    link_what_waits()
    head = audit_head()
    assert _command("--head", f"1:{head.hash}") == (
        f"The audit trail is unbroken: 1 entries.\nHead: 1:{head.hash}\nRecorded: 12 April 2016, 11:30:00\n"
    )


def test_the_command_fails_with_the_first_broken_row() -> None:
    events = _recorded(2)
    with guards_lifted():
        Event.objects.filter(pk=events[0].pk).update(actor="somebody else")
    message = (
        rf"The audit trail is broken\. Entry 1 \(event {events[0].pk}\) was altered: it is not what was recorded\."
    )
    with pytest.raises(CommandError, match=message):
        _command()


def test_the_command_fails_for_a_head_that_is_not_in_the_trail() -> None:
    _recorded(2)
    with pytest.raises(CommandError, match="Entry 7 is missing: the head you gave has it"):
        _command("--head", f"7:{'a' * 64}")


def test_a_head_that_was_mistyped_says_nothing_of_the_trail_later() -> None:
    _recorded(2)
    check_audit_trail()
    with pytest.raises(CommandError, match="the head you gave has the hash"):
        _command("--head", f"2:{'a' * 64}")
    assert list(AuditCheck.objects.values_list("fault", flat=True)) == [""]


def test_a_head_is_taken_as_packs_and_mails_print_it() -> None:
    _recorded(1)
    with pytest.raises(CommandError, match="Entry 1234 is missing: the head you gave has it"):
        _command("--head", f"1,234:{'a' * 64}")


def test_the_command_explains_how_a_head_is_written() -> None:
    with pytest.raises(CommandError, match="write NUMBER:HASH"):
        _command("--head", "7-abc")


# --- While others write ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_the_trail_is_read(settings: Settings) -> None:
    """A transaction would hold the only right to write that SQLite has."""
    settings.AUDIT_MAIL_TO = "auditor@example.org"
    _recorded(1)
    held = []

    def watch(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if sql.startswith("SELECT") and "tracking_auditlink" in sql:
            held.append(connection.in_atomic_block)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        assert check_and_tell().fault == ""
    assert set(held) == {False}
    assert (AuditCheck.objects.count(), OutboxMail.objects.count()) == (1, 1)


# --- Several at once ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_chain_without_a_gap() -> None:
    start = Barrier(8)

    def record(writer: int) -> None:
        try:
            start.wait(timeout=10)
            for number in range(10):
                with transaction.atomic():
                    for part in range(2):
                        record_event(by=None, type="edited", target=None, after={"w": writer, "n": number, "p": part})
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(record, range(8)))
    assert (verify_chain().head.number, verify_chain().fault) == (160, "")
    in_order = Event.objects.in_bulk(AuditLink.objects.values_list("event_id", flat=True))
    for writer in range(8):
        told = [
            (event.after["n"], event.after["p"])
            for event in (in_order[key] for key in AuditLink.objects.values_list("event_id", flat=True))
            if event.after["w"] == writer
        ]
        assert told == [(number, part) for number in range(10) for part in range(2)]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_link() -> None:
    with transaction.atomic():
        record_event(by=None, type="edited", target=None)
        transaction.set_rollback(True)
    record_event(by=None, type="edited again", target=None)
    assert list(AuditLink.objects.values_list("number", flat=True)) == [1]
    assert (audit_head().number, verify_chain().fault) == (1, "")


@pytest.mark.postgresql_only
@pytest.mark.django_db(transaction=True)
def test_whoever_ends_a_transaction_never_waits_with_the_head_for_another_that_waits_for_it() -> None:
    """One adds a row that belongs to a person, and so waits, as foreign keys do, until the other lets go of them."""
    person = factories.PersonFactory()
    held, recorded = Barrier(2), Barrier(2)

    def hold() -> None:
        try:
            with transaction.atomic():
                type(person).objects.select_for_update().get(pk=person.pk)
                held.wait(timeout=10)
                recorded.wait(timeout=10)
                record_event(by=None, type="edited", target=None)
        finally:
            connection.close()

    def add() -> None:
        try:
            with transaction.atomic():
                record_event(by=None, type="added", target=None)
                held.wait(timeout=10)
                recorded.wait(timeout=10)
                factories.UserFactory(person_id=person.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda act: act(), (hold, add)))
    assert (verify_chain().head.number, verify_chain().fault) == (2, "")
