"""Attacks that do get through, to show that the guard sees them: in this process, in a child, and below Python."""

import ctypes
import os
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.attack import Attack, Bait, Fate, Target
from tracking.packs import pool
from tracking.packs.pool import Task


@dataclass(frozen=True)
class Planted:
    what: str
    bait: Bait


def do(planted: Planted) -> None:
    _DOES[planted.what](planted.bait)


def _ask(bait: Bait) -> None:
    try:
        urllib.request.urlopen(f"{bait.address}/planted").close()  # noqa: S310 - that is what the guard must see
    except urllib.error.HTTPError as answered:
        answered.close()


def _read(bait: Bait) -> None:
    Path(bait.file).read_bytes()


def _write(bait: Bait) -> None:
    Path(f"{bait.file}.written").write_bytes(b"")


def _ask_below(bait: Bait) -> None:
    """As a C library would, where no audit hook of Python's is asked."""
    port = int(bait.address.rpartition(":")[2])
    library = ctypes.CDLL(None)
    handle = library.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = socket.AF_INET.to_bytes(2, "little") + port.to_bytes(2, "big") + socket.inet_aton("127.0.0.1") + bytes(8)
    library.connect(handle, address, len(address))
    library.close(handle)


def _read_below(bait: Bait) -> None:
    library = ctypes.CDLL(None)
    library.close(library.open(bait.file.encode(), os.O_RDONLY))


def _start(bait: Bait) -> None:
    subprocess.run(["true"], check=True)


def _look_up(bait: Bait) -> None:
    try:
        socket.getaddrinfo("planted.invalid", 80)
    except OSError:
        return


_DOES: dict[str, Callable[[Bait], None]] = {
    "ask": _ask,
    "ask-below": _ask_below,
    "look-up": _look_up,
    "read": _read,
    "read-below": _read_below,
    "start": _start,
    "write": _write,
}


def all_plants() -> dict[str, Attack]:
    """Each of them done in this process, and in a child."""
    attacks = [
        Attack(
            f"planted-{what}-{where}", "gets through", Target.CELL, Fate.HARMLESS,
            lambda bait, what=what, where=where: _plant(what, where, bait),
        )
        for what in _DOES
        for where in ("here", "in-a-child")
    ]  # fmt: skip
    return {attack.name: attack for attack in attacks}


def _plant(what: str, where: str, bait: Bait) -> str:
    if where == "here":
        do(Planted(what, bait))
    else:
        pool.run([Task("A plant", do, Planted(what, bait), is_kept=False)])
    return "words"
