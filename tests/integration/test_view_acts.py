"""Beside recording one view: agreeing with all the rest, undoing, jumping to a reference, publishing; no JavaScript."""

from datetime import date
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import InquiryFactory, PartFactory, RecommendationFactory, category, published_report, seated
from tests.sitting import Sitting, sitting_in_progress
from tracking.enums import CommitteeRole, MeetingState, Outcome
from tracking.models import Assessment, Meeting, SelfAssessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(client: Client) -> Sitting:
    sitting = sitting_in_progress(client)
    Meeting.objects.update(views_published_at=None, views_published_by=None)
    sitting.meeting.refresh_from_db()
    return sitting


def _text(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def _claims(*references: str) -> list[str]:
    rows = SelfAssessment.objects.select_related("leaf")
    return [str(row.pk) for row in rows if row.leaf.reference in references]


class TestAgreeingWithTheRest:
    def test_the_page_says_for_each_leaf_what_agreeing_means(self, sitting: Sitting) -> None:
        text = _text(sitting.client.get(sitting.address("views_agree")))
        assert ": 3 Not Achieved (Progress Made), tracking continues" in text
        assert text.count('type="checkbox"') == text.count("checked") == 4

    def test_those_that_are_ticked_are_recorded_and_the_others_wait(self, sitting: Sitting) -> None:
        ticked = {f"report_{sitting.report.pk}": _claims("R01", "R02a", "R02b")}
        response = sitting.client.post(sitting.address("views_agree"), ticked, follow=True)
        assert "3 views recorded: the committee agrees." in _text(response)
        assert {view.leaf.reference for view in Assessment.objects.live()} == {"R01", "R02a", "R02b"}

    def test_what_needs_words_is_listed_to_be_recorded_one_by_one(self, sitting: Sitting) -> None:
        SelfAssessment.objects.filter(leaf=sitting.leaves["R03"]).update(category=category(4), obstacle="The law.")
        text = _text(sitting.client.get(sitting.address("views_agree")))
        assert text.count('type="checkbox"') == 3
        assert "Choose whether tracking of R03 continues or is concluded. Category 4 does not decide it." in text

    def test_nothing_ticked_is_said_to_be_nothing(self, sitting: Sitting) -> None:
        response = sitting.client.post(sitting.address("views_agree"), {})
        assert "Choose at least one recommendation to agree with." in _text(response)
        assert Assessment.objects.count() == 0

    def test_what_a_colleague_recorded_meanwhile_is_told_and_nothing_is_recorded(self, sitting: Sitting) -> None:
        sitting.post("view_record", "R01", judgement="deferred")
        ticked = {f"report_{sitting.report.pk}": _claims("R01", "R03")}
        response = sitting.client.post(sitting.address("views_agree"), ticked)
        assert "Somebody has recorded one of these views meanwhile." in _text(response)
        assert [view.outcome for view in Assessment.objects.all()] == [Outcome.DEFERRED]

    def test_what_two_reports_assess_is_listed_to_be_recorded_one_by_one(self, sitting: Sitting) -> None:
        published_report([sitting.leaves["R01"]], meeting=sitting.meeting, claims={"category": category(5)})
        text = _text(sitting.client.get(sitting.address("views_agree")))
        assert text.count('type="checkbox"') == 3
        assert "Two reports to this meeting assess R01. Record its view by itself." in text

    def test_once_the_minutes_are_approved_it_says_why_nothing_can_be_agreed(self, sitting: Sitting) -> None:
        Meeting.objects.update(state=MeetingState.MINUTES_APPROVED, minutes_approved_on=date(2016, 5, 1))
        text = _text(sitting.client.get(sitting.address("views_agree")))
        assert "The minutes are approved, so views can only be corrected now." in text
        assert 'type="checkbox"' not in text


class TestUndoing:
    def test_the_button_takes_the_view_back_and_the_leaf_can_be_recorded_again(self, sitting: Sitting) -> None:
        sitting.post("view_record", "R01", judgement="agree", decision="usual")
        response = sitting.client.post(sitting.address("view_undo", "R01"), follow=True)
        assert "The view on R01 is undone. It waits for a view again." in _text(response)
        assert "Record and next" in _text(response)
        sitting.post("view_record", "R01", judgement="1", decision="usual", reason="It is done.")
        assert sitting.view_of("R01").category == category(1)

    def test_what_a_colleague_corrected_meanwhile_is_not_undone(self, sitting: Sitting) -> None:
        sitting.post("view_record", "R01", judgement="agree", decision="usual")
        seen = sitting.view_of("R01")
        assert f'name="seen" value="{seen.pk}"' in _text(sitting.client.get(sitting.address("view_record", "R01")))
        corrected = {"judgement": "5", "decision": "usual", "reason": "Nothing came.", "superseding_reason": "A slip."}
        sitting.post("view_correct", "R01", seen=seen.pk, **corrected)
        response = sitting.client.post(sitting.address("view_undo", "R01"), {"seen": seen.pk}, follow=True)
        assert "R01 already has a view that you have not seen" in _text(response)
        assert sitting.view_of("R01").category == category(5)

    def test_after_approval_it_says_to_correct_instead(self, sitting: Sitting) -> None:
        sitting.post("view_record", "R01", judgement="agree", decision="usual")
        Meeting.objects.update(state=MeetingState.MINUTES_APPROVED, minutes_approved_on=date(2016, 5, 1))
        response = sitting.client.post(sitting.address("view_undo", "R01"), follow=True)
        assert "The minutes of this meeting are approved. Correct the view, with the reason." in _text(response)
        assert sitting.view_of("R01").outcome == Outcome.VIEWED


class TestJumping:
    @pytest.mark.parametrize(
        ("typed", "reference"),
        [("2b", "R02b"), ("R02 b)", "R02b"), ("r2B", "R02b"), (" 3 ", "R03"), ("2", "R02"), ("R02", "R02")],
    )
    def test_a_reference_is_found_however_it_is_typed(self, sitting: Sitting, typed: str, reference: str) -> None:
        response = sitting.client.get(sitting.address("view_jump"), {"to": typed})
        assert response["Location"] == sitting.address("view_record", reference)

    def test_of_two_inquiries_the_one_on_the_table_comes_first(self, sitting: Sitting) -> None:
        other = InquiryFactory(slug="another", tracking_committee=sitting.meeting.committee)
        published_report([RecommendationFactory(inquiry=other, number=1)], meeting=sitting.meeting)
        for slug in ("another", "partnership"):
            response = sitting.client.get(sitting.address("view_jump"), {"to": "1", "inquiry": slug})
            assert f"/views/{slug}/R01/" in response["Location"]

    @pytest.mark.parametrize("typed", ["", "9", "R", "2z", "\x00", "'; --"])
    def test_what_is_not_there_is_said_in_words(self, sitting: Sitting, typed: str) -> None:
        response = sitting.client.get(sitting.address("view_jump"), {"to": typed}, follow=True)
        assert "at this meeting. Enter a reference like 6b." in _text(response)


class TestPublishing:
    def test_the_public_reads_the_views_once_the_clerk_has_published_them(self, sitting: Sitting) -> None:
        sitting.post("view_record", "R01", judgement="1", decision="usual", reason="The figures were shown.")
        page = reverse("recommendation_detail", args=["partnership", "R01"])
        public, clerk = Client(), Client()
        assert "The figures were shown." in _text(sitting.client.get(page))
        assert "The figures were shown." not in _text(public.get(page))
        clerk.force_login(seated(sitting.meeting.committee, CommitteeRole.CLERK))
        meeting = sitting.address("meeting_detail")
        assert "Publish the committee’s views" in _text(clerk.get(meeting))
        assert "3 of 4 views are not recorded yet." in _text(clerk.get(sitting.address("meeting_publish_views")))
        response = clerk.post(sitting.address("meeting_publish_views"), follow=True)
        assert "The committee’s views are published." in _text(response)
        assert "The figures were shown." in _text(public.get(page))
        assert list(Assessment.objects.visible_to(AnonymousUser())) == [sitting.view_of("R01")]

    def test_publishing_twice_is_told(self, sitting: Sitting) -> None:
        clerk = Client()
        clerk.force_login(seated(sitting.meeting.committee, CommitteeRole.CLERK))
        clerk.post(sitting.address("meeting_publish_views"))
        response = clerk.post(sitting.address("meeting_publish_views"))
        assert (response.status_code, "already" in _text(response)) == (409, True)


def test_recording_a_view_costs_the_same_however_large_the_meeting_is(sitting: Sitting) -> None:
    def queries(reference: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = sitting.post("view_record", reference, judgement="agree", decision="usual")
        assert response.status_code == 302
        return len(captured)

    sitting.post("view_record", "R01", judgement="agree", decision="usual")
    few = queries("R02a")
    more = InquiryFactory(tracking_committee=sitting.meeting.committee)
    for number in range(1, 31):
        whole = RecommendationFactory(inquiry=more, number=number)
        parts = [PartFactory(parent=whole, letter=letter) for letter in "ab"]
        published_report(parts, meeting=sitting.meeting)
        extra = RecommendationFactory(inquiry=sitting.inquiry, number=10 + number)
        published_report([extra], meeting=sitting.meeting)
    assert queries("R02b") == few
