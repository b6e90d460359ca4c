"""What gunicorn does beside what its command line says. It reads this file in the folder it is started in."""

import os
import shutil
import tempfile
from pathlib import Path

# An export of everything takes longer than a page.
timeout = 120

_OWN = "SCRUTINY_PAGES_FOLDER"


def _shared_pages() -> None:
    """Let all workers share the pages kept for visitors, in a folder of this start's own: none outlives an update.

    The folder that nobody else may enter stays until the end; each reload has one inside it.
    """
    if _OWN not in os.environ:
        if os.environ.get("PAGES_CACHE_URL"):
            return
        os.environ[_OWN] = tempfile.mkdtemp(prefix="scrutiny-pages-")
    own = os.environ[_OWN]
    for before in Path(own).iterdir():
        shutil.rmtree(before, ignore_errors=True)
    os.environ["PAGES_CACHE_URL"] = f"filecache://{tempfile.mkdtemp(dir=own)}"


def on_exit(server: object) -> None:
    """Leave nothing behind."""
    if _OWN in os.environ:
        shutil.rmtree(os.environ[_OWN], ignore_errors=True)


_shared_pages()
