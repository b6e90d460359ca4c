"""A real ClamAV daemon that knows one virus, of our own making."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

VIRUS = b"scrutiny-test-virus-0f3a9c"
VIRUS_NAME = "Scrutiny.Test.UNOFFICIAL"

_CONFIGURATION = """
Foreground yes
LocalSocket {directory}/clamd.sock
DatabaseDirectory {directory}/signatures
TemporaryDirectory {directory}
LogFile {directory}/clamd.log
StreamMaxLength 1M
"""


@dataclass(frozen=True)
class Clamd:
    """A running daemon: `address` is what the setting CLAMAV_SOCKET takes."""

    address: str
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def running_clamd(directory: Path) -> Iterator[Clamd]:
    """Start a daemon in an empty directory of short name, listening at a socket there and nowhere else."""
    (directory / "signatures").mkdir()
    name = VIRUS_NAME.removesuffix(".UNOFFICIAL")
    (directory / "signatures" / "ours.ndb").write_text(f"{name}:0:*:{VIRUS.hex()}\n")
    configuration = directory / "clamd.conf"
    configuration.write_text(_CONFIGURATION.format(directory=directory))
    program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "clamd is not installed: script/test installs it (clamav-daemon)"
    process = subprocess.Popen([program, f"--config-file={configuration}"], stdout=subprocess.DEVNULL)
    clamd = Clamd(f"unix://{directory}/clamd.sock", process)
    try:
        _wait_until_it_answers(directory / "clamd.sock", process)
        yield clamd
    finally:
        clamd.stop()


def _wait_until_it_answers(path: Path, process: "subprocess.Popen[bytes]") -> None:
    """It loads its one signature in well under a second; a machine under load may take longer."""
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        with closing(socket.socket(socket.AF_UNIX)) as connection:
            if connection.connect_ex(str(path)) == 0:
                connection.sendall(b"zPING\0")
                assert connection.recv(100) == b"PONG\0"
                return
        time.sleep(0.02)
    raise AssertionError("clamd did not start")
