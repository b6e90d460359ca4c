"""Asks for all pages at a fixed rate, whatever the answers take, as many visitors at once do.

Requests leave when they are due: one that waits for another is counted from when it was due, so that a server that
falls behind cannot make the benchmark wait politely.
"""

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import quantiles

from benchmark.addresses import Address

_TIMEOUT = 30
_HEADERS = "Host: localhost\r\nX-Forwarded-Proto: https\r\nAccept-Encoding: identity\r\n"


@dataclass
class Answers:
    """How long the answers of one line of the table took, in milliseconds, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def percentile(self, percent: int) -> float:
        if len(self.milliseconds) < 2:
            return self.milliseconds[0] if self.milliseconds else 0.0
        return quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]


@dataclass
class Mixed:
    """What a run of the mix found, by name; `all` is every answer."""

    rate: float
    seconds: float
    by_name: dict[str, Answers]

    @property
    def all(self) -> Answers:
        found = Answers()
        for row in self.by_name.values():
            found.milliseconds += row.milliseconds
            found.errors += row.errors
        return found


def run_mix(port: int, addresses: list[Address], *, rate: float, seconds: float, seed: int = 1) -> Mixed:
    """Ask at a rate for so many seconds, each page as often as its weight says; the same seed asks for the same."""
    picked = _picked(addresses, random.Random(seed))  # noqa: S311 - nothing secret
    by_name = asyncio.run(_ask(port, picked, rate, seconds))
    return Mixed(rate, seconds, by_name)


def _picked(addresses: list[Address], source: random.Random) -> Iterator[tuple[str, str]]:
    weights = [row.weight for row in addresses]
    while True:
        (row,) = source.choices(addresses, weights)
        yield row.name, source.choice(row.paths)


async def _ask(port: int, picked: Iterator[tuple[str, str]], rate: float, seconds: float) -> dict[str, Answers]:
    by_name: dict[str, Answers] = {}
    begun_at = time.perf_counter()
    tasks = set()
    for number in range(int(rate * seconds)):
        due_at = begun_at + number / rate
        await asyncio.sleep(max(0.0, due_at - time.perf_counter()))
        name, path = next(picked)
        task = asyncio.create_task(_one(port, path, due_at, by_name.setdefault(name, Answers())))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    return by_name


async def _one(port: int, path: str, due_at: float, answers: Answers) -> None:
    try:
        status = await asyncio.wait_for(_status(port, path), _TIMEOUT)
    except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError, IndexError) as error:
        answers.errors.append(f"{path}: {type(error).__name__}")
        return
    if status == 200:
        answers.milliseconds.append((time.perf_counter() - due_at) * 1000)
    else:
        answers.errors.append(f"{path}: {status}")


async def _status(port: int, path: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\n{_HEADERS}Connection: close\r\n\r\n".encode())
        status = int((await reader.readline()).split()[1])
        while await reader.read(65536):
            pass
        return status
    finally:
        writer.close()
