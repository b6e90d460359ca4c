"""The audit trail's one writer."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from tracking.actions.register import follow_in_register
from tracking.audit_chain import event_digest
from tracking.models import Event, User


def record_event(
    *,
    by: User | None,
    type: str,  # noqa: A002 - the field's name
    target: models.Model | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Event:
    """Append one Event, inside the caller's transaction, and have the register follow: to be called after all writes.

    `type` is the action's verb and thing ("submitted report"); `before` and `after` hold the fields that changed, by
    name, with values JSON can say (dates as ISO strings are fine; rows as primary keys). `by` is None for the system,
    `target` for what is no row. `at` is for history that is written with its own dates; everything else happens now.
    The database itself adds the Event to the chain of all, at the end of the transaction at the latest.
    """
    fields: dict[str, Any] = {
        "actor": str(by.public_id) if by else "",
        "type": type,
        "at": at or timezone.now(),
        "target_label": target._meta.label_lower if target else "",
        "target_id": str(target.pk) if target else "",
        "before": _plain(before),
        "after": _plain(after),
    }
    event = Event.objects.create(**fields, digest=event_digest(**fields))
    follow_in_register(target)
    return event


def field_values(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Return the named concrete fields of a row, foreign keys as primary keys: for `before` and `after`."""
    fields = {field.name: field for field in row._meta.concrete_fields}
    return {name: fields[name].value_from_object(row) for name in names}


def _plain(values: dict[str, Any] | None) -> dict[str, Any]:
    """Values as they read back from any database: the digest is of these."""
    encoder = DjangoJSONEncoder()
    told = {
        key: value if isinstance(value, str | int | bool | list | dict | None) else _text(encoder, value)
        for key, value in (values or {}).items()
    }
    plain: dict[str, Any] = json.loads(json.dumps(told))
    return plain


def _text(encoder: DjangoJSONEncoder, value: Any) -> str:
    return str(value) if isinstance(value, models.Model) else str(encoder.default(value))
