"""The site as it runs in production: gunicorn with its workers, measured from outside."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS, THREADS = 2, 4
_LATENCY = re.compile(r"^(p50|p95|requests|errors) ([\d.]+)$", re.MULTILINE)
_SCRIPT = """
wrk.headers["X-Forwarded-Proto"] = "https"
wrk.headers["Host"] = "localhost"
{extra}
done = function(summary, latency, requests)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.status + summary.errors.timeout
  print("p50 " .. latency:percentile(50) / 1000)
  print("p95 " .. latency:percentile(95) / 1000)
  print("requests " .. summary.requests / (summary.duration / 1000000))
  print("errors " .. failed)
end
"""


@dataclass(frozen=True)
class Speed:
    """What wrk found of one address: milliseconds, requests per second, answers that were errors."""

    p50: float
    p95: float
    requests: float
    errors: int


@dataclass(frozen=True)
class Server:
    """A running site."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def speed(self, path: str, *, seconds: int, etag: str = "", connections: int = 2) -> Speed:
        """Ask for one address again and again over a few connections."""
        extra = f'wrk.headers["If-None-Match"] = {etag!r}' if etag else ""
        # What is told as an error is any answer that is not 2xx or 3xx.
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(_SCRIPT.format(extra=extra))
            script.flush()
            command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", script.name]
            done = subprocess.run(  # noqa: S603
                [*command, f"{self.address}{path}"], capture_output=True, text=True, check=True
            )
        found = {name: float(value) for name, value in _LATENCY.findall(done.stdout)}
        return Speed(found["p50"], found["p95"], found["requests"], int(found["errors"]))

    def fetch(self, path: str) -> tuple[float, int, str]:
        """Ask once; return the milliseconds it took, the length of the answer and its ETag."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.address}{path}", headers={"X-Forwarded-Proto": "https", "Host": "localhost"}
        )
        begun_at = time.perf_counter()
        with urllib.request.urlopen(request, timeout=600) as response:  # noqa: S310
            length = sum(len(chunk) for chunk in iter(lambda: response.read(65536), b""))
            return (time.perf_counter() - begun_at) * 1000, length, response.headers.get("ETag", "")

    def peak_memory(self) -> float:
        """The most memory any worker has had resident so far, in MB."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return max(_peak_mb(int(child)) for child in children)


def _peak_mb(pid: int) -> float:
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["VmHWM"].split()[0]) / 1024


def environment(database_url: str, **settings: str) -> dict[str, str]:
    """The variables of a production site behind a proxy."""
    return {
        **os.environ,
        "DEBUG": "0",
        "SECRET_KEY": "bench",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "BEHIND_PROXY": "1",
        "DATABASE_URL": database_url,
        "LOG_LEVEL": "ERROR",
        **settings,
    }


@contextmanager
def serving(database_url: str, **settings: str) -> Iterator[Server]:
    """Serve the site until the block ends; `settings` are variables beside those of production."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "scrutiny.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    workers = ["--workers", str(WORKERS), "--threads", str(THREADS)]
    process = subprocess.Popen([*command, *workers], env=environment(database_url, **settings))  # noqa: S603
    try:
        server = Server(port, process.pid)
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            server.fetch("/open-data/")
        except OSError:
            if process.poll() is not None:
                sys.exit("The server ended by itself.")
            time.sleep(0.2)
        else:
            return
    sys.exit("The server does not answer.")
