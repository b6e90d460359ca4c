"""HTML to tagged PDF by WeasyPrint, which only child processes load (see packs.pdf).

Nothing is fetched but pictures in `data:` and our own static files, and whatever WeasyPrint logs as an error (a
dangling link, a picture without words, a missing font) fails the paper instead of spoiling it quietly.
"""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

import weasyprint
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from fontTools.ttLib import woff2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from tracking.packs.pdf import PaperError
from tracking.packs.tags import finished

STATIC: Final = "static"
_VARIANT: Final = "pdf/ua-1"
_PACKED_FONT: Final = "font/woff2"
_PICTURES: Final = ("data:image/png", "data:image/jpeg", "data:image/svg+xml")
_LEADS_TO: Final = frozenset({"http", "https", "mailto", "pack"})
_TYPES: Final = {".woff2": _PACKED_FONT, ".svg": "image/svg+xml", ".png": "image/png", ".css": "text/css"}


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves pictures in `data:` and `static:path` (our own static files); all else is refused, redirects included."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the file behind an address. Raises ValueError for any address that is not ours."""
        scheme = urlsplit(url).scheme.lower()
        if scheme == STATIC:
            return _static_file(url)
        if scheme == "data" and not url.lower().startswith(_PICTURES):
            raise ValueError(f"Not a picture: {url[:40]}")
        return super().fetch(url, headers)


def _static_file(url: str) -> URLFetcherResponse:
    name = unquote_to_bytes(url.partition(":")[2]).decode()
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        found = None
    kind = _TYPES.get(Path(name).suffix)
    if found is None or kind is None:
        raise ValueError(f"Not a static file of ours: {url}")
    content = _unpacked_font(found) if kind == _PACKED_FONT else Path(found).read_bytes()
    return URLFetcherResponse(url, body=content, headers={"Content-Type": kind})


@cache
def _unpacked_font(path: str) -> bytes:
    """Return a font as OpenType. WeasyPrint would unpack it anew for every paper, a quarter of a second each time."""
    unpacked = BytesIO()
    woff2.decompress(path, unpacked)
    return unpacked.getvalue()


class _Errors(logging.Handler):
    """Keeps what WeasyPrint logs as an error in this thread."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []
        self.of_thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.of_thread:
            self.messages.append(record.getMessage())


@contextmanager
def _errors_raised() -> Iterator[None]:
    logger = logging.getLogger("weasyprint")
    errors = _Errors()
    logger.addHandler(errors)
    try:
        yield
    except URLFetchingError as error:
        # Here, and not where it is told: there WeasyPrint would have to be loaded only to know what was raised.
        raise PaperError(str(error)) from None
    finally:
        logger.removeHandler(errors)
    if errors.messages:
        raise PaperError("; ".join(dict.fromkeys(errors.messages)))


def typeset(html: str, stylesheet: str) -> bytes:
    """Return a document as a tagged PDF/UA-1 file. Raises PaperError when anything would be missing from it."""
    fetcher = OwnFilesOnly()
    with _errors_raised():
        sheet, fonts = _read_stylesheet(stylesheet)
        source = weasyprint.HTML(string=html, url_fetcher=fetcher)
        document = source.render(stylesheets=[sheet], font_config=fonts, pdf_variant=_VARIANT)
        _check_links(document)
        content: bytes = document.write_pdf(pdf_variant=_VARIANT)
    return finished(content, document, source.etree_element)


def _check_links(document: weasyprint.Document) -> None:
    """Raise PaperError for a link that a click follows to anything but a web page, a mail or a place in the pack."""
    for page in document.pages:
        for kind, target, *_ in page.links:
            if kind != "internal" and urlsplit(target).scheme.lower() not in _LEADS_TO:
                raise PaperError(f"A link leads to {target}")


@lru_cache(maxsize=2)
def _read_stylesheet(stylesheet: str) -> tuple[weasyprint.CSS, FontConfiguration]:
    """Read a stylesheet and its fonts once: for a separator page, that takes longer than the page."""
    fonts = FontConfiguration()
    return weasyprint.CSS(string=stylesheet, url_fetcher=OwnFilesOnly(), font_config=fonts), fonts
