"""What was rendered once is kept, under a digest of everything that it came from, and found again by it.

Kept in Django's cache "papers", which several machines may share. Nothing depends on it: what is not there, or cannot
be read, is made again.
"""

import contextlib
import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeVar

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import caches

from tracking.queries.paper_digest import digest

Argument = TypeVar("Argument")
Result = TypeVar("Result")

_LIBRARIES: Final = (
    "Django", "fonttools", "img2pdf", "markdown-it-py", "nh3", "pikepdf", "Pillow", "pydyf", "pypdfium2",
    "tinycss2", "tinyhtml5", "weasyprint",
)  # fmt: skip
_APP: Final = Path(__file__).resolve().parent.parent
_SOURCES: Final = (
    (_APP / "packs", "**/*.py"),
    (_APP / "presenters", "**/*.py"),
    (_APP / "queries", "**/*.py"),
    (_APP / "templatetags", "*.py"),
    (_APP, "*.py"),
    (_APP.parent / "templates" / "components", "*"),
    (_APP.parent / "templates" / "packs", "**/*"),
)
_FONTS: Final = "fonts"
_log = logging.getLogger(__name__)


class _Missing:
    """Stands for what is not in the cache; nothing that is kept is equal to it."""


MISSING: Final = _Missing()


def keys(made_of: Sequence[tuple[Callable[..., object], object]]) -> list[str]:
    """Return a key for what each function makes of its argument: the same only when nothing has changed that it reads.

    Those are the argument, our own code, templates and fonts, the council's name and colour, and the libraries.
    """
    surroundings = _surroundings()
    return [
        _key(f"{function.__module__}.{function.__qualname__}", digest(fact), surroundings) for function, fact in made_of
    ]


def key(function: Callable[..., object], argument: object) -> str:
    """Return the key of one thing; for many, `keys` looks at our own files only once."""
    return keys([(function, argument)])[0]


def _key(*of: str) -> str:
    return "paper-" + hashlib.sha256("\n".join(of).encode()).hexdigest()


def found(keys: Collection[str]) -> dict[str, object]:
    """Return what is kept under these keys. What cannot be read is as good as not there."""
    return {key: kept for key in dict.fromkeys(keys) if (kept := _read(key)) is not MISSING}


def keep(key: str, made: object) -> None:
    """Keep what was made. A cache that is full, away or read-only is no reason for a paper to fail."""
    try:
        caches["papers"].set(key, made)
    except Exception:  # noqa: BLE001 - whatever any cache raises
        _log.warning("What was rendered could not be kept: the next pack takes longer.", exc_info=True)


def kept(function: Callable[[Argument], Result], argument: Argument) -> Result:
    """Return what a function makes of an argument, in this process, or what it once made of it.

    For what is put together from the results of others. Whatever the function raises is raised, and nothing kept.
    """
    place = key(function, argument)
    made: Any = _read(place)
    if made is MISSING:
        made = function(argument)
        keep(place, made)
    result: Result = made
    return result


def _read(key: str) -> object:
    try:
        return caches["papers"].get(key, MISSING)
    except Exception:  # noqa: BLE001 - a file that was cut off, an old pickle, a server that is away
        _log.warning("A kept paper could not be read and is made again.", exc_info=True)
        with contextlib.suppress(Exception):
            caches["papers"].delete(key)
        return MISSING


def _surroundings() -> str:
    parts = (
        settings.BRAND_COLOUR,
        settings.COUNCIL_NAME,
        _libraries(),
        _sources_now() if settings.DEBUG else _sources(),
    )
    return "\n".join(parts)


@cache
def _libraries() -> str:
    return " ".join(f"{name} {version(name)}" for name in _LIBRARIES)


@cache
def _sources() -> str:
    return _sources_now()


def _sources_now() -> str:
    whole = hashlib.sha256()
    for path in _files():
        whole.update(path.name.encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files() -> Iterator[Path]:
    for folder, pattern in _SOURCES:
        yield from _sorted(folder.glob(pattern))
    fonts = finders.find(_FONTS)
    if fonts:
        yield from _sorted(Path(fonts).iterdir())


def _sorted(paths: Iterable[Path]) -> list[Path]:
    return sorted(path for path in paths if path.is_file())
