"""What the database itself does for the audit trail: it makes the links, and refuses every change.

Plain SQL for each database, put in place by the migrations. A later migration that makes one of these tables anew takes
the guards away before and puts them back after; SQLite would lose them with the old table.

What guards cannot do: whoever owns the tables can take them away. `verify_audit` tells that they are gone, and finds
what was done meanwhile.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

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


_POSTGRESQL: Final = {
    "audit_event_no_change": _each_row("audit_event_no_change", "BEFORE UPDATE OR DELETE", "event", "never"),
    "audit_event_no_truncate": _emptied("event"),
    "audit_auditlink_no_change": _each_row(
        "audit_auditlink_no_change", "BEFORE UPDATE OR DELETE", "auditlink", "never"
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
    """Create every guard; none may be there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS tracking_auditwaiting "
                "(event_id bigint PRIMARY KEY, digest varchar(64) NOT NULL)"
            )
            for name, body in _POSTGRESQL_FUNCTIONS.items():
                cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        for statement in _triggers(connection).values():
            cursor.execute(statement)


def take_away(connection: BaseDatabaseWrapper) -> None:
    """Drop every guard that is there: for a migration that makes a table anew. Nothing else may."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Their triggers go with them.
            for name in _POSTGRESQL_FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
            cursor.execute("DROP TABLE IF EXISTS tracking_auditwaiting")
        else:
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the guards that are not there, or are switched off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in _triggers(connection) if name not in there]


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
