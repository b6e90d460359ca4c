"""Where the workers of one gunicorn keep the pages that they share."""

import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from gunicorn.config import Config


def start() -> dict[str, Any]:
    """Read the file as gunicorn does when it starts, and when it is told to reload."""
    return runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))


def kept_in() -> Path:
    return Path(os.environ["PAGES_CACHE_URL"].removeprefix("filecache://"))


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAGES_CACHE_URL", "")
    # Set first, so that it is taken away again whatever the file sets.
    monkeypatch.setenv("SCRUTINY_PAGES_FOLDER", "")
    monkeypatch.delenv("SCRUTINY_PAGES_FOLDER")
    monkeypatch.setenv("SCRUTINY_PAGES_PROCESS", "")
    monkeypatch.delenv("SCRUTINY_PAGES_PROCESS")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_pages_lie_in_a_folder_that_nobody_else_may_read_and_that_goes_with_the_server():
    config = start()
    own = kept_in().parent
    assert (own.stat().st_mode & 0o777, list(kept_in().iterdir())) == (0o700, [])
    config["on_exit"](None)
    assert not own.exists()


def test_after_a_reload_nothing_of_before_is_kept():
    start()
    before = kept_in()
    start()
    assert kept_in() != before
    assert (kept_in().exists(), before.exists()) == (True, False)
    assert kept_in().parent == before.parent, "the folder that nobody else may enter stays"


def gone(own: Path) -> None:
    shutil.rmtree(own)


def in_anothers_hands(own: Path) -> None:
    shutil.rmtree(own)
    own.mkdir()
    own.chmod(0o777)


def led_elsewhere(own: Path) -> None:
    aside = own.with_name("aside")
    own.rename(aside)
    own.symlink_to(aside)


@pytest.mark.parametrize("what_became_of_it", [gone, in_anothers_hands, led_elsewhere])
def test_a_folder_that_is_not_as_it_was_made_is_left_for_a_new_one(what_became_of_it: Callable[[Path], None]):
    start()
    old = kept_in().parent
    what_became_of_it(old)
    config = start()
    own = kept_in().parent
    assert own != old
    assert (own.stat().st_mode & 0o777, kept_in().is_dir()) == (0o700, True)
    config["on_exit"](None)
    assert not own.exists()


def test_a_new_server_that_the_old_one_starts_has_a_folder_of_its_own_and_leaves_the_old_ones(tmp_path: Path):
    old = start()
    old_folder = kept_in()
    folder_of_new, kept_by_old = tmp_path / "new", dict(os.environ)
    # Another process, which inherits the environment.
    script = (
        f"import runpy, os; runpy.run_path({str(settings.BASE_DIR / 'gunicorn.conf.py')!r});"
        f"open({str(folder_of_new)!r}, 'w').write(os.environ['PAGES_CACHE_URL'].removeprefix('filecache://'))"
    )
    environment = kept_by_old | {"TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    new_folder = Path(folder_of_new.read_text())
    assert (old_folder.is_dir(), new_folder.is_dir(), new_folder.parent == old_folder.parent) == (True, True, False)
    old["on_exit"](None)
    assert (old_folder.exists(), new_folder.is_dir()) == (False, True)


def test_a_server_that_ends_leaves_the_folder_of_another():
    config = start()
    os.environ["SCRUTINY_PAGES_PROCESS"] = "1"
    config["on_exit"](None)
    assert kept_in().is_dir()


def test_in_the_background_it_is_still_the_same_servers():
    config = start()
    before = kept_in().parent
    os.environ["SCRUTINY_PAGES_PROCESS"] = "1"  # before it went there
    config["on_starting"](None)
    start()
    assert kept_in().parent == before


def test_keys_in_addresses_are_in_no_log_of_it(tmp_path: Path):
    config = Config()
    config.set("logger_class", start()["logger_class"])
    config.set("accesslog", str(tmp_path / "access.log"))
    config.set("errorlog", str(tmp_path / "error.log"))
    log = config.logger_class(config)
    asked = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/accounts/invitation/a-key/",
        "PATH_INFO": "/accounts/invitation/a-key/",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": "https://scrutiny.example.org/accounts/password/reset/key/a-key/",
    }
    log.access(SimpleNamespace(status="200 OK", headers=[]), SimpleNamespace(headers=[]), asked, timedelta(0))
    log.error("Error handling request %s", "/follow/a-key/end/")

    whole = (tmp_path / "access.log").read_text()
    assert re.findall(r'"(.*?)"', whole)[:2] == [
        "GET /accounts/invitation/[key]/ HTTP/1.1",
        "https://scrutiny.example.org/accounts/password/reset/key/[key]/",
    ]
    assert "Error handling request /follow/[key]/end/\n" in (tmp_path / "error.log").read_text()


def test_a_cache_named_in_the_environment_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PAGES_CACHE_URL", "redis://localhost:6379/3")
    start()["on_exit"](None)
    assert os.environ["PAGES_CACHE_URL"] == "redis://localhost:6379/3"
