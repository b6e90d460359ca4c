"""What the addresses of the API have in common: they are read, and say in plain words what is wrong."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from tracking.exceptions import NotAllowed

NOTHING_THERE = "There is nothing at this address, or you may not see it."


class WrongParameters(APIException):
    """A parameter that the address does not know, or a value it cannot take: what is wrong, by parameter."""

    status_code = 400

    def __init__(self, parameters: dict[str, list[str]]) -> None:
        words = "These parameters cannot be used. Nothing was looked up."
        super().__init__({"detail": words, "parameters": parameters})


def answer_to(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer what may not be seen and what does not exist with the same 404."""
    if isinstance(exception, (Http404, NotAllowed)):
        exception = NotFound(NOTHING_THERE)
    return exception_handler(exception, context)


def with_etag(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give what a view answers to somebody signed in an ETag of its content, and answer 304 where they have it.

    Visitors' answers get theirs in the middleware that keeps them (`PagesForEveryone`).
    """
    conditional = conditional_page(view)

    @wraps(view)
    def answer(request: HttpRequest, *arguments: object, **names: object) -> HttpResponseBase:
        return (conditional if request.user.is_authenticated else view)(request, *arguments, **names)

    return answer


@method_decorator(with_etag, name="dispatch")
class ReadOnlyView(APIView):
    """An address that is read, with GET or HEAD."""

    http_method_names = ["get", "head"]

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Which methods there are is said to whoever tried another one: what is like a page is kept like a page."""
        is_read = (self.request.method or "").lower() in self.http_method_names
        return {} if is_read else {"Allow": ", ".join(self.allowed_methods)}


class NothingThere(ReadOnlyView):
    """Whatever else is asked for below /api/: 404, in JSON like everything here."""

    schema = None  # It is in no document.

    def get(self, request: Request, rest: str) -> Response:
        raise NotFound(NOTHING_THERE)
