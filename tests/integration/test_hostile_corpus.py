"""Attacks on what reads strangers' words and files: each refused or made harmless, with nothing foreign opened.

What the processes do is watched from outside, by the kernel (see tests.hostile.watch).
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.attack import Fate, Target
from tests.hostile.corpus import all_attacks
from tests.hostile.plants import all_plants
from tests.hostile.watch import Watched, attacked

# No attack reaches a database: once is enough.
pytestmark = pytest.mark.sqlite_only

ATTACKS = all_attacks()
GROUPS = {
    "papers, words, cells and names": ("",),
    "office files, archives and texts": ("docx-", "xlsx-", "odt-", "ods-", "zip-", "text-"),
    "PDF files": ("pdf-",),
    "pictures": ("png-", "jpeg-", "jpg-"),
}

COUNTED = Counter(
    {
        "cell": 29,
        "file: docx": 63,
        "file: jpeg": 18,
        "file: jpg": 15,
        "file: ods": 6,
        "file: odt": 23,
        "file: pdf": 99,
        "file: png": 34,
        "file: text": 15,
        "file: xlsx": 16,
        "file: zip": 35,
        "name": 35,
        "paper": 130,
        "words": 32,
    }
)


def names_of(group: str) -> list[str]:
    files = [name for name, attack in ATTACKS.items() if attack.target == Target.FILE]
    if group == "papers, words, cells and names":
        return [name for name in ATTACKS if name not in files]
    return [name for name in files if name.startswith(GROUPS[group])]


def count_by_beginning() -> Counter[str]:
    return Counter(
        f"{attack.target}: {name.partition('-')[0]}" if attack.target == Target.FILE else str(attack.target)
        for name, attack in ATTACKS.items()
    )


def test_the_corpus_is_counted_so_that_no_attack_drops_out_unnoticed() -> None:
    assert count_by_beginning() == COUNTED
    assert sorted(name for group in GROUPS for name in names_of(group)) == sorted(ATTACKS)


def test_every_attack_says_what_it_tries() -> None:
    assert [name for name, attack in ATTACKS.items() if len(attack.tries.split()) < 2] == []


@pytest.mark.parametrize("group", GROUPS)
def test_every_attack_is_refused_or_made_harmless_and_opens_nothing(group: str, tmp_path: Path) -> None:
    names = names_of(group)
    watched = attacked(tmp_path, *names)
    assert {name: told(watched.outcomes[name]) for name in names} == {name: (ATTACKS[name].fate, []) for name in names}
    assert (watched.seen, watched.callers) == ({}, [])


def told(outcome: dict[str, Any]) -> tuple[str, list[str]]:
    """The fate, with what was said when it was neither."""
    unexpected = [outcome["told"]] if outcome["fate"] == "error" else []
    return outcome["fate"], outcome["left"] + unexpected


def test_a_refusal_tells_its_user_what_to_do_and_nothing_of_the_machine(tmp_path: Path) -> None:
    names = ["docx-macros", "pdf-launch", "docx-image-web", "zip-zeros", "png-dots", "xlsx-dde", "pdf-file-program"]
    outcomes = attacked(tmp_path, *names).outcomes
    assert {name: outcomes[name]["told"] for name in names} == {
        "docx-macros": "“Plan.docx” holds macros. Save it without them, then choose it once more.",
        "pdf-launch": "“Plan.pdf” does something by itself when it is opened or used. "
        "Print it as a PDF, then choose that.",
        "docx-image-web": "“Plan.docx” loads something from elsewhere when it is opened, such as a linked picture, "
        "template or workbook. Break those links or print it as a PDF, then choose it once more.",
        "zip-zeros": "“Plan.docx” unpacks to far more than it should. "
        "Save it again, smaller, then choose it once more.",
        "png-dots": "“Photograph.png” has more dots than can be printed. "
        "Make the picture smaller, then choose it once more.",
        "xlsx-dde": "“Figures.xlsx” does something by itself when it is opened or used. "
        "Print it as a PDF, then choose that.",
        "pdf-file-program": "“Plan.pdf” has another file inside it that could be run. "
        "Take that out and save it, then choose it once more.",
    }


PLANTED = {
    "ask": ["socket(AF_INET", "connect("],
    "ask-below": ["socket(AF_INET", "connect("],
    "look-up": ["reads /etc/hosts"],
    "read": ["secret.txt"],
    "read-below": ["secret.txt"],
    "start": ["starts "],
    "write": ["secret.txt.written"],
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return attacked(tmp_path_factory.mktemp("planted"), *all_plants(), "cell-equals")


@pytest.mark.parametrize("where", ["here", "in-a-child"])
@pytest.mark.parametrize("what", PLANTED)
def test_the_watch_sees_what_does_get_through(planted: Watched, what: str, where: str) -> None:
    """In the process itself, in its children, and below Python, where a library in C would do it."""
    seen = " ".join(planted.seen[f"planted-{what}-{where}"])
    assert [sign for sign in PLANTED[what] if sign not in seen] == []


def test_the_second_witness_counts_who_calls_and_an_attack_between_them_is_not_blamed(planted: Watched) -> None:
    assert planted.callers == ["/planted", "/planted"]
    assert set(planted.seen) == set(all_plants())
    assert planted.outcomes["cell-equals"]["fate"] == Fate.HARMLESS
