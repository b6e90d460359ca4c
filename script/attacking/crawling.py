"""Wapiti: crawls the site as a visitor and as three who are signed in, and attacks what it finds."""

import json
import re
import time
from pathlib import Path

from attacking.browsing import PERSONAS, browser, cookies
from attacking.sites import Site
from attacking.tools import TOOLS, Finding, run

NAME = "wapiti"
# Those that need a server elsewhere (ssrf, xxe, log4shell) are left out: no machine but this one is ever asked.
_MODULES = ",".join([
    "backup", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "ldap", "methods",
    "permanentxss", "redirect", "shellshock", "sql", "upload", "xss",
])  # fmt: skip
_LAUNCHED = re.compile(r"Launching module (\w+)")
_REPORT = "r\n" * 20
"""What it is told when it asks, at the end of its time, whether to write its report."""
_EXPLAINED: dict[str, str] = {}
"""Kinds of findings that are none here, with why."""


def on_planted(site: Site, folder: Path, seconds: float) -> list[Finding]:
    found = _crawled(site, "", folder, seconds, modules="xss", start=f"{site.address}/inquiries/?q=service")
    return [finding for finding in found if "ross" in finding.what]


def on_product(site: Site, folder: Path, seconds: float) -> tuple[list[Finding], list[str]]:
    findings: list[Finding] = []
    unfinished: list[str] = []
    for number, email in enumerate(PERSONAS):
        begun = time.monotonic()
        findings += _crawled(site, email, folder, seconds / (len(PERSONAS) - number), modules=_MODULES)
        seconds -= time.monotonic() - begun
        unfinished += _not_launched(folder, _name(email))
    return findings, unfinished


def _not_launched(folder: Path, name: str) -> list[str]:
    """The kinds of attack that the time did not suffice for."""
    launched = set(_LAUNCHED.findall((folder / f"{name}.log").read_text(errors="replace")))
    missed = [module for module in _MODULES.split(",") if module not in launched]
    return [f"as {name}: {', '.join(missed)}"] if missed else []


def _name(email: str) -> str:
    return email.partition("@")[0] or "visitor"


def _crawled(site: Site, email: str, folder: Path, seconds: float, *, modules: str, start: str = "") -> list[Finding]:
    name = _name(email)
    report = folder / f"{name}.json"
    command = [
        str(TOOLS / "wapiti"), "-u", f"{site.address}/", "--scope", "folder", "-m", modules, "--flush-session",
        "--no-bugreport", "--verify-ssl", "0", "--color", "--tasks", "4", "-d", "5", "--max-files-per-dir", "25",
        "--max-parameters", "25", "--max-scan-time", f"{seconds * 0.25:.0f}",
        "--max-attack-time", f"{max(3, seconds * 0.5 / (modules.count(',') + 1)):.0f}",
        "-S", "normal", "-x", f"{site.address}/accounts/logout/*", "-x", f"{site.address}/static/*",
        "--store-session", str(folder / name), "--store-config", str(folder / "config"), "-f", "json",
        "-o", str(report),
    ]  # fmt: skip
    if start:
        command += ["-s", start]
    if email:
        with browser(site, email) as client:
            client.get("/")
            command += ["-C", cookies(client), "--drop-set-cookie"]
    ran = run(command, seconds=seconds, folder=folder, log=folder / f"{name}.log", answers=_REPORT)
    if not report.exists():
        return [Finding(NAME, f"ended with status {ran.status} and no report, as {name}", ran.said[-500:])]
    said = json.loads(report.read_text())
    return [
        Finding(NAME, kind, f"{one['method']} {one['path']} ({one.get('parameter', '')}) as {name}: {one['info']}")
        for part in ("vulnerabilities", "anomalies")
        for kind, ones in said[part].items()
        for one in ones
        if kind not in _EXPLAINED
    ]
