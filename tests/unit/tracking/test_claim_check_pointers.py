"""The claim check: pointers to appendices, pieces of evidence and pages that are not there."""

from dataclasses import replace
from datetime import date

import pytest

from tracking.claim_check import EvidenceFacts, LeafFacts, PaperFacts, check_leaf, means_the_paper
from tracking.claim_check.pointers import pointers_in

PACK = EvidenceFacts(title="Partnership evidence pack", page_count=12)
PLAN = EvidenceFacts(title="Business plan, Annex B", page_count=4)
MINUTES = EvidenceFacts(title="Minutes of the board")
WITHHELD = EvidenceFacts(page_count=3)
# Overview, tracking process, tracked today, evidence; the plan is in another section of the same report.
PAPER = PaperFacts(appendices=frozenset({1, 2, 3, 4}), evidence_appendix=4, evidence=(PACK, PLAN))
SAID = LeafFacts(
    leaf_pk=1,
    reference="R01b",
    label="R01 b)",
    recommendation="R01",
    part="b",
    meeting_on=date(2016, 11, 10),
    is_proposal=True,
    evidence=(PACK,),
    paper=PAPER,
)

LEAD_SOMEWHERE = [
    "",
    "See p8",
    "see p. 8",
    "Page 12",
    "pp 8-12",
    "pp. 8–12",
    "pages 3, 8 and 12",
    "(See p3 /8. Appendix 4)",
    "(See p12 Appendix 4)",
    "See page 12 of the evidence pack",
    "p8 of this file",
    "See appendix 4, p8",
    "Appendix 4 pages 8-12",
    "APPENDIX 4, PAGE 8",
    "Appendices 2 and 4",
    "Appendix 1, page 5",
    "Appendix 4 to this report",
    "Annex B",
    "annex B, page 4",
    "Evidence 1",
    "evidence item 2, p4",
    "Attachment 2",
    "item 1 of the evidence",
    "See attached",
    "See the attached business plan",
    "page 40 of the Council Plan",
    "p40 of the minutes of Cabinet",
    "appendix 9 of the Cabinet report of 12 April",
    "Cabinet report of 12 April 2016, appendix 9",
    "The Council Plan (page 40)",
    "[page 40](https://example.org/plan)",
    "https://example.org/appendix-9/p40",
    "`p40`",
    "12 pages were written, and 25p was saved",
    "The evidence 30 schools gave was clear",
    "It covers 40 pages",
    "Priority 40, phase 40",
    "the top 40",
    "The road is attached to Appendix Street",
]


@pytest.mark.parametrize("words", LEAD_SOMEWHERE)
def test_what_leads_somewhere_or_elsewhere_is_no_doubt(words: str) -> None:
    assert check_leaf(replace(SAID, pointer_text=words)) == ()
    assert check_leaf(replace(SAID, evidence_text=f"It was done in May. {words}")) == ()


NOWHERE = [
    ("See p13", "p13", "none of its files has a page 13"),
    ("p0", "p0", "none of its files has a page 0"),
    ("Pages 8–14", "Pages 8–14", "none of its files has a page 14"),
    ("see pages 3, 8 and 40", "pages 3, 8 and 40", "none of its files has a page 40"),
    ("(See p3 /18. Appendix 4)", "p3 /18. Appendix 4", "no file there has a page 18"),
    ("See appendix 4, p18", "appendix 4, p18", "no file there has a page 18"),
    ("page 18 of Appendix 4", "page 18 of Appendix 4", "no file there has a page 18"),
    ("page 18 of the evidence pack", "page 18", "none of its files has a page 18"),
    ("See appendix 7", "appendix 7", "this report will have no Appendix 7"),
    ("Appendices 2 and 7", "Appendices 2 and 7", "this report will have no Appendix 7"),
    ("(See p5 Appendix 6)", "p5 Appendix 6", "this report will have no Appendix 6"),
    ("Annex C", "Annex C", "this report will have no Appendix C"),
    (
        "It is in the attached evidence pack (p18).",
        "the attached evidence pack (p18)",
        "none of its files has a page 18",
    ),
    ("Annex B, p5", "Annex B, p5", "no file there has a page 5"),
    ("Evidence 3", "Evidence 3", "this report’s evidence is numbered 1 to 2"),
    ("evidence item 2, p5", "evidence item 2, p5", "no file there has a page 5"),
    ("item 3 of the evidence", "item 3 of the evidence", "this report’s evidence is numbered 1 to 2"),
    ("See [**p13**](https://example.org) and _p14_", "p14", "none of its files has a page 14"),
    ("See\nappendix\n7", "appendix 7", "this report will have no Appendix 7"),
]


