"""One world for each module, and a browser for each role in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from tests.council import rolled_back
from tests.integration.matrix.asking import signed_in_clients
from tests.integration.matrix.world import World, build_world


@pytest.fixture(autouse=True)
def _own_evidence_store(one_evidence_store: None) -> None:
    """That of the world."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, media: Path) -> Iterator[World]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(media)), rolled_back():
        yield build_world()


@pytest.fixture(scope="module")
def clients(world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, Client]:
    """A browser for each role, signed in."""
    return signed_in_clients(world, django_db_blocker)
