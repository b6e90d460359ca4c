"""The rounds of leaves: what each viewer may see of the two judgements."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracking.enums import MeetingState, Outcome, ReportState
from tracking.queries.judgements import LeafRound, Sitting, latest_claim, rounds_by_leaf, sittings_of

pytestmark = pytest.mark.django_db

PUBLIC = AnonymousUser()


def rounds_of(leaf, viewer=PUBLIC) -> tuple[LeafRound, ...]:
    return rounds_by_leaf([leaf.pk], viewer)[leaf.pk]


@pytest.fixture
def leaf():
    return factories.RecommendationFactory()


@pytest.fixture
def meeting(leaf):
    committee = leaf.inquiry.tracking_committee
    return factories.MeetingFactory(committee=committee, state=MeetingState.HELD)


def test_a_leaf_never_judged_has_no_rounds(leaf):
    assert rounds_of(leaf) == ()


def test_claim_and_view_of_one_meeting_are_one_round(leaf, meeting):
    report = factories.published_report([leaf], meeting=meeting)
    claim = leaf.self_assessments.get()
    view = factories.AssessmentFactory(leaf=leaf, meeting=meeting, report=report, self_assessment=claim)

    assert rounds_of(leaf) == (LeafRound(leaf.pk, Sitting.of_meeting(meeting), claim=claim, view=view),)


def test_rounds_come_in_the_order_of_their_sittings(leaf, meeting):
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    second = factories.MeetingFactory(committee=meeting.committee, sequence=2, state=MeetingState.HELD)
    for sitting in (later, second, meeting):
        factories.AssessmentFactory(leaf=leaf, meeting=sitting)
    factories.AssessmentFactory(leaf=leaf, meeting=None, considered_on=date(2014, 3, 3), source_text="Minutes")

    found = rounds_of(leaf)

    assert [row.sitting.meeting for row in found] == [None, meeting, second, later]
    assert sittings_of(found) == tuple(row.sitting for row in found)


@pytest.mark.parametrize("state", sorted(set(ReportState) - ReportState.public()))
def test_nobody_sees_a_claim_that_is_not_published(leaf, meeting, state):
    fields = {"withdrawn_reason": "Opened twice"} if state == ReportState.WITHDRAWN else {}
    report = factories.published_report([leaf], meeting=meeting, state=state, **fields)

    assert rounds_of(leaf) == ()
    assert rounds_of(leaf, factories.appointed(report.lead_post)) == ()


def test_a_returned_revision_is_not_shown_beside_the_current_one(leaf, meeting):
    report = factories.published_report([leaf], meeting=meeting, claims={"category": factories.category(1)})
    returned = factories.returned_copy(report, claims={"category": factories.category(5)})

    (row,) = rounds_of(leaf)

    assert row.claim.category == factories.category(1)
    assert row.other_claims == ()
    assert returned.updates.get().self_assessments.get().category == factories.category(5)


def test_views_of_a_meeting_not_yet_held_are_for_users_alone(leaf, meeting):
    planned = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10))
    view = factories.AssessmentFactory(leaf=leaf, meeting=planned)

    assert rounds_of(leaf) == ()
    assert [row.view for row in rounds_of(leaf, factories.UserFactory())] == [view]


def test_a_correction_takes_the_place_of_the_view_it_supersedes(leaf, meeting):
    first = factories.AssessmentFactory(leaf=leaf, meeting=meeting)
    second = factories.AssessmentFactory(
        leaf=leaf, meeting=meeting, supersedes=first, superseding_reason="Wrong line", category=factories.category(5)
    )
    third = factories.AssessmentFactory(
        leaf=leaf, meeting=meeting, supersedes=second, superseding_reason="It was right"
    )

    (row,) = rounds_of(leaf)

    assert row.view == third
    assert row.superseded == (second, first)


def test_a_deferred_round_keeps_its_view(leaf, meeting):
    view = factories.AssessmentFactory(leaf=leaf, meeting=meeting, outcome=Outcome.DEFERRED, category=None, decision="")

    assert [row.view for row in rounds_of(leaf)] == [view]


def test_the_latest_claim_is_that_of_the_last_round_that_has_one(leaf, meeting):
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    factories.published_report([leaf], meeting=meeting)
    factories.AssessmentFactory(leaf=leaf, meeting=later)
    found = rounds_of(leaf)

    assert latest_claim(found) == found[0]
    assert latest_claim(()) is None


def test_of_two_claims_at_a_meeting_the_one_the_view_answers_counts(leaf, meeting):
    factories.published_report([leaf], meeting=meeting)
    other = factories.published_report([leaf], meeting=meeting)
    first, second = leaf.self_assessments.order_by("pk")
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, report=other, self_assessment=second)

    (row,) = rounds_of(leaf)

    assert (row.claim, row.other_claims) == (second, (first,))


def test_the_number_of_queries_does_not_grow_with_the_leaves(django_assert_num_queries):
    inquiry = factories.InquiryFactory()
    leaves = factories.RecommendationFactory.create_batch(5, inquiry=inquiry)
    meeting = factories.MeetingFactory(committee=inquiry.tracking_committee, state=MeetingState.HELD)
    factories.published_report(leaves, meeting=meeting)
    for leaf in leaves:
        factories.AssessmentFactory(leaf=leaf, meeting=meeting)

    with django_assert_num_queries(3):
        rounds_by_leaf([leaf.pk for leaf in leaves], PUBLIC)
