"""Footnotes: numbered through a page, the same words one note, and nothing of what people type trusted."""

import pytest

from tracking.presenters.plans.footnotes import Footnotes

GUIDE = "\n\n[^guide]: A guide, [to be had here](https://example.org/guide)"


def numbers(html: str) -> list[int]:
    return [number for number in range(1, 10) for _ in range(html.count(f'href="#note-{number}"'))]


def test_a_text_without_footnotes_is_as_it_would_be_anywhere() -> None:
    notes = Footnotes()
    assert notes.rendered("A **bold** word.") == "<p>A <strong>bold</strong> word.</p>\n"
    assert notes.notes == ()


def test_a_reference_leads_to_its_note_and_the_definition_is_not_in_the_text() -> None:
    notes = Footnotes()
    html = notes.rendered(f"As the guide says.[^guide] More words.{GUIDE}")
    assert html == (
        '<p>As the guide says.<sup class="app-note"><a class="govuk-link" href="#note-1" id="note-1-from-1">'
        '<span class="govuk-visually-hidden">Footnote </span>1</a></sup> More words.</p>\n'
    )
    note = notes.notes[0]
    assert (note.number, note.references) == (1, ("note-1-from-1",))
    assert (
        note.html
        == '<p>A guide, <a href="https://example.org/guide" rel="noopener noreferrer">to be had here</a></p>\n'
    )


def test_a_source_footnoted_three_times_in_three_texts_is_one_note() -> None:
    notes = Footnotes()
    texts = [notes.rendered(f"Aim {number}.[^guide]{GUIDE}") for number in (1, 2, 3)]
    assert [numbers(text) for text in texts] == [[1], [1], [1]]
    assert [note.references for note in notes.notes] == [("note-1-from-1", "note-1-from-2", "note-1-from-3")]


def test_notes_are_numbered_through_in_the_order_in_which_they_are_referred_to() -> None:
    notes = Footnotes()
    first = notes.rendered("One.[^b] Two.[^a] Again.[^b]\n\n[^a]: Second\n[^b]: First")
    second = notes.rendered("Three.[^a]\n\n[^a]: Third, in another text")
    assert (numbers(first), numbers(second)) == ([1, 1, 2], [3])
    assert [str(note.html) for note in notes.notes] == [
        "<p>First</p>\n",
        "<p>Second</p>\n",
        "<p>Third, in another text</p>\n",
    ]


def test_a_definition_may_go_on_in_a_line_that_is_indented() -> None:
    notes = Footnotes()
    notes.rendered("Words.[^1]\n\n[^1]: A long\n   note\n\nMore.")
    assert str(notes.notes[0].html) == "<p>A long note</p>\n"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Words.[^none]", "<p>Words.[^none]</p>\n"),
        ("Words.\n\n[^idle]: Never referred to", "<p>Words.</p>\n"),
        ("\ue0f01\ue0f1 typed", "<p>1 typed</p>\n"),
    ],
)
def test_what_is_no_footnote_makes_none(typed: str, shown: str) -> None:
    notes = Footnotes()
    assert (notes.rendered(typed), notes.notes) == (shown, ())


def test_nothing_typed_in_a_footnote_is_run() -> None:
    notes = Footnotes()
    html = notes.rendered("Words.[^<script>]\n\n[^<script>]: <script>alert(1)</script>")
    assert "<script>" not in html + notes.notes[0].html
