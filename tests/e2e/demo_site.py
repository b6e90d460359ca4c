"""The demo council served by a real process, as in production, from a database of its own.

The demo council is loaded once for a whole run; each journey works on a copy. Nothing here uses Django: the site
is another process, and its database another database.
"""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from tests.migrated import ROOT, copy_migrated, database_url, made_once, manage, on_postgresql, on_server

DEMO_PASSWORD = "a password for the demo council"
PREPARED_DATABASE = "scrutiny_e2e_prepared"
DATABASE_FILE = "db.sqlite3"


@dataclass(frozen=True)
class DemoData:
    """A loaded demo council: the address of its database, and the directory with everything that is a file."""

    database_url: str
    directory: Path
    more: tuple[tuple[str, str], ...] = ()
    """Settings that a journey has otherwise."""

    @property
    def environment(self) -> dict[str, str]:
        """What the site's settings read: production, behind a proxy that ends TLS."""
        return {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self.database_url,
            "TEST_DATABASE_DIR": str(self.directory),
            "MEDIA_ROOT": str(self.directory / "media"),
            "DEBUG": "0",
            "SECRET_KEY": "only-for-browser-journeys-and-long-enough-for-them",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "BEHIND_PROXY": "1",
            "CACHE_URL": "locmemcache://journey",
            "EMAIL_URL": "memorymail://",
            "LOG_LEVEL": "WARNING",
            "DEMO_PASSWORD": DEMO_PASSWORD,
            # The journeys of signing in say otherwise.
            "SECOND_STEP_FOR": "nobody",
            **dict(self.more),
        }

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database behind the site's back, or change it; each `%s` is one of the values."""
        is_file = self.database_url.startswith("sqlite")
        statement = statement.replace("%s", "?") if is_file else statement
        connect = sqlite3.connect(self.directory / DATABASE_FILE) if is_file else psycopg2.connect(self.database_url)
        with closing(connect) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(statement, values)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
            return rows


def prepared_demo(shared: Path) -> DemoData:
    """Return the demo council that journeys copy; the first process of the run to ask for it loads it."""
    directory = shared / "demo"
    data = DemoData(database_url(PREPARED_DATABASE, directory / DATABASE_FILE), directory)
    with made_once(shared, "demo") as is_first:
        if is_first:
            _load_demo(data, shared)
    return data


def _load_demo(data: DemoData, shared: Path) -> None:
    (data.directory / "media").mkdir(parents=True)
    copy_migrated(shared, PREPARED_DATABASE, data.directory / DATABASE_FILE)
    collect = [] if _static_files_are_collected() else [["collectstatic", "--noinput"]]
    for command in (*collect, ["load_demo", "--force", "--without-packs"]):
        manage(*command, environment=data.environment)


def _static_files_are_collected() -> bool:
    """Whether nothing was built or installed since they were: the second database needs no second time."""
    manifest = ROOT / "static" / "collected" / "staticfiles.json"
    sources = [ROOT / "requirements.txt", *(ROOT / "static" / "build").rglob("*")]
    return manifest.exists() and manifest.stat().st_mtime > max(path.stat().st_mtime for path in sources)


@contextmanager
def copied(prepared: DemoData, name: str, directory: Path) -> Iterator[DemoData]:
    """Give a journey a demo council of its own."""
    shutil.copytree(prepared.directory, directory)
    database = f"scrutiny_e2e_{name}"
    if on_postgresql():
        on_server(f"DROP DATABASE IF EXISTS {database}", f"CREATE DATABASE {database} TEMPLATE {PREPARED_DATABASE}")
    yield DemoData(database_url(database, directory / DATABASE_FILE), directory)
    if on_postgresql():
        on_server(f"DROP DATABASE {database} WITH (FORCE)")


def as_localhost(address: str) -> str:
    """The same site by its name, to which browsers bind passkeys; they bind none to a number."""
    return address.replace("127.0.0.1", "localhost")


class Server:
    """A process that serves a demo council, and can be killed and started again at the same address.

    The socket outlives the process, so a browser that comes while there is none is kept waiting, not refused.
    """

    def __init__(self, data: DemoData, listener: socket.socket) -> None:
        self.data = data
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._listener = listener
        self.start()

    def start(self) -> None:
        bind = f"fd://{self._listener.fileno()}"
        command = [sys.executable, "-m", "gunicorn", "tests.e2e.proxied", "--bind", bind]
        with (self.data.directory / "server.log").open("a") as output:
            self._process = subprocess.Popen(
                [*command, "--workers", "1", "--threads", "4", "--no-control-socket"],
                cwd=ROOT,
                env=self.data.environment | {"CSRF_TRUSTED_ORIGINS": f"{self.address},{as_localhost(self.address)}"},
                pass_fds=[self._listener.fileno()],
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End it and its workers in the middle of whatever they do."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=20)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)


@contextmanager
def served_by_a_process(data: DemoData) -> Iterator[Server]:
    """Serve a demo council from one process; several may serve the same."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(data, listener)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def served(data: DemoData) -> Iterator[str]:
    """Serve a demo council; yields its address."""
    with served_by_a_process(data) as server:
        yield server.address


@contextmanager
def working(data: DemoData) -> Iterator[None]:
    """Run the worker of a demo council, as `script/run` does beside the server."""
    with (data.directory / "worker.log").open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "qcluster"],
            cwd=ROOT,
            env=data.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)
