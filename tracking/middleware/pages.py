"""Pages for visitors, made once for all of them."""

import zlib
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag

from tracking import dates
from tracking.middleware import Handler
from tracking.queries.stamps import data_stamp

# With one of these a page is somebody's own: signed in, or with a message for them at its head.
_COOKIES_OF_ONE = {settings.SESSION_COOKIE_NAME, settings.MESSAGE_COOKIE_NAME}
# What the middleware inside adds to every page alike.
_SAID_OF_ALL_PAGES = {"X-Frame-Options"}


@dataclass(frozen=True)
class KeptPage:
    """A page as it was made for everyone, pressed together: a tenth of its size, in a fifth of a millisecond."""

    pressed: bytes
    content_type: str
    etag: str

    @classmethod
    def of(cls, response: HttpResponse) -> "KeptPage":
        etag = quote_etag(sha256(response.content).hexdigest()[:32])
        return cls(zlib.compress(response.content, level=1), response.headers["Content-Type"], etag)

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.pressed)


class PagesForEveryone:
    """Make a page for visitors once for all of them, and answer 304 to whoever has it already.

    Stands before the session, which visitors have none of. A page is kept under its whole address, the day and the
    stamp of all data, so that none is older than what it shows; whatever sets a cookie, holds a form's token, says
    itself how it may be kept or is large goes its own way. Pages of signed-in users never come here.
    """

    LARGEST = 1024 * 1024

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or not _COOKIES_OF_ONE.isdisjoint(request.COOKIES):
            return self.get_response(request)
        keeps = settings.PAGE_CACHE_SECONDS > 0
        key = self._key(request) if keeps else ""
        page = caches["pages"].get(key) if keeps else None
        if page is None:
            response = self.get_response(request)
            page = self._page(request, response)
            if page is None:
                return response
            if keeps:
                caches["pages"].set(key, page, settings.PAGE_CACHE_SECONDS)
        return self._answer(request, page)

    @staticmethod
    def _key(request: HttpRequest) -> str:
        # Letter for letter: `build_absolute_uri` would make another address of one with "/../" in it.
        address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
        address = f"{request.method} {address} {dates.today()} {data_stamp()}"
        return sha256(address.encode()).hexdigest()

    def _page(self, request: HttpRequest, response: HttpResponse) -> KeptPage | None:
        its_own_way = response.cookies or response.streaming or response.has_header("Cache-Control")
        if response.status_code != 200 or its_own_way or len(response.content) > self.LARGEST:
            return None
        if set(response.headers) - {"Content-Type", "Content-Length", "Vary", *_SAID_OF_ALL_PAGES}:
            return None
        return KeptPage.of(response)

    @staticmethod
    def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
        # Empty until it is known that it is wanted.
        response = HttpResponse(content_type=page.content_type)
        response.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        response.headers["ETag"] = page.etag
        patch_cache_control(response, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        answer = get_conditional_response(request, etag=page.etag, response=response) or response
        if answer is response:
            response.content = page.content
        return answer
