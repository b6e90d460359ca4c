from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from json import dumps, loads

import pytest

from tracking.enums import Edition
from tracking.queries.frozen_facts import as_json, from_json


@dataclass(frozen=True)
class Part:
    title: str
    at: time | None = None


@dataclass(frozen=True)
class Whole:
    edition: Edition
    on: date
    signed_at: datetime
    parts: tuple[Part, ...]
    first: Part | None = None
    is_key: bool | None = None
    pages: int = 0


WHOLE = Whole(
    edition=Edition.PUBLIC,
    on=date(2019, 3, 26),
    signed_at=datetime(2019, 3, 1, 12, 30, tzinfo=UTC),
    parts=(Part("one", time(14, 5)), Part("two")),
    first=Part("one"),
    is_key=False,
)


def test_facts_come_back_from_json_as_they_were() -> None:
    assert from_json(Whole, loads(dumps(as_json(WHOLE)))) == WHOLE


def test_a_fact_that_came_later_has_its_default_and_one_that_is_gone_is_passed_over() -> None:
    written = as_json(WHOLE) | {"forgotten": "words"}
    del written["pages"]
    assert from_json(Whole, written) == WHOLE


def test_a_fact_that_is_missing_is_told() -> None:
    written = as_json(WHOLE)
    del written["on"]
    with pytest.raises(KeyError):
        from_json(Whole, written)


def test_what_is_no_plain_fact_is_refused() -> None:
    with pytest.raises(TypeError, match="set is no plain fact"):
        as_json((1, {2}))
