"""The drafting check: who answers, by when, how many things are asked for, how the committee will know."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking.drafting_check import DoubtKind, DraftFacts, asks_in, check_draft

CLEAR = DraftFacts(
    text="That a user group is set up.", has_posts=True, due_on=date(2015, 11, 30), success_measure="Its first minutes."
)


def kinds(facts: DraftFacts) -> list[DoubtKind]:
    return [doubt.kind for doubt in check_draft(facts)]


def message(facts: DraftFacts) -> str:
    (doubt,) = check_draft(facts)
    return doubt.message


def test_nothing_is_doubted_where_everything_is_said() -> None:
    assert check_draft(CLEAR) == ()


def test_everything_that_is_open_is_told_in_one_order() -> None:
    open_facts = DraftFacts(text="- Publish the list\n- Train the staff in its use")
    assert kinds(open_facts) == [
        DoubtKind.NO_POST,
        DoubtKind.NO_DATE,
        DoubtKind.SEVERAL_ASKS,
        DoubtKind.NO_MEASURE,
    ]


def test_a_recommendation_whose_parts_are_judged_is_asked_nothing() -> None:
    assert check_draft(DraftFacts(text="In these parts:", is_leaf=False)) == ()


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(replace(CLEAR, due_text="November 2015"), id="a confirmed day"),
        pytest.param(replace(CLEAR, due_on=None, due_text="Ongoing", has_no_end=True), id="it is ongoing or recurs"),
    ],
)
def test_a_trackable_date_is_a_confirmed_day_or_has_no_end(facts: DraftFacts) -> None:
    assert kinds(facts) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "It has no completion date, so nobody can say when it is late."),
        ("  ", "It has no completion date, so nobody can say when it is late."),
        ("As soon as possible", "“As soon as possible” names no day, so nobody can say when it is late."),
        ("Spring 2016", "“Spring 2016” names no day, so nobody can say when it is late."),
        ("November 2015", "What “November 2015” means is not confirmed yet."),
        ("Annual review", "What “Annual review” means is not confirmed yet."),
        ("Ongoing", "What “Ongoing” means is not confirmed yet."),
    ],
)
def test_words_alone_are_no_trackable_date(words: str, told: str) -> None:
    assert message(replace(CLEAR, due_on=None, due_text=words)) == told


def test_a_list_of_asks_is_told_with_what_would_settle_it() -> None:
    text = "That the council:\n- publishes its prices\n- trains every buyer"
    assert message(replace(CLEAR, text=text)) == (
        "It asks for 2 things in one list. As parts, they would be judged one by one."
    )
    assert message(replace(CLEAR, text=text, is_part=True)) == (
        "It asks for 2 things in one list. With letters of their own, they would be judged one by one."
    )


ASKS = {
    "orders": ("Help residents online:\n\n- lend tablets;\n- open a help line.", ["Lend tablets", "Open a help line."]),
    "numbered orders": (
        "Keep another way open:\n\n1. List the services.\n2. Say on every page what the way is.",
        ["List the services.", "Say on every page what the way is."],
    ),
    "forms in -ing, where one is a noun": (
        "Communication should be better:\n- sharing facts on costs;\n- openness;\n- alerting officers to delays.",
        [
            "Sharing facts on costs",
            "Openness",
            "Alerting officers to delays.",
        ],
    ),
    "what is to be done, after that": (
        "That:\n* a user group is set up\n* its findings are reported to members",
        ["A user group is set up", "Its findings are reported to members"],
    ),
    "duties by letter": (
        "a) That indicators are agreed;\nb) They should be part of the plan; and\nc) They should come to scrutiny.",
        ["That indicators are agreed", "They should be part of the plan", "They should come to scrutiny."],
    ),
    "letters within a line": (
        "That the Executive (a) publishes its prices and (b) trains every buyer of computers.",
        None,
    ),
    "roman numbers within a line": (
        "The council should: (i) publish its prices; (ii) train every buyer; and (iii) report back to members.",
        ["Publish its prices", "Train every buyer", "Report back to members."],
    ),
    "semicolons": (
        "That the Cabinet Member: publishes the plan; appoints a lead officer; and consults the tenants.",
        ["Publishes the plan", "Appoints a lead officer", "Consults the tenants."],
    ),
    "and that": (
        "That the prices are published, and that every buyer is trained.",
        ["The prices are published", "Every buyer is trained."],
    ),
    "three orders in a sentence": (
        "Publish the list of hostels, inspect each hostel once a year, and close those that fail twice.",
        ["Publish the list of hostels", "Inspect each hostel once a year", "Close those that fail twice."],
    ),
    "an item with lines and a list of its own": (
        "Two things:\n\n- Write a plan that covers:\n  - costs\n  - risks\n- Appoint a lead for it",
        ["Write a plan that covers:\n  - costs\n  - risks", "Appoint a lead for it"],
    ),
}
ONE_ASK = {
    "nothing": "",
    "a sentence": "That options for selling services are explored and reported back to the committee.",
    "two verbs with one object": "That the company is invited and encouraged to attend meetings.",
    "an order and what follows from it": "Publish one list of clubs, and keep it up to date.",
    "one thing and the way to do it": "Train managers to write business cases, and draw on the offer of workshops.",
    "single verbs joined": "Plan, design and open a new hall.",
    "what one thing must reflect": "Renew the aims, so that they reflect:\n\n- the pressure on money\n- changing roles",
    "what one plan says": "Write a plan. It should say:\n- how it will be paid for\n- who answers\n- what is left out",
    "what one plan covers": "Write a plan that covers: costs; risks; staff.",
    "nouns": "Set up a programme of:\n- induction\n- guidance\n- peer support",
    "nouns that are verbs as well": "Look at:\n- use of agency staff\n- support for carers\n- training for managers",
    "examples": "Try other ways, for example:\n- open a help line\n- lend tablets",
    "reasons": "Change the rule, because:\n- tenants must wait\n- staff should decide",
    "one item": "Do this:\n\n- publish the list",
    "an aside in brackets": "Publish prices (a) in full.",
    "a date in a list of words": "Report in May, June and July.",
    "a furnished list": "Furnish the first flat: a bed, a table, a cooker, a washing machine.",
    "two sentences": "Bring together those who use it. The group should say what it finds.",
}


@pytest.mark.parametrize(("text", "items"), ASKS.values(), ids=ASKS.keys())
def test_several_asks_are_found_as_they_are_written(text: str, items: list[str] | None) -> None:
    found = asks_in(text)
    assert found is not None
    if items is not None:
        assert list(found.items) == items


@pytest.mark.parametrize("text", ONE_ASK.values(), ids=ONE_ASK.keys())
def test_one_ask_is_not_taken_for_several(text: str) -> None:
    assert asks_in(text) is None


@pytest.mark.parametrize(
    ("text", "lead_in"),
    [
        ("Be open.\n\n- publish the prices\n- train the buyers\n\nBoth by May.", "Be open.\n\nBoth by May."),
        ("That the prices are published, and that buyers are trained.", ""),
        ("The council should: (i) publish its prices; (ii) train buyers.", "The council should:"),
        ("First words. That: publish the list; train the staff.", "First words. That:"),
    ],
)
def test_the_words_around_the_asks_stay_with_the_whole(text: str, lead_in: str) -> None:
    found = asks_in(text)
    assert found is not None
    assert " ".join(found.lead_in.split()) == " ".join(lead_in.split())


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab;:,.- \n()i1*thatndpublishe"), max_size=300))
def test_no_text_breaks_it_and_what_it_finds_was_written(text: str) -> None:
    found = asks_in(text)
    for item in found.items if found else ():
        assert item[1:] in text.replace("\r", "") or "\n" in item or "  " in text


@pytest.mark.parametrize(
    "text",
    ["publish " * 12_000, "a" + " " * 50_000 + "b", "; " * 25_000, "- publish the\n" * 5_000, "and that " * 8_000],
    ids=["words", "spaces", "semicolons", "items", "clauses"],
)
def test_a_text_of_any_shape_is_read_at_once(text: str) -> None:
    began = time.process_time()
    asks_in(text)
    assert time.process_time() - began < 2
