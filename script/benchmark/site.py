"""Measures how fast the site is, with twenty years of data and with ten times as many, and tells it as tables."""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmark import data, site_page
from benchmark.addresses import Address
from benchmark.mix import Mixed, run_mix
from benchmark.sections import write_section
from benchmark.server import Server, Speed, environment, serving

DATABASES = ("postgresql", "sqlite")
EVERYTHING = "CSV of everything"
_WARMING = 60
"""Seconds of asking, at half the rate, after which nearly all pages are kept as they are on any day."""
_CAUTIOUS = 5
"""Where nothing is kept, the mix is asked for at a fifth of the rate."""


@dataclass
class Line:
    """One address: how long it takes made anew, from the pages that are kept, and when it has not changed."""

    address: Address
    found: dict[str, Any]
    anew: Speed
    kept: Speed | None = None
    unchanged: Speed | None = None


@dataclass
class Measured:
    """One database with data of one scale."""

    database: str
    scale: int
    lines: dict[str, Line] = field(default_factory=dict)
    mixes: dict[str, Mixed] = field(default_factory=dict)
    """By what was kept, as `site_page` names it."""
    everything: tuple[float, float, float, float] = (0, 0, 0, 0)
    """The export of everything: seconds, MB sent, and MB of the worker's memory before it and at most."""


def main() -> None:
    options = _options()
    _run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], "sqlite://:memory:")
    databases = DATABASES if options.database == "both" else (options.database,)
    measured = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for database in databases:
            for scale in map(int, options.scales.split(",")):
                _say(f"{database}, scale {scale}: loading")
                address = data.prepare(database, options.years * scale, Path(folder))
                measured.append(_measure(Measured(database, scale), address, options))
    section = site_page.section(measured, options)
    _say(section)
    if options.write:
        write_section(Path(options.write), section)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--years", type=int, default=20, help="years of data (20)")
    parser.add_argument("--scales", default="1,10", help="so many times the years, the first of them 1 (1,10)")
    parser.add_argument("--minutes", type=float, default=2, help="how long all pages are asked for together (2)")
    parser.add_argument("--rate", type=float, default=50, help="requests a second then (50)")
    parser.add_argument("--seconds", type=int, default=3, help="how long each address is asked for alone (3)")
    parser.add_argument("--only", default="", help="only addresses whose name has this in it")
    parser.add_argument("--write", help="write the section of docs/benchmarks.md, or of another file")
    return parser.parse_args()


def _measure(measured: Measured, database_url: str, options: argparse.Namespace) -> Measured:
    found = _addresses(database_url, options.only)
    rows = {row["name"]: Address(row["name"], tuple(row["paths"]), row["weight"]) for row in found}
    for row in found:
        if row["status"] != 200:
            sys.exit(f"{row['name']}: {row['paths'][0]} answers {row['status']}.")
    with serving(database_url, PAGE_CACHE_SECONDS="0") as server:
        measured.everything = _everything(server, rows)
    with serving(database_url, PAGE_CACHE_SECONDS="0") as server:
        for row in found:
            address = rows[row["name"]]
            measured.lines[address.name] = Line(address, row, _speed(server, address, options.seconds))
            _say(f"{address.name}: {measured.lines[address.name].anew}")
        if measured.scale == 1 and any(row.weight for row in rows.values()):
            measured.mixes["made anew"] = _mix(server, rows, options.rate / _CAUTIOUS, _warming(options))
    if measured.scale == 1:
        _measure_kept(measured, database_url, rows, options)
    return measured


def _measure_kept(measured: Measured, database_url: str, rows: dict[str, Address], options: argparse.Namespace) -> None:
    """With pages kept as they are in production: each alone, each unchanged, and all of them together."""
    with serving(database_url) as server:
        for line in measured.lines.values():
            path = line.address.paths[0]
            line.kept = _speed(server, line.address, min(2, options.seconds))
            etag = server.fetch(path)[2]
            if etag:
                line.unchanged = server.speed(path, seconds=1, etag=etag)
            _say(f"{line.address.name}, kept: {line.kept}")
    if measured.mixes:
        with serving(database_url) as server:
            measured.mixes["beginning"] = _mix(server, rows, options.rate / 2, _warming(options), seed=2)
            measured.mixes["kept"] = _mix(server, rows, options.rate, options.minutes * 60)


def _speed(server: Server, address: Address, seconds: int) -> Speed:
    """What takes longer than the time there is, is asked for once."""
    once, _, _ = server.fetch(address.paths[0])
    if once > seconds * 1000:
        return Speed(once, once, 1000 / once, 0)
    return server.speed(address.paths[0], seconds=seconds)


def _warming(options: argparse.Namespace) -> float:
    return min(_WARMING, float(options.minutes) * 60)


def _mix(server: Server, rows: dict[str, Address], rate: float, seconds: float, *, seed: int = 1) -> Mixed:
    pages = [row for row in rows.values() if row.weight]
    mixed = run_mix(server.port, pages, rate=rate, seconds=seconds, seed=seed)
    _say(f"Mix: p95 {mixed.all.percentile(95):.0f} ms, {len(mixed.all.errors)} errors {mixed.all.errors[:5]}")
    return mixed


def _everything(server: Server, rows: dict[str, Address]) -> tuple[float, float, float, float]:
    if EVERYTHING not in rows:
        return (0, 0, 0, 0)
    for _ in range(10):
        server.fetch("/open-data/")
    before = server.peak_memory()
    milliseconds, length, _ = server.fetch(rows[EVERYTHING].paths[0])
    return milliseconds / 1000, length / 1024**2, before, server.peak_memory()


def _addresses(database_url: str, only: str) -> list[dict[str, Any]]:
    asked = [sys.executable, "-m", "benchmark.addresses", only]
    found: list[dict[str, Any]] = json.loads(_run(asked, database_url))
    return found


def _run(command: list[str], database_url: str) -> str:
    variables = environment(database_url, PAGE_CACHE_SECONDS="0")
    return subprocess.run(command, env=variables, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
