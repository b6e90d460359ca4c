"""What every test starts from."""

import gc
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation
from pytest_django import DjangoDbBlocker, Settings

from tests.migrated import migrated, shared_by_the_run


def pytest_configure() -> None:
    """Hash passwords cheaply: most tests make users, few sign them in."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _flush_may_pass() -> None:
    """What a test commits is removed after it, in spite of the audit trail's guards."""
    from tests.audit import let_the_flush_pass

    let_the_flush_pass()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_keepdb: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Begin with a copy of the one database of the run that was migrated."""
    if django_db_keepdb:
        return
    migrated_database = migrated(shared_by_the_run(tmp_path_factory))
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database
    else:
        _begin_with_copy_of(migrated_database)


def _begin_with_copy_of(file: str) -> None:
    """Have Django's tests begin with a copy of an SQLite database, where they would begin with an empty one."""
    empty = DatabaseCreation._create_test_db

    def copied(creation: DatabaseCreation, *arguments: Any, **more: Any) -> str:
        return str(shutil.copy(file, empty(creation, *arguments, **more)))

    DatabaseCreation._create_test_db = copied  # type: ignore[method-assign]


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
