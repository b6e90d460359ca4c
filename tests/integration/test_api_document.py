"""The OpenAPI document: whole, valid, and true of what the API answers to requests that nobody thought of."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connection, connections
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from schemathesis.engine import Status, events, from_schema

from scrutiny.wsgi import application
from tests import factories
from tests.council import rolled_back
from tests.integration.matrix.world import World, build_world
from tests.register import registered
from tracking.filters import RegisterFilter
from tracking.presenters.register_columns import COLUMNS


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), rolled_back():
        world = build_world()
        registered()
        yield world


@pytest.fixture
def document(world: World, client: Client) -> dict:
    return json.loads(client.get(reverse("api_schema")).content)


@pytest.fixture
def application_here(world: World) -> Iterator[WSGIApplication]:
    """The whole application, on the test's own connection to the database whichever thread asks."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    connection.inc_thread_sharing()
    here = connections[DEFAULT_DB_ALIAS]

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        connections[DEFAULT_DB_ALIAS] = here
        return application(environ, start_response)

    yield answer
    connection.dec_thread_sharing()
    for signal in signals:
        signal.connect(close_old_connections)


def _failures(scenario: events.ScenarioFinished) -> Iterator[str]:
    for checks in scenario.recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                yield f"{failure.operation}: {failure.title}: {failure.message}: {check.failure_info.code_sample}"


@pytest.mark.django_db
def test_the_api_answers_everything_as_its_document_says(application_here: WSGIApplication) -> None:
    """Schemathesis: every check it has, on requests as the document has them and on others."""
    described = schemathesis.openapi.from_wsgi(reverse("api_schema"), application_here)
    described.config.seed = 1
    described.config.generation.deterministic = True
    described.config.generation.max_examples = 15
    told = list(from_schema(described).execute())
    scenarios = [event for event in told if isinstance(event, events.ScenarioFinished)]
    assert [str(event) for event in told if isinstance(event, (events.NonFatalError, events.FatalError))] == []
    assert [failure for scenario in scenarios for failure in _failures(scenario)] == []
    assert {scenario.status for scenario in scenarios} <= {Status.SUCCESS, Status.SKIP}
    assert {scenario.label for scenario in scenarios} >= {f"GET {path}" for path in described.raw_schema["paths"]}


@pytest.mark.django_db
def test_the_document_is_valid_and_made_without_a_warning(world: World, tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(file))
    assert json.loads(file.read_text())["openapi"] == "3.1.0"


@pytest.mark.django_db
def test_the_document_has_every_column_with_its_meaning(document: dict) -> None:
    fields = document["components"]["schemas"]["Recommendation"]["properties"]
    described = {name: field["description"].partition("\n\n* ")[0] for name, field in fields.items() if name != "links"}
    assert described == {column.name: column.meaning for column in COLUMNS}


@pytest.mark.django_db
def test_the_document_has_every_filter_of_the_register_and_its_choices(world: World, document: dict) -> None:
    parameters = {row["name"]: row["schema"] for row in document["paths"]["/api/recommendations/"]["get"]["parameters"]}
    assert set(parameters) == {*RegisterFilter.base_filters, "page", "page_size", "If-None-Match"}
    assert parameters["state"]["enum"] == ["tracked", "concluded", ""]
    assert parameters["committee"]["enum"][:2] == ["other-committee", "own-committee"]
    assert "own-inquiry" not in parameters["inquiry"].get("enum", [])


@pytest.mark.django_db
def test_the_document_is_the_same_for_everyone(world: World, client: Client) -> None:
    public = client.get(reverse("api_schema")).content
    client.force_login(factories.UserFactory())
    assert client.get(reverse("api_schema")).content == public
    client.force_login(world.council.user("clerk"))
    assert client.get(reverse("api_schema")).content == public
