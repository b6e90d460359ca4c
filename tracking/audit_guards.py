"""What the database itself does for the audit trail: it makes the links, and refuses every change.

Plain SQL for each database, put in place by the migrations. A later migration that makes one of these tables anew takes
the guards away before and puts them back after; SQLite would lose them with the old table.

What guards cannot do: whoever owns the tables can take them away. `verify_audit` tells that they are gone, and finds
what was done meanwhile.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# --- SQLite ------------------------------------------------------------------------------------

SQLITE_FUNCTION: Final = "scrutiny_sha256"


def _refused(table: str, act: str) -> str:
    name = f"audit_{table}_no_{act.lower()}"
    refusal = "SELECT RAISE(ABORT, 'The audit trail is never changed.')"
    return f"CREATE TRIGGER {name} BEFORE {act} ON tracking_{table} BEGIN {refusal}; END"


# INSERT OR REPLACE deletes without asking a trigger for DELETE, so what is there already is refused by one of its own.
_SQLITE: Final = {
    "audit_event_no_update": _refused("event", "UPDATE"),
    "audit_event_no_delete": _refused("event", "DELETE"),
    "audit_event_no_replace": """
        CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON tracking_event
        WHEN EXISTS (SELECT 1 FROM tracking_event WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'The audit trail is never changed.'); END
    """,
    "audit_auditlink_no_update": _refused("auditlink", "UPDATE"),
    "audit_auditlink_no_delete": _refused("auditlink", "DELETE"),
    "audit_auditlink_follows": """
        CREATE TRIGGER audit_auditlink_follows BEFORE INSERT ON tracking_auditlink
        WHEN EXISTS (SELECT 1 FROM tracking_auditlink WHERE number = NEW.number OR event_id = NEW.event_id)
        OR NOT EXISTS (
            SELECT 1 FROM tracking_audithead AS head JOIN tracking_event AS event ON event.id = NEW.event_id
            WHERE head.id = 1 AND NEW.number = head.number + 1 AND NEW.previous_hash = head.hash
            AND NEW.hash = scrutiny_sha256(head.hash || event.digest)
        )
        BEGIN SELECT RAISE(ABORT, 'A link of the audit trail follows on from its head.'); END
    """,
    "audit_audithead_no_delete": _refused("audithead", "DELETE"),
    "audit_audithead_no_replace": """
        CREATE TRIGGER audit_audithead_no_replace BEFORE INSERT ON tracking_audithead
        WHEN EXISTS (SELECT 1 FROM tracking_audithead)
        BEGIN SELECT RAISE(ABORT, 'The audit trail is never changed.'); END
    """,
    "audit_audithead_moves": """
        CREATE TRIGGER audit_audithead_moves BEFORE UPDATE ON tracking_audithead
        WHEN NEW.id <> OLD.id OR NOT EXISTS (
            SELECT 1 FROM tracking_auditlink WHERE number = OLD.number + 1 AND previous_hash = OLD.hash
            AND number = NEW.number AND hash = NEW.hash
        )
        BEGIN SELECT RAISE(ABORT, 'The head of the audit trail moves on by one link.'); END
    """,
    "audit_event_is_linked": """
        CREATE TRIGGER audit_event_is_linked AFTER INSERT ON tracking_event BEGIN
            SELECT RAISE(ABORT, 'The audit trail has no head.')
            WHERE NOT EXISTS (SELECT 1 FROM tracking_audithead WHERE id = 1);
            INSERT INTO tracking_auditlink (number, event_id, previous_hash, hash)
            SELECT number + 1, NEW.id, hash, scrutiny_sha256(hash || NEW.digest)
            FROM tracking_audithead WHERE id = 1;
            UPDATE tracking_audithead SET
                number = number + 1,
                hash = (SELECT link.hash FROM tracking_auditlink AS link WHERE link.event_id = NEW.id)
            WHERE id = 1;
        END
    """,
}

# --- PostgreSQL --------------------------------------------------------------------------------

# Links are made when the transaction ends, and only after everything else that was put off until then (the checks of
# foreign keys, which wait for rows that others hold): a row in a table of its own puts the link off once more. So the
# head is locked for the last moment alone, and whoever waits for it holds nothing that its holder still needs.
_POSTGRESQL_FUNCTIONS: Final = {
    "scrutiny_audit_never": """
        BEGIN RAISE EXCEPTION 'The audit trail is never changed.'
                USING ERRCODE = 'integrity_constraint_violation'; END
    """,
    "scrutiny_audit_put_off": """
        BEGIN
            INSERT INTO tracking_auditwaiting (event_id, digest) VALUES (NEW.id, NEW.digest);
            RETURN NULL;
        END
    """,
    "scrutiny_audit_link": """
        DECLARE head record;
        BEGIN
            SELECT number, hash INTO head FROM tracking_audithead WHERE id = 1 FOR UPDATE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'The audit trail has no head.'
                USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            INSERT INTO tracking_auditlink (number, event_id, previous_hash, hash) VALUES (
                head.number + 1, NEW.event_id, head.hash,
                encode(sha256(convert_to(head.hash || NEW.digest, 'UTF8')), 'hex')
            );
            UPDATE tracking_audithead AS moved SET number = link.number, hash = link.hash
            FROM tracking_auditlink AS link WHERE moved.id = 1 AND link.event_id = NEW.event_id;
            DELETE FROM tracking_auditwaiting WHERE event_id = NEW.event_id;
            RETURN NULL;
        END
    """,
    "scrutiny_audit_follows": """
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM tracking_audithead AS head JOIN tracking_event AS event ON event.id = NEW.event_id
                WHERE head.id = 1 AND NEW.number = head.number + 1 AND NEW.previous_hash = head.hash
                AND NEW.hash = encode(sha256(convert_to(head.hash || event.digest, 'UTF8')), 'hex')
            ) THEN
                RAISE EXCEPTION 'A link of the audit trail follows on from its head.'
                USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END
    """,
    "scrutiny_audit_moves": """
        BEGIN
            IF NEW.id <> OLD.id OR NOT EXISTS (
                SELECT 1 FROM tracking_auditlink WHERE number = OLD.number + 1 AND previous_hash = OLD.hash
                AND number = NEW.number AND hash = NEW.hash
            ) THEN
                RAISE EXCEPTION 'The head of the audit trail moves on by one link.'
                USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END
    """,
}


def _each_row(name: str, when: str, table: str, function: str) -> str:
    return f"CREATE TRIGGER {name} {when} ON tracking_{table} FOR EACH ROW EXECUTE FUNCTION scrutiny_audit_{function}()"


def _at_the_end(name: str, table: str, function: str) -> str:
    return (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT ON tracking_{table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW EXECUTE FUNCTION scrutiny_audit_{function}()"
    )


def _emptied(table: str) -> str:
    return (
        f"CREATE TRIGGER audit_{table}_no_truncate BEFORE TRUNCATE ON tracking_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION scrutiny_audit_never()"
    )


# In the very words in which PostgreSQL tells them back.
_POSTGRESQL: Final = {
    "audit_event_no_change": _each_row("audit_event_no_change", "BEFORE DELETE OR UPDATE", "event", "never"),
    "audit_event_no_truncate": _emptied("event"),
    "audit_auditlink_no_change": _each_row(
        "audit_auditlink_no_change", "BEFORE DELETE OR UPDATE", "auditlink", "never"
    ),
    "audit_auditlink_no_truncate": _emptied("auditlink"),
    "audit_auditlink_follows": _each_row("audit_auditlink_follows", "BEFORE INSERT", "auditlink", "follows"),
    "audit_audithead_no_delete": _each_row("audit_audithead_no_delete", "BEFORE DELETE", "audithead", "never"),
    "audit_audithead_no_truncate": _emptied("audithead"),
    "audit_audithead_moves": _each_row("audit_audithead_moves", "BEFORE UPDATE", "audithead", "moves"),
    "audit_event_is_linked": _at_the_end("audit_event_is_linked", "event", "put_off"),
    "audit_waiting_is_linked": _at_the_end("audit_waiting_is_linked", "auditwaiting", "link"),
}

# --- Both --------------------------------------------------------------------------------------


def put_in_place(connection: BaseDatabaseWrapper) -> None:
    """Create every guard; none may be there.

    On PostgreSQL their functions look for tables where these tables are, and among temporary ones last: else whoever
    may make a temporary table (everybody, unless it is forbidden) could put one of the same name before the trail's.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS tracking_auditwaiting "
                "(event_id bigint PRIMARY KEY, digest varchar(64) NOT NULL)"
            )
            path = f"{_schema(cursor)}, pg_temp"
            for name, body in _POSTGRESQL_FUNCTIONS.items():
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
                    f"SET search_path = {path} AS $${body}$$"
                )
        for statement in _triggers(connection).values():
            cursor.execute(statement)


