"""Measures packs of four sizes, beside Chromium's print of the same HTML, and tells the medians as a table."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmark import chromium
from benchmark.machine import machine, versions
from benchmark.sections import write_section

SIZES = "40/2,100/5,500/25,2000/100"
_HEAD = ("Pack", "Pages", "Cold", "Cold, worker running", "Cold, per recommendation", "One inquiry changed",
         "Nothing changed", "Chromium", "Peak memory: worker", "Peak memory: largest child")  # fmt: skip


@dataclass
class Size:
    """What was measured of packs of one size, a value for each run."""

    recommendations: int
    inquiries: int
    runs: list[dict[str, float]] = field(default_factory=list)
    chromium: list[float] = field(default_factory=list)

    def of(self, name: str) -> float:
        return median(run[name] for run in self.runs)

    def row(self) -> tuple[str, ...]:
        cold = self.of("cold")
        return (
            f"{self.recommendations:,} recommendations, {self.inquiries:,} inquiries",
            f"{self.of('pages'):,.0f}",
            f"{cold:.2f} s",
            f"{self.of('running'):.2f} s",
            f"{cold / self.recommendations * 1000:.1f} ms",
            f"{self.of('changed'):.2f} s",
            f"{self.of('unchanged'):.2f} s",
            f"{median(self.chromium):.2f} s" if self.chromium else "–",
            f"{self.of('worker'):.0f} MB",
            f"{self.of('child'):.0f} MB",
        )


def main() -> None:
    options = _options()
    sizes = [Size(*map(int, size.split("/"))) for size in options.sizes.split(",")]
    browser = None if options.without_chromium else chromium.program()
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-pack-") as folder:
            for number in range(1, options.runs + 1):
                size.runs.append(_pack(size, Path(folder) / f"cache-{number}"))
            if browser:
                size.chromium += _prints(browser, size, Path(folder), options.runs)
        _say(" | ".join(size.row()))
    table = _table(sizes)
    _say("\n" + table)
    if options.write:
        write_section(Path(options.write), _page(table, sizes, browser, options.runs))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench-pack", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured (5)")
    parser.add_argument("--sizes", default=SIZES, help=f"recommendations/inquiries of each pack ({SIZES})")
    parser.add_argument("--without-chromium", action="store_true", help="measure packs alone")
    parser.add_argument("--write", help="write the page docs/benchmarks.md, or another")
    return parser.parse_args()


def _pack(size: Size, cache: Path) -> dict[str, float]:
    """Make a pack in a fresh process that finds an empty cache. Its time begins before the process does."""
    settings = {"SECRET_KEY": "bench", "DEBUG": "0", "ALLOWED_HOSTS": "localhost"}
    environment = {**os.environ, **settings, "PAPERS_CACHE_URL": f"filecache://{cache}"}
    arguments = [str(size.recommendations), str(size.inquiries), repr(time.time())]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmark.measure", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _prints(browser: str, size: Size, folder: Path, runs: int) -> list[float]:
    html, pdf = folder / "pack.html", folder / "pack.pdf"
    arguments = [str(html), str(size.recommendations), str(size.inquiries)]
    environment = {**os.environ, "SECRET_KEY": "bench", "DEBUG": "1"}
    subprocess.run([sys.executable, "-m", "benchmark.chromium", *arguments], env=environment, check=True)  # noqa: S603
    seconds = []
    for _ in range(runs):
        begin = time.time()
        subprocess.run(chromium.command(browser, html, pdf), check=True, capture_output=True)  # noqa: S603
        seconds.append(time.time() - begin)
    return seconds


def _table(sizes: list[Size]) -> str:
    rows = [_HEAD, ("---",) * len(_HEAD), *(size.row() for size in sizes)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _page(table: str, sizes: list[Size], browser: str | None, runs: int) -> str:
    return _PAGE.format(
        table=table,
        runs=runs,
        date=f"{datetime.now(UTC):%-d %B %Y}",
        machine=machine(),
        versions=versions("Django", "weasyprint", "pikepdf", "pebble"),
        chromium=chromium.version(browser) if browser else "not measured",
    )


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


_PAGE = """# How long a committee pack takes

`script/bench-pack --write docs/benchmarks.md` measures this and writes this section. Medians of {runs} runs, {date}.

- Machine: {machine}
- {versions}
- Chromium: {chromium}

{table}

**Cold** is a fresh process with an empty cache: its time begins before Python starts and ends with the finished bytes,
ready to be issued. **One inquiry changed** and **nothing changed** are measured in the same process afterwards, as in a
worker that is running: one report's overview says something else, then nothing does.
**Cold, worker running** is a pack of other inquiries, made last by the same process: nothing of it is kept, but Python,
WeasyPrint and the children are there, as they are for every pack but a worker's first.
**Chromium** prints the same HTML, every report in one document, and its whole command is timed. What it prints has
no running heads, no page numbers in its contents, and fails PDF/UA-1, which the pack passes.

The facts are made up (script/benchmark/facts.py): reports of twenty recommendations, every fifth in three parts, with
as much evidence written beside each as real reports have. No evidence files: those are copied, not laid out.

Memory is the highest resident size of one process (`VmHWM`), that of the process that asks and of the largest child
that renders. Up to four children render at once (`RENDER_PROCESSES`).

## Where the time goes, and the next lever

Laying out and drawing reports in WeasyPrint is nearly all of a cold pack: a report of twenty recommendations takes one
to one and a half seconds of one core here, of which about half is layout, a quarter drawing and writing, a tenth tags.
It is divided among the cores, so a machine with more of them is faster in proportion. A process that begins needs some
two seconds before it renders anything: Python, Django and WeasyPrint load. When one report changed, that report is most
of it; the rest is binding (merging, page marks, saving) and the web page, side by side.

Next would be a fragment for each recommendation, so that one corrected recommendation costs a page and not a report;
and cells without borders of their own, each of which WeasyPrint draws and tags apart.
"""


if __name__ == "__main__":
    main()
