"""The claim check: evidence that looks ahead, behind a category that says it is achieved."""

from dataclasses import replace
from datetime import date

import pytest

from tracking.claim_check import LeafFacts, check_leaf
from tracking.enums import AsksFor, Timing

ACHIEVED = LeafFacts(
    leaf_pk=1,
    reference="R01b",
    label="R01 b)",
    recommendation="R01",
    part="b",
    meeting_on=date(2016, 4, 12),
    due_on=date(2016, 3, 31),
    category_name="1 Achieved (Fully)",
    achieved=True,
    timing=Timing.ON_TIME,
    asks_for=AsksFor.COMPLETED_ON,
    completed_on=date(2016, 3, 31),
)
PROGRESS = replace(
    ACHIEVED,
    category_name="3 Not Achieved (Progress Made)",
    achieved=False,
    timing=Timing.NONE,
    asks_for=AsksFor.ANTICIPATED_DATE,
    anticipated_on=date(2016, 9, 30),
)


def quoted(text: str, facts: LeafFacts = ACHIEVED) -> list[str]:
    """What the claim check quotes of an evidence text."""
    found = check_leaf(replace(facts, evidence_text=text))
    assert {finding.code for finding in found} <= {"still-to-be-done"}
    return [finding.message.partition("“")[2].removesuffix("”.") for finding in found]


STILL_TO_BE_DONE = [
    "The variations will be available on the new website when other work is complete.",
    "Guidance is due to be published in May.",
    "The protocol is to be agreed in June by both partners.",
    "The directorate plans to publish the figures once audited.",
    "We intend to report the results in November.",
    "Officers are going to consult tenants over the summer.",
    "The guide is expected to be ready by the end of July.",
    "A new code is being drafted by the legal team.",
    "The second phase is to be completed by December 2016.",
    "Phase two, to be completed by March, covers the libraries.",
    "Approval is expected in the autumn.",
    "The strategy WILL BE\nPUBLISHED shortly.",
    "The strategy **will be _published_** shortly.",
    "We’ll publish the list next month.",
    "We shall issue the notices in March.",
    "The survey has yet to be carried out.",
    "The contract has not yet been signed.",
    "The paper will go to Cabinet in June.",
    "The training will then be rolled out to all wards.",
    "The final version is scheduled for June.",
    "The board will formally adopt it in May.",
    "Terms of reference are being finalised.",
    "The date is still to be confirmed.",
    "- Housing: done\n- Parks: will be finished in the spring",
    "The officers' guide will be sent out to each head teacher.",
    "The board agreed in March that the plan will be published in June.",
    "It is hoped to introduce the card in the new year.",
    "The portal is currently being built.",
    "Recruitment will be completed by the end of the year.",
    "The handbook, which will be published in May, covers all this.",
    "The leaflet is to follow in May.",
    "A pilot is about to start in three schools.",
    "Members will receive the list. It will be finalised after that.",
    "Results are due in October.",
    "Membership to be agreed.",
    "The protocol was drafted in May. The final protocol will be signed in July.",
    "The report will have been completed by June.",
    "The council will provide training in the spring.",
    "The Deputy Leader will bring a paper to the board.",
    "Officers will set up a group.",
    "The new board will take place in May.",
    "The budget is being considered by Cabinet.",
    "We plan to bring a second paper.",
]

