"""Schemathesis: what the interface answers, against what its own description says."""

import re
import sys
from pathlib import Path

from attacking.sites import Site
from attacking.tools import Finding, run

NAME = "schemathesis"
_FAILURE = re.compile(r"^_+ ((?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+) _+$", re.MULTILINE)


def on_planted(site: Site, folder: Path, seconds: float) -> list[Finding]:
    return [one for one in _asked(site, folder, min(seconds, 20)) if "/api/recommendations/" in one.where]


def on_product(site: Site, folder: Path, seconds: float) -> tuple[list[Finding], list[str]]:
    return _asked(site, folder, seconds), []


def _asked(site: Site, folder: Path, seconds: float) -> list[Finding]:
    ran = run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "--no-color", "run", f"{site.address}/api/schema/",
            "--url", site.address, "--tls-verify", "false", "--max-time", f"{seconds:.0f}", "--continue-on-failure",
            "--request-timeout", "30", "--generation-database", "none",
        ],
        seconds=seconds + 60, folder=folder, log=folder / "schemathesis.log",
    )  # fmt: skip
    if ran.status == 0:
        return []
    where = list(dict.fromkeys(_FAILURE.findall(ran.said))) or [ran.said[-1500:]]
    return [Finding(NAME, "answers otherwise than described", one) for one in where]
