"""Who reads the API, and what they are answered in."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request


class SignedIn(BaseAuthentication):
    """Whoever is signed in to the site is so here. Nothing is ever written, so no form's token is asked for."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        user = getattr(request._request, "user", None)  # noqa: SLF001 - where Django keeps its own
        return (user, None) if user is not None and user.is_authenticated else None


class AlwaysJson(BaseContentNegotiation):
    """Answer in JSON, whatever is asked for: there is nothing else to choose."""

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        return parsers[0] if parsers else None

    def select_renderer(self, request: Request, renderers: list[Any], format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type
