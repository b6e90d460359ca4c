"""What every page carries in its headers, and what becomes of a request for something one may not do."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render, resolve_url
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import quote_etag
from django.views.defaults import page_not_found

from tracking import dates
from tracking.exceptions import NotAllowed
from tracking.forms.drafts import fields_to_keep, typed_words
from tracking.queries.rooms import is_unchanged
from tracking.queries.stamps import data_stamp

# With one of these a page is somebody's own: signed in, or with a message for them at its head.
_COOKIES_OF_ONE = {settings.SESSION_COOKIE_NAME, "messages"}
# What the middleware inside adds to every page alike.
_SAID_OF_ALL_PAGES = {"X-Frame-Options"}

Handler = Callable[[HttpRequest], HttpResponse]

# Everything a page loads is our own file; `data:` pictures are in GOV.UK Frontend's styles.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def content_security_policy(get_response: Handler) -> Handler:
    """Forbid scripts and styles from anywhere but our own files, inline ones included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response

    return middleware


def unchanged_room_screen(get_response: Handler) -> Handler:
    """Answer 304 to a room's screen that asks for what it shows already, in one query.

    Stands before the session, which would be read and written otherwise: a window that asks each second by itself is
    nobody at work, so it does not keep its user signed in either. Everything that is not certain goes the whole way.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        tag = request.headers.get("If-None-Match", "")
        session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if request.method == "GET" and is_unchanged(tag, path=request.path, session_key=session_key):
            response = HttpResponseNotModified(headers={"ETag": tag})
            add_never_cache_headers(response)
            return response
        return get_response(request)

    return middleware


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


def keep_signed_in_pages_out_of_caches(get_response: Handler) -> Handler:
    """Have no browser or proxy keep a page made for a signed-in user: council computers are shared."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    return middleware


def keep_what_was_typed(get_response: Handler) -> Handler:
    """Show somebody whose session ended while they were writing what they typed, before they sign in again.

    Pages of a report keep it instead (`views.drafts.keeps_what_is_typed`).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        sign_in = response.headers.get("Location", "")
        was_sent_away = sign_in.startswith(f"{resolve_url(settings.LOGIN_URL)}?")
        if request.method != "POST" or request.user.is_authenticated or not was_sent_away:
            return response
        typed = typed_words(fields_to_keep(request.POST))
        if not typed:
            return response
        page = render(request, "signed_out.html", {"typed": typed, "sign_in": sign_in}, status=403)
        add_never_cache_headers(page)
        return page

    return middleware


class NotAllowedIsNotFound:
    """Answer what somebody may not do with 404, the same as what does not exist: nothing is given away.

    A class, because only classes may look at the exceptions of views.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Raise Http404 in place of NotAllowed; leave every other exception to Django."""
        if isinstance(exception, NotAllowed):
            raise Http404 from exception


def not_found_page_in_development(get_response: Handler) -> Handler:
    """Show developers and demonstrations the "Page not found" that users see, not Django's list of addresses."""
    if not settings.DEBUG:
        raise MiddlewareNotUsed("Outside development Django shows that page itself.")

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 404 and response.headers.get("Content-Type", "").startswith("text/html"):
            return page_not_found(request, Http404())
        return response

    return middleware
