"""Who has changed what since they read it."""

import pytest

from tracking.actions.conflicts import changed_since_read, fingerprints, own_changes
from tracking.exceptions import StaleText

SHOWN = {"evidence_text": "Shown.", "R01": {"category": 3, "obstacle": ""}}
READ = fingerprints(SHOWN)


def mine(*, saved: dict[str, object], typed: dict[str, object]) -> dict[str, object]:
    return own_changes(saved=SHOWN | saved, typed=SHOWN | typed, read=READ, is_latest=False)


@pytest.mark.parametrize(
    ("theirs", "typed", "written"),
    [
        ({}, {}, {}),
        ({}, {"evidence_text": "Mine."}, {"evidence_text": "Mine."}),
        ({"evidence_text": "Theirs."}, {}, {}),
        ({"R01": {"category": 6}}, {"evidence_text": "Mine."}, {"evidence_text": "Mine."}),
        ({"evidence_text": "The same."}, {"evidence_text": "The same."}, {}),
    ],
    ids=["nothing", "mine", "theirs", "different things", "the same"],
)
def test_what_one_did_not_change_is_left_as_others_have_saved_it(
    theirs: dict[str, object], typed: dict[str, object], written: dict[str, object]
) -> None:
    assert mine(saved=theirs, typed=typed) == written


def test_two_who_change_the_same_to_different_things_are_a_conflict() -> None:
    with pytest.raises(StaleText, match="Somebody else saved this while you were writing"):
        mine(saved={"R01": {"category": 6}}, typed={"R01": {"category": 1}})


def test_without_fingerprints_only_the_latest_version_may_be_changed() -> None:
    assert own_changes(saved=SHOWN, typed={"evidence_text": "Mine."}, read=None, is_latest=True) == {
        "evidence_text": "Mine."
    }
    with pytest.raises(StaleText):
        own_changes(saved=SHOWN, typed={"evidence_text": "Mine."}, read=None, is_latest=False)


def test_what_was_never_read_counts_as_changed() -> None:
    assert changed_since_read({"R02": 1, "evidence_text": "Shown."}, READ) == {"R02": 1}
