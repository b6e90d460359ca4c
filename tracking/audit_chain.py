"""How the audit trail is chained: the canonical form of an Event, its digest, and what a link adds.

These forms are a promise: what was recorded yesterday is checked with them tomorrow, and `docs/audit.md` tells
strangers how. They are never changed, only added to under another name.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

# What stands before the first link.
BEGINNING: Final = "0" * 64


def canonical_json(value: Any) -> bytes:
    """Return a value as JSON in the one form that is hashed: keys in the order of their characters, no spaces, UTF-8.

    Raises TypeError for what JSON cannot say, and ValueError for numbers that are not whole: databases write those
    differently, so a digest would not hold.
    """
    _refuse_fractions(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    return sha256(canonical_json(value)).hexdigest()


def digests_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the digest of each value, by name: they stand in for the values where the whole Event is hashed."""
    return {name: digest(value) for name, value in values.items()}


def event_digest(
    *,
    actor: str,
    type: str,  # noqa: A002 - the field's name
    at: datetime,
    target_label: str,
    target_id: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> str:
    """Return the digest of an Event's own fields, of which each value before and after is hashed by itself.

    So a line of the trail can be shown, and still be checked, without the words of a paper that it holds. `at` must
    know its time zone.
    """
    return digest(
        {
            "actor": actor,
            "type": type,
            "at": written_moment(at),
            "target_label": target_label,
            "target_id": target_id,
            "before": digests_of(before),
            "after": digests_of(after),
        }
    )


def written_moment(at: datetime) -> str:
    """Return a moment as it is hashed: UTC, with microseconds. Raises ValueError when it knows no time zone."""
    if at.tzinfo is None:
        raise ValueError("The time of an Event needs its time zone.")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def link_hash(previous_hash: str, digest_of_event: str) -> str:
    """Return the hash of the link that follows on from another: the SHA-256 of both, one after the other, as text."""
    return sha256((previous_hash + digest_of_event).encode()).hexdigest()


def sha256_of_text(text: str) -> str:
    """Return what the database's own triggers call where the database has no SHA-256 of its own."""
    return sha256(text.encode()).hexdigest()


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("A number that is not whole cannot stand in the audit trail: write it as text.")
    if isinstance(value, dict):
        for part in value.values():
            _refuse_fractions(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_fractions(part)
