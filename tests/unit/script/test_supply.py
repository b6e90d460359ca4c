"""The audit of what is shipped: who is asked about what, and which licences are accepted."""

import gzip
import importlib
import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "script"))
    return importlib.import_module("supply.audit")


@pytest.fixture
def parts(audit: ModuleType) -> ModuleType:
    return sys.modules["supply.parts"]


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "MIT-CMU",
        "BSD License",
        "0BSD",
        "BSDv3",
        "Apache-2.0 OR GPL-3.0-only",
        "Apache-2.0 AND MIT",
        "GNU Lesser General Public License v3 (LGPLv3)",
        "LGPLv2+",
        "MPLv2",
        "GNU General Public License v2 or later (GPLv2+); Mozilla Public License 1.1 (MPL 1.1)",
        "The Unlicense",
    ],
)
def test_licences_under_which_a_council_may_run_it_are_accepted(audit: ModuleType, licence: str) -> None:
    assert audit.is_accepted(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "UNLICENSED",
        "Proprietary; limited use only",
        "SEE LICENSE, permitted use only",
        "Commercial (unlimited)",
        "Miscellaneous",
        "MIT AND LicenseRef-Proprietary",
        "GPL-2.0",
        "GNU Affero General Public License v3",
        "BUSL-1.1",
    ],
)
def test_others_are_not_whatever_letters_they_share_with_one_that_is(audit: ModuleType, licence: str) -> None:
    assert not audit.is_accepted(licence)


class Registry(BaseHTTPRequestHandler):
    """Says that nothing is known against anything, and keeps what it was asked about."""

    asked: set[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        zipped = self.headers.get("Content-Encoding") == "gzip"
        self.asked.update(json.loads(gzip.decompress(body) if zipped else body))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def registry() -> Iterator[ThreadingHTTPServer]:
    Registry.asked = set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "set_in_the_environment",
    [{}, {"NODE_ENV": "production"}, {"npm_config_omit": "dev"}, {"NPM_CONFIG_OMIT": "optional"}],
)
def test_npm_is_asked_about_every_package_whatever_the_environment_leaves_out(
    audit: ModuleType,
    parts: ModuleType,
    registry: ThreadingHTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    set_in_the_environment: dict[str, str],
) -> None:
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{registry.server_address[1]}")
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_in_the_environment.items():
        monkeypatch.setenv(name, value)

    assert list(audit._npm_faults()) == []
    assert Registry.asked == set(parts.npm_packages())


def test_no_python_package_is_left_to_another_kind_of_machine(parts: ModuleType, tmp_path: Path) -> None:
    text = parts.without_markers(parts.OPTIONAL)
    lines = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert len(lines) == len(parts.pins(parts.OPTIONAL))
    assert [line for line in lines if ";" in line] == []


def test_packages_whose_licence_nothing_here_tells_are_named(audit: ModuleType, parts: ModuleType) -> None:
    assert audit.without_a_look() == sorted(pin.name for pin in parts.pins(parts.OPTIONAL).values() if not pin.is_here)
    assert [name for name in audit.without_a_look() if parts.licence_of(name)] == []
