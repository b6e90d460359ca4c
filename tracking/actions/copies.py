"""Rows that stand again in a further revision."""

from django.db.models import Model


def write_copy(row: Model, **changed: Model) -> None:
    """Turn a row in memory into a new one with `changed` and write it; the old one stands in the database."""
    row.pk = None
    row._state.adding = True  # noqa: SLF001 - how Django documents copying an instance
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)
