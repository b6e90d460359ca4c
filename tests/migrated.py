"""A database that is migrated once in a run: the tests of each process, and the demo council, begin with copies."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[1]
MIGRATED = "scrutiny_migrated"


def shared_by_the_run(factory: pytest.TempPathFactory) -> Path:
    """A directory that all processes of this run have in common."""
    directory = factory.getbasetemp()
    return directory.parent if "PYTEST_XDIST_WORKER" in os.environ else directory


@contextmanager
def made_once(shared: Path, name: str) -> Iterator[bool]:
    """Yield whether this process is the first of the run to come here; the others wait until it has left."""
    complete = shared / f"{name}.complete"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not complete.exists()
        complete.touch()


def migrated(shared: Path) -> str:
    """Return what to copy: the path of the database's file, or on PostgreSQL its name."""
    file = shared / f"{MIGRATED}.sqlite3"
    with made_once(shared, MIGRATED) as is_first:
        if is_first:
            if on_postgresql():
                on_server(f"DROP DATABASE IF EXISTS {MIGRATED}", f"CREATE DATABASE {MIGRATED}")
            manage("migrate", environment=os.environ | {"DATABASE_URL": database_url(MIGRATED, file)})
    return MIGRATED if on_postgresql() else str(file)


def copy_migrated(shared: Path, name: str, file: Path) -> None:
    """Make a database of that name on PostgreSQL, or else that file."""
    source = migrated(shared)
    if on_postgresql():
        on_server(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {source}")
    else:
        shutil.copy(source, file)


def manage(*command: str, environment: dict[str, str]) -> None:
    """Run a command of the service's. Raises AssertionError with what it said where it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {' '.join(command)} failed:\n{done.stdout}\n{done.stderr}"


def on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def database_url(name: str, file: Path) -> str:
    """The address of a database: by its name on PostgreSQL, else of a file."""
    if on_postgresql():
        return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    return f"sqlite:///{file}"


def on_server(*statements: str) -> None:
    """Run statements that no transaction may hold: making and dropping databases."""
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
