"""Shows that each tool finds its planted hole, lets them all loose on the product, and tells what they found."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

from attacking import crawling, injections, interface, uploads
from attacking.sites import ROOT, Site, make_holed, make_product
from attacking.tools import Finding

PARTS: tuple[tuple[ModuleType, float, float], ...] = (
    (interface, 0.05, 0.06),
    (uploads, 0.04, 0.26),
    (injections, 0.06, 0.24),
    (crawling, 0.06, 0.25),
)
"""Each tool with its shares of the time: for the planted hole, and for the product."""
_ENOUGH_SECONDS = 90
"""For a planted hole, however little time there is; a tool that finds it ends sooner."""


def main() -> None:
    options = _options()
    results = Path(options.results)
    results.mkdir(parents=True, exist_ok=True)
    wanted = [part for part in PARTS if not options.only or part[0].NAME in options.only]
    whole = sum(share for _, _, share in PARTS) / sum(share for _, _, share in wanted)
    parts = [(part, planted, share * whole) for part, planted, share in wanted]
    with tempfile.TemporaryDirectory(prefix="attack-") as scratch:
        _say("Making the product and its copy with holes")
        product = make_product(Path(scratch).resolve(), _database("attacked"))
        holed = make_holed(product, _database("holed", template="attacked"))
        blind = _planted(holed, parts, results, options.minutes * 60)
        if blind:
            sys.exit(f"Their planted holes were not found by these, whose silence says nothing: {', '.join(blind)}.")
        findings, unfinished = _attack(product, parts, results, options.minutes * 60)
    _tell(findings, unfinished, results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/attack", description=__doc__, allow_abbrev=False)
    parser.add_argument("--minutes", type=float, default=20, help="how long it may take, making the copies aside (20)")
    parser.add_argument(
        "--only", action="append", choices=[part[0].NAME for part in PARTS], help="one tool; may be said again"
    )
    parser.add_argument("--results", default=str(ROOT / "build" / "attack"), help="where its results go (build/attack)")
    return parser.parse_args()


def _planted(site: Site, parts: list[tuple[ModuleType, float, float]], results: Path, seconds: float) -> list[str]:
    """The tools that did not find the hole planted for them."""
    blind = []
    with site.serving():
        for part, share, _ in parts:
            begun = time.monotonic()
            found = part.on_planted(
                site, _folder(results, f"{part.NAME}-planted"), max(_ENOUGH_SECONDS, share * seconds)
            )
            sees = "finds" if found else "DOES NOT FIND"
            _say(f"{part.NAME}: {sees} its planted hole ({time.monotonic() - begun:.0f} s)")
            if not found:
                blind.append(part.NAME)
    return blind


def _attack(
    site: Site, parts: list[tuple[ModuleType, float, float]], results: Path, seconds: float
) -> tuple[list[Finding], list[str]]:
    findings: list[Finding] = []
    unfinished: list[str] = []
    with site.serving():
        for part, _, share in parts:
            begun = time.monotonic()
            errors_before = len(site.server_errors())
            try:
                found, not_done = part.on_product(site, _folder(results, part.NAME), share * seconds)
            except Exception as error:  # noqa: BLE001 - the other tools go on, and this one did not do its work
                found, not_done = [Finding(part.NAME, "did not do its work", repr(error))], []
            found += [
                Finding(part.NAME, "brings out an error of the server's", line)
                for line in site.server_errors()[errors_before:]
            ]
            _say(f"{part.NAME}: {len(found)} findings ({time.monotonic() - begun:.0f} s)")
            findings += found
            unfinished += [f"{part.NAME}: {one}" for one in not_done]
    (results / "server.log").write_bytes(site.log.read_bytes())
    return findings, unfinished


def _folder(results: Path, name: str) -> Path:
    folder = results / name.replace(" ", "-")
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    folder.mkdir(parents=True)
    return folder


def _database(name: str, template: str = "template0") -> str:
    subprocess.run(["createdb", "--template", template, name], check=True)
    said = os.environ
    return f"postgres://{said['PGUSER']}:{said['PGPASSWORD']}@{said['PGHOST']}:{said['PGPORT']}/{name}"


def _tell(findings: list[Finding], unfinished: list[str], results: Path) -> None:
    lines = [*(f"FOUND {finding}" for finding in findings), *(f"NOT FINISHED {one}" for one in unfinished)]
    summary = "\n".join([*lines, f"{len(findings)} findings, {len(unfinished)} attacks not finished in the time."])
    (results / "summary.txt").write_text(f"{summary}\n")
    _say(f"{summary}\nWhat each tool said is in {results}.")
    sys.exit(1 if findings else 0)


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    main()
