"""The product as it is attacked: a copy of this tree with a database of its own, served by gunicorn over TLS."""

import os
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a-password-for-attacks-alone"  # noqa: S105 - of a database that is thrown away
_READY_SECONDS = 60
_OVERLAY = """
from scrutiny.settings import *  # noqa: F403

# Guesses are what these tools make: what limits them has tests of its own.
SIGN_IN_LIMITS = {name: (2_000, seconds) for name, (_, seconds) in SIGN_IN_LIMITS.items()}  # noqa: F405
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
"""
_HOLES = """
MIDDLEWARE = ["scrutiny.holes.Holes", *MIDDLEWARE]  # noqa: F405
"""


@dataclass
class Site:
    """One copy. `findings_in_log` tells what went wrong inside while it was attacked."""

    folder: Path
    database: str
    port: int
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(50))

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder.parent / f"{self.folder.name}.log"

    def environment(self) -> dict[str, str]:
        """As in production, but that no second step is asked for: the tools have no telephone."""
        kept = {key: os.environ[key] for key in ("PATH", "LC_ALL", "LANG", "HOME") if key in os.environ}
        return kept | {
            "DEBUG": "0",
            "SECRET_KEY": self.secret,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": self.database,
            "MEDIA_ROOT": str(self.folder / "media"),
            "PAPERS_CACHE_URL": f"filecache://{self.folder}/papers",
            "EMAIL_URL": "dummymail://",
            "DEMO_PASSWORD": PASSWORD,
            "SECOND_STEP_FOR": "nobody",
            "DJANGO_SETTINGS_MODULE": "scrutiny.attacked",
            "LOG_LEVEL": "WARNING",
        }

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py in the copy; its output is returned. Ends this program when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.exit(f"manage.py {' '.join(arguments[:1])} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve it. Ends this program when it does not answer within a minute."""
        certificate, key = _certificate(self.folder.parent)
        with self.log.open("a") as log:
            server = subprocess.Popen(
                [
                    sys.executable, "-m", "gunicorn", "scrutiny.wsgi", "--workers", "2", "--threads", "4",
                    "--bind", f"127.0.0.1:{self.port}", "--certfile", str(certificate), "--keyfile", str(key),
                    "--access-logfile", "-", "--access-logformat", 'ASKED %(s)s %(m)s %(U)s?%(q)s',
                ],
                cwd=self.folder, env=self.environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            self._wait_until_it_answers(server)
            yield
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    def _wait_until_it_answers(self, server: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + _READY_SECONDS
        while time.monotonic() < end and server.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/", context=trusting(), timeout=5).close()  # noqa: S310
            except OSError:
                time.sleep(0.2)
                continue
            return
        sys.exit(f"The site does not answer:\n{self.log.read_text()[-4000:]}")

    def server_errors(self) -> list[str]:
        """What was asked for that ended in an error of the server's."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return [line.removeprefix("ASKED ") for line in lines if line.startswith("ASKED 5")]

    def memory_mb(self) -> float:
        """The memory of all processes of this copy together."""
        total = 0
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                if (status.parent / "cwd").readlink() == self.folder:
                    total += next(
                        int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS")
                    )
            except (OSError, StopIteration):
                continue
        return total / 1024


def trusting() -> ssl.SSLContext:
    """Our own certificate is known to nobody; and nobody else answers on this port."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def make_product(scratch: Path, database: str) -> Site:
    """Copy the tree, load the demo council."""
    site = Site(scratch / "product", database, _free_port())
    _copy(site.folder, _OVERLAY)
    site.manage("migrate", "--verbosity", "0")
    site.manage("collectstatic", "--noinput", "--verbosity", "0")
    site.manage("load_demo", "--force")
    return site


def make_holed(product: Site, database: str) -> Site:
    """Copy the product, its files too, and plant the holes. Its database is a copy that the caller has made."""
    site = Site(product.folder.parent / "holed", database, _free_port())
    _copy(site.folder, _OVERLAY + _HOLES)
    for folder in ("media", "static/collected"):
        shutil.copytree(product.folder / folder, site.folder / folder, dirs_exist_ok=True)
    shutil.copy(Path(__file__).with_name("holes.py"), site.folder / "scrutiny" / "holes.py")
    return site


def _copy(target: Path, settings: str) -> None:
    for name in ("tracking", "scrutiny", "templates", "fixtures", "static", "manage.py", "gunicorn.conf.py"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__", "collected"))
        else:
            shutil.copy(source, target / name)
    (target / "scrutiny" / "attacked.py").write_text(settings)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _certificate(scratch: Path) -> tuple[Path, Path]:
    certificate, key = scratch / "certificate.pem", scratch / "key.pem"
    if not certificate.exists():
        subprocess.run(
            [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate),
            ],
            check=True, capture_output=True,
        )  # fmt: skip
    return certificate, key
