"""Attacks on what reads strangers' words and files: each refused or made harmless, with nothing foreign opened.

What the processes do is watched from outside, by the kernel (see tests.hostile.watch).
"""

import csv
from collections import Counter
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from xlsxwriter import Workbook

from tests import factories
from tests.audit import link_what_waits
from tests.hostile.attack import Bait, Fate, Target
from tests.hostile.corpus import all_attacks
from tests.hostile.harm import left_in_cells, left_in_workbook
from tests.hostile.plants import all_plants
from tests.hostile.watch import Watched, attacked
from tests.register import registered
from tracking.actions.events import record_event
from tracking.exports.audit import audit_csv
from tracking.exports.register import Taken, register_csv
from tracking.exports.register_xlsx import register_xlsx
from tracking.models import Event, RegisterEntry

# No attack depends on the database: once is enough.
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
        "file: docx": 93,
        "file: jpeg": 24,
        "file: jpg": 15,
        "file: ods": 8,
        "file: odt": 23,
        "file: pdf": 111,
        "file: png": 34,
        "file: text": 15,
        "file: xlsx": 30,
        "file: zip": 35,
        "name": 35,
        "paper": 130,
        "words": 32,
    }
)


# Files that are kept, but cannot be printed or read for their words: whoever prints is told so. Of no other file may a
# child fail.
NOT_DONE = {
    "pdf-destination-loop": ["not printed"],
    "pdf-pages-many": ["not printed"],
    "text-line-long": ["its words are not read"],
    "zip-many-words": ["its words are not read"],
}


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
    expected = {name: (ATTACKS[name].fate, NOT_DONE.get(name, [])) for name in names}
    assert {name: told(watched.outcomes[name]) for name in names} == expected
    assert (watched.seen, watched.callers) == ({}, [])


def told(outcome: dict[str, Any]) -> tuple[str, list[str]]:
    """The fate and what is left, with what was said when it was neither."""
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


@pytest.fixture
def told_everywhere(db: None) -> list[str]:
    """The words of every attack on cells: as titles, texts and dates of recommendations, and names of people."""
    said = [str(attack.make(Bait("", "", ""))) for attack in ATTACKS.values() if attack.target == Target.CELL]
    for number, words in enumerate(said, 1):
        inquiry = factories.InquiryFactory(title=words)
        leaf = factories.RecommendationFactory(inquiry=inquiry, number=number, title=words, text=words, due_text=words)
        factories.ResponsibilityFactory(recommendation=leaf, post=factories.PostFactory(name=words))
        user = factories.UserFactory(person__name=words)
        record_event(by=user, type=words, target=leaf, before={words: words}, after={"title": words})
    registered()
    link_what_waits()
    return said


def test_no_file_of_cells_has_one_that_is_worked_out(told_everywhere: list[str]) -> None:
    viewer = AnonymousUser()
    taken = Taken(RegisterEntry.objects.visible_to(viewer), viewer, date(2016, 6, 1), filters=tuple(told_everywhere))
    tables = {"register": b"".join(register_csv(taken)), "audit": b"".join(audit_csv(Event.objects.all()))}
    assert {name: left_in_cells(table) for name, table in tables.items()} == {"register": [], "audit": []}
    assert {name: not_told(table, told_everywhere) for name, table in tables.items()} == {"register": [], "audit": []}
    with register_xlsx(taken) as file:
        assert left_in_workbook(file.read()) == []


def not_told(table: bytes, said: list[str]) -> list[str]:
    """The words that are in no cell: those would show nothing."""
    cells = {cell for row in csv.reader(StringIO(table.decode("utf-8-sig"), newline="")) for cell in row}
    return [words for words in said if not {words, f"'{words}"} & cells]


def test_what_looks_into_cells_sees_one_that_is_worked_out() -> None:
    with BytesIO() as target:
        with Workbook(target) as book:
            book.add_worksheet().write(0, 0, "=1+1")
        assert left_in_workbook(target.getvalue()) == ["a cell with <f>"]
    assert left_in_cells('a,=1+1,"\u200b＝1",-1\r\n'.encode()) == ["=1+1", "\u200b＝1", "-1"]


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
