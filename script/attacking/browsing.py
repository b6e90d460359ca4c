"""A browser without a window: signs in, reads forms, posts them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx

from attacking.sites import PASSWORD, Site, trusting

PERSONAS = ("", "clerk@example.org", "cabinet.member@example.org", "administrator@example.org")
"""Who attacks: a visitor, and three who are signed in."""


@dataclass
class Form:
    """A form of a page: where it goes, how, and what its fields hold."""

    address: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Finds forms and links."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = True
            address = urljoin(self.address, said.get("action", "")).partition("#")[0]
            self.forms.append(Form(address, said.get("method", "get").lower()))
        elif tag == "a" and "href" in said:
            self.links.append(urljoin(self.address, said["href"]).partition("#")[0])
        elif self.open and self.forms and said.get("name") and tag in {"input", "select", "textarea", "button"}:
            self.forms[-1].fields.setdefault(said["name"], said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = False


def forms_of(page: httpx.Response) -> list[Form]:
    return _read(page).forms


def links_of(page: httpx.Response) -> list[str]:
    return _read(page).links


def _read(page: httpx.Response) -> _Reader:
    reader = _Reader(str(page.url))
    if "html" in page.headers.get("Content-Type", ""):
        reader.feed(page.text)
    return reader


@contextmanager
def browser(site: Site, email: str = "") -> Iterator[httpx.Client]:
    """A browser, signed in unless `email` is empty. Raises RuntimeError when it cannot sign in."""
    with httpx.Client(
        base_url=site.address, verify=trusting(), timeout=60, follow_redirects=True, trust_env=False
    ) as client:
        if email:
            sign_in(client, email)
        yield client


def sign_in(client: httpx.Client, email: str) -> None:
    page = client.get("/accounts/login/")
    form = next(form for form in forms_of(page) if "password" in form.fields)
    said = form.fields | {"login": email, "password": PASSWORD}
    answer = client.post(form.address, data=said, headers={"Referer": str(page.url)})
    if "/accounts/logout/" not in answer.text:
        raise RuntimeError(f"{email} cannot sign in: {answer.status_code} {answer.url}")


def is_signed_in(site: Site, kept: str, email: str) -> bool:
    """Whether these cookies still open the page that nobody else sees: one's own account, with one's own address."""
    with browser(site) as stranger:
        page = stranger.get("/accounts/", headers={"Cookie": kept}, follow_redirects=False)
    return page.status_code == 200 and email in page.text


def cookies(client: httpx.Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def pages(client: httpx.Client, *, most: int) -> list[httpx.Response]:
    """Pages found by following links from the first one, one of each kind before a second of any."""
    waiting, found, shapes = ["/"], [], {}
    while waiting and len(found) < most:
        waiting.sort(key=lambda address: shapes.get(_shape(address), 0))
        address = waiting.pop(0)
        shapes[_shape(address)] = shapes.get(_shape(address), 0) + 1
        try:
            answer = client.get(address, timeout=20)
        except httpx.HTTPError:
            continue  # what takes long, such as a pack, has no form on it
        if answer.status_code != 200:
            continue
        found.append(answer)
        known = {str(page.url) for page in found} | set(waiting)
        waiting += [
            link for link in dict.fromkeys(links_of(answer))
            if link not in known and _is_here(link, client) and "logout" not in link
        ]  # fmt: skip
    return found


def _is_here(link: str, client: httpx.Client) -> bool:
    return urlsplit(link).netloc == client.base_url.netloc.decode() and "/static/" not in link


def _shape(address: str) -> str:
    """An address without what is particular about it."""
    parts = urlsplit(address)
    path = re.sub(r"/[^/]*\d[^/]*", "/#", parts.path)
    return (
        re.sub(r"^(/(?:inquiries|posts|committees|plans))/[^/]+", r"\1/*", path)
        + "?"
        + "&".join(sorted(pair.partition("=")[0] for pair in parts.query.split("&")))
    )
