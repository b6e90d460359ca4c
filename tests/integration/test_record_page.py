"""The page on which a view is recorded: what it shows beside the form, and how the form stands on it."""

from datetime import date
from html import unescape

import pytest
from django.test import Client

from tests.factories import AssessmentFactory, category
from tests.recording_scene import Scene, scene
from tracking.enums import ConclusionReason, Outcome

pytestmark = pytest.mark.django_db

SUMMARY = (
    '\n  <summary class="govuk-details__summary"><span class="govuk-details__summary-text">More: what is asked for'
)
FOLDED, UNFOLDED = f'<details class="govuk-details">{SUMMARY}', f'<details class="govuk-details" open>{SUMMARY}'


@pytest.fixture
def council(client: Client) -> Scene:
    council = scene()
    client.force_login(council.officer)
    return council


def html(client: Client, council: Scene, reference: str = "R01") -> str:
    return unescape(client.get(council.address(reference=reference)).content.decode())


class TestWhatLiesOnTheTable:
    def test_the_round_before_stands_beside_the_claim(self, client: Client, council: Scene) -> None:
        council.last_report("R01", text="The plan was agreed by the board.")
        council.last_view(asked_for="Figures for the year.")
        council.report("R01", text="The plan was agreed by the cabinet.", anticipated_on=date(2016, 6, 30))
        page = html(client, council)
        for words in (
            "Slipped 213 days in one move.",
            "<strong>Asked for then:</strong> Figures for the year.",
            "Since last time, 10 November 2015",
            '<mark class="app-differing">cabinet.</mark>',
            '<mark class="app-differing">board.</mark>',
            "Last time the committee asked: “Figures for the year.” Where is it answered?",
            "What the committee asks every time",
        ):
            assert words in page

    def test_new_evidence_is_marked(self, client: Client, council: Scene) -> None:
        council.last_report("R01")
        council.shows(council.report("R01"), title="The minutes")
        assert '<strong class="app-files__new">new</strong>' in html(client, council)

    def test_late_news_stands_beside_the_evidence_and_never_in_it(self, client: Client, council: Scene) -> None:
        council.news(council.report("R01"), "It opened **yesterday**.")
        page = html(client, council)
        assert "Supplement 1, 8 April 2016: the whole report" in page
        assert "It opened <strong>yesterday</strong>." in page

    def test_every_leaf_of_the_meeting_is_listed_with_its_state(self, client: Client, council: Scene) -> None:
        council.report()
        AssessmentFactory(leaf=council.leaves["R02b"], meeting=council.now, category=category(5))
        page = html(client, council)
        assert f'href="{council.address()}" data-leaf="R01" aria-current="true"' in page
        assert f'href="{council.address(reference="R02b")}" data-leaf="R02b" data-recorded' in page
        assert ": 5 Not Achieved (Insufficient Progress)</span>" in page
        assert "All recommendations: 1 of 3 recorded" in page


class TestTheForm:
    def test_agreeing_says_what_it_records(self, client: Client, council: Scene) -> None:
        council.report("R01")
        assert "3 Not Achieved (Progress Made), tracking continues" in html(client, council)

    def test_agreeing_says_that_a_decision_must_be_chosen_where_there_is_no_usual_one(
        self, client: Client, council: Scene
    ) -> None:
        council.report("R01", category=category(4))
        assert "4 Not Achieved (Obstacle), choose the decision" in html(client, council)

    def test_agreeing_names_the_parts_where_their_claims_are_not_the_same(self, client: Client, council: Scene) -> None:
        council.report("R02a", "R02b")
        claim = council.claim("R02b")
        claim.category = category(6)
        claim.save()
        words = "R02 a) 3 Not Achieved (Progress Made), tracking continues; R02 b) 6 In Progress, tracking continues"
        assert words in html(client, council, "R02")

    def test_there_is_nothing_to_agree_with_where_nothing_was_claimed(self, client: Client, council: Scene) -> None:
        council.report("R01", category=None)
        form = client.get(council.address()).context["form"]
        assert form.fields["judgement"].choices[0] == ("1", "1 Achieved (Fully)")

    def test_a_proposal_brings_its_reason_along(self, client: Client, council: Scene) -> None:
        proposal = {"proposed_conclusion": ConclusionReason.MERGED, "proposal_explanation": "It went to R02."}
        council.report("R01", category=None, **proposal)
        form = client.get(council.address()).context["form"]
        assert form.initial["conclusion_reason"] == ConclusionReason.MERGED

    def test_what_is_seldom_needed_is_folded_away_although_the_minute_is_carried_on(
        self, client: Client, council: Scene
    ) -> None:
        council.report()
        AssessmentFactory(leaf=council.leaves["R02b"], meeting=council.now, minute="47")
        page = html(client, council)
        assert 'value="47"' in page
        assert FOLDED in page

    @pytest.mark.parametrize(
        "typed",
        [
            {"judgement": "5", "decision": "usual", "asked_for": "Figures."},
            {"judgement": "5", "decision": "usual", "agreed_due_on_day": "3"},
            {"judgement": "agree", "decision": "usual", "minute": "4" * 51},
        ],
    )
    def test_it_stands_open_when_something_was_typed_or_is_wrong_there(
        self, client: Client, council: Scene, typed: dict[str, str]
    ) -> None:
        council.report("R01")
        page = unescape(client.post(council.address(), typed).content.decode())
        assert UNFOLDED in page

    def test_what_concluding_asks_is_there_without_scripts(self, client: Client, council: Scene) -> None:
        council.report("R01")
        page = html(client, council)
        assert 'data-reveals="id_decision_conclude_reveals"' in page
        assert 'id="id_decision_conclude_reveals"' in page
        assert "Why tracking is concluded" in page


class TestARecordedLeaf:
    def test_it_can_be_undone_from_its_page(self, client: Client, council: Scene) -> None:
        council.report("R01")
        AssessmentFactory(leaf=council.leaves["R01"], meeting=council.now, recorded_by=council.officer)
        page = html(client, council)
        assert f'<form method="post" action="{council.address("view_undo")}">' in page
        assert 'id="undo"' in page
        client.post(council.address("view_undo"))
        assert "No view is recorded yet." in html(client, council)

    def test_a_leaf_that_was_deferred_says_so_in_the_list(self, client: Client, council: Scene) -> None:
        council.report("R01")
        fields = {"outcome": Outcome.DEFERRED, "category": None, "decision": ""}
        AssessmentFactory(leaf=council.leaves["R01"], meeting=council.now, **fields)
        assert '<span class="app-leaves__mark" aria-hidden="true">deferred</span>' in html(client, council)
