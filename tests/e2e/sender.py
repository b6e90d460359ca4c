"""Somebody whose browser sends the same form many times at once: no pages are drawn, only what was answered counts."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Barrier
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

from tests.e2e.demo_site import DEMO_PASSWORD

PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """Where a form that was sent has led to in the end, and what stood there."""

    status: int
    path: str
    page: str


class Sender:
    """A signed-in session, without a browser; the site's processes share it, as they share the host."""

    def __init__(self, address: str, name: str) -> None:
        # Behind the proxy that the site believes in, cookies are for https alone.
        policy = DefaultCookiePolicy(secure_protocols=("http", "https"))
        self._opener = build_opener(HTTPCookieProcessor(CookieJar(policy)))
        login = f"{address}/accounts/login/"
        form = self.form_at(login) | {"login": f"{name}@example.org", "password": DEMO_PASSWORD}
        assert self.send(login, form).path == "/"

    def form_at(self, url: str) -> dict[str, str]:
        """The hidden fields of the page's form, which go with whatever is typed."""
        page = self._ask(Request(url)).page  # noqa: S310 - the site's own address
        hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
        return {name: unescape(value) for name, value in hidden}

    def send(self, url: str, form: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None) -> Answer:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        body, content_type = _multipart(form, files) if files else (urlencode(form).encode(), _PLAIN)
        return self._ask(Request(url, body, {"Origin": origin, "Content-Type": content_type}))  # noqa: S310

    def send_at_once(
        self, urls: Sequence[str], form: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None
    ) -> list[Answer]:
        """Send the same form to every address in the same moment."""
        start = Barrier(len(urls))

        def send(url: str) -> Answer:
            start.wait(timeout=PATIENCE)
            return self.send(url, form, files)

        with ThreadPoolExecutor(len(urls)) as pool:
            return list(pool.map(send, urls))

    def _ask(self, request: Request) -> Answer:
        with self._opener.open(request, timeout=PATIENCE) as answer:
            return Answer(answer.status, urlsplit(answer.url).path, answer.read().decode(errors="replace"))


_PLAIN = "application/x-www-form-urlencoded"


def _multipart(form: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    boundary = uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
    ]
    parts += [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, (file, content) in files.items()
    ]
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
