"""What every test starts from."""

import gc
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings


def pytest_configure() -> None:
    """Hash passwords cheaply: most tests make users, few sign them in."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _flush_may_pass() -> None:
    """What a test commits is removed after it, in spite of the audit trail's guards."""
    from tests.audit import let_the_flush_pass

    let_the_flush_pass()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the categories once, not for every test."""
    with django_db_blocker.unblock():
        call_command("loaddata", "six_categories", verbosity=0)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the browser journeys: they take longest, and everything else fills the time beside them.

    On PostgreSQL runs only what asks the database: the rest ran beside the embedded one.
    """
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if not _asks_the_database(item)])
        items[:] = [item for item in items if _asks_the_database(item)]
    items.sort(key=lambda item: item.get_closest_marker("e2e") is None)


def _asks_the_database(item: pytest.Item) -> bool:
    asks = {"e2e", "django_db"} & {marker.name for marker in item.iter_markers()}
    return bool(asks) or "django_db_setup" in getattr(item, "fixturenames", ())


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never look again at what was imported: a tenth of the run went into that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(autouse=True)
def _own_evidence_store(settings: Settings, tmp_path: Path) -> None:
    """Give each test an empty evidence store of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
