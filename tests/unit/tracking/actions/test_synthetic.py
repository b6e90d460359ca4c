"""The large made-up council: as big as it says, and as if everything had been done in its day."""

from datetime import date
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from tests import factories
from tracking.actions.synthetic import load_synthetic
from tracking.actions.synthetic_council import COMMITTEES_AT_A_TIME, POSTS_AT_A_TIME, SyntheticCouncil, write_council
from tracking.actions.synthetic_words import Words
from tracking.enums import Capacity, InquiryState, MeetingState, PostKind
from tracking.exceptions import NotPossible
from tracking.models import (
    Appointment,
    Assessment,
    Committee,
    Event,
    Inquiry,
    Meeting,
    Post,
    ProgressUpdate,
    Recommendation,
    SelfAssessment,
)
from tracking.queries.register_check import strayed_leaves

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


class ACouncilOfOneYear(TestCase):
    """Loaded once for all that is said of it: it takes some seconds."""

    @classmethod
    def setUpTestData(cls):
        cls.loaded = load_synthetic(years=1, seed=7, today=TODAY)

    def test_it_has_25_inquiries_with_320_recommendations_and_five_more_are_drafts(self):
        whole = Recommendation.objects.whole()

        assert Inquiry.objects.public().count() == 25
        assert whole.filter(inquiry__in=Inquiry.objects.public()).count() == 320
        assert Inquiry.objects.filter(state=InquiryState.DRAFT).count() == 5
        assert (self.loaded.inquiries, self.loaded.recommendations) == (30, Recommendation.objects.count())
        assert (self.loaded.updates, self.loaded.views) == (ProgressUpdate.objects.count(), Assessment.objects.count())

    def test_the_register_says_what_is_derived_from_the_judgements(self):
        assert list(strayed_leaves()) == []

    def test_it_leaves_one_event(self):
        assert [(event.type, event.after) for event in Event.objects.all()] == [
            ("loaded synthetic council", {"years": 1, "seed": 7})
        ]

    def test_nothing_is_judged_before_it_was_approved(self):
        views = Assessment.objects.select_related("leaf__inquiry")
        assert [view for view in views if view.considered_on < view.leaf.inquiry.approved_on] == []

    def test_what_is_not_achieved_has_a_date_to_come_and_what_is_achieved_one_that_passed(self):
        claims = SelfAssessment.objects.filter(category__isnull=False)
        wrong = [
            claim
            for claim in claims.select_related("category", "update__revision__report__meeting")
            if claim.category.achieved != bool(claim.completed_on)
            or (claim.anticipated_on and claim.anticipated_on <= claim.update.revision.report.meeting.held_on)
        ]
        assert wrong == []

    def test_views_of_the_latest_meetings_are_not_public_yet(self):
        held = Meeting.objects.filter(state__in=MeetingState.views_public())
        assert {meeting for meeting in held if meeting.views_published_at is None} == {
            meeting for meeting in held if (TODAY - meeting.held_on).days <= 14
        }

    def test_evidence_is_as_long_as_real_evidence_is(self):
        lengths = [len(text.split()) for text in ProgressUpdate.objects.values_list("evidence_text", flat=True)]
        assert (min(lengths) >= 70, max(lengths) <= 420) == (True, True)

    def test_it_is_refused_beside_inquiries_that_are_there_already(self):
        with pytest.raises(NotPossible, match="There are inquiries already"):
            load_synthetic(years=1, today=TODAY)
        assert Inquiry.objects.count() == 30


def test_the_same_seed_says_the_same_and_another_something_else():
    def said(seed):
        words = Words(Random(seed))  # noqa: S311 - nothing secret
        return words.inquiry_title("parks"), words.evidence("parks")

    assert said(1) == said(1)
    assert said(1) != said(2)


def test_after_elections_portfolios_change_hands_and_some_are_cut_anew():
    scheme = factories.six_categories()
    random = Random(3)  # noqa: S311 - nothing secret
    begins_on = date(2017, 11, 21)
    council = SyntheticCouncil(random, Words(random), begins_on, TODAY, scheme, categories={})

    write_council(council)

    ended = Post.objects.filter(ended_on__isnull=False)
    assert [post.successors.count() for post in ended] == [1] * ended.count()
    holders = Appointment.objects.filter(capacity=Capacity.HOLDER)
    held = [holders.in_force(day).count() for day in (begins_on, date(2021, 6, 1), TODAY)]
    assert held == [POSTS_AT_A_TIME] * 3
    assert [Post.objects.current(day).filter(kind=PostKind.PORTFOLIO).count() for day in (TODAY,)] == [POSTS_AT_A_TIME]
    assert Committee.objects.current(TODAY).count() == COMMITTEES_AT_A_TIME


def test_it_may_be_added_to_inquiries_that_are_there_already_and_the_command_says_what_it_loaded(capsys):
    factories.InquiryFactory()

    call_command("load_synthetic", "--years", "1", "--add")

    assert Inquiry.objects.count() == 31
    loaded = Recommendation.objects.count()
    assert capsys.readouterr().out.startswith(f"Loaded 30 inquiries, {loaded} recommendations and parts, ")


@pytest.mark.parametrize("options", [("--years", "0"), ("--scale", "0")])
def test_the_command_refuses_no_years_at_all(options):
    with pytest.raises(CommandError, match="Give at least one year"):
        call_command("load_synthetic", *options)
