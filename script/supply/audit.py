"""Asks whether anything is known against what is shipped, and fails for what it could not ask: silence is no answer.

Looks at every package of the locked lists: known vulnerabilities (pip-audit, npm audit) and licences.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator

from supply.parts import OPTIONAL, ROOT, SHIPPED, licence_of, npm_packages, pins

_SECONDS = 300
# Licences under which a council may run and hand on; LGPL and MPL for libraries that stay as they are.
_ACCEPTED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General Public|OFL|HPND|ZPL|Zope|CC0|"
    r"Unlicense|Public Domain|0BSD",
    re.IGNORECASE,
)
_STRICT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
_EITHER = re.compile(r"; | OR ")


def main() -> None:
    faults = [*_python_faults(), *_npm_faults(), *_licence_faults()]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    if faults:
        sys.exit("The audit failed: nothing above is known to be safe.")
    sys.stderr.write("Nothing is known against any package that is shipped, and every one of them was checked.\n")


def _python_faults() -> Iterator[str]:
    done = _run(
        [
            sys.executable, "-m", "pip_audit", "--strict", "--require-hashes", "--disable-pip", "--requirement",
            str(ROOT / OPTIONAL), "--format", "json", "--progress-spinner", "off", "--timeout", "30",
        ]
    )  # fmt: skip
    try:
        said = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        yield f"Python packages could not be checked: {_last_line(done.stderr)}"
        return
    checked = {one["name"]: one for one in said if "skip_reason" not in one}
    for pin in pins(OPTIONAL).values():
        if pin.is_here and checked.get(pin.name, {}).get("version") != pin.version:
            yield f"{pin.name} {pin.version} could not be checked."
    for one in checked.values():
        yield from (f"{one['name']} {one['version']} is vulnerable: {known['id']}" for known in one["vulns"])


def _npm_faults() -> Iterator[str]:
    """All packages, the tools too: they write what is shipped."""
    done = _run(["npm", "audit", "--json"])
    try:
        said = json.loads(done.stdout)
        known, counted = said["vulnerabilities"], said["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError):
        yield f"npm’s packages could not be checked: {_last_line(done.stderr)}"
        return
    if counted < len(SHIPPED):
        yield f"npm checked {counted} packages, and more are shipped."
    yield from (f"{name} is vulnerable: {one['severity']}, {one['range']}" for name, one in known.items())


def _licence_faults() -> Iterator[str]:
    said = {pin.name: licence_of(pin.name) for pin in pins(OPTIONAL).values() if pin.is_here}
    said |= {name: npm_packages()[name].get("license", "") for name in SHIPPED}
    for name, licence in sorted(said.items()):
        if not licence:
            yield f"{name} does not say under which licence it is."
        elif not any(_ACCEPTED.search(one) and not _STRICT.search(one) for one in _EITHER.split(licence)):
            yield f"{name} is under a licence that was not accepted: {licence}"


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=_SECONDS)
    except (subprocess.TimeoutExpired, FileNotFoundError) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


def _last_line(words: str) -> str:
    lines = [line for line in words.splitlines() if line.strip() and "complete log of this run" not in line]
    return lines[-1][:300] if lines else "no answer came."


if __name__ == "__main__":
    main()
