from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.rendering_tasks import Words
from tracking.packs import kept


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A cache of files, as papers are kept unless told otherwise."""
    path = tmp_path / "papers"
    settings.CACHES = {
        **settings.CACHES,
        "papers": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(path)},
    }
    return path


class _Counter:
    """Makes of words as many copies as it has been asked before; `kept` counts as not asking."""

    def __init__(self) -> None:
        self.asked = 0

    def make(self, words: Words) -> str:
        self.asked += 1
        return words.said * self.asked


def test_what_was_made_is_found_again() -> None:
    make = _Counter().make
    assert [kept.kept(make, Words("a")), kept.kept(make, Words("a")), kept.kept(make, Words("b"))] == [
        "a",
        "a",
        "bb",
    ]


@pytest.mark.parametrize("harm", [lambda whole: whole[: len(whole) // 2], lambda whole: b"", lambda whole: whole[::-1]])
def test_what_is_broken_is_made_again(folder: Path, harm) -> None:
    make = _Counter().make
    kept.kept(make, Words("a"))
    for path in folder.iterdir():
        path.write_bytes(harm(path.read_bytes()))
    assert [kept.kept(make, Words("a")), kept.kept(make, Words("a"))] == ["aa", "aa"]


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    settings.CACHES = {**settings.CACHES, "papers": {**settings.CACHES["papers"], "LOCATION": str(tmp_path / "taken")}}
    make = _Counter().make
    assert [kept.kept(make, Words("a")), kept.kept(make, Words("a"))] == ["a", "aa"]


@pytest.mark.parametrize(("name", "value"), [("BRAND_COLOUR", "#112233"), ("COUNCIL_NAME", "Another Council")])
def test_what_papers_read_besides_their_facts_is_in_the_key(settings: Settings, name: str, value: str) -> None:
    make = _Counter().make
    before = kept.key(make, Words("a"))
    assert kept.keys([(make, Words("a")), (make, Words("b"))])[0] == before
    setattr(settings, name, value)
    assert kept.key(make, Words("a")) != before