DONE = [
    "",
    "The plan was published in March and will continue to be kept up to date.",
    "There is the political will to publish such figures.",
    "Goodwill between the partners has grown.",
    "Both partners are willing to publish their figures.",
    "The committee asked that “a plan will be published within a year”. It was, in May.",
    "The recommendation was that the plan will be published by May.",
    "That a set of indicators will be agreed with all partners.",
    "We said it would be published in May and it was published in June.",
    "In April we told members that the guide will be published by June. It was published in June.",
    "The report said the guide will be out; the guide will be published in May, and was published in May.",
    "No further guidance will be published.",
    "Nothing is to be added to the list.",
    "The plan will not be changed.",
    "The plan has a longer view that will enable us to work better.",
    "It sets out how the savings will be delivered.",
    "It shows who will sign each order.",
    "The figures will be reported to the committee each year.",
    "Reports will be published quarterly.",
    "# What will be published",
    "See [what will be published](https://example.org/will-be-published).",
    "The list is at https://example.org/will/be/published.",
    "The switch is called `will be published`.",
    "> That the plan will be published",
    "The delay was due to the weather.",
    "The scheme is due to a grant from the ministry.",
    "The workshops were to be held by May and were.",
    "The guide was expected to be ready in May.",
    "Staff were asked for views to be included in the plan.",
    "It allows prices to be published in one place.",
    "This lets tenants see what is to be repaired.",
    "The agreement will ensure that costs stay low.",
    "The group is being used as a model by other councils.",
    "Residents are being helped by two new advisers.",
    "The Act is intended to help councils.",
    "Will Jones published the guide.",
    "The new service will save £2m a year.",
    "Performance will be monitored by the board.",
    "The indicators were agreed in March.",
    "The manager’s willingness to sign was noted.",
    "Officers are to thank for this.",
    "**What will be done**",
    "The tool is set to English.",
    "The plan will bring savings and provide a framework.",
    "The guide will give members a clearer picture of what is owed.",
    "Complaints will be resolved within ten days.",
    "Each bid will be assessed against the same criteria.",
    "Training is being provided to all managers.",
    "The targets are being met.",
    "The plans were agreed in May.",
    "The strategy aims to deliver more homes.",
    "What the board will consider is set out in the plan.",
    "Every order will be checked before it is paid.",
    "Decisions will be informed by the guide.",
]


@pytest.mark.parametrize("text", STILL_TO_BE_DONE)
def test_what_is_still_to_be_done_is_doubted_once(text: str) -> None:
    assert len(quoted(text)) == 1
    assert quoted(text, PROGRESS) == []


@pytest.mark.parametrize("text", DONE)
def test_what_was_done_or_goes_on_is_not_doubted(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The list will be published.", "The list will be published"),
        (
            "After a long time the variations **will be available** on the new website when other work is complete.",
            "… time the variations will be available on the new website …",
        ),
        ("We’ll publish it.", "We'll publish it"),
        (
            "It went well. The second half (to be completed by May) is a large one.",
            "The second half (to be completed by May) is a …",
        ),
        ("Done in March. The rest is due in May. The last will be published.", "The rest is due in May"),
        ("x" * 100 + " will be published " + "y" * 100, "x" * 29 + "… will be published " + "y" * 29 + "…"),
    ],
)
def test_the_words_are_quoted_with_a_few_around_them(text: str, words: str) -> None:
    assert quoted(text) == [words]


def test_the_finding_names_the_leaf_and_what_would_settle_it() -> None:
    (finding,) = check_leaf(replace(ACHIEVED, evidence_text="The list will be published."))
    assert (finding.field, finding.blocks) == ("evidence_text", False)
    assert (
        finding.message == "R01 b) is said to be achieved, but its evidence looks ahead: “The list will be published”."
    )
    assert finding.settle == (
        "Say what was done and when, or choose a category that says it is not achieved yet. "
        "If it is about another part, begin it with that part’s letter, as “a)”."
    )
    whole = replace(ACHIEVED, part="", evidence_text="The list will be published.")
    assert check_leaf(whole)[0].settle == (
        "Say what was done and when, or choose a category that says it is not achieved yet."
    )


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("c) The list will be published.", 0),
        ("C) The list will be published.", 0),
        ("- R01 c) The list will be published.", 0),
        ("Part c) The list will be published.", 0),
        ("b) The list will be published.", 1),
        ("c) It was done.\n\nThe list will be published.", 1),
    ],
)
def test_what_is_said_of_another_part_is_no_evidence_against_this_one(text: str, doubts: int) -> None:
    assert len(quoted(text)) == doubts


def test_a_letter_means_nothing_where_there_are_no_parts() -> None:
    assert len(quoted("c) The list will be published.", replace(ACHIEVED, part=""))) == 1


def test_the_next_time_of_what_recurs_may_lie_ahead() -> None:
    text = "The first review was held in May. The next one will be held in a year."
    assert len(quoted(text)) == 1
    assert quoted(text, replace(ACHIEVED, has_no_end=True)) == []
    assert len(quoted("The first review will be held in May.", replace(ACHIEVED, has_no_end=True))) == 1


def test_the_overall_statement_is_read_too() -> None:
    (finding,) = check_leaf(replace(ACHIEVED, overall_statement="To be finished by May"))
    assert finding.message.endswith("looks ahead: “To be finished by May”.")


def test_a_proposal_to_conclude_may_look_ahead() -> None:
    proposal = replace(PROGRESS, category_name="", asks_for=AsksFor.NOTHING, is_proposal=True)
    assert quoted("The duty will be transferred in May.", proposal) == []
