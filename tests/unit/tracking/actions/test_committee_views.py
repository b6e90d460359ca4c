"""What a committee may say about a leaf: defaults filled in, contradictions named."""

from datetime import date
from typing import Any

import pytest

from tests.factories import PartFactory, RecommendationFactory, category, six_categories
from tracking.actions.committee_views import CommitteeView, problems_with, settled
from tracking.enums import ConclusionReason, Decision, Outcome
from tracking.models import AssessmentScheme, Category, Recommendation, SelfAssessment

MEETING_ON = date(2016, 4, 12)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaf() -> Recommendation:
    return RecommendationFactory(number=6)


def _claim(leaf: Recommendation, number: int | None = 3, proposal: str = "") -> SelfAssessment:
    return SelfAssessment(leaf=leaf, category=category(number) if number else None, proposed_conclusion=proposal)


def _problems(leaf: Recommendation, claim: SelfAssessment | None, **said: Any) -> list[tuple[str, str]]:
    view = settled(CommitteeView(**said), leaf=leaf, claim=claim)
    found = problems_with(view, leaf=leaf, claim=claim, meeting_on=MEETING_ON)
    return [(problem.field, problem.message) for problem in found]


@pytest.mark.parametrize(
    ("number", "decision"),
    [
        (1, Decision.CONCLUDE),
        (2, Decision.CONCLUDE),
        (3, Decision.CONTINUE),
        (4, ""),
        (5, Decision.CONTINUE),
        (6, Decision.CONTINUE),
    ],
)
def test_a_category_decides_by_itself_as_its_row_says(leaf: Recommendation, number: int, decision: str) -> None:
    assert leaf.usual_decision(category(number)) == decision


@pytest.mark.parametrize("due", [{"ongoing": True}, {"recurs_every_months": 12}])
def test_nothing_decides_a_leaf_without_an_end_by_itself(due: dict[str, Any]) -> None:
    assert RecommendationFactory(**due).usual_decision(category(1)) == ""


def test_a_part_without_a_date_recurs_with_its_recommendation() -> None:
    whole = RecommendationFactory(recurs_every_months=12)
    part = PartFactory(parent=whole, due_text="", due_on=None)
    assert part.usual_decision(category(1)) == ""


def test_agreeing_takes_over_the_claimed_category_with_its_usual_decision_and_reason(leaf: Recommendation) -> None:
    view = settled(CommitteeView(agrees=True), leaf=leaf, claim=_claim(leaf, 1))
    assert (view.category, view.decision, view.conclusion_reason) == (
        category(1),
        Decision.CONCLUDE,
        ConclusionReason.IMPLEMENTED,
    )


def test_agreeing_with_a_proposal_concludes_for_the_proposed_reason_without_a_category(leaf: Recommendation) -> None:
    claim = _claim(leaf, None, ConclusionReason.OVERTAKEN)
    view = settled(CommitteeView(agrees=True), leaf=leaf, claim=claim)
    assert (view.category, view.decision, view.conclusion_reason) == (
        None,
        Decision.CONCLUDE,
        ConclusionReason.OVERTAKEN,
    )


@pytest.mark.parametrize("outcome", [Outcome.DEFERRED, Outcome.NO_VIEW])
def test_no_default_is_filled_in_where_no_view_is_given(leaf: Recommendation, outcome: Outcome) -> None:
    view = CommitteeView(outcome=outcome, reason="The Cabinet Member was ill.")
    assert settled(view, leaf=leaf, claim=_claim(leaf)) == view


@pytest.mark.parametrize(
    "said",
    [
        {"agrees": True},
        {"outcome": Outcome.DEFERRED},
        {"outcome": Outcome.NO_VIEW, "reason": "Out of time."},
        {"agrees": True, "agreed_due_on": date(2016, 11, 30)},
        {"decision": Decision.CONCLUDE, "conclusion_reason": ConclusionReason.NOT_ACHIEVABLE},
    ],
)
def test_these_views_can_be_recorded(leaf: Recommendation, said: dict[str, Any]) -> None:
    assert _problems(leaf, _claim(leaf), **said) == []


def test_a_category_may_differ_from_the_claim_with_a_reason(leaf: Recommendation) -> None:
    assert _problems(leaf, _claim(leaf, 1), category=category(3), reason="Indicators not yet reported.") == []


