"""Schemathesis: what the interface answers, against what its own description says."""

import re
import sys
from pathlib import Path

from attacking.sites import Site
from attacking.tools import Finding, run

NAME = "schemathesis"
_SETTINGS = Path(__file__).with_name("schemathesis.toml")
_SEED = 2026
"""The same requests each time are what is wanted."""
_OPERATIONS = re.compile(r"^  Selected: (\d+)/(\d+)\n  Tested: (\d+)$", re.MULTILINE)
_PHASE = re.compile(r"^  (\S+)\s+(Coverage|Fuzzing|Stateful)\b(.*)$", re.MULTILINE)
_DONE = {"✅", "❌"}
_FAILURE = re.compile(r"^_+ ((?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+) _+$", re.MULTILINE)


def on_planted(site: Site, folder: Path, seconds: float) -> list[Finding]:
    return [one for one in _asked(site, folder, min(seconds, 20))[0] if "/api/recommendations/" in one.where]


def on_product(site: Site, folder: Path, seconds: float) -> tuple[list[Finding], list[str]]:
    return _asked(site, folder, seconds)


def unfinished(said: str) -> list[str]:
    """What the time did not suffice for, by schemathesis's own summary: operations, and whole kinds of requests."""
    counted = _OPERATIONS.search(said)
    if not counted:
        return ["it did not come to its summary"]
    selected, known, tested = (int(number) for number in counted.groups())
    missed = [f"{known - tested} of {known} operations"] if not selected == known == tested else []
    phases = {name: (mark, why) for mark, name, why in _PHASE.findall(said.partition("Test Phases:")[2])}
    return missed + [
        f"{name}{phases.get(name, ('', ''))[1]}"
        for name in ("Coverage", "Fuzzing", "Stateful")
        if phases.get(name, ("", ""))[0] not in _DONE
    ]


def _asked(site: Site, folder: Path, seconds: float) -> tuple[list[Finding], list[str]]:
    ran = run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(_SETTINGS), "--no-color", "run",
            f"{site.address}/api/schema/",
            "--url", site.address, "--tls-verify", "false", "--max-time", f"{seconds:.0f}", "--continue-on-failure",
            "--request-timeout", "30", "--seed", str(_SEED), "--generation-database", "none",
        ],
        seconds=seconds + 60, folder=folder, log=folder / "schemathesis.log",
    )  # fmt: skip
    if ran.status == 0:
        return [], unfinished(ran.said)
    where = list(dict.fromkeys(_FAILURE.findall(ran.said))) or [ran.said[-1500:]]
    return [Finding(NAME, "answers otherwise than described", one) for one in where], unfinished(ran.said)
