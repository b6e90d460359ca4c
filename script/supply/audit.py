"""Asks whether anything is known against what is shipped, and fails for what it could not ask: silence is no answer.

Known vulnerabilities (pip-audit, npm audit) and licences: of every Python package that any installation of the product
needs, whatever machine it is for, and of npm's. The tools that only developers and tests use are not shipped.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from supply.parts import OPTIONAL, ROOT, SHIPPED, licence_of, npm_count, npm_packages, pins, without_markers

_SECONDS = 300
# Licences under which a council may run and hand on; LGPL and MPL for libraries that stay as they are.
_ACCEPTED = re.compile(
    r"(?<![A-Za-z])(?:MIT|Apache|ISC|PSF|Python Software Foundation|Mozilla|Lesser General Public|OFL|HPND|ZPL|Zope|"
    r"CC0|Unlicense|Public Domain|(?:BSD|MPL|LGPL)v?)(?![A-Za-z])",
    re.IGNORECASE,
)
_STRICT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
_EITHER = re.compile(r"; | OR ")
# What would have npm leave packages out without a word: ours are all there to make what is shipped.
_LEAVING_OUT = {"node_env", "npm_config_omit", "npm_config_include", "npm_config_only", "npm_config_production"}


def main() -> None:
    faults = [*_python_faults(), *_npm_faults(), *_licence_faults()]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    if faults:
        sys.exit("The audit failed: nothing above is known to be safe.")
    sys.stderr.write("Nothing is known against any package that is shipped, and every one of them was asked about.\n")
    if unread := without_a_look():
        sys.stderr.write(
            f"Only other kinds of machines need these, whose licences were not read: {', '.join(unread)}.\n"
        )


def _python_faults() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text(without_markers(OPTIONAL))
        done = _run(
            [
                sys.executable, "-m", "pip_audit", "--strict", "--require-hashes", "--disable-pip", "--requirement",
                str(listed), "--format", "json", "--progress-spinner", "off", "--timeout", "30",
            ]
        )  # fmt: skip
    try:
        said = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        yield f"Python packages could not be checked: {_last_line(done.stderr)}"
        return
    checked = {one["name"]: one for one in said if "skip_reason" not in one}
    for pin in pins(OPTIONAL).values():
        if checked.get(pin.name, {}).get("version") != pin.version:
            yield f"{pin.name} {pin.version} could not be checked."
    for one in checked.values():
        yield from (f"{one['name']} {one['version']} is vulnerable: {known['id']}" for known in one["vulns"])


def _npm_faults() -> Iterator[str]:
    """All packages, the tools too: they write what is shipped."""
    kept = {name: value for name, value in os.environ.items() if name.lower() not in _LEAVING_OUT}
    done = _run(["npm", "audit", "--json", "--include=dev", "--include=optional"], environment=kept)
    try:
        said = json.loads(done.stdout)
        known, counted = said["vulnerabilities"], said["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError):
        yield f"npm’s packages could not be checked: {_last_line(done.stderr)}"
        return
    if counted != npm_count():
        yield f"npm checked {counted} packages, and {npm_count()} are locked."
    yield from (f"{name} is vulnerable: {one['severity']}, {one['range']}" for name, one in known.items())


def _licence_faults() -> Iterator[str]:
    said = {pin.name: licence_of(pin.name) for pin in pins(OPTIONAL).values() if pin.is_here}
    said |= {name: npm_packages()[name].get("license", "") for name in SHIPPED}
    for name, licence in sorted(said.items()):
        if not licence:
            yield f"{name} does not say under which licence it is."
        elif not is_accepted(licence):
            yield f"{name} is under a licence that was not accepted: {licence}"


def without_a_look() -> list[str]:
    """The packages that only other kinds of machines install: here nothing says under which licence they are."""
    return sorted(pin.name for pin in pins(OPTIONAL).values() if not pin.is_here)


def is_accepted(licence: str) -> bool:
    """Whether one of the licences that may be chosen among is one under which a council may run it and hand it on."""
    return any(
        all(_ACCEPTED.search(part) and not _STRICT.search(part) for part in one.split(" AND "))
        for one in _EITHER.split(licence)
    )


def _run(command: list[str], *, environment: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except (subprocess.TimeoutExpired, FileNotFoundError) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


def _last_line(words: str) -> str:
    lines = [line for line in words.splitlines() if line.strip() and "complete log of this run" not in line]
    return lines[-1][:300] if lines else "no answer came."


if __name__ == "__main__":
    main()
