"""The Word file and the plain text hold the words of the minutes, all of them and in their order."""

from datetime import date, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tracking.exports.minutes import minutes_docx, minutes_text
from tracking.presenters.minutes_document import Block, Item, Minutes

LONG = "https://example.org/" + "a" * 100

MINUTES = Minutes(
    title="Draft minutes",
    council="Demo Council",
    of_meeting="Housing Overview and Scrutiny Committee, 12 April 2016",
    held_on=date(2016, 4, 12),
    facts=(("Date", "12 April 2016"), ("Place", "Committee Room 6")),
    state="Draft: 1 of 3 views is still to be recorded.",
    items=(
        Item(
            1,
            "Progress Report on Refreshing the Partnership",
            (
                Block(text="The committee considered the Progress Report of the Deputy Leader."),
                Block(heading="R01 Operational plan"),
                Block(resolved="RESOLVED: That no view be given on R01."),
                Block(heading="R02 Figures & <tables>"),
                Block(resolved="RESOLVED:", points=("That one thing be done.", "That the second be asked for.")),
                Block(text=f"Reason: {LONG} says so “plainly” – in Gàidhlig."),
                Block(missing="Still to record: R03."),
            ),
        ),
        Item(
            2,
            "Any other",
            (
                Block(resolved="RESOLVED: That the public be excluded:", bullets=("Paragraph 1: a person.",)),
                Block(resolved="RESOLVED:", points=("That it begin at one again.",)),
            ),
        ),
    ),
    empty="",
)
WORDS = [
    "Draft minutes",
    "Housing Overview and Scrutiny Committee, 12 April 2016",
    "Date: 12 April 2016",
    "Place: Committee Room 6",
    "Draft: 1 of 3 views is still to be recorded.",
    "1. Progress Report on Refreshing the Partnership",
    "The committee considered the Progress Report of the Deputy Leader.",
    "R01 Operational plan",
    "RESOLVED: That no view be given on R01.",
    "R02 Figures & <tables>",
    "RESOLVED:",
    "That one thing be done.",
    "That the second be asked for.",
    f"Reason: {LONG} says so “plainly” – in Gàidhlig.",
    "Still to record: R03.",
    "2. Any other",
    "RESOLVED: That the public be excluded:",
    "Paragraph 1: a person.",
    "RESOLVED:",
    "That it begin at one again.",
]


@pytest.fixture(scope="module")
def word() -> WordDocument:
    return Document(BytesIO(minutes_docx(MINUTES)))


def test_the_word_file_says_all_of_it_in_order(word: WordDocument) -> None:
    assert [paragraph.text for paragraph in word.paragraphs] == WORDS


def test_its_headings_are_words_own(word: WordDocument) -> None:
    headings = {"Title", "Subtitle", "Heading 1", "Heading 2"}
    styled = [(row.style.name, row.text) for row in word.paragraphs if row.style.name in headings]
    assert styled == [
        ("Title", "Draft minutes"),
        ("Subtitle", "Housing Overview and Scrutiny Committee, 12 April 2016"),
        ("Heading 1", "1. Progress Report on Refreshing the Partnership"),
        ("Heading 2", "R01 Operational plan"),
        ("Heading 2", "R02 Figures & <tables>"),
        ("Heading 1", "2. Any other"),
    ]


def test_each_resolution_counts_its_points_from_one(word: WordDocument) -> None:
    numbers = [
        row._p.pPr.numPr.numId.val
        for row in word.paragraphs
        if row.style is not None and row.style.name == "List Number"
    ]
    assert [numbers.index(number) for number in numbers] == [0, 0, 2]
    numbering = word.part.numbering_part.element
    starts = [numbering.num_having_numId(number).lvlOverride_lst[0].startOverride.val for number in numbers]
    assert starts == [1, 1, 1]


def test_it_says_of_itself_what_it_is(word: WordDocument) -> None:
    about = word.core_properties
    assert (about.title, about.author, about.last_modified_by, about.language, about.comments) == (
        "Draft minutes: Housing Overview and Scrutiny Committee, 12 April 2016",
        "Demo Council",
        "Demo Council",
        "en-GB",
        "",
    )
    assert {moment.replace(tzinfo=None) for moment in (about.created, about.modified)} == {datetime(2016, 4, 12)}  # noqa: DTZ001


def test_its_language_is_british_english(word: WordDocument) -> None:
    languages = {language.get(qn("w:val")) for language in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_its_pages_are_a4_and_numbered(word: WordDocument) -> None:
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    footer = section.footer.paragraphs[0]
    assert footer.text == "Housing Overview and Scrutiny Committee, 12 April 2016: page "
    assert [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))] == ["PAGE"]


def test_the_same_minutes_make_the_same_file() -> None:
    assert minutes_docx(MINUTES) == minutes_docx(MINUTES)


def test_the_text_says_all_of_it_in_order() -> None:
    text = minutes_text(MINUTES)
    kept = text.replace("1. That one", "That one").replace("2. That the", "That the").replace("1. That it", "That it")
    kept = kept.replace("- Paragraph", "Paragraph")
    lines = [line for line in kept.splitlines() if set(line) != {"-"}]
    assert " ".join(" ".join(lines).split()) == " ".join(WORDS).replace("Draft minutes", "DRAFT MINUTES")


def test_the_text_keeps_to_its_width_and_breaks_no_address() -> None:
    lines = minutes_text(MINUTES).splitlines()
    assert [line for line in lines if len(line) > 78] == [LONG]


def test_the_text_numbers_points_under_their_resolution() -> None:
    lines = minutes_text(MINUTES).splitlines()
    begin = lines.index("RESOLVED:")
    assert lines[begin : begin + 5] == [
        "RESOLVED:",
        "",
        "  1. That one thing be done.",
        "",
        "  2. That the second be asked for.",
    ]
