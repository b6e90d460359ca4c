"""A real ClamAV daemon that knows one virus, of our own making."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

VIRUS = b"scrutiny-test-virus-0f3a9c"
VIRUS_NAME = "Scrutiny.Test.UNOFFICIAL"

_CONFIGURATION = """
Foreground yes
LocalSocket {directory}/clamd.sock
DatabaseDirectory {directory}/signatures
TemporaryDirectory {directory}
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
        if self.process.stdout:
            self.process.stdout.close()


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
    process = subprocess.Popen([program, f"--config-file={configuration}"], stdout=subprocess.PIPE)
    clamd = Clamd(f"unix://{directory}/clamd.sock", process)
    try:
        _wait_until_it_listens(process)
        yield clamd
    finally:
        clamd.stop()


def _wait_until_it_listens(process: "subprocess.Popen[bytes]") -> None:
    """Read what it says of its start; the output ends should it give up."""
    assert process.stdout
    assert any(b"Self checking" in line for line in process.stdout), "clamd did not start"
