"""What every page carries in its headers, and what becomes of a request for something one may not do."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.views.defaults import page_not_found

from tracking.exceptions import NotAllowed
from tracking.forms.drafts import fields_to_keep, typed_words
from tracking.queries.rooms import is_unchanged

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
