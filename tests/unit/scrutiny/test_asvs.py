"""The page on the security standard: every row is there once, and what it says shows it is really there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$", PAGE, re.MULTILINE)
# How many requirements of levels 1 and 2 each chapter of version 5.0.0 has.
CHAPTERS = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}


def test_every_requirement_has_one_row() -> None:
    ids = [row[0] for row in ROWS]
    assert Counter(int(number.partition(".")[0]) for number in ids) == CHAPTERS
    assert len(set(ids)) == len(ids)


def test_no_row_of_level_1_is_unmet() -> None:
    assert {state for _, level, state, _, _ in ROWS if level == "1"} <= {"met", "does not apply"}


def test_what_is_not_met_in_full_says_why() -> None:
    assert [number for number, _, state, how, _ in ROWS if state in {"in part", "not met"} and not how.strip()] == []


def test_whatever_is_said_to_show_it_is_there() -> None:
    missing = {name for row in ROWS for name in re.findall(r"`([^`]+)`", row[4]) if not _is_there(name)}
    assert missing == set()


def _is_there(name: str) -> bool:
    path, _, test = name.partition("::")
    file = ROOT / path
    return file.is_file() and (not test or f"def {test}(" in file.read_text(encoding="utf-8"))
