"""Running the tools of others, within limits of time.

`script/attack` runs all of this in a network that holds this machine alone. Where the system gives it none, the
settings here keep each tool from asking another machine.
"""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from attacking.sites import ROOT

TOOLS = ROOT / ".venv-attack" / "bin"
_NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Finding:
    """What a tool found. `tool` and `what` are for the summary, `where` says how to see it again."""

    tool: str
    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.tool}: {self.what}: {self.where}"


@dataclass(frozen=True)
class Ran:
    """What a tool said; `in_time` is False for one that was stopped."""

    said: str
    in_time: bool
    status: int


def run(
    command: list[str], *, seconds: float, folder: Path, log: Path, by_proxy: bool = True, answers: str = ""
) -> Ran:
    """Run a tool for so long at most, then end it and whatever it started.

    Whatever it would ask of another machine goes to a proxy that is not there; `by_proxy` is False for a tool that
    would ask the proxy for this machine, too, and asks no other. `answers` are for what it asks when it is ended.
    """
    kept = {key: os.environ[key] for key in ("PATH", "LC_ALL", "LANG") if key in os.environ}
    names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    proxies = dict.fromkeys(names, _NOWHERE) if by_proxy else {}
    here = {"no_proxy": "127.0.0.1,localhost", "NO_PROXY": "127.0.0.1,localhost", "HOME": str(folder)}
    with log.open("wb") as written, TemporaryFile() as said:
        said.write(answers.encode())
        said.seek(0)
        started = subprocess.Popen(
            command, cwd=folder, env=kept | proxies | here, stdin=said, stdout=written,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            status = started.wait(timeout=seconds)
            in_time = True
        except subprocess.TimeoutExpired:
            in_time = False
            status = _end(started)
    return Ran(log.read_text(errors="replace"), in_time, status)


def _end(started: subprocess.Popen[bytes]) -> int:
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(started.pid, sign)
            return started.wait(timeout=15)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    return started.wait()
