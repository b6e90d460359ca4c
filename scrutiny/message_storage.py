"""Where a message waits for the next page: with the session of who is signed in, else in a cookie.

Messages name titles that may be exempt, and nothing of that sort lies in a browser.
"""

# ruff: noqa: SLF001 the methods that Django's own storages have each other do
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class MessageCookie(CookieStorage):
    """Django's cookie, under our name."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class MessageStorage(BaseStorage):
    """Messages in the session of somebody signed in, and in a cookie of everybody else."""

    def __init__(self, request: HttpRequest, *arguments: Any, **options: Any) -> None:
        super().__init__(request, *arguments, **options)
        self._in_cookie: Any = MessageCookie(request)
        self._in_session: Any = SessionStorage(request)

    def _get(self, *arguments: Any, **options: Any) -> tuple[list[Message], bool]:
        waiting = [*(self._in_cookie._get()[0] or []), *(self._in_session._get()[0] or [])]
        return waiting, True

    def _store(self, messages: list[Message], response: HttpResponseBase, **options: Any) -> list[Message]:
        came_in_cookie = MessageCookie.cookie_name in self.request.COOKIES
        if not self.request.user.is_authenticated:
            return self._in_cookie._store(messages, response) if messages or came_in_cookie else []
        if came_in_cookie:
            self._in_cookie._store([], response)
        return self._in_session._store(messages, response)
