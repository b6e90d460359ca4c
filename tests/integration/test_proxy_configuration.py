"""The configuration of nginx that goes with the product, run before a server that repeats what it hears."""

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

CONFIGURATION = Path(__file__).parents[2] / "deploy/nginx.conf"
HOST = "scrutiny.example.org"

pytestmark = pytest.mark.sqlite_only


class Repeats(BaseHTTPRequestHandler):
    """Answers with the headers of the request."""

    def do_GET(self) -> None:
        body = json.dumps(dict(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Proxy(NamedTuple):
    """Where nginx answers TLS and without it, the certificate it shows, and what it writes down of who asks."""

    port: int
    certificate: Path
    plain: int
    access_log: Path

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))


class Named(http.client.HTTPSConnection):
    """A connection to this machine that asks for the host of the certificate."""

    def connect(self) -> None:
        one = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        self.sock = self._context.wrap_socket(one, server_hostname=HOST)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx, answering TLS."""
    folder = tmp_path_factory.mktemp("nginx")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made = f"-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={HOST}"
    named = ["-addext", f"subjectAltName=DNS:{HOST}", "-out", certificate, "-keyout", key]
    subprocess.run(["openssl", "req", *made.split(), *named], check=True, capture_output=True)
    behind = ThreadingHTTPServer(("127.0.0.1", 0), Repeats)
    Thread(target=behind.serve_forever, daemon=True).start()
    tls, plain = free_port(), free_port()
    text = CONFIGURATION.read_text(encoding="utf-8")
    for said, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{behind.server_address[1]}"),
        ("listen 443", f"listen 127.0.0.1:{tls}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        (f"/etc/letsencrypt/live/{HOST}/fullchain.pem", str(certificate)),
        (f"/etc/letsencrypt/live/{HOST}/privkey.pem", str(key)),
        ("/var/log/nginx/scrutiny.log", str(folder / "access.log")),
    ):
        assert said in text
        text = text.replace(said, here)
    whole = folder / "nginx.conf"
    kept = " ".join(
        f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole.write_text(
        f"daemon off; master_process off; pid {folder / 'pid'}; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {kept}\n{text}\n}}"
    )
    nginx = subprocess.Popen(
        [shutil.which("nginx", path="/usr/sbin:/usr/bin") or "nginx", "-c", whole, "-p", folder],
        stderr=subprocess.DEVNULL,
    )
    for _ in range(1000):
        with socket.socket() as one:
            one.settimeout(0.2)
            if one.connect_ex(("127.0.0.1", tls)) == 0:
                break
    yield Proxy(tls, certificate, plain, folder / "access.log")
    nginx.terminate()
    nginx.wait(timeout=20)
    behind.shutdown()
    behind.server_close()


def answer(
    proxy: Proxy,
    *,
    method: str = "GET",
    path: str = "/",
    host: str = HOST,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> tuple[int, dict[str, str]]:
    """Status, and what the server behind was told."""
    connection = Named("127.0.0.1", proxy.port, context=proxy.context())
    try:
        connection.request(method, path, body=body, headers={"Host": host} | (headers or {}))
        response = connection.getresponse()
        text = response.read()
        return response.status, json.loads(text) if response.status == 200 else {}
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("version", "spoken"),
    [
        (ssl.TLSVersion.TLSv1_1, None),
        (ssl.TLSVersion.TLSv1_2, "TLSv1.2"),
        (ssl.TLSVersion.TLSv1_3, "TLSv1.3"),
    ],
    ids=["1.1", "1.2", "1.3"],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_tls_is_spoken_in_its_newer_versions_alone(proxy: Proxy, version: ssl.TLSVersion, spoken: str | None) -> None:
    context = proxy.context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    assert _version_spoken(proxy, context) == spoken


def _version_spoken(proxy: Proxy, context: ssl.SSLContext) -> str | None:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as one:
        try:
            with context.wrap_socket(one, server_hostname=HOST) as wrapped:
                return wrapped.version()
        except (ssl.SSLError, ConnectionError):
            return None


def test_what_a_client_says_of_itself_is_said_anew(proxy: Proxy) -> None:
    sent = {
        "X-Forwarded-For": "198.51.100.7",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "elsewhere.example.org",
        "Forwarded": "for=198.51.100.7",
    }
    status, heard = answer(proxy, headers=sent)

    told = {name: value for name, value in heard.items() if re.match(r"(?i)host|x-forwarded|forwarded", name)}
    assert (status, told) == (200, {"Host": HOST, "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"})


def test_another_host_is_answered_nothing(proxy: Proxy) -> None:
    with pytest.raises((http.client.RemoteDisconnected, ssl.SSLError, ConnectionError)):
        answer(proxy, host="elsewhere.example.org")


def test_trace_is_refused(proxy: Proxy) -> None:
    assert answer(proxy, method="TRACE")[0] == 405


def test_what_is_too_large_is_refused_before_it_is_passed_on(proxy: Proxy) -> None:
    assert answer(proxy, method="POST", headers={"Content-Length": str(28 * 1024 * 1024)})[0] == 413


def status_without_tls(proxy: Proxy, path: str, asker: str) -> int:
    plain = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=20)
    plain.request("GET", path, headers={"Host": HOST, "User-Agent": asker})
    status = plain.getresponse().status
    plain.close()
    return status


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/accounts/invitation/a-key-Of-1/", "/accounts/invitation/[key]/"),
        ("/accounts/invitation/a-key-Of-1", "/accounts/invitation/[key]"),
        ("/accounts/password/reset/key/a-key-Of-1/?a=b", "/accounts/password/reset/key/[key]/?a=b"),
        ("/follow/a-key-Of-1/end/", "/follow/[key]/end/"),
        ("/accounts/single-sign-on/callback/?code=4/a-key-Of-1&state=b", "/accounts/single-sign-on/callback/?[key]"),
        ("/inquiries/fire/follow/?asked", "/inquiries/fire/follow/?asked"),
        ("/recommendations/?q=fire", "/recommendations/?q=fire"),
    ],
)
def test_keys_in_addresses_are_not_written_down(proxy: Proxy, path: str, written: str) -> None:
    # By this its lines are found: one of before, whose connection lingered, may be written between them.
    asker = f"test of {written}"
    answer(proxy, path=path, headers={"Referer": f"https://{HOST}{path}", "User-Agent": asker})
    assert status_without_tls(proxy, path, asker) == 301
    # nginx has one process here: with this answered, what was asked before is written down.
    assert status_without_tls(proxy, "/", "afterwards") == 301

    quoted = [line.split('"')[1::2] for line in proxy.access_log.read_text().splitlines()]
    over_tls, without = [words for words in quoted if words[-1] == asker]
    assert (over_tls[0], without[0]) == (f"GET {written} HTTP/1.1",) * 2
    assert "a-key-Of-1" not in over_tls[1]
