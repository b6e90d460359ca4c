"""Frozen facts as JSON, and back: what an issued document was made of is read again years later."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Facts = TypeVar("Facts")


def as_json(facts: object) -> Any:
    """Return plain facts (dataclasses, tuples, enums, dates, texts, numbers) as JSON holds them.

    Raises TypeError for anything else, so that no fact is left out quietly.
    """
    match facts:
        case Enum():
            return facts.value
        case None | str() | bool() | int() | float():
            return facts
        case datetime() | date() | time():
            return facts.isoformat()
        case tuple() | list():
            return [as_json(fact) for fact in facts]
    if is_dataclass(facts) and not isinstance(facts, type):
        return {field.name: as_json(getattr(facts, field.name)) for field in fields(facts)}
    raise TypeError(f"{type(facts).__name__} is no plain fact.")


def from_json(kind: type[Facts], written: Mapping[str, Any]) -> Facts:
    """Return the facts again. A field that came later has its default; one that is gone is passed over.

    Raises KeyError for a field that has neither a value nor a default.
    """
    facts: Facts = _dataclass(kind, written)
    return facts


def _dataclass(kind: Any, written: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    values = {}
    for field in fields(kind):
        has_default = field.default is not MISSING or field.default_factory is not MISSING
        if field.name in written or not has_default:
            values[field.name] = _value(hints[field.name], written[field.name])
    return kind(**values)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, written: Any) -> Any:
    origin = get_origin(kind)
    if origin in {types.UnionType, Union}:
        present = next(option for option in get_args(kind) if option is not types.NoneType)
        return None if written is None else _value(present, written)
    if origin is tuple:
        return tuple(_value(get_args(kind)[0], item) for item in written)
    if is_dataclass(kind):
        return _dataclass(kind, written)
    if issubclass(kind, date | time):
        return kind.fromisoformat(written)
    return kind(written) if issubclass(kind, Enum) else written
