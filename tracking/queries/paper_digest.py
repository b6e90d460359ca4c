"""The digest of facts: the same for the same facts, whatever process reads them, and different for different ones."""

import hashlib
import json
from dataclasses import is_dataclass
from datetime import date, datetime, time
from typing import Any


def digest(facts: object) -> str:
    """Return the SHA-256, in hexadecimal, of plain facts: dataclasses, tuples, mappings, texts, bytes, numbers, dates.

    Raises TypeError for anything else, so that no fact is left out of the comparison quietly.
    """
    written = json.dumps(facts, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(fact: object) -> Any:
    if is_dataclass(fact) and not isinstance(fact, type):
        return {"of": type(fact).__name__, **vars(fact)}
    if isinstance(fact, date | datetime | time):
        return fact.isoformat()
    if isinstance(fact, bytes):
        return {"bytes": hashlib.sha256(fact).hexdigest()}
    raise TypeError(f"{type(fact).__name__} is no plain fact.")
