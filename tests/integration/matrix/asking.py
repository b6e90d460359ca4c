"""Asking an address as somebody, and what the answer amounts to."""

from collections.abc import Hashable, Mapping
from html import unescape
from zlib import crc32

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.integration.matrix.roles import ASKED
from tests.integration.matrix.world import World

NOT_FOUND = "is told that there is no such page"
# On a page, and to programs.
NOT_FOUND_WORDS = (
    '<h1 class="govuk-heading-l">Page not found</h1>',
    '{"detail":"There is nothing at this address, or you may not see it."}',
)
ASKED_TO_SIGN_IN = "is asked to sign in"
# Who may do what is decided alike on every database; that the questions can be asked of each is another matter.
EVERYBODY_IS_ASKED = connection.vendor == "sqlite"


def asked_here(due: Mapping[str, Hashable], about: str) -> list[str]:
    """Who is asked on this database, of viewers who are due those answers.

    On SQLite everybody. On PostgreSQL one for each answer that is due to somebody, and another one about another thing.
    """
    if EVERYBODY_IS_ASKED:
        return sorted(due)
    alike = [[viewer for viewer in sorted(due) if due[viewer] == answer] for answer in set(due.values())]
    return sorted(viewers[crc32(about.encode()) % len(viewers)] for viewers in alike)


def signed_in_clients(world: World, blocker: DjangoDbBlocker) -> dict[str, Client]:
    """A browser for each role, signed in."""
    clients = {name: Client() for name in ASKED}
    with blocker.unblock():
        for name, client in clients.items():
            if not isinstance(world.council.viewers[name], AnonymousUser):
                client.force_login(world.council.user(name))
    return clients


def text_of(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return unescape(content.decode(errors="replace"))


def refusal(response: HttpResponse) -> str:
    """How an answer refuses; empty when it does not."""
    if response.status_code == 404 and any(words in text_of(response) for words in NOT_FOUND_WORDS):
        return NOT_FOUND
    if response.headers.get("Location", "").startswith(f"{reverse('account_login')}?next="):
        return ASKED_TO_SIGN_IN
    return ""
