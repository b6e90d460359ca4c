"""Every address against every role: who is shown what, and who is told that there is no such page.

The rows follow the design's "Who may do what", not the code. A new address fails here until it has a row.
"""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker, Settings

from tests.council import rolled_back
from tests.integration.matrix import following, managing, open_data, reading, reports, signing_in
from tests.integration.matrix.roles import ASKED, ONE_OF_EACH
from tests.integration.matrix.row import Row
from tests.integration.matrix.world import World, build_world
from tracking.models import Event

ROWS: list[Row] = [*reading.ROWS, *open_data.ROWS, *following.ROWS, *reports.ROWS, *managing.ROWS, *signing_in.ROWS]
SHUT_ROWS = [row for row in ROWS if not row.is_open]

NOT_FOUND = "is told that there is no such page"
# On a page, and to programs.
NOT_FOUND_WORDS = (
    '<h1 class="govuk-heading-l">Page not found</h1>',
    '{"detail":"There is nothing at this address, or you may not see it."}',
)
ASKED_TO_SIGN_IN = "is asked to sign in"


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _own_evidence_store(settings: Settings, media: Path) -> None:
    """One evidence store for the module, as there is one world."""
    settings.MEDIA_ROOT = str(media)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, media: Path) -> Iterator[World]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(media)), rolled_back():
        yield build_world()


@pytest.fixture(scope="module")
def clients(world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, Client]:
    """A browser for each role, signed in."""
    clients = {name: Client() for name in ASKED}
    with django_db_blocker.unblock():
        for name, client in clients.items():
            if not isinstance(world.council.viewers[name], AnonymousUser):
                client.force_login(world.council.user(name))
    return clients


def _text(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return unescape(content.decode(errors="replace"))


def _answer(response: HttpResponse, row: Row) -> str | set[str]:
    """What an answer amounts to: refused, or which of the row's words it shows."""
    text = _text(response)
    if response.status_code == 404 and any(words in text for words in NOT_FOUND_WORDS):
        return NOT_FOUND
    if response.request["PATH_INFO"] == reverse("account_login") and "next=" in response.request["QUERY_STRING"]:
        return ASKED_TO_SIGN_IN
    assert response.status_code == 200
    return {words for words in row.shows if words in text}


def _due(row: Row, name: str) -> str | set[str]:
    """What somebody should be answered, by the row."""
    if name in row.admitted:
        return {words for words, viewers in row.shows.items() if name in viewers}
    return ASKED_TO_SIGN_IN if name == "anonymous" and not row.is_open else NOT_FOUND


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_is_shown_exactly_what_it_may_see(world: World, clients: dict[str, Client], row: Row) -> None:
    address = reverse(row.name, kwargs=row.arguments(world))
    answers = {name: _answer(clients[name].get(address, follow=True), row) for name in row.asked}
    assert answers == {name: _due(row, name) for name in row.asked}


@pytest.mark.django_db
@pytest.mark.parametrize("row", SHUT_ROWS, ids=str)
def test_whoever_may_not_see_a_form_cannot_send_it_either(world: World, clients: dict[str, Client], row: Row) -> None:
    address = reverse(row.name, kwargs=row.arguments(world))
    refused = [name for name in ONE_OF_EACH if name not in row.admitted]
    answers = {name: _answer(clients[name].post(address, follow=True), row) for name in refused}
    assert answers == {name: _due(row, name) for name in refused}
    assert Event.objects.count() == 0


def _names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        elif pattern.namespace != "admin":
            yield from _names(pattern)


def test_every_address_has_a_row() -> None:
    assert set(_names(get_resolver())) == {row.name for row in ROWS}


def test_every_row_tells_the_roles_apart_by_name() -> None:
    assert set().union(*(row.admitted for row in ROWS)) <= set(ASKED)
