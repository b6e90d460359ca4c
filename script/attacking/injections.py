"""SQL injection: sqlmap on every parameter of every page, file and form, and of the interface."""

import itertools
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from attacking.browsing import Form, browser, cookies, forms_of, pages
from attacking.sites import Site
from attacking.tools import TOOLS, Finding, run

NAME = "sqlmap"
_FOUND = re.compile(r"^Parameter: (.+)$", re.MULTILINE)
_TESTED = re.compile(r"parameter '([^']+)' does not seem to be injectable|^Parameter: (\S+)", re.MULTILINE)
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_KEPT_AS_THEY_ARE = re.compile(r"password|csrf|form_key|code", re.IGNORECASE)
_MOST_PAGES = 60
_AT_ONCE = 3
_LEAST_SECONDS = 15
_NUMBERS = itertools.count()
_SIGNED_IN = ("", *(f"{name}@example.org" for name in ("clerk", "scrutiny.officer", "cabinet.member", "administrator")))


_WHO_FINDS = "administrator@example.org"


@dataclass(frozen=True)
class Target:
    """An address with parameters, or a form; `names` are attacked one after the other."""

    email: str
    address: str
    names: tuple[str, ...]
    sent: tuple[tuple[str, str], ...] = ()
    page: str = ""


def on_planted(site: Site, folder: Path, seconds: float) -> list[Finding]:
    """Two holes: for everybody, in an address; and behind a signed-in form with its token. Both must be found."""
    open_to_all = Target("", f"{site.address}/recommendations/?q=service", ("q",))
    with browser(site, _WHO_FINDS) as client:
        page = client.get("/manage/people/new/")
        forms = [found for form in forms_of(page) for found in _of_form(_WHO_FINDS, page, form) if found.sent]
    behind = next(replace(form, names=("title",)) for form in forms if "title" in form.names)
    found = [_attacked(site, target, folder, seconds / 2)[0] for target in (open_to_all, behind)]
    return [one for ones in found for one in ones] if all(found) else []


def on_product(site: Site, folder: Path, seconds: float) -> tuple[list[Finding], list[str]]:
    """Attack all targets, several at once; say which were not finished."""
    targets = sorted(_targets(site), key=lambda target: (bool(target.sent), len(target.names)))
    end = time.monotonic() + seconds
    _say(f"sqlmap: {sum(len(target.names) for target in targets)} parameters of {len(targets)} addresses and forms")

    def attack(target: Target) -> tuple[list[Finding], list[str]]:
        left = end - time.monotonic()
        if left < _LEAST_SECONDS:
            return [], [f"{_path(target)}: {', '.join(target.names)} not reached"]
        found, missed = _attacked(site, target, folder, min(left, _LEAST_SECONDS + 20 * len(target.names)))
        return found, [f"{_path(target)}: {', '.join(missed)} not tested to the end"] if missed else []

    with ThreadPoolExecutor(_AT_ONCE) as several:
        outcomes = list(several.map(attack, targets))
    return [one for found, _ in outcomes for one in found], [one for _, missed in outcomes for one in missed]


def _path(target: Target) -> str:
    return urlsplit(target.address).path


def _targets(site: Site) -> Iterator[Target]:
    """Every parameter of every kind of address and form once, for whoever meets it first."""
    been: set[tuple[str, bool, str]] = set()
    for target in (*_of_interface(site), *(found for email in _SIGNED_IN for found in _of_pages(site, email))):
        shape = re.sub(r"^(/\w+)/[^/]+|/[^/]*\d[^/]*", r"\1/*", _path(target))
        new = tuple(name for name in target.names if (shape, bool(target.sent), name) not in been)
        been |= {(shape, bool(target.sent), name) for name in new}
        if new:
            yield replace(target, names=new)


def _of_pages(site: Site, email: str) -> Iterator[Target]:
    with browser(site, email) as client:
        for page in pages(client, most=_MOST_PAGES):
            yield from _of_address(email, page)
            for form in forms_of(page):
                yield from _of_form(email, page, form)


def _of_address(email: str, page: httpx.Response) -> Iterator[Target]:
    said = {name: value or "1" for name, value in parse_qsl(page.url.query.decode(), keep_blank_values=True)}
    yield Target(email, f"{str(page.url).partition('?')[0]}?{urlencode(said)}", tuple(said))


def _of_form(email: str, page: httpx.Response, form: Form) -> Iterator[Target]:
    if "logout" in form.address:
        return
    names = tuple(name for name in form.fields if not _KEPT_AS_THEY_ARE.search(name))
    said = {name: value or "1" for name, value in form.fields.items()}
    if form.method == "post":
        yield Target(email, form.address, names, tuple(said.items()), str(page.url))
    else:
        yield Target(email, f"{form.address.partition('?')[0]}?{urlencode(said)}", names)


def _of_interface(site: Site) -> Iterator[Target]:
    """Every parameter that the interface's own description names."""
    with browser(site) as client:
        described = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    for path, methods in described["paths"].items():
        said = {one["name"]: "1" for one in methods.get("get", {}).get("parameters", ()) if one["in"] == "query"}
        if said and "{" not in path:
            yield Target("", f"{site.address}{path}?{urlencode(said)}", tuple(said))


def _attacked(site: Site, target: Target, folder: Path, seconds: float) -> tuple[list[Finding], list[str]]:
    """What was found, and which parameters were not tested to the end: sqlmap passes over some without a word."""
    number = next(_NUMBERS)
    command = [
        str(TOOLS / "sqlmap"), "-u", target.address, "-p", ",".join(target.names), "--batch", "--flush-session",
        "--level", "1", "--risk", "1", "--dbms", "PostgreSQL", "--technique", "BEUS", "--time-sec", "2",
        "--timeout", "20", "--retries", "1", "--skip-waf", "--disable-coloring", "--ignore-proxy",
        "--ignore-code", "*", "--output-dir", str(folder / f"{number:03}"),
    ]  # fmt: skip
    with browser(site, target.email) as client:
        client.get(target.page or "/accounts/login/")
        if client.cookies:
            command += ["--cookie", cookies(client), "--drop-set-cookie"]
    if target.sent:
        command += ["--data", urlencode(target.sent), "--referer", target.page]
    if any(name == _TOKEN for name, _ in target.sent):
        command += ["--csrf-token", _TOKEN, "--csrf-url", target.page]
    else:
        command += ["--threads", "2"]
    ran = run(command, seconds=seconds, folder=folder, log=folder / f"{number:03}.log", by_proxy=False)
    how = "POST" if target.sent else "GET"
    findings = [
        Finding(NAME, f"{how} parameter {found}", target.address) for found in dict.fromkeys(_FOUND.findall(ran.said))
    ]
    tested = {name for names in _TESTED.findall(ran.said) for name in names if name}
    return findings, [] if findings else [name for name in target.names if name not in tested]


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
