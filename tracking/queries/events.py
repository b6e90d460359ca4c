"""What the audit trail says of a row."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet

from tracking.models import Event, User


def events_of(target: Model) -> QuerySet[Event]:
    """What was done to a row, the latest first."""
    return Event.objects.filter(target_label=target._meta.label_lower, target_id=str(target.pk))


def was_just_done(target: Model, event_type: str, *, by: User, said: Mapping[str, Any]) -> bool:
    """Whether the last that was done to a row is this act by this user, with the same said: a button pressed twice.

    Of `said`, what the Event does not tell is left out of account.
    """
    last = events_of(target).first()
    if last is None or (last.type, last.actor) != (event_type, str(by.public_id)):
        return False
    values = {name: value.pk if isinstance(value, Model) else value for name, value in said.items()}
    return all(last.after[name] == value for name, value in values.items() if name in last.after)
