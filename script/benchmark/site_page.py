"""The section of docs/benchmarks.md that says how fast the site is."""

import argparse
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmark.machine import commit, machine, versions
from benchmark.server import THREADS, WORKERS, Speed

if TYPE_CHECKING:
    from benchmark.mix import Mixed
    from benchmark.site import Line, Measured

_NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
_MIXES = {
    "made anew": "Every page made anew",
    "beginning": "The first minute, nothing kept yet",
    "kept": "As on any day, after that minute",
}
_NOTHING = "–"


def section(measured: "Sequence[Measured]", options: argparse.Namespace) -> str:
    """Return it as Markdown."""
    packages = versions("Django", "gunicorn", "psycopg2-binary")
    parts = [_HEAD.format(date=f"{datetime.now(UTC):%-d %B %Y}", commit=commit(), machine=machine(), versions=packages)]
    parts.append(
        _HOW.format(years=options.years, workers=WORKERS, threads=THREADS, rate=options.rate, minutes=options.minutes)
    )
    for database in dict.fromkeys(row.database for row in measured):
        scales = {row.scale: row for row in measured if row.database == database}
        parts.append(f"## {_NAMES[database]}")
        parts += _of_database(scales)
    parts.append(_WHERE)
    return "\n\n".join(parts) + "\n"


def _of_database(scales: "dict[int, Measured]") -> Iterable[str]:
    first = next(iter(scales.values()))
    if first.mixes:
        yield _mixes(first)
    yield _everything(scales)
    yield _lines(scales)


def _mixes(measured: "Measured") -> str:
    head = ("All pages together", "A second", "Requests", "Errors", "p50", "p95", "p99", "Slowest page’s p95")
    rows = [_mix(name, mixed) for name, mixed in measured.mixes.items()]
    return _table(head, rows)


def _mix(name: str, mixed: "Mixed") -> tuple[str, ...]:
    found = mixed.all
    slowest = max(mixed.by_name, key=lambda page: mixed.by_name[page].percentile(95))
    return (
        _MIXES[name],
        f"{mixed.rate:g}",
        f"{len(found.milliseconds):,}",
        f"{len(found.errors):,}",
        *(_ms(found.percentile(percent)) for percent in (50, 95, 99)),
        f"{_ms(mixed.by_name[slowest].percentile(95))} ({slowest})",
    )


def _everything(scales: "dict[int, Measured]") -> str:
    head = ("CSV of everything", "Took", "Sent", "Memory of the worker before", "At most")
    rows = []
    for scale, measured in scales.items():
        seconds, sent, before, most = measured.everything
        name = f"{scale} times the data" if scale > 1 else "The data"
        rows.append((name, f"{seconds:.1f} s", f"{sent:.1f} MB", f"{before:.0f} MB", f"{most:.0f} MB"))
    return _table(head, rows)


def _lines(scales: "dict[int, Measured]") -> str:
    first = next(iter(scales.values()))
    scale = max(scales)
    later = scales[scale] if scale > 1 else None
    head = ["Page", "Made anew: p50", "p95", "a second", "Kept: p95", "a second", "Unchanged: p50", "Queries",
            "Rows read", f"Mix at {_rate(first)} a second: p95"]  # fmt: skip
    if later:
        head += [f"{scale} times the data: p50", "times as slow", "Rows read"]
    return _table(head, [_line(name, line, first, later) for name, line in first.lines.items()])


def _rate(measured: "Measured") -> str:
    mixed = measured.mixes.get("kept")
    return f"{mixed.rate:g}" if mixed else ""


def _line(name: str, line: "Line", measured: "Measured", later: "Measured | None") -> tuple[str, ...]:
    mixed = measured.mixes.get("kept")
    asked = mixed.by_name.get(name) if mixed else None
    cells = [
        name + (" (errors)" if line.anew.errors else ""),
        _ms(line.anew.p50),
        _ms(line.anew.p95),
        f"{line.anew.requests:.0f}",
        *_kept(line.kept),
        _ms(line.unchanged.p50) if line.unchanged else _NOTHING,
        str(line.found["queries"]),
        _rows(line),
        _ms(asked.percentile(95)) if asked else _NOTHING,
    ]
    if later:
        cells += _ten_times(line, later.lines.get(name))
    return tuple(cells)


def _kept(kept: Speed | None) -> tuple[str, str]:
    return (_ms(kept.p95), f"{kept.requests:.0f}") if kept else (_NOTHING, _NOTHING)


def _ten_times(line: "Line", later: "Line | None") -> tuple[str, str, str]:
    if later is None:
        return (_NOTHING, _NOTHING, _NOTHING)
    return _ms(later.anew.p50), f"{later.anew.p50 / line.anew.p50:.1f}" if line.anew.p50 else _NOTHING, _rows(later)


def _rows(line: "Line") -> str:
    rows = line.found["rows"]
    return _NOTHING if rows is None else f"{rows:,}"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.1f} ms"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_HEAD = """# How fast the site is

`script/bench --write docs/benchmarks.md` measures this and writes this section. {date}, commit {commit}.

- Machine: {machine}; the database, the site and whoever asks share it
- {versions}"""

_HOW = """The data is a large council, made up (`manage.py load_synthetic --years {years}`): each year 320
recommendations, some in parts, 1,300 updates with 80 to 400 words of evidence each, and 1,000 views. Ten times the data
is a history ten times as long of a council of the same size (`--scale 10`). The site runs as in production: gunicorn
with {workers} workers of {threads} threads, behind what would be a proxy. Visitors are not signed in.

- **Made anew**: nothing is kept (`PAGE_CACHE_SECONDS=0`), as a page is for the first visitor after a change. One
  address of the kind is asked for over two connections with wrk.
- **Kept**: as in production, where pages for visitors are kept until something changes. **Unchanged** is the answer 304
  to a browser that has the page already.
- **Queries** and **rows read** are counted for one page made anew; rows are those PostgreSQL takes from tables and
  indexes (`EXPLAIN ANALYZE`), also those it then leaves out.
- **Mix**: all pages, searches, filters and feeds together, {rate:.0f} requests a second for {minutes:g} minutes, the
  addresses picked at random among nearly a thousand. It begins after a minute at half the rate, told apart, in which
  most of them are asked for once. A request is counted from when it was due, so waiting counts."""

_WHERE = """## Where the speed of a page goes

A page made anew is processor time: nearly half of it is Django building its SQL and its objects, a quarter templates, a
quarter PostgreSQL. No query stands out on the pages of one thing. What grows with the history is what counts or groups
all of it (figures, annual report, the totals of lists) and the filters' lists of posts and years. Kept pages hide this
from visitors until something is recorded; then each page is made once for all workers of a machine. The next lever is
to keep the figures by year, and to let an action that changes no public page leave the kept ones alone."""
