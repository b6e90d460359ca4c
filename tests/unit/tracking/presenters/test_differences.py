"""Two versions of one text, with what differs."""

import pytest

from tracking.presenters.differences import Difference, Passage


def same(text: str) -> Passage:
    return Passage(text, differs=False)


def other(text: str) -> Passage:
    return Passage(text, differs=True)


@pytest.mark.parametrize(
    ("saved", "typed", "saved_passages", "typed_passages"),
    [
        ("One two.", "One two.", (same("One two."),), (same("One two."),)),
        ("Open in May.", "Open in June.", (same("Open in "), other("May.")), (same("Open in "), other("June."))),
        ("Open.", "Open.\n\nAnd shut.", (same("Open."),), (same("Open."), other("\n\nAnd shut."))),
        ("", "New.", (), (other("New."),)),
    ],
)
def test_each_version_marks_what_the_other_does_not_have(
    saved: str, typed: str, saved_passages: tuple[Passage, ...], typed_passages: tuple[Passage, ...]
) -> None:
    difference = Difference("Overview", saved, typed)
    assert (difference.saved_passages, difference.typed_passages) == (saved_passages, typed_passages)


def test_a_long_text_is_compared_line_by_line_and_stays_whole() -> None:
    saved = "\n".join(f"Line {number} of the report." for number in range(2_000))
    typed = saved.replace("Line 7 of", "Line seven of")
    passages = Difference("Overview", saved, typed).typed_passages
    assert "".join(passage.text for passage in passages) == typed
    assert [passage.text for passage in passages if passage.differs] == ["Line seven of the report.\n"]
