"""Recording the committee's views in a browser without JavaScript: list, form, correction, reopening."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AssessmentFactory,
    MeetingFactory,
    RecommendationFactory,
    category,
)
from tests.sitting import Sitting, sitting_in_progress
from tracking import dates
from tracking.enums import ConclusionReason, Decision, MeetingState
from tracking.models import Assessment, Event, Meeting, Recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(client: Client) -> Sitting:
    return sitting_in_progress(client)


def _text(response: HttpResponse) -> str:
    """The words of a page, tags taken out, so that a sentence can be looked for."""
    return unescape(response.content.decode())


class TestTheList:
    def test_it_says_how_many_are_recorded_and_which_is_next(self, sitting: Sitting) -> None:
        AssessmentFactory(leaf=sitting.leaves["R01"], meeting=sitting.meeting)
        page = _text(sitting.client.get(sitting.address("meeting_views")))
        assert '<p class="app-state">1 of 4 views is recorded.</p>' in page
        assert "Record the view on R02 a)" in page
        assert "Record one view for 2 parts of R02" in page
        assert page.count("Not recorded yet") == 3

    def test_when_all_are_recorded_it_leads_back_to_the_meeting(self, sitting: Sitting) -> None:
        for leaf in sitting.leaves.values():
            AssessmentFactory(leaf=leaf, meeting=sitting.meeting)
        page = _text(sitting.client.get(sitting.address("meeting_views")))
        assert '<p class="app-state">All 4 views are recorded.</p>' in page
        assert "Go on to the meeting’s page" in page

    def test_it_says_why_nothing_can_be_recorded_before_the_papers_are_issued(self, sitting: Sitting) -> None:
        Meeting.objects.update(state=MeetingState.PLANNED, views_published_at=None)
        page = _text(sitting.client.get(sitting.address("meeting_views")))
        assert "0 of 4 views are recorded. Views can be recorded once the papers are issued." in page

    def test_a_leaf_that_another_meeting_has_concluded_waits_for_nothing(self, sitting: Sitting) -> None:
        _conclude(sitting.leaves["R01"], held_on=date(2016, 3, 1))
        page = _text(sitting.client.get(sitting.address("meeting_views")))
        assert "1 of 4 views is recorded." in page
        assert "Concluded at another meeting" in page

    def test_a_meeting_without_reports_says_what_will_appear(self, sitting: Sitting) -> None:
        sitting.report.delete()
        page = _text(sitting.client.get(sitting.address("meeting_views")))
        assert "No Progress Report is published for this meeting." in page
        assert "once the clerk has published its report for this meeting" in page


class TestRecordingOneLeaf:
    def test_agreeing_records_the_claim_and_goes_on_to_the_next(self, sitting: Sitting) -> None:
        response = sitting.post("view_record", "R01", judgement="agree", decision="usual", minute="47")
        assert response.url == sitting.address("view_record", "R02a")
        view = sitting.view_of("R01")
        assert (view.category, view.decision, view.minute) == (category(3), "continue", "47")
        page = _text(sitting.client.get(response.url))
        assert "R01 recorded: 3 Not Achieved (Progress Made), tracking continues." in page
        assert 'value="47"' in page

    def test_the_list_comes_next_when_asked_for(self, sitting: Sitting) -> None:
        response = sitting.post("view_record", "R01", judgement="agree", decision="usual", then="list")
        assert response.url == sitting.address("meeting_views")

    def test_after_the_last_comes_the_first_that_was_left_out(self, sitting: Sitting) -> None:
        response = sitting.post("view_record", "R03", judgement="agree", decision="usual")
        assert response.url == sitting.address("view_record", "R01")

    def test_a_different_category_is_recorded_with_its_reason_request_and_date(self, sitting: Sitting) -> None:
        sitting.post(
            "view_record",
            "R01",
            judgement="5",
            decision="usual",
            reason="Nothing was reported.",
            asked_for="Figures.",
            agreed_due_on_day="30",
            agreed_due_on_month="11",
            agreed_due_on_year="2016",
        )
        view = sitting.view_of("R01")
        assert (view.category, view.reason, view.asked_for, view.agreed_due_on) == (
            category(5),
            "Nothing was reported.",
            "Figures.",
            date(2016, 11, 30),
        )

    def test_it_can_be_concluded_without_a_category_and_linked_to_where_it_went(self, sitting: Sitting) -> None:
        sitting.post(
            "view_record",
            "R01",
            judgement="none",
            decision="conclude",
            conclusion_reason="merged",
            conclusion_target="R03 of the same inquiry",
            conclusion_target_recommendation="R03",
        )
        view = sitting.view_of("R01")
        assert (view.category, view.conclusion_reason) == (None, "merged")
        assert view.conclusion_target_recommendation == sitting.leaves["R03"]

    def test_where_it_went_can_be_given_by_address(self, sitting: Sitting) -> None:
        other = RecommendationFactory(inquiry__slug="other-inquiry", number=7)
        sitting.post(
            "view_record",
            "R01",
            judgement="none",
            decision="conclude",
            conclusion_reason="transferred",
            conclusion_target="The other inquiry",
            conclusion_target_recommendation="https://scrutiny.example.org/inquiries/other-inquiry/recommendations/R07/",
        )
        assert sitting.view_of("R01").conclusion_target_recommendation == other

    @pytest.mark.parametrize(("judgement", "outcome"), [("deferred", "deferred"), ("no_view", "no_view")])
    def test_it_can_be_deferred_or_left_without_a_view(self, sitting: Sitting, judgement: str, outcome: str) -> None:
        sitting.post("view_record", "R01", judgement=judgement, decision="usual", reason="Out of time.")
        view = sitting.view_of("R01")
        assert (view.outcome, view.category, view.reason) == (outcome, None, "Out of time.")

    def test_what_belongs_to_a_choice_that_was_not_made_is_left_out(self, sitting: Sitting) -> None:
        sitting.post(
            "view_record",
            "R01",
            judgement="agree",
            decision="continue",
            conclusion_reason="merged",
            conclusion_target="Typed before the other choice was made",
        )
        assert sitting.view_of("R01").conclusion_target == ""

    def test_a_mistake_is_named_where_it_is_and_nothing_typed_is_lost(self, sitting: Sitting) -> None:
        response = sitting.post(
            "view_record", "R01", judgement="1", decision="usual", asked_for="Figures for the year.", minute="47"
        )
        page = _text(response)
        assert response.status_code == 200
        assert "<title>Error: R01" in page
        assert (
            '<a href="#id_reason">Enter the reason for the view on R01. It differs from the assessment given.</a>'
            in page
        )
        assert "Figures for the year.</textarea>" in page
        assert Assessment.objects.count() == 0

    @pytest.mark.parametrize(
        ("typed", "target", "message"),
        [
            ({}, "id_judgement_0", "Choose the committee’s view, or that it is deferred or not given."),
            ({"judgement": "agree"}, "id_decision_0", "Choose whether tracking of R01 continues or is concluded."),
            (
                {"judgement": "agree", "decision": "conclude"},
                "id_conclusion_reason_0",
                "Choose why tracking of R01 is concluded.",
            ),
            (
                {"judgement": "none", "decision": "conclude", "conclusion_reason": "merged"},
                "id_conclusion_target",
                "Enter where R01 went: what it was transferred to or merged into.",
            ),
            (
                {
                    "judgement": "none",
                    "decision": "conclude",
                    "conclusion_reason": "merged",
                    "conclusion_target": "Elsewhere",
                    "conclusion_target_recommendation": "R99",
                },
                "id_conclusion_target_recommendation",
                "There is no recommendation at “R99”. Paste the address of its page, or a reference like R06 b.",
            ),
            (
                {"judgement": "agree", "decision": "usual", "agreed_due_on_day": "12", "agreed_due_on_month": "4"},
                "id_agreed_due_on_year",
                "The date must include a year. For example, 31 3 2016.",
            ),
            (
                {
                    "judgement": "agree",
                    "decision": "usual",
                    "agreed_due_on_day": "12",
                    "agreed_due_on_month": "4",
                    "agreed_due_on_year": "2016",
                },
                "id_agreed_due_on_day",
                "The new date for R01 must be after the meeting.",
            ),
            ({"judgement": "11", "decision": "usual"}, "id_judgement_0", "Choose one from the list."),
        ],
    )
    def test_each_mistake_leads_to_the_field_that_puts_it_right(
        self, sitting: Sitting, typed: dict[str, str], target: str, message: str
    ) -> None:
        page = _text(sitting.post("view_record", "R01", **typed))
        assert f'<a href="#{target}">{message}</a>' in page
        assert f'id="{target}"' in page

    def test_somebody_who_was_faster_is_named_and_nothing_is_lost_or_overwritten(self, sitting: Sitting) -> None:
        first = AssessmentFactory(leaf=sitting.leaves["R01"], meeting=sitting.meeting)
        response = sitting.post("view_record", "R01", judgement="5", decision="usual", reason="Nothing was reported.")
        page = _text(response)
        assert response.status_code == 409
        assert f"R01 already has a view that you have not seen: {first.recorded_by} recorded it" in page
        assert "Nothing was reported.</textarea>" in page
        assert list(Assessment.objects.all()) == [first]

    def test_a_leaf_that_is_recorded_shows_its_view_and_how_to_correct_it(self, sitting: Sitting) -> None:
        AssessmentFactory(leaf=sitting.leaves["R01"], meeting=sitting.meeting, reason="It is as they say.")
        page = _text(sitting.client.get(sitting.address("view_record", "R01")))
        assert '<p class="app-state">The view is recorded.</p>' in page
        assert "It is as they say." in page
        assert sitting.address("view_correct", "R01") in page
        assert "Record and next" not in page

    def test_the_officer_has_the_words_the_claim_its_doubts_and_the_last_view_before_them(
        self, sitting: Sitting
    ) -> None:
        leaf = sitting.leaves["R01"]
        last = MeetingFactory(
            committee=sitting.meeting.committee,
            held_on=date(2015, 11, 10),
            state=MeetingState.MINUTES_APPROVED,
            minutes_approved_on=date(2015, 12, 8),
        )
        AssessmentFactory(leaf=leaf, meeting=last, asked_for="Figures for the year, please.")
        claim = leaf.self_assessments.get()
        claim.category = category(1)
        claim.save()
        claim.overrides.create(code="completion_date_missing", reason="It was a decision.", recorded_by=sitting.officer)
        page = _text(sitting.client.get(sitting.address("view_record", "R01")))
        for words in (
            '<span class="app-meeting__place">1 of 4</span>',
            '<span class="app-meeting__inquiry">Refreshing the Partnership</span>',
            "That the council does thing 1.",
            "November 2015 (30 November 2015)",
            "Achieved (Fully)",
            "Claim check:",
            "Figures for the year, please.",
            "The work was done and the figures were published.",
        ):
            assert words in page

    def test_a_leaf_that_recurs_offers_no_usual_decision(self, sitting: Sitting) -> None:
        Recommendation.objects.filter(pk=sitting.leaves["R01"].pk).update(recurs_every_months=12)
        page = _text(sitting.client.get(sitting.address("view_record", "R01")))
        assert "As usual for the category" not in page

    def test_a_proposal_to_conclude_is_agreed_with_in_so_many_words(self, sitting: Sitting) -> None:
        claim = sitting.leaves["R01"].self_assessments.get()
        claim.category, claim.proposed_conclusion = None, ConclusionReason.OVERTAKEN
        claim.proposal_explanation = "The service has ended."
        claim.save()
        page = _text(sitting.client.get(sitting.address("view_record", "R01")))
        assert "Proposed: overtaken by events" in page
        assert "As usual for the category" not in page
        sitting.post(
            "view_record", "R01", judgement="agree", decision="conclude", conclusion_reason=ConclusionReason.OVERTAKEN
        )
        view = sitting.view_of("R01")
        assert (view.category, view.decision, view.conclusion_reason) == (None, "conclude", "overtaken")

    @pytest.mark.parametrize("reference", ["R99", "R02c", "nonsense"])
    def test_a_leaf_outside_the_papers_has_no_page(self, sitting: Sitting, reference: str) -> None:
        assert sitting.client.get(sitting.address("view_record", reference)).status_code == 404


class TestRecordingAllParts:
    def test_one_act_records_every_part(self, sitting: Sitting) -> None:
        response = sitting.post("view_record", "R02", parts=["a", "b"], judgement="agree", decision="usual")
        assert response.url == sitting.address("view_record", "R03")
        assert {sitting.view_of("R02a").decision, sitting.view_of("R02b").decision} == {"continue"}
        assert Event.objects.get().type == "recorded view on parts"

    def test_a_part_that_was_left_out_stays_to_be_recorded(self, sitting: Sitting) -> None:
        sitting.post("view_record", "R02", parts=["b"], judgement="agree", decision="usual")
        page = _text(sitting.client.get(sitting.address("view_record", "R02")))
        assert "1 part of 2 still to record: R02 a)." in page
        assert [view.leaf for view in Assessment.objects.all()] == [sitting.leaves["R02b"]]

    def test_at_least_one_part_must_be_chosen(self, sitting: Sitting) -> None:
        page = _text(sitting.post("view_record", "R02", judgement="agree", decision="usual"))
        assert '<a href="#id_parts_0">Choose at least one part that this view is for.</a>' in page

    def test_nothing_is_recorded_when_somebody_was_faster_with_one_of_them(self, sitting: Sitting) -> None:
        first = AssessmentFactory(leaf=sitting.leaves["R02b"], meeting=sitting.meeting)
        response = sitting.post("view_record", "R02", parts=["a", "b"], judgement="agree", decision="usual")
        assert response.status_code == 409
        assert "R02 b) already has a view that you have not seen" in _text(response)
        assert list(Assessment.objects.all()) == [first]


class TestCorrecting:
    @pytest.fixture
    def recorded(self, sitting: Sitting) -> Assessment:
        leaf = sitting.leaves["R01"]
        return AssessmentFactory(
            leaf=leaf, meeting=sitting.meeting, report=sitting.report, self_assessment=leaf.self_assessments.get()
        )

    def test_the_form_starts_from_what_is_recorded(self, sitting: Sitting, recorded: Assessment) -> None:
        page = sitting.client.get(sitting.address("view_correct", "R01"))
        assert page.context["form"].initial["judgement"] == "3"
        assert page.context["form"].initial["decision"] == "usual"

    @pytest.mark.parametrize("seen", ["", "x", "99999999999999999999", "²"])
    def test_a_form_that_does_not_say_what_it_corrects_corrects_what_stands(
        self, sitting: Sitting, recorded: Assessment, seen: str
    ) -> None:
        typed = {"judgement": "5", "decision": "usual", "reason": "Nothing came.", "superseding_reason": "A slip."}
        sitting.post("view_correct", "R01", seen=seen, **typed)
        assert sitting.view_of("R01").supersedes == recorded

    def test_of_two_corrections_the_second_is_told_sees_the_first_and_may_then_correct_it(
        self, sitting: Sitting, recorded: Assessment
    ) -> None:
        assert f'name="seen" value="{recorded.pk}"' in _text(sitting.client.get(sitting.address("view_correct", "R01")))
        typed = {"judgement": "5", "decision": "usual", "reason": "Nothing came.", "superseding_reason": "A slip."}
        sitting.post("view_correct", "R01", seen=recorded.pk, **typed)
        first = sitting.view_of("R01")
        response = sitting.post("view_correct", "R01", seen=recorded.pk, **typed | {"reason": "Mine, not lost."})
        page = _text(response)
        assert response.status_code == 409
        assert "R01 already has a view that you have not seen" in page
        assert f'name="seen" value="{first.pk}"' in page
        assert ("Nothing came." in page, "Mine, not lost." in page) == (True, True)
        assert sitting.view_of("R01") == first
        sitting.post("view_correct", "R01", seen=first.pk, **typed | {"reason": "Mine, not lost."})
        assert sitting.view_of("R01").supersedes == first

    def test_what_was_typed_is_not_lost_when_a_colleague_undid_the_view(
        self, sitting: Sitting, recorded: Assessment
    ) -> None:
        sitting.client.post(sitting.address("view_undo", "R01"), {"seen": recorded.pk})
        typed = {"judgement": "5", "decision": "usual", "reason": "Mine, not lost.", "superseding_reason": "A slip."}
        response = sitting.post("view_correct", "R01", seen=recorded.pk, **typed)
        assert (response.status_code, "Mine, not lost." in _text(response)) == (409, True)

    def test_the_corrected_view_takes_the_place_of_the_first(self, sitting: Sitting, recorded: Assessment) -> None:
        response = sitting.post(
            "view_correct",
            "R01",
            judgement="5",
            decision="usual",
            reason="Nothing was reported.",
            superseding_reason="The chair said 5.",
        )
        assert response.url == sitting.address("meeting_views")
        view = sitting.view_of("R01")
        assert (view.category, view.supersedes, view.superseding_reason) == (
            category(5),
            recorded,
            "The chair said 5.",
        )

    def test_it_needs_its_reason(self, sitting: Sitting, recorded: Assessment) -> None:
        page = _text(sitting.post("view_correct", "R01", judgement="3", decision="usual"))
        assert '<a href="#id_superseding_reason">Enter why the recorded view is corrected.</a>' in page

    def test_a_leaf_without_a_view_has_nothing_to_correct(self, sitting: Sitting) -> None:
        assert sitting.client.get(sitting.address("view_correct", "R01")).status_code == 404


class TestReopening:
    def test_what_an_earlier_meeting_concluded_is_offered_and_tracked_again(self, sitting: Sitting) -> None:
        leaf = RecommendationFactory(inquiry=sitting.inquiry, number=8)
        _conclude(leaf, held_on=date(2015, 11, 10))
        page = _text(sitting.client.get(sitting.address("view_reopen_choose")))
        assert sitting.address("view_reopen", "R08") in page
        assert "Concluded 10 November 2015: implemented." in page
        response = sitting.post("view_reopen", "R08", judgement="5", reason="It was undone.")
        assert response.url == reverse(
            "meeting_detail", args=[sitting.meeting.committee.slug, sitting.meeting.date_slug]
        )
        row = Assessment.objects.get(leaf=leaf, meeting=sitting.meeting)
        assert (row.reopens, row.category, row.decision) == (True, category(5), "continue")
        assert "It was undone." in _text(sitting.client.get(response.url))

    def test_reopening_asks_for_category_and_reason(self, sitting: Sitting) -> None:
        _conclude(RecommendationFactory(inquiry=sitting.inquiry, number=8), held_on=date(2015, 11, 10))
        page = _text(sitting.post("view_reopen", "R08"))
        assert '<a href="#id_judgement_0">Choose the category it stands in now.</a>' in page
        assert '<a href="#id_reason">Enter why it is reopened.</a>' in page

    def test_a_leaf_still_tracked_cannot_be_reopened(self, sitting: Sitting) -> None:
        assert sitting.client.get(sitting.address("view_reopen", "R01")).status_code == 404

    def test_without_conclusions_the_page_says_what_will_appear(self, sitting: Sitting) -> None:
        page = _text(sitting.client.get(sitting.address("view_reopen_choose")))
        assert "once an earlier meeting of this committee has concluded them" in page


def _conclude(leaf: Recommendation, *, held_on: date) -> Assessment:
    committee = leaf.inquiry.tracking_committees.get().committee
    meeting = MeetingFactory(committee=committee, held_on=held_on, state=MeetingState.HELD)
    return AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=None,
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.IMPLEMENTED,
    )


def test_an_officer_is_warned_before_the_day_of_the_meeting(sitting: Sitting) -> None:
    Meeting.objects.filter(pk=sitting.meeting.pk).update(held_on=dates.today() + timedelta(days=9))
    sitting.meeting.refresh_from_db()
    page = unescape(sitting.client.get(sitting.address("view_record", "R01")).content.decode())
    assert "9 days left. A view belongs to the meeting that gives it." in page
