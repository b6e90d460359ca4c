"""The claim check: contradictions between a category, its dates and what it asks for."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking.claim_check import RULES, EvidenceFacts, LeafFacts, PaperFacts, Severity, check_leaf, check_leaves
from tracking.enums import AsksFor, Timing

MEETING = date(2016, 4, 12)
DUE = date(2015, 11, 30)
NOTHING = LeafFacts(leaf_pk=1, reference="R01b", label="R01 b)", meeting_on=MEETING, due_on=DUE)

ON_TIME = replace(
    NOTHING, category_name="1 Achieved (Fully)", achieved=True, timing=Timing.ON_TIME, asks_for=AsksFor.COMPLETED_ON
)
LATE = replace(
    NOTHING, category_name="2 Achieved (Late)", achieved=True, timing=Timing.LATE, asks_for=AsksFor.COMPLETED_ON
)
PROGRESS = replace(NOTHING, category_name="3 Not Achieved (Progress Made)", asks_for=AsksFor.ANTICIPATED_DATE)
OBSTACLE = replace(NOTHING, category_name="4 Not Achieved (Obstacle)", asks_for=AsksFor.OBSTACLE)
IN_PROGRESS = replace(NOTHING, category_name="6 In Progress", timing=Timing.NOT_YET_DUE)


def codes(facts: LeafFacts) -> list[str]:
    return [finding.code for finding in check_leaf(facts)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(NOTHING, ["left-out"], id="neither category nor proposal"),
        pytest.param(replace(NOTHING, is_proposal=True), [], id="a proposal to conclude"),
        pytest.param(ON_TIME, ["completion-date-missing"], id="on time without a completion date"),
        pytest.param(replace(ON_TIME, completed_on=date(2015, 11, 30)), [], id="on time, on the very day"),
        pytest.param(
            replace(ON_TIME, completed_on=date(2015, 12, 1)),
            ["completed-after-original-date"],
            id="on time, a day late",
        ),
        pytest.param(
            replace(ON_TIME, completed_on=date(2015, 12, 1), agreed_due_on=date(2016, 1, 31)),
            ["completed-after-original-date"],
            id="on time is judged by the original date, not by a later one",
        ),
        pytest.param(replace(ON_TIME, completed_on=date(2016, 4, 1), due_on=None), [], id="on time with no date set"),
        pytest.param(
            replace(ON_TIME, completed_on=date(2016, 4, 1), has_no_end=True), [], id="on time this cycle, as it recurs"
        ),
        pytest.param(
            replace(ON_TIME, due_on=date(2016, 6, 1), completed_on=date(2016, 5, 1)),
            ["completed-after-meeting"],
            id="achieved after the meeting that is to see it",
        ),
        pytest.param(LATE, ["completion-date-missing"], id="late without a completion date"),
        pytest.param(replace(LATE, completed_on=date(2015, 12, 1)), [], id="late, a day late"),
        pytest.param(
            replace(LATE, completed_on=date(2015, 11, 30)), ["completed-by-original-date"], id="late, on the very day"
        ),
        pytest.param(replace(LATE, completed_on=date(2015, 11, 1), has_no_end=True), [], id="late in a cycle"),
        pytest.param(PROGRESS, ["anticipated-date-missing"], id="not achieved without an anticipated date"),
        pytest.param(
            replace(PROGRESS, anticipated_text="Spring 2017"), ["anticipated-date-missing"], id="words that are no day"
        ),
        pytest.param(
            replace(PROGRESS, anticipated_on=MEETING), ["anticipated-by-meeting"], id="anticipated on the meeting's day"
        ),
        pytest.param(replace(PROGRESS, anticipated_on=date(2016, 4, 13)), [], id="anticipated the day after"),
        pytest.param(OBSTACLE, ["obstacle-missing"], id="an obstacle that is not named"),
        pytest.param(replace(OBSTACLE, obstacle="  \n"), ["obstacle-missing"], id="an obstacle of blanks"),
        pytest.param(replace(OBSTACLE, obstacle="The Act is not in force."), [], id="an obstacle named"),
        pytest.param(IN_PROGRESS, ["not-yet-due-but-past"], id="not yet due after its date"),
        pytest.param(replace(IN_PROGRESS, due_on=MEETING), [], id="due on the meeting's day"),
        pytest.param(
            replace(IN_PROGRESS, agreed_due_on=date(2016, 11, 30)), [], id="the committee agreed a later date"
        ),
        pytest.param(replace(IN_PROGRESS, has_no_end=True), [], id="ongoing never runs out"),
        pytest.param(replace(IN_PROGRESS, due_on=None), [], id="no date was set"),
    ],
)
def test_finds_each_contradiction_and_nothing_else(facts: LeafFacts, expected: list[str]) -> None:
    assert codes(facts) == expected


@pytest.mark.parametrize(
    ("facts", "blocks"),
    [
        (NOTHING, True),
        (PROGRESS, True),
        (replace(PROGRESS, anticipated_on=MEETING), True),
        (ON_TIME, False),
        (OBSTACLE, False),
        (IN_PROGRESS, False),
    ],
)
def test_only_a_missing_assessment_or_anticipated_date_blocks(facts: LeafFacts, blocks: bool) -> None:
    assert [finding.blocks for finding in check_leaf(facts)] == [blocks]


def test_a_finding_says_what_is_wrong_what_settles_it_and_which_answer_it_doubts() -> None:
    (finding,) = check_leaf(replace(ON_TIME, completed_on=date(2015, 12, 31)))
    assert finding.message == (
        "R01 b) was completed on 31 December 2015, after its original date of 30 November 2015, "
        "but is said to be on time."
    )
    assert finding.settle == "Correct the completion date, or choose the category for achieved late."
    assert (finding.severity, finding.field, finding.key) == (
        Severity.WARNING,
        "completed_on",
        (1, "completed-after-original-date"),
    )


def test_a_council_with_other_names_and_numbers_keeps_every_rule() -> None:
    renamed = replace(IN_PROGRESS, category_name="Z Too soon to say")
    assert codes(renamed) == codes(IN_PROGRESS)


def test_findings_come_in_the_order_of_the_report() -> None:
    found = check_leaves([replace(PROGRESS, leaf_pk=2, label="R02"), replace(NOTHING, leaf_pk=1)])
    assert [finding.leaf_pk for finding in found] == [2, 1]


def test_every_rule_names_its_source() -> None:
    assert [rule.__name__ for rule in RULES if "Source:" not in (rule.__doc__ or "")] == []


# Any text, and texts made of the words that the rules look for.
WORDS = (
    *(
        "will be",
        "published",
        "is due to",
        "see",
        "appendix 4",
        "p8",
        "pp 8-12",
        "evidence 3",
        "attached",
        "’ll",
        "to be",
    ),
    *(
        "of the plan",
        "“",
        "”",
        "(",
        ")",
        "`",
        "[",
        "](x)",
        "#",
        "- ",
        "|",
        "\n",
        "\n\n",
        "b)",
        ".",
        "…",
        "₂",
        "n\u0303",
    ),
)
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
DAYS = st.none() | st.dates()
EVIDENCE = st.builds(
    EvidenceFacts,
    title=TEXTS,
    page_count=st.none() | st.integers(0, 40),
    pages=TEXTS,
    leaf_pk=st.sampled_from([None, 1, 2]),
)
PAPERS = st.builds(
    PaperFacts,
    appendices=st.frozensets(st.integers(1, 5)),
    evidence_appendix=st.none() | st.integers(1, 5),
    evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
)
FACTS = st.builds(
    LeafFacts,
    leaf_pk=st.just(1),
    reference=st.just("R01b"),
    label=st.just("R01 b)"),
    recommendation=st.just("R01"),
    part=st.sampled_from(["", "b"]),
    meeting_on=st.dates(),
    due_on=DAYS,
    agreed_due_on=DAYS,
    has_no_end=st.booleans(),
    category_name=st.sampled_from(["", "1 Achieved (Fully)"]),
    achieved=st.booleans(),
    timing=st.sampled_from(Timing),
    asks_for=st.sampled_from(AsksFor),
    is_proposal=st.booleans(),
    completed_on=DAYS,
    anticipated_on=DAYS,
    anticipated_text=st.text(max_size=200),
    obstacle=TEXTS,
    pointer_text=TEXTS,
    evidence_text=TEXTS,
    overall_statement=TEXTS,
    evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
    speaks_for_section=st.booleans(),
    paper=st.none() | PAPERS,
)


@settings(max_examples=300, deadline=None)
@given(FACTS)
def test_whatever_was_written_each_rule_finds_at_most_once_and_in_short_sentences(facts: LeafFacts) -> None:
    found = check_leaf(facts)
    assert len({finding.key for finding in found}) == len(found)
    for finding in found:
        assert "" not in (finding.message.strip(), finding.settle.strip(), finding.field)
        frame = re.sub("“.*”", "“…”", finding.message, flags=re.DOTALL)
        told = [*re.split(r"(?<=[.!?])\s", finding.settle), frame]
        assert [sentence for sentence in told if len(sentence.split()) > 25] == []
        assert len(finding.message) <= 400