@pytest.mark.parametrize(
    ("claimed", "said", "field", "message"),
    [
        (3, {}, "decision", "Choose whether tracking of R06 continues or is concluded."),
        (
            3,
            {"decision": Decision.CONTINUE},
            "category",
            "Choose a category for R06. Only concluding needs none.",
        ),
        (
            4,
            {"agrees": True},
            "decision",
            "Choose whether tracking of R06 continues or is concluded. Category 4 does not decide it.",
        ),
        (
            None,
            {"agrees": True},
            "category",
            "There is no assessment of R06 to agree with. Choose a category.",
        ),
        (
            3,
            {"decision": Decision.CONCLUDE, "agrees": True},
            "conclusion_reason",
            "Choose why tracking of R06 is concluded.",
        ),
        (
            3,
            {"decision": Decision.CONCLUDE, "conclusion_reason": ConclusionReason.MERGED},
            "conclusion_target",
            "Enter where R06 went: what it was transferred to or merged into.",
        ),
        (
            3,
            {"agrees": True, "agreed_due_on": MEETING_ON},
            "agreed_due_on",
            "The new date for R06 must be after the meeting.",
        ),
        (
            1,
            {"agrees": True, "agreed_due_on": date(2016, 11, 30)},
            "agreed_due_on",
            "Take the new date away: R06 has none once tracking is concluded.",
        ),
        (
            3,
            {"outcome": Outcome.DEFERRED, "decision": Decision.CONTINUE},
            "category",
            "A category, a decision or a new date for R06 can only come with a view.",
        ),
    ],
)
def test_what_is_wrong_with_a_view_is_said_where_to_put_it_right(
    leaf: Recommendation, claimed: int | None, said: dict[str, Any], field: str, message: str
) -> None:
    assert _problems(leaf, _claim(leaf, claimed), **said) == [(field, message)]


def test_a_category_that_differs_from_the_claim_needs_a_reason(leaf: Recommendation) -> None:
    problem = ("reason", "Enter the reason for the view on R06. It differs from the assessment given.")
    assert _problems(leaf, _claim(leaf, 1), category=category(3)) == [problem]


def test_a_category_instead_of_the_proposed_conclusion_needs_a_reason(leaf: Recommendation) -> None:
    claim = _claim(leaf, None, ConclusionReason.OVERTAKEN)
    problem = ("reason", "Enter the reason for the view on R06. It differs from the assessment given.")
    assert _problems(leaf, claim, category=category(5)) == [problem]


def test_a_reason_to_conclude_is_refused_while_tracking_continues(leaf: Recommendation) -> None:
    said = {"category": category(3), "conclusion_reason": ConclusionReason.OVERTAKEN}
    problem = ("decision", "Choose “Conclude tracking” for R06, or take the reason for it away.")
    assert _problems(leaf, _claim(leaf), **said) == [problem]


def test_a_leaf_that_recurs_is_decided_by_the_committee_itself() -> None:
    leaf = RecommendationFactory(number=6, recurs_every_months=12)
    message = (
        "Choose whether tracking of R06 continues or is concluded. It recurs or is ongoing, so no category decides it."
    )
    assert _problems(leaf, _claim(leaf, 1), agrees=True) == [("decision", message)]


def test_a_leaf_cannot_be_merged_into_itself(leaf: Recommendation) -> None:
    said = {
        "decision": Decision.CONCLUDE,
        "conclusion_reason": ConclusionReason.MERGED,
        "conclusion_target": "R06",
        "conclusion_target_recommendation": leaf,
    }
    problem = ("conclusion_target_recommendation", "R06 cannot go to itself. Enter another recommendation.")
    assert _problems(leaf, _claim(leaf), **said) == [problem]


def test_a_category_of_another_scheme_is_refused(leaf: Recommendation) -> None:
    six_categories()
    scheme = AssessmentScheme.objects.create(name="Two categories", slug="two-categories")
    other = Category.objects.create(
        scheme=scheme, number=1, name="Done", criterion="It is done.", achieved=True, default_decision="continue"
    )
    problem = ("category", "Choose a category that this inquiry uses for R06.")
    assert _problems(leaf, None, category=other) == [problem]
