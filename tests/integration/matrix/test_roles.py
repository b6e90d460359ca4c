"""Every address, by every method, against every role: who is shown what, and who is told that there is no such page.

The rows follow the design's "Who may do what", not the code. A new address fails here until it has a row. Every role
is asked on SQLite; on PostgreSQL one role for each answer that a row has. What is said of methods is said before any
database is asked, and is asked beside one of them.
"""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.integration.matrix.asking import ASKED_TO_SIGN_IN, NOT_FOUND, asked_here, refusal, text_of
from tests.integration.matrix.methods import ANSWER_A_FORM, METHODS_OF_NO_PAGE
from tests.integration.matrix.roles import ASKED, ONE_OF_EACH
from tests.integration.matrix.row import Row
from tests.integration.matrix.rows import ROWS
from tests.integration.matrix.world import World
from tracking.models import Event

READ_ROWS = [row for row in ROWS if row.name not in ANSWER_A_FORM]
SENT_ROWS = [row for row in ROWS if row.name in ANSWER_A_FORM]


def _answer(response: HttpResponse, row: Row) -> str | frozenset[str]:
    """What an answer amounts to: refused, or which of the row's words it shows."""
    if refused := refusal(response):
        return refused
    if response.request["PATH_INFO"] == reverse("account_login") and "next=" in response.request["QUERY_STRING"]:
        return ASKED_TO_SIGN_IN
    assert response.status_code == 200
    text = text_of(response)
    return frozenset(words for words in row.shows if words in text)


def _due(row: Row, name: str) -> str | frozenset[str]:
    """What somebody should be answered, by the row."""
    if name in row.admitted:
        return frozenset(words for words, viewers in row.shows.items() if name in viewers)
    return ASKED_TO_SIGN_IN if name == "anonymous" and not row.is_open else NOT_FOUND


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_is_shown_exactly_what_it_may_see(world: World, clients: dict[str, Client], row: Row) -> None:
    address = reverse(row.name, kwargs=row.arguments(world))
    due = {name: _due(row, name) for name in row.asked}
    asked = asked_here(due, str(row))
    answers = {name: _answer(clients[name].get(address, follow=True), row) for name in asked}
    assert answers == {name: due[name] for name in asked}


@pytest.mark.django_db
@pytest.mark.parametrize("row", SENT_ROWS, ids=str)
def test_whoever_may_not_see_a_form_cannot_send_it_either(world: World, clients: dict[str, Client], row: Row) -> None:
    address = reverse(row.name, kwargs=row.arguments(world))
    due = {name: _due(row, name) for name in row.asked if name not in row.admitted}
    refused = asked_here(due, str(row))
    before = Event.objects.count()
    answers = {name: _answer(clients[name].post(address, follow=True), row) for name in refused}
    assert answers == {name: due[name] for name in refused}
    assert Event.objects.count() == before


@pytest.mark.sqlite_only
@pytest.mark.django_db
@pytest.mark.parametrize("row", SENT_ROWS, ids=str)
def test_an_empty_form_is_answered_and_not_an_error(world: World, clients: dict[str, Client], row: Row) -> None:
    """An error would be raised here: what a view does not foresee, no test client hides."""
    address = reverse(row.name, kwargs=row.arguments(world))
    for name in ONE_OF_EACH:
        if name in row.admitted:
            assert _copy(clients[name]).post(address).status_code in {200, 302, 400, 403, 404, 409, 422}


def _copy(browser: Client) -> Client:
    """A browser of the same user, whatever becomes of it: one form signs out."""
    client = Client()
    client.cookies = deepcopy(browser.cookies)
    return client


@pytest.mark.sqlite_only
@pytest.mark.django_db
@pytest.mark.parametrize("row", READ_ROWS, ids=str)
def test_what_is_only_read_takes_nothing_from_anybody(world: World, clients: dict[str, Client], row: Row) -> None:
    """Nor does it tell whether there is such a page."""
    address = reverse(row.name, kwargs=row.arguments(world))
    before = Event.objects.count()
    answers = {name: clients[name].post(address).status_code for name in ONE_OF_EACH}
    assert answers == dict.fromkeys(ONE_OF_EACH, 405)
    assert Event.objects.count() == before


@pytest.mark.sqlite_only
@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_asking_for_the_headers_alone_tells_no_more(world: World, clients: dict[str, Client], row: Row) -> None:
    address = reverse(row.name, kwargs=row.arguments(world))
    refused = [name for name in reversed(ONE_OF_EACH) if name not in row.admitted][:1]
    admitted = [name for name in row.asked if name in row.admitted][:1]
    before = Event.objects.count()
    for name in [*refused, *admitted]:
        seen, headers = clients[name].get(address), clients[name].head(address)
        more = set(headers.headers) - set(seen.headers)
        assert (headers.status_code, more) == (seen.status_code, set())
        # Read to its end, a file is closed.
        assert (text_of(headers), text_of(seen) is None) == ("", False)
    assert Event.objects.count() == before


@pytest.mark.sqlite_only
@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS_OF_NO_PAGE)
def test_a_method_that_no_page_has_is_refused_alike_to_everybody(
    world: World, clients: dict[str, Client], method: str
) -> None:
    """Whatever they ask for, and whether or not it is there."""
    before = Event.objects.count()
    asked = {row.name: reverse(row.name, kwargs=row.arguments(world)) for row in ROWS}
    answers = {
        (name, viewer): _refused(clients[viewer].generic(method, address), is_data=name.startswith("api_"))
        for name, address in asked.items()
        for viewer in ASKED
    }
    assert {about for about, is_refused in answers.items() if not is_refused} == set()
    assert Event.objects.count() == before


def _refused(response: HttpResponse, *, is_data: bool) -> bool:
    """Whether a method was refused as on every page, or as in all data."""
    if is_data:
        return (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    return (response.status_code, response.headers["Allow"], response.content) == (405, "GET, HEAD, POST", b"")


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


def test_every_address_that_answers_a_form_is_there() -> None:
    assert set(_names(get_resolver())) >= ANSWER_A_FORM
