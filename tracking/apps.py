from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from tracking.audit_chain import sha256_of_text
from tracking.audit_guards import SQLITE_FUNCTION


class TrackingConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "tracking"
    verbose_name = "Scrutiny"

    def ready(self) -> None:
        connection_created.connect(teach_sqlite_to_hash, dispatch_uid="sha256 for the audit trail")


def teach_sqlite_to_hash(connection: Any, **_kwargs: object) -> None:
    """Give each connection to SQLite the function that the audit trail's triggers call; PostgreSQL has its own."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_FUNCTION, 1, sha256_of_text, deterministic=True)
