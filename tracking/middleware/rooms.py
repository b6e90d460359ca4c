"""The room's screen, which asks each second."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import add_never_cache_headers

from tracking.middleware import Handler
from tracking.queries.rooms import is_unchanged


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
