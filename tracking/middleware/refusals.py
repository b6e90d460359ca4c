"""What becomes of a request for something one may not do, or no longer."""

import logging

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.defaults import page_not_found

from tracking.exceptions import NotAllowed
from tracking.forms.drafts import fields_to_keep, typed_words
from tracking.middleware import Handler

_log = logging.getLogger("tracking.security")

METHODS_OF_PAGES = ("GET", "HEAD", "POST")


def only_methods_of_pages(get_response: Handler) -> Handler:
    """Answer 405 to a method that no page has, wherever it is asked, before anything is looked up.

    The API says the same in JSON, for itself.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in METHODS_OF_PAGES or request.path.startswith(reverse("api_start")):
            return get_response(request)
        return HttpResponseNotAllowed(METHODS_OF_PAGES)

    return middleware


def keep_what_was_typed(get_response: Handler) -> Handler:
    """Show somebody whose session ended while they were writing what they typed, before they sign in again.

    Pages that keep drafts do so instead (`views.drafts.keeps_what_is_typed`).
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

    What a user asked for in vain is logged with their opaque id: it may be a slip, or somebody trying doors.
    A class, because only classes may look at the exceptions of views.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.user.is_authenticated:
            _log.warning("User %s asked in vain for %s %s", request.user.public_id, request.method, request.path)
        return response

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