def take_away(connection: BaseDatabaseWrapper) -> None:
    """Drop every guard that is there: for a migration that makes a table or them anew. Nothing else may.

    On PostgreSQL the table in which links wait stays, with the rights that the service's database user has on it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Their triggers go with them.
            for name in _POSTGRESQL_FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
        else:
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the guards that are not there as they were made: gone, changed, or switched off."""
    with connection.cursor() as cursor:
        there = _on_postgresql(cursor) if connection.vendor == "postgresql" else _on_sqlite(cursor)
    made = {name: _in_one_line(statement) for name, statement in _triggers(connection).items()}
    if connection.vendor == "postgresql":
        made |= {name: _in_one_line(body) for name, body in _POSTGRESQL_FUNCTIONS.items()}
    return [name for name, words in made.items() if there.get(name) != words]


def _on_sqlite(cursor: CursorWrapper) -> dict[str, str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: _in_one_line(statement) for name, statement in cursor.fetchall()}


def _on_postgresql(cursor: CursorWrapper) -> dict[str, str]:
    """The triggers of these tables that are switched on, and their functions, where these look for these tables."""
    schema = _schema(cursor)
    cursor.execute(
        """
        SELECT tgname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger
        JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
        AND relnamespace::regnamespace::text = %s AND pronamespace = relnamespace
        """,
        [schema],
    )
    there = {name: _in_one_line(statement.replace(f"{schema}.", "")) for name, statement in cursor.fetchall()}
    cursor.execute(
        """
        SELECT proname, prosrc FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
        WHERE pronamespace::regnamespace::text = %s AND lanname = 'plpgsql' AND NOT prosecdef
        AND proconfig = ARRAY[%s]
        """,
        [schema, f"search_path={schema}, pg_temp"],
    )
    return there | {name: _in_one_line(body) for name, body in cursor.fetchall()}


def _schema(cursor: CursorWrapper) -> str:
    """The schema that these tables are in, as SQL writes it."""
    cursor.execute(
        "SELECT quote_ident(nspname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
        "WHERE pg_class.oid = 'tracking_event'::regclass"
    )
    return str(cursor.fetchone()[0])


def _in_one_line(words: str) -> str:
    return " ".join(words.split())


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
