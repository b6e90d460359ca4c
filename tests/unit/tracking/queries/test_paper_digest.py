from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from tracking.enums import ScanState
from tracking.queries.paper_digest import digest


@dataclass(frozen=True)
class _Facts:
    words: str
    parts: tuple[object, ...] = ()


@dataclass(frozen=True)
class _Others:
    words: str
    parts: tuple[object, ...] = ()


def test_the_same_facts_have_the_same_digest_however_they_were_made() -> None:
    joined = "".join(["a", "b"])
    assert digest(_Facts(joined, ({"x": 1, "y": 2},))) == digest(_Facts("ab", ({"y": 2, "x": 1},)))


@pytest.mark.parametrize(
    "other",
    [
        _Facts("ab", (date(2016, 11, 10), time(14), None)),
        _Facts("a", (date(2016, 11, 11), time(14), None)),
        _Facts("a", (date(2016, 11, 10), time(15), None)),
        _Facts("a", (date(2016, 11, 10), time(14), False)),
        _Facts("a", (date(2016, 11, 10), (time(14), None))),
        _Others("a", (date(2016, 11, 10), time(14), None)),
    ],
)
def test_other_facts_have_another_digest(other: object) -> None:
    assert digest(other) != digest(_Facts("a", (date(2016, 11, 10), time(14), None)))


def test_the_digest_is_the_same_in_every_process() -> None:
    facts = _Facts("naïve “quotes”", (ScanState.CLEAN, 3, datetime(2016, 11, 10, 12, 30)))  # noqa: DTZ001 - as typed
    assert digest(facts) == "89728aeb2c311857e0ad9890baa27ab1be7389ffc3c33f1e51a197a4604bc76c"


def test_what_is_no_plain_fact_is_refused() -> None:
    with pytest.raises(TypeError, match="object is no plain fact"):
        digest(_Facts("a", (object(),)))
