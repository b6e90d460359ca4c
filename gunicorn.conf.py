"""What gunicorn does beside what its command line says. It reads this file in the folder it is started in."""

import os
import shutil
import tempfile
from pathlib import Path

# An export of everything takes longer than a page.
timeout = 120

_PREFIX = "scrutiny-pages-"
_PAGES = f"filecache://{Path(tempfile.gettempdir(), _PREFIX)}"


def _shared_pages() -> None:
    """Let all workers share the pages kept for visitors, in a folder of this start's own: none outlives an update."""
    before = os.environ.get("PAGES_CACHE_URL", "")
    if before and not before.startswith(_PAGES):
        return
    if before:
        _forget(before)
    os.environ["PAGES_CACHE_URL"] = f"filecache://{tempfile.mkdtemp(prefix=_PREFIX)}"


def _forget(address: str) -> None:
    shutil.rmtree(address.removeprefix("filecache://"), ignore_errors=True)


def on_exit(server: object) -> None:
    """Leave nothing behind."""
    if os.environ["PAGES_CACHE_URL"].startswith(_PAGES):
        _forget(os.environ["PAGES_CACHE_URL"])


_shared_pages()
