"""Much of what there is already: rows copied inside the database, for tests of what it does with many."""

from typing import Final

from django.apps import apps
from django.db import connection, models

_COPIED: Final = (
    "committee", "post", "inquiry", "trackingcommittee", "meeting", "recommendation", "responsibility",
    "progressreport", "reportrevision", "progressupdate", "selfassessment", "evidence", "evidenceuse", "assessment",
    "registerentry", "searchentry",
)  # fmt: skip
_APART: Final = 1_000_000
_UNIQUE: Final = {"slug", "name"}


def multiply(times: int) -> None:
    """Have so many times as much history, each copy a year older; people, users and categories stay as many.

    PostgreSQL only. What copies are called is nonsense; how they refer to one another is as before.
    """
    copied = {apps.get_model("tracking", name) for name in _COPIED}
    with connection.cursor() as cursor:
        for name in _COPIED:
            model = apps.get_model("tracking", name)
            table, columns = model._meta.db_table, model._meta.concrete_fields
            names = ", ".join(f'"{field.column}"' for field in columns)
            values = ", ".join(_copy_of(field, copied) for field in columns)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, %s) AS k "  # noqa: S608
                f'WHERE "{model._meta.pk.column}" < %s',
                [times - 1, _APART],
            )
        cursor.execute("ANALYZE")
    # Now and once, not at the end of every test.
    connection.check_constraints()


def _copy_of(field: models.Field, copied: set[type[models.Model]]) -> str:
    column = f'"{field.column}"'
    if field.primary_key or field.related_model in copied:
        return f"{column} + k * {_APART}"
    if field.name in _UNIQUE:
        return f"left({column}, 80) || '-copy-' || k"
    if field.name == "municipal_year":
        return f"{column} - k"
    if isinstance(field, models.DateField) and field.name != "sorts_on":
        return f"{column} - k * interval '1 year'"
    return column