@pytest.mark.parametrize(("words", "quoted", "why"), NOWHERE)
def test_what_leads_nowhere_is_quoted_with_the_reason(words: str, quoted: str, why: str) -> None:
    (finding,) = check_leaf(replace(SAID, pointer_text=words))
    assert (finding.code, finding.field) == ("pointer-leads-nowhere", "pointer_text")
    assert finding.message == f"R01 b) points to “{quoted}”, but {why}."
    (finding,) = check_leaf(replace(SAID, evidence_text=words))
    assert finding.field == "evidence_text"
    assert finding.message == f"The evidence for R01 points to “{quoted}”, but {why}."


@pytest.mark.parametrize(
    ("evidence", "words", "doubts"),
    [
        pytest.param((), "See p8", 1, id="no evidence at all"),
        pytest.param((), "See attached business plan", 1, id="nothing is attached"),
        pytest.param((), "See the attached evidence pack (p8)", 1, id="an attached pack without a file"),
        pytest.param((MINUTES,), "See p80", 0, id="a web page or a file whose pages nobody can count"),
        pytest.param((PACK, MINUTES), "See p80", 0, id="it may be in the file whose pages nobody can count"),
        pytest.param((PACK, WITHHELD), "See p3", 0, id="a file that is withheld has pages too"),
        pytest.param((WITHHELD,), "See p4", 1, id="beyond a file that is withheld"),
        pytest.param((PLAN,), "The business plan (p5)", 1, id="a document named that is among the evidence"),
        pytest.param((PACK,), "The business plan (p5)", 0, id="a document named that is not"),
        pytest.param((PLAN, PACK), "p5 of the business plan", 1, id="the named file counts, not a longer one"),
    ],
)
def test_a_page_is_one_of_the_files_that_the_recommendation_uses(
    evidence: tuple[EvidenceFacts, ...], words: str, doubts: int
) -> None:
    assert len(check_leaf(replace(SAID, evidence=evidence, pointer_text=words))) == doubts


@pytest.mark.parametrize(
    ("pages", "doubts"),
    [
        ("", 0),
        ("12", 0),
        ("3 and 8 to 12", 0),
        ("pp. 3–9", 0),
        ("13", 1),
        ("3, 13", 1),
        ("pages 8-13.", 1),
        ("sheet 40", 0),
        ("section 3.40", 0),
        ("the last page", 0),
    ],
)
def test_the_pages_typed_beside_a_file_are_in_it(pages: str, doubts: int) -> None:
    found = check_leaf(replace(SAID, evidence=(replace(PACK, pages=pages),)))
    assert [finding.message for finding in found] == [
        f"R01 b) points to “{pages}”, but “Partnership evidence pack” has no such page."
    ] * doubts


def test_neither_title_nor_pages_of_a_withheld_file_are_told() -> None:
    (finding,) = check_leaf(replace(SAID, evidence=(replace(WITHHELD, pages="4"),)))
    assert finding.message == "R01 b) points to a page, but a withheld file has no such page."


def test_what_serves_every_part_is_told_at_one_leaf() -> None:
    second = replace(SAID, leaf_pk=2, speaks_for_section=False, evidence_text="See p13.")
    of_first = replace(PACK, pages="13", leaf_pk=1)
    assert check_leaf(replace(second, evidence=(of_first, replace(PACK, pages="14")))) == ()
    assert len(check_leaf(replace(second, evidence=(replace(PACK, pages="13", leaf_pk=2),)))) == 1


def test_the_computed_numbers_are_told() -> None:
    (finding,) = check_leaf(replace(SAID, pointer_text="appendix 7"))
    assert finding.settle == "The evidence pack will be Appendix 4. Correct the number, or add the file."
    without = PaperFacts(appendices=frozenset({1, 2}), evidence_appendix=None, evidence=())
    (finding,) = check_leaf(replace(SAID, pointer_text="appendix 4, p8", paper=without))
    assert finding.settle == (
        "Add the file that is meant: the report has no evidence pack yet. Or take the pointer out."
    )


def test_the_paper_must_be_known_only_where_a_text_may_point_into_it() -> None:
    assert means_the_paper(["See p8", "It was done."]) is False
    assert means_the_paper(["", "See APPENDIX 4"]) is True


def test_a_pointer_is_read_with_the_place_it_is_in() -> None:
    read = [
        (pointer.words, pointer.pages, pointer.appendices)
        for pointer in pointers_in("Appendix 4, p8 and Appendix 2, p3; then p9")
    ]
    assert read == [("Appendix 4, p8", (8,), ("4",)), ("Appendix 2, p3", (3,), ("2",)), ("p9", (9,), ())]
