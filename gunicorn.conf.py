"""What gunicorn does beside what its command line says. It reads this file in the folder it is started in."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

# An export of everything takes longer than a page.
timeout = 120
# Addresses with keys in them are shortened in its logs.
logger_class = "scrutiny.gunicorn_log.Logger"

_OWN, _WHOSE = "SCRUTINY_PAGES_FOLDER", "SCRUTINY_PAGES_PROCESS"


def _shared_pages() -> None:
    """Let all workers share the pages kept for visitors, in a folder of this start's own: none outlives an update.

    The folder that nobody else may enter stays until the end; each reload has one inside it. One that is another
    process's, or no longer there as it was made, is never used again: whoever made it anew could put pages into it.
    """
    if os.environ.get("PAGES_CACHE_URL") and _OWN not in os.environ:
        return
    if not _is_ours():
        os.environ[_OWN] = tempfile.mkdtemp(prefix="scrutiny-pages-")
        os.environ[_WHOSE] = str(os.getpid())
    own = os.environ[_OWN]
    for before in Path(own).iterdir():
        shutil.rmtree(before, ignore_errors=True)
    os.environ["PAGES_CACHE_URL"] = f"filecache://{tempfile.mkdtemp(dir=own)}"


def _is_ours() -> bool:
    """Whether this very process made the folder, and nobody has put another in its place.

    A new gunicorn that the old one starts (USR2) inherits its environment, not its folder.
    """
    if os.environ.get(_WHOSE) != str(os.getpid()):
        return False
    try:
        found = os.lstat(os.environ[_OWN])
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700 and found.st_uid == os.geteuid()


def on_starting(server: object) -> None:
    """Take the folder along into the background (`--daemon`), where this process has another number."""
    if _OWN in os.environ:
        os.environ[_WHOSE] = str(os.getpid())


def on_exit(server: object) -> None:
    """Leave nothing of one's own behind."""
    if _OWN in os.environ and _is_ours():
        shutil.rmtree(os.environ[_OWN], ignore_errors=True)


_shared_pages()
