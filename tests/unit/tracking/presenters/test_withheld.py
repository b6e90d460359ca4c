import pytest

from tracking.presenters.withheld import (
    Paragraphs,
    gap_page,
    gap_words,
    legal_ground,
    only_restricted,
    page_range_label,
    withheld_by,
)


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        ((3,), "Exempt: paragraph 3"),
        ((3, 1, 3), "Exempt: paragraphs 1 and 3"),
        ((None,), "Confidential"),
        ((3, None), "Exempt: paragraph 3, and confidential"),
    ],
)
def test_what_withholds_it_is_named(paragraphs: Paragraphs, words: str) -> None:
    assert withheld_by(paragraphs) == words


def test_a_list_says_that_it_is_in_the_restricted_edition() -> None:
    assert only_restricted(3) == "Exempt: paragraph 3. In the restricted edition only."


@pytest.mark.parametrize(
    ("first", "last", "words", "label"),
    [
        (41, 48, "Exempt: paragraph 3. Pages 41 to 48 are not in this edition.", "41–48"),
        (41, 42, "Exempt: paragraph 3. Pages 41 and 42 are not in this edition.", "41–42"),
        (41, 41, "Exempt: paragraph 3. Page 41 is not in this edition.", "41"),
    ],
)
def test_the_page_in_their_place_says_which_are_missing(first: int, last: int, words: str, label: str) -> None:
    assert gap_words((3,), first, last) == words
    assert page_range_label(first, last) == label


def test_the_page_in_their_place_gives_each_legal_ground_once() -> None:
    page = gap_page("Appendix 6: Exempt information", (3, None, 3), 41, 48)
    assert page.because == (legal_ground(3), legal_ground(None))
    assert legal_ground(3) == (
        "Paragraph 3 of Schedule 12A to the Local Government Act 1972 is about financial or business affairs of any "
        "person, the council included."
    )
