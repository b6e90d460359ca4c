"""Two people on the same page: who has changed what since they read it.

What a page shows is several things: the text, and each part's assessment. A form remembers a fingerprint of each as it
was read, so that a later save writes what its own writer changed, and is a conflict only where both changed the same.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tracking.exceptions import StaleText


def fingerprints(values: Mapping[str, Any]) -> dict[str, str]:
    """Return a short digest of each value, as plain data that JSON can say."""
    return {name: _fingerprint(value) for name, value in values.items()}


def _fingerprint(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def changed_since_read(values: Mapping[str, Any], read: Mapping[str, str]) -> dict[str, Any]:
    """Return those values that are not what was read; one that was not read counts as changed."""
    return {name: value for name, value in values.items() if read.get(name) != _fingerprint(value)}


def own_changes_told(
    *, saved: Mapping[str, Any], typed: Mapping[str, Any], read: Mapping[str, str] | None
) -> dict[str, Any]:
    """Return the same as `own_changes` for a short form, which does not show both versions when it is refused."""
    try:
        return own_changes(saved=saved, typed=typed, read=read, is_latest=True)
    except StaleText as stale:
        raise StaleText(
            "Somebody else has changed this since you opened it. Open it again to see what it says, then change it."
        ) from stale


def own_changes(
    *, saved: Mapping[str, Any], typed: Mapping[str, Any], read: Mapping[str, str] | None, is_latest: bool
) -> dict[str, Any]:
    """Return what of `typed` is to be written: what its writer changed and is not saved already.

    `read` holds the fingerprints of what they were shown; without them, `is_latest` says whether that was what is saved
    now. Raises StaleText where somebody else has changed one of the same things meanwhile, to something else.
    """
    if read is None:
        read = fingerprints(saved) if is_latest else {}
    mine = {name: value for name, value in changed_since_read(typed, read).items() if saved.get(name) != value}
    if changed_since_read({name: saved.get(name) for name in mine}, read):
        raise StaleText(
            "Somebody else saved this while you were writing. Both versions are below: put yours right and save again."
        )
    return mine
