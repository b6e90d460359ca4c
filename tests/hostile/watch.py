"""Watches a process and all its children from outside: every socket, every file that is opened, every program started.

The kernel tells (through strace) what Python, its libraries in C and whatever they start really do; nothing they do can
get past it. A server on this machine that counts who calls is a second witness.
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.hostile.attack import BEGINS, Bait

ROOT = Path(__file__).resolve().parents[2]
WORDS = "nobody-may-read-these-words"
_CALLS = ",".join([
    "?open", "?openat", "?openat2", "?creat", "socket", "connect", "bind", "sendto", "execve", "?execveat", "?rename",
    "?renameat", "?renameat2", "?link", "?linkat", "?symlink", "?symlinkat", "?unlink", "?unlinkat",
])  # fmt: skip
_LINE = re.compile(r"^\d+\s+(?P<call>\w+)\((?P<said>.*)$")
_PATH = re.compile(r'^(?:(?P<at>AT_FDCWD|\d+)(?:<(?P<folder>[^>]*)>)?, )?"(?P<path>(?:[^"\\]|\\.)*)"(?P<rest>.*)$')
_WRITES = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")
# What the interpreter, its libraries and the system's typefaces are made of.
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - where locks between processes of one run lie
_READABLE = (
    sys.prefix, f"{sys.base_prefix}/lib", f"{sys.base_prefix}/bin", "/usr/lib", "/usr/lib64", "/lib", "/lib64",
    "/usr/local/lib", "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/usr/share/X11/fonts",
    "/usr/share/zoneinfo", "/usr/share/locale", "/usr/share/mime", "/etc/ld.so.cache", "/etc/ld.so.preload",
    "/etc/fonts", "/etc/localtime", "/etc/mime.types", "/etc/apache2/mime.types", "/etc/httpd/mime.types",
    "/etc/httpd/conf/mime.types", "/usr/local/etc", "/var/cache/fontconfig", "/dev/null", "/dev/urandom",
    _SHARED_MEMORY, "/sys/fs/cgroup", "/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo",
    "/proc/filesystems", "/proc/sys",
)  # fmt: skip
_OURS = tuple(str(ROOT / folder) for folder in ("tracking", "scrutiny", "templates", "static", "fixtures", "tests"))
_OF_A_PROCESS = re.compile(
    r"^/proc/(self|thread-self|\d+)/(status|stat|statm|maps|cgroup|mountinfo|fd|task.*/comm|oom_score_adj)?$"
)


@dataclass
class Watched:
    """What attacks did: `outcomes` by name as `tests.hostile.run` writes them; `seen` is what none may do."""

    outcomes: dict[str, dict[str, Any]]
    seen: dict[str, list[str]]
    callers: list[str]


def attacked(directory: Path, *names: str, seconds: int = 900) -> Watched:
    """Run attacks, all of them or those named, and say what each did.

    Raises RuntimeError where nothing can be watched: an unwatched run would prove nothing.
    """
    secret = directory / "secret.txt"
    secret.write_text(WORDS)
    # Short: a socket between processes has an address of some hundred letters at most.
    with TemporaryDirectory(prefix="hostile-") as short:
        return _watched(Path(short), directory / "trace", str(secret), names, seconds)


def _watched(scratch: Path, trace: Path, secret: str, names: Sequence[str], seconds: int) -> Watched:
    outcomes = scratch / "outcomes.json"
    with _counting() as server:
        bait = Bait(f"http://127.0.0.1:{server.server_port}", secret, WORDS)
        done = subprocess.run(
            [
                "strace", "--follow-forks", "--quiet=all", "--seccomp-bpf", "--decode-fds=path", "--string-limit=4096",
                f"--trace={_CALLS}", "--signal=none", f"--output={trace}",
                sys.executable, "-m", "tests.hostile.run", str(outcomes), bait.address, bait.file, bait.words, *names,
            ],
            cwd=ROOT, env=_environment(scratch), timeout=seconds, capture_output=True, text=True, check=False,
        )  # fmt: skip
        callers = list(server.callers)
    if done.returncode or not outcomes.exists():
        raise RuntimeError(f"The attacks did not run to their end: {done.stderr[-4000:]}")
    return Watched(json.loads(outcomes.read_text()), _seen(trace, scratch), callers)


def _environment(scratch: Path) -> dict[str, str]:
    """Everything a library may want to write goes into one folder, and no attack may take long."""
    return {
        **{key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV") if key in os.environ},
        "HOME": str(scratch),
        "XDG_CACHE_HOME": str(scratch),
        "TMPDIR": str(scratch),
        "MEDIA_ROOT": str(scratch / "media"),
        "DATABASE_URL": f"sqlite:///{scratch}/unused.sqlite3",
        "TEST_DATABASE_DIR": str(scratch),
        "DJANGO_SETTINGS_MODULE": "scrutiny.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


class _Counter(ThreadingHTTPServer):
    callers: list[str]


class _Answers(BaseHTTPRequestHandler):
    """Sends whoever calls on to a file of the machine, which they must not follow either."""

    server: _Counter

    def do_GET(self) -> None:
        self.server.callers.append(self.path)
        self.send_response(302)
        self.send_header("Location", "file:///etc/passwd")
        self.end_headers()

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@contextmanager
def _counting() -> Iterator[_Counter]:
    with _Counter(("127.0.0.1", 0), _Answers) as server:
        server.callers = []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _seen(trace: Path, scratch: Path) -> dict[str, list[str]]:
    """What each attack did that none may do, from the first on."""
    seen: dict[str, list[str]] = {}
    name = ""
    with trace.open(errors="replace") as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                continue
            said = found["said"]
            if BEGINS in said:
                name = said.partition(BEGINS)[2].partition('"')[0]
            elif name and (fault := _fault(found["call"], said, str(scratch))):
                seen.setdefault(name, []).append(fault)
    return {name: list(dict.fromkeys(faults)) for name, faults in seen.items()}


def _fault(call: str, said: str, scratch: str) -> str:
    if call == "socket":
        return "" if said.startswith(("AF_UNIX", "AF_LOCAL")) else f"socket({said.partition(')')[0]})"
    if call in {"connect", "bind", "sendto"}:
        return _fault_of_address(call, said, scratch)
    found = _PATH.match(said)
    if found is None:
        return f"{call}({said.strip()})"
    path = _whole(found["path"], found["folder"])
    if call.startswith("exec"):
        return "" if os.path.realpath(path) == os.path.realpath(sys.executable) else f"starts {path}"
    writes = not call.startswith("open") or any(flag in found["rest"] for flag in _WRITES)
    return _fault_of_path(path, scratch, writes=writes)


def _fault_of_address(call: str, said: str, scratch: str) -> str:
    """Processes of one run talk to each other through sockets in its own folder, and pairs without a name."""
    is_own = "AF_UNIX" in said and (f'sun_path="{scratch}' in said or "sun_path" not in said)
    return "" if is_own or "sa_family" not in said else f"{call}({said.strip()[:200]})"


def _whole(path: str, folder: str | None) -> str:
    return os.path.normpath(Path(folder or ROOT) / path)


def _fault_of_path(path: str, scratch: str, *, writes: bool) -> str:
    if _within(path, [scratch, "/dev/null", _SHARED_MEMORY]):
        return ""
    if writes:
        return "" if "/__pycache__" in path else f"writes {path}"
    ours = path == str(ROOT) or _within(path, (*_READABLE, *_OURS)) or _OF_A_PROCESS.match(path)
    return "" if ours else f"reads {path}"


def _within(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)
