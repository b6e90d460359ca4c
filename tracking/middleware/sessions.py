"""What keeps a session alive, and which browsers are known."""

import time
from typing import Final

from django.http import HttpRequest, HttpResponse

from scrutiny.sessions import USED_AT
from tracking.adapters.limits import remember_device
from tracking.middleware import Handler

# The room's screen asks each second, with scripts and without.
_ASK_BY_THEMSELVES: Final = frozenset({"meeting_screen", "meeting_screen_now"})


def keep_sessions_alive(get_response: Handler) -> Handler:
    """Count a session's idle time anew with each request that somebody makes.

    A window that asks by itself, and says so, is nobody at work. A browser that somebody has just signed in with is
    marked as known.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not _is_asked_by_a_clock(request):
            request.session[USED_AT] = int(time.time())
        owner = getattr(request, "known_device_of", None)
        if owner is not None:
            remember_device(request, response, owner)
        return response

    return middleware


def _is_asked_by_a_clock(request: HttpRequest) -> bool:
    found = request.resolver_match
    by_itself = found is not None and found.url_name in _ASK_BY_THEMSELVES
    return by_itself or request.headers.get("X-Asked-By") == "clock"
