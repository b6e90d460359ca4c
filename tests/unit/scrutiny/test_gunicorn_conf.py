"""Where the workers of one gunicorn keep the pages that they share."""

import os
import runpy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings


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


def test_a_cache_named_in_the_environment_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PAGES_CACHE_URL", "redis://localhost:6379/3")
    start()["on_exit"](None)
    assert os.environ["PAGES_CACHE_URL"] == "redis://localhost:6379/3"
