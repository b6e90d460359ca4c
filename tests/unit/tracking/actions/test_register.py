"""No action leaves the register behind: after each of them it says what the judgements say."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from tests import factories
from tests.register import entry_of, registered
from tests.sitting import sitting_in_progress
from tracking.actions.assessments import agree_with_the_rest, record_view
from tracking.actions.committee_views import CommitteeView
from tracking.actions.demo import load_demo
from tracking.actions.inquiries import publish_inquiry, withdraw_inquiry
from tracking.actions.meetings import publish_views
from tracking.actions.recommendations import add_part, withdraw_recommendation
from tracking.actions.register import repair_register
from tracking.actions.view_corrections import correct_view, reopen_leaf, undo_view
from tracking.enums import Audience, CommitteeRole, ConclusionReason, Decision, Ending, MeetingState
from tracking.models import RegisterEntry, SelfAssessment
from tracking.queries.register_check import strayed_leaves

pytestmark = pytest.mark.django_db

DONE = CommitteeView(
    category=None, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN, reason="It has ended."
)


@pytest.fixture
def sitting(client):
    sitting = sitting_in_progress(client)
    sitting.meeting.views_published_at = sitting.meeting.views_published_by = None
    sitting.meeting.save()
    registered()
    return sitting


def record(sitting, reference, view=DONE):
    return record_view(
        leaf=sitting.leaves[reference], meeting=sitting.meeting, report=sitting.report, view=view, by=sitting.officer
    )


def ending(sitting, reference, audience=Audience.USERS):
    return entry_of(sitting.leaves[reference], audience).ending


def test_a_view_is_in_the_users_register_at_once_and_in_everyones_once_published(sitting):
    record(sitting, "R01")
    assert (ending(sitting, "R01"), ending(sitting, "R01", Audience.EVERYONE)) == (Ending.OVERTAKEN, Ending.TRACKED)
    clerk = factories.seated(sitting.meeting.committee, CommitteeRole.CLERK)
    publish_views(by=clerk, meeting=sitting.meeting)
    assert ending(sitting, "R01", Audience.EVERYONE) == Ending.OVERTAKEN
    assert list(strayed_leaves()) == []


def test_agreeing_with_the_rest_reaches_every_leaf(sitting):
    claims = list(SelfAssessment.objects.all())
    agree_with_the_rest(meeting=sitting.meeting, claims=claims, by=sitting.officer)
    viewed = RegisterEntry.objects.filter(audience=Audience.USERS).values_list("viewed", flat=True)
    assert set(viewed) == {factories.category(3).pk}
    assert list(strayed_leaves()) == []


def test_corrected_undone_and_reopened_views_are_followed(sitting):
    view = record(sitting, "R01")
    correct_view(
        assessment=view,
        view=CommitteeView(
            decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.NOT_ACHIEVABLE, reason="No money."
        ),
        superseding_reason="Misheard.",
        by=sitting.officer,
    )
    assert ending(sitting, "R01") == Ending.NOT_ACHIEVABLE
    later = factories.MeetingFactory(
        committee=sitting.meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD
    )
    reopen_leaf(
        leaf=sitting.leaves["R01"],
        meeting=later,
        view=CommitteeView(category=factories.category(5), decision=Decision.CONTINUE, reason="There is money."),
        by=sitting.officer,
    )
    assert ending(sitting, "R01") == Ending.TRACKED
    undo_view(assessment=record(sitting, "R03"), by=sitting.officer)
    assert ending(sitting, "R03") == Ending.TRACKED
    assert list(strayed_leaves()) == []


def test_a_part_takes_its_recommendations_place_and_a_mistake_leaves(sitting):
    inquiry = factories.InquiryFactory(tracking_committee=sitting.meeting.committee, state="draft")
    whole = factories.RecommendationFactory(inquiry=inquiry, number=1, text="All of it.")
    registered()
    part = add_part(by=sitting.officer, recommendation=whole, letter="a", text="A part of it.")
    assert set(RegisterEntry.objects.filter(inquiry=inquiry).values_list("leaf", flat=True)) == {part.pk}
    withdraw_recommendation(by=sitting.officer, recommendation=part, reason="Entered by mistake.")
    assert set(RegisterEntry.objects.filter(inquiry=inquiry).values_list("leaf", flat=True)) == {whole.pk}
    assert list(strayed_leaves()) == []


def test_an_inquiry_is_in_everyones_register_from_its_publication_until_it_is_withdrawn(sitting):
    inquiry = factories.InquiryFactory(tracking_committee=sitting.meeting.committee, state="draft")
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    factories.ResponsibilityFactory(recommendation=leaf)
    registered()

    def seen_by(viewer):
        return RegisterEntry.objects.visible_to(viewer).filter(inquiry=inquiry).count()

    elsewhere = factories.seated(factories.CommitteeFactory(), CommitteeRole.SCRUTINY_OFFICER)
    assert (seen_by(AnonymousUser()), seen_by(elsewhere), seen_by(sitting.officer)) == (0, 0, 1)
    publish_inquiry(by=sitting.officer, inquiry=inquiry)
    assert (seen_by(AnonymousUser()), seen_by(elsewhere), seen_by(sitting.officer)) == (1, 1, 1)
    withdraw_inquiry(by=sitting.officer, inquiry=inquiry, reason="Published too early.")
    assert (seen_by(AnonymousUser()), seen_by(elsewhere), seen_by(sitting.officer)) == (0, 0, 1)
    assert list(strayed_leaves()) == []


@pytest.mark.parametrize("load", [load_demo, load_demo.__wrapped__], ids=["followed once", "followed event by event"])
def test_the_demo_councils_whole_history_leaves_no_leaf_behind(load):
    load(password="a password for the demo", with_packs=False)
    assert RegisterEntry.objects.count() > 100
    assert list(strayed_leaves()) == []


def test_what_was_written_past_the_actions_is_named_and_put_right(sitting):
    factories.AssessmentFactory(leaf=sitting.leaves["R03"], meeting=sitting.meeting, category=factories.category(5))
    with pytest.raises(CommandError, match="The register disagrees on 1"):
        call_command("check_register")
    assert repair_register() == (sitting.leaves["R03"].pk,)
    assert list(strayed_leaves()) == []
