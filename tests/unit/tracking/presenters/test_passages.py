"""Dividing a text into passages, and adding them to another."""

import pytest

from tracking.presenters.passages import has_passage, passages_of, with_passages

TEXT = """# What was done

The plan was agreed.
It was published in March.

- libraries
  - two of them

- schools


| Ward | Bins |
|---|---|
| Sparkbrook | 12 |

The rest follows."""


def test_lists_and_tables_stay_whole_and_every_other_block_is_a_passage() -> None:
    assert passages_of(TEXT) == (
        "# What was done",
        "The plan was agreed.\nIt was published in March.",
        "- libraries\n  - two of them\n\n- schools",
        "| Ward | Bins |\n|---|---|\n| Sparkbrook | 12 |",
        "The rest follows.",
    )


@pytest.mark.parametrize("text", ["", "  \n\n "])
def test_nothing_has_no_passages(text: str) -> None:
    assert passages_of(text) == ()


def test_all_passages_together_say_all_that_the_text_said() -> None:
    assert "\n\n".join(passages_of(TEXT)).split() == TEXT.split()


def test_passages_are_put_behind_what_is_there() -> None:
    assert with_passages("Mine.\n", ["One.", "Two."]) == "Mine.\n\nOne.\n\nTwo."
    assert with_passages("", ["One."]) == "One."


def test_what_is_there_as_a_whole_block_is_not_put_a_second_time() -> None:
    once = with_passages("- mine", ["- a\n- b", "Two."])
    assert with_passages(once, ["- a\n- b", "Two."]) == once
    assert has_passage("Two. And three.", "Two.") is False
