"""How an action writes a row: locked, checked as the database would, and told field by field for the audit trail."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

from tracking.actions.events import field_values
from tracking.exceptions import NotPossible
from tracking.models import Committee, Inquiry, Post
from tracking.models.plans import ImprovementPlan

Changes = tuple[dict[str, Any], dict[str, Any]]
"""The values of the changed fields before and after, by field name, foreign keys as primary keys."""

RESERVED_SLUGS = frozenset({"new"})


def lock(row: models.Model) -> None:
    """Read a row again and keep it from being changed until the transaction ends.

    What an action then checks on it (its state, say) still holds when the action writes.
    """
    row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update(no_key=True))


def store(row: models.Model) -> None:
    """Insert a new row. Raises NotPossible, in the words of the model's constraints, when it may not exist."""
    _clean(row)
    _save(row)


def change_fields(row: models.Model, changes: Mapping[str, Any]) -> Changes:
    """Write those of `changes` that differ and return (before, after).

    Raises NotPossible, with the row as it was, when the result may not exist.
    """
    old = {name: getattr(row, name) for name in changes}
    before = field_values(row, list(changes))
    for name, value in changes.items():
        setattr(row, name, value)
    after = field_values(row, list(changes))
    changed = [name for name in changes if before[name] != after[name]]
    try:
        if changed:
            _clean(row)
            _save(row, changed)
    except NotPossible:
        for name, value in old.items():
            setattr(row, name, value)
        raise
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def free_slug(model: type[Inquiry | Post | Committee | ImprovementPlan], words: str) -> str:
    """Return a slug made of `words` that no row of `model` has and no other address needs."""
    longest = (model.slug.field.max_length or 50) - len("-9999")
    stem = slugify(words)[:longest].strip("-") or slugify(str(model._meta.verbose_name))
    taken = RESERVED_SLUGS | set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2))]
    return next(slug for slug in candidates if slug not in taken)


def _clean(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error


def _save(row: models.Model, names: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=names)
    except IntegrityError as error:
        raise NotPossible(
            f"Somebody else has just saved a {row._meta.verbose_name} like this one. Look at it before you go on."
        ) from error
