"""Wapiti: crawls the site as a visitor and as three who are signed in, and attacks what it finds."""

import json
import re
import time
from pathlib import Path

from attacking.browsing import PERSONAS, browser, cookies, is_signed_in
from attacking.sites import Site
from attacking.tools import TOOLS, Finding, run

NAME = "wapiti"
# Those that need a server elsewhere (ssrf, xxe, log4shell) are left out: no machine but this one is ever asked. Since
# even a module that is left out looks up the name of its server, that is this machine (--dns-endpoint).
_MODULES = ",".join([
    "backup", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "ldap", "methods",
    "permanentxss", "redirect", "shellshock", "sql", "upload", "xss",
])  # fmt: skip
_LAUNCHED = re.compile(r"Launching module (\w+)")
_STOPPED = re.compile(r"Max attack time was reached for module (\w+)")
_REPORT = "r\n" * 20
"""What it is told when it asks, at the end of its time, whether to write its report."""
_AGAIN_SECONDS = 120
_WHO_FINDS = "clerk@example.org"
_LOST = "was signed out on the way, so that its silence says nothing"


def on_planted(site: Site, folder: Path, seconds: float) -> list[Finding]:
    """The hole is open to whoever is signed in alone: finding it shows that the crawl is."""
    found = _crawled(site, _WHO_FINDS, folder, seconds, modules="xss", page=f"{site.address}/inquiries/?q=service")
    return [] if _LOST in {one.what for one in found} else [one for one in found if "ross" in one.what]


def on_product(site: Site, folder: Path, seconds: float) -> tuple[list[Finding], list[str]]:
    findings: list[Finding] = []
    unfinished: list[str] = []
    for number, email in enumerate(PERSONAS):
        begun = time.monotonic()
        findings += _crawled(site, email, folder, seconds / (len(PERSONAS) - number), modules=_MODULES)
        seconds -= time.monotonic() - begun
        unfinished += [
            f"as {_name(email)}: {missed}"
            for missed in missed_in((folder / f"{_name(email)}.log").read_text(errors="replace"))
        ]
    return findings, unfinished


def missed_in(log: str) -> list[str]:
    """The kinds of attack that the time did not suffice for, by wapiti's own log."""
    launched = set(_LAUNCHED.findall(log))
    not_begun = [module for module in _MODULES.split(",") if module not in launched]
    words = (("not begun", not_begun), ("not to the end", _STOPPED.findall(log)))
    crawl = ["not every page was found"] if "Max scan time was reached" in log else []
    return crawl + [f"{what}: {', '.join(modules)}" for what, modules in words if modules]


def _name(email: str) -> str:
    return email.partition("@")[0] or "visitor"


def _crawled(site: Site, email: str, folder: Path, seconds: float, *, modules: str, page: str = "") -> list[Finding]:
    name = _name(email)
    report = folder / f"{name}.json"
    command = [
        str(TOOLS / "wapiti"), "-u", page or f"{site.address}/", "--scope", "page" if page else "folder",
        "-m", modules, "--flush-session", "-v", "1",
        "--no-bugreport", "--dns-endpoint", "127.0.0.1", "--verify-ssl", "0", "--color", "--tasks", "4", "-d", "5",
        "--max-files-per-dir", "25",
        "--max-parameters", "25", "--max-scan-time", f"{seconds * 0.25:.0f}",
        "--max-attack-time", f"{max(3, seconds * 0.5 / (modules.count(',') + 1)):.0f}",
        # "sneaky": the same page with other words in its address a few times only, so that more pages have their turn.
        "-S", "sneaky", "-x", f"{site.address}/accounts/logout/*", "-x", f"{site.address}/static/*",
        "--store-session", str(folder / name), "--store-config", str(folder / "config"), "-f", "json",
        "-o", str(report),
    ]  # fmt: skip
    kept = ""
    if email:
        with browser(site, email) as client:
            client.get("/")
            kept = cookies(client)
        # As a header, which no cookie that is set later replaces. --drop-set-cookie would take this one away, too.
        command += ["-C", kept]
    ran = run(command, seconds=seconds, folder=folder, log=folder / f"{name}.log", answers=_REPORT)
    if not report.exists():
        # It breaks down now and then over its own notes. What it found until then is in them.
        again = [*(word for word in command if word != "--flush-session"), "--skip-crawl", "--max-attack-time", "3"]
        ran = run(again, seconds=_AGAIN_SECONDS, folder=folder, log=folder / f"{name}-again.log", answers=_REPORT)
    lost = [] if not email or is_signed_in(site, kept, email) else [Finding(NAME, _LOST, f"as {name}")]
    if not report.exists():
        return [*lost, Finding(NAME, f"ended with status {ran.status} and no report, as {name}", ran.said[-500:])]
    said = json.loads(report.read_text())
    return lost + [
        Finding(NAME, kind, f"{one['method']} {one['path']} ({one.get('parameter', '')}) as {name}: {one['info']}")
        for part in ("vulnerabilities", "anomalies")
        for kind, ones in said[part].items()
        for one in ones
    ]
