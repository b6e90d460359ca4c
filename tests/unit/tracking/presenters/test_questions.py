"""Questions for the committee: its standing ones, sharpened by what is weak in a claim."""

from datetime import date
from typing import Any

import pytest

from tests.factories import AssessmentSchemeFactory, category
from tests.recording_scene import Scene, scene
from tracking.claim_check import RULES
from tracking.enums import ConclusionReason
from tracking.models import Inquiry
from tracking.presenters import questions as module
from tracking.presenters.questions import MOST, Question

pytestmark = pytest.mark.django_db

DONE, LATER = date(2015, 11, 20), date(2016, 11, 30)


@pytest.fixture
def council() -> Scene:
    return scene()


def asked(council: Scene, reference: str = "R01") -> list[str]:
    return [question.text for question in council.face(reference).questions.sharpened]


def test_a_claim_without_weakness_leaves_the_standing_questions(council: Scene) -> None:
    report = council.report("R01", category=category(1), completed_on=DONE)
    council.shows(report)
    found = council.face().questions
    assert found.sharpened == ()
    assert [question.place for question in found.standing] == [1, 2, 3, 4, 5]
    assert found.standing[2].text == "Was it done within the time allowed?"


@pytest.mark.parametrize(
    ("claim", "question", "place"),
    [
        ({"number": 1}, "R01 is said to be achieved. On which day was it completed?", 3),
        (
            {"number": 1, "completed_on": date(2016, 1, 10)},
            "R01 was completed after its original date. Why is it not put as achieved late?",
            3,
        ),
        (
            {"number": 2, "completed_on": DONE},
            "R01 was completed by its original date. Why is it put as late?",
            3,
        ),
        (
            {"number": 2, "completed_on": date(2015, 12, 30)},
            "R01 was completed 30 days after its date. What held it up?",
            3,
        ),
        ({"number": 4}, "What outside the council’s control holds up R01?", 4),
        (
            {"number": 4, "obstacle": "A law."},
            "What was done to overcome the obstacle to R01, and what can still be done?",
            4,
        ),
        ({"number": 6}, "The date for R01 has passed. How far has it come?", 3),
        ({"number": 3}, "By which day will R01 be achieved?", 3),
        (
            {"number": 3, "anticipated_on": LATER},
            "The date of R01 has moved once, by 366 days. What makes the new date certain?",
            3,
        ),
        ({"number": 1, "completed_on": DONE}, "No file shows that R01 is achieved. How can the committee be sure?", 5),
        (
            {"proposed_conclusion": ConclusionReason.OVERTAKEN, "proposal_explanation": "It has ended."},
            "What would be lost if R01 were no longer tracked?",
            5,
        ),
    ],
)
def test_each_weakness_of_a_claim_has_its_question_under_a_standing_one(
    council: Scene, claim: dict[str, Any], question: str, place: int
) -> None:
    fields = {name: value for name, value in claim.items() if name != "number"}
    council.report("R01", category=category(claim["number"]) if "number" in claim else None, **fields)
    found = council.face().questions
    assert [(row.text, row.place) for row in found.sharpened if row.text == question] == [(question, place)]


def test_what_the_committee_asked_for_last_time_comes_first(council: Scene) -> None:
    council.last_view(asked_for="Figures for the year.")
    council.report("R01")
    assert council.face().questions.sharpened[0] == Question(
        "Last time the committee asked: “Figures for the year.” Where is it answered?",
        2,
        "Does what was done answer what the recommendation asked for?",
    )


def test_another_category_than_the_last_view_is_asked_about(council: Scene) -> None:
    council.last_view(category=category(5))
    council.report("R01", anticipated_on=LATER)
    expected = "The committee’s last view of R01 was 5 Not Achieved (Insufficient Progress). What has changed since?"
    assert asked(council)[0] == expected


def test_a_category_worse_than_the_last_view_is_asked_about_as_such(council: Scene) -> None:
    council.last_view(category=category(6))
    council.report("R01", anticipated_on=LATER)
    assert asked(council)[0] == "The committee’s last view of R01 was 6 In Progress. Why has it fallen back?"


def test_a_text_that_was_handed_in_before_is_asked_about(council: Scene) -> None:
    council.last_report("R01", anticipated_on=LATER)
    council.report("R01", anticipated_on=LATER)
    assert "The evidence is worded as it was last time. What has happened since?" in asked(council)


def test_a_doubt_that_the_report_answers_comes_after_all_others(council: Scene) -> None:
    council.report("R01", category=category(1), completed_on=date(2016, 1, 10))
    claim = council.claim()
    claim.overrides.create(code="completed-after-original-date", reason="Agreed.", recorded_by=council.officer)
    assert asked(council) == [
        "No file shows that R01 is achieved. How can the committee be sure?",
        "R01 was completed after its original date. Why is it not put as achieved late?",
    ]


def test_there_are_never_more_than_five_and_parts_are_named(council: Scene) -> None:
    for reference in ("R02a", "R02b"):
        council.last_view(reference, category=category(6), asked_for=f"Figures for {reference}.")
    council.report("R02a", "R02b", category=category(4))
    found = asked(council, "R02")
    assert len(found) == MOST
    assert found[2:4] == [
        "What outside the council’s control holds up R02 a)?",
        "What outside the council’s control holds up R02 b)?",
    ]


def test_a_scheme_without_standing_questions_has_only_sharpened_ones(council: Scene) -> None:
    Inquiry.objects.update(scheme=AssessmentSchemeFactory())
    council.report("R01", category=category(4))
    found = council.face().questions
    assert found.standing == ()
    assert {row.sharpens for row in found.sharpened} == {""}


def test_every_rule_of_the_claim_check_has_its_question() -> None:
    """The codes of the rules are their names, as the claim check writes them."""
    codes = {
        "left_out": "left-out",
        "leads_nowhere": "pointer-leads-nowhere",
    }
    expected = {codes.get(rule.__name__, rule.__name__.replace("_", "-")) for rule in RULES}
    assert set(module._OF_FINDINGS) == expected
