"""What browsers are told to guard: the headers of every answer, and what they must not keep."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from scrutiny.guard import ADMIN_POLICY, DATA_POLICY, DOWNLOAD_POLICY, HEADERS, PAGE_POLICY
from tracking.middleware import Handler

# What a sign-out's form says when this computer still keeps views that the service has not taken.
KEEPS_VIEWS = "keeps_views"


def headers_of_every_answer(get_response: Handler) -> Handler:
    """Add what every answer carries. Stands outermost: refusals, redirects and static files pass it too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # A browser takes the policy of what it has kept; another would stand in for it.
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            response.headers.setdefault("Content-Security-Policy", _policy(request, response))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def _policy(request: HttpRequest, response: HttpResponse) -> str:
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        return DOWNLOAD_POLICY
    if not response.headers.get("Content-Type", "text/html").startswith("text/html"):
        return DATA_POLICY
    return ADMIN_POLICY if request.path.startswith(reverse("admin:index")) else PAGE_POLICY


def nothing_of_a_user_is_kept(get_response: Handler) -> Handler:
    """Have no browser or proxy keep what was answered to somebody signed in: council computers are shared.

    Whoever brings a session is taken for signed in, so that redirects, refusals, files and 304s need no thought of
    their own; an answer that sets a cookie is for one browser as well. Stands before whatever answers by itself.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            add_never_cache_headers(response)
        return response

    return middleware


def signing_out_clears(get_response: Handler) -> Handler:
    """Have the browser forget what pages of a user left in it, once that user has signed out.

    Only then: somebody whose session ended by itself may have words on this computer that the service has not seen. So
    may somebody who signs out; a form that says so leaves them where they are until that user is back.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        has_left = request.method == "POST" and response.status_code == 302
        if has_left and match and match.url_name == "account_logout":
            kept = request.POST.get(KEEPS_VIEWS) == "yes"
            response.headers["Clear-Site-Data"] = '"cache"' if kept else '"cache", "storage"'
        return response

    return middleware
