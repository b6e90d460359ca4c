"""The history of one recommendation, as each viewer may see it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracking.enums import Decision, Exemption, MeetingState, Outcome, ReportState
from tracking.models import EvidenceUse, Recommendation, TrackingCommittee
from tracking.queries.recommendations import handings_on, positions, recommendation_history

pytestmark = pytest.mark.django_db

PUBLIC = AnonymousUser()
TODAY = date(2017, 1, 1)


@pytest.fixture
def whole():
    return factories.RecommendationFactory(number=6)


@pytest.fixture
def meeting(whole):
    return factories.MeetingFactory(committee=whole.inquiry.tracking_committee, state=MeetingState.HELD)


def leaf_position(leaf, viewer=PUBLIC):
    rows = Recommendation.objects.filter(pk=leaf.pk).with_standing_assessment(viewer).with_responsibilities()
    return positions(rows, viewer)[0]


def concluded(leaf, meeting, number: int | None = 1, reason: str = "implemented", **fields):
    return factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=factories.category(number) if number else None,
        decision=Decision.CONCLUDE,
        conclusion_reason=reason,
        **fields,
    )


def test_a_position_pairs_the_latest_claim_with_the_standing_view(whole, meeting):
    report = factories.published_report([whole], meeting=meeting)
    claim = whole.self_assessments.get()
    view = factories.AssessmentFactory(leaf=whole, meeting=meeting, report=report, self_assessment=claim)

    found = leaf_position(whole)

    assert (found.claim, found.view, found.view_answers_claim) == (claim, view, True)
    assert (found.is_concluded, found.is_achieved) == (False, False)


def test_a_claim_the_committee_has_not_answered_stands_beside_its_earlier_view(whole, meeting):
    view = factories.AssessmentFactory(leaf=whole, meeting=meeting)
    later = factories.MeetingFactory(
        committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.PAPERS_ISSUED
    )
    factories.published_report([whole], meeting=later)

    found = leaf_position(whole)

    assert (found.claim, found.view) == (whole.self_assessments.get(), view)
    assert found.view_answers_claim is False


def test_a_deferral_leaves_the_standing_view_as_it_is(whole, meeting):
    view = factories.AssessmentFactory(leaf=whole, meeting=meeting)
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    factories.AssessmentFactory(leaf=whole, meeting=later, outcome=Outcome.DEFERRED, category=None, decision="")

    assert leaf_position(whole).view == view


def test_a_proposal_to_conclude_is_not_achieved_even_when_the_committee_concludes(whole, meeting):
    concluded(whole, meeting, number=None, reason="overtaken")

    found = leaf_position(whole)

    assert (found.is_concluded, found.is_achieved) == (True, False)


def test_a_reopened_leaf_is_tracked_again(whole, meeting):
    concluded(whole, meeting)
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    factories.AssessmentFactory(leaf=whole, meeting=later, reopens=True, reason="It stopped working.")

    assert leaf_position(whole).is_concluded is False


@pytest.mark.parametrize(("day", "late"), [(date(2015, 11, 30), False), (date(2015, 12, 1), True)])
def test_a_tracked_leaf_is_late_the_day_after_its_date(whole, day, late):
    assert leaf_position(whole).is_late(day) is late


def test_a_concluded_leaf_is_never_late(whole, meeting):
    concluded(whole, meeting)

    assert leaf_position(whole).is_late(date(2020, 1, 1)) is False


def test_views_not_yet_public_count_for_users_alone(whole, meeting):
    planned = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10))
    view = concluded(whole, planned)

    assert leaf_position(whole).view is None
    assert leaf_position(whole, factories.UserFactory()).view == view


def test_the_rounds_come_latest_first_with_what_the_report_said(whole, meeting):
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    for sitting in (meeting, later):
        factories.published_report([whole], meeting=sitting)

    rounds = recommendation_history(whole, PUBLIC, today=TODAY).rounds

    assert [row.sitting.meeting for row in rounds] == [later, meeting]
    assert [row.updates[0].update.evidence_text for row in rounds] == [
        "The work was done and the figures were published."
    ] * 2


def test_a_draft_and_its_evidence_text_are_nowhere_in_the_history(whole, meeting):
    report = factories.published_report([whole], meeting=meeting, state=ReportState.DRAFT)

    assert recommendation_history(whole, PUBLIC, today=TODAY).rounds == ()
    assert recommendation_history(whole, factories.appointed(report.lead_post), today=TODAY).rounds == ()


def test_evidence_that_is_withheld_is_only_for_those_who_may_open_it(whole, meeting):
    report = factories.published_report([whole], meeting=meeting)
    update = whole.updates.get()
    public = factories.EvidenceFactory()
    exempt = factories.EvidenceFactory(
        exemption=Exemption.EXEMPT, exempt_paragraph=3, public_interest_reason="Prices of a live tender."
    )
    for position, evidence in enumerate((public, exempt), start=1):
        EvidenceUse.objects.create(evidence=evidence, update=update, position=position)

    def titles(viewer):
        return [
            row.evidence for row in recommendation_history(whole, viewer, today=TODAY).rounds[0].updates[0].evidence
        ]

    assert titles(PUBLIC) == [public]
    assert titles(factories.appointed(report.lead_post)) == [public, exempt]


def test_evidence_of_another_part_is_left_out_of_a_parts_page(whole, meeting):
    first = factories.PartFactory(parent=whole, letter="a")
    second = factories.PartFactory(parent=whole, letter="b")
    factories.published_report([first, second], meeting=meeting)
    update = whole.updates.get()
    for_all, for_first, for_second = factories.EvidenceFactory.create_batch(3)
    for position, (evidence, leaf) in enumerate(((for_all, None), (for_first, first), (for_second, second)), start=1):
        EvidenceUse.objects.create(evidence=evidence, update=update, leaf=leaf, position=position)

    def shown(recommendation):
        return [
            row.evidence
            for row in recommendation_history(recommendation, PUBLIC, today=TODAY).rounds[0].updates[0].evidence
        ]

    assert shown(first) == [for_all, for_first]
    assert shown(whole) == [for_all, for_first, for_second]


def test_a_recommendation_with_parts_tells_where_they_stand_and_shows_their_rounds(whole, meeting):
    first = factories.PartFactory(parent=whole, letter="a")
    second = factories.PartFactory(parent=whole, letter="b")
    factories.published_report([second, first], meeting=meeting)
    concluded(first, meeting)

    history = recommendation_history(whole, PUBLIC, today=TODAY)

    assert history.position is None
    assert [(part.leaf, part.is_concluded) for part in history.part_positions] == [(first, True), (second, False)]
    assert [judged.leaf for judged in history.rounds[0].judgements] == [first, second]


def test_judgements_made_before_a_split_stay_on_the_parent_and_are_marked(whole, meeting):
    view = factories.AssessmentFactory(leaf=whole, meeting=meeting)
    part = factories.PartFactory(parent=whole)

    parent_history, part_history = (
        recommendation_history(whole, PUBLIC, today=TODAY),
        recommendation_history(part, PUBLIC, today=TODAY),
    )

    (judged,) = parent_history.rounds[0].judgements
    assert (judged.leaf, judged.round.view, judged.before_split) == (whole, view, True)
    assert (part_history.rounds, part_history.judged_before_split) == ((), True)
    assert part_history.position.view is None


def test_neighbours_are_in_the_order_of_the_references():
    inquiry = factories.InquiryFactory()
    first = factories.RecommendationFactory(inquiry=inquiry, number=1)
    part = factories.PartFactory(parent=first)
    factories.RecommendationFactory(inquiry=inquiry, number=2, withdrawn_reason="Entered twice")
    last = factories.RecommendationFactory(inquiry=inquiry, number=3)

    found = [recommendation_history(row, PUBLIC, today=TODAY) for row in (first, part, last)]

    assert [(row.previous, row.next) for row in found] == [(None, part), (first, last), (part, None)]


def test_handings_on_name_the_committee_before_and_the_one_after():
    inquiry = factories.InquiryFactory()
    before = inquiry.tracking_committees.get()
    TrackingCommittee.objects.filter(pk=before.pk).update(starts_on=None, ends_on=date(2016, 5, 24))
    after = TrackingCommittee.objects.create(
        inquiry=inquiry, committee=factories.CommitteeFactory(), starts_on=date(2016, 5, 24)
    )

    (found,) = handings_on(inquiry)

    assert (found.on, found.before, found.after) == (date(2016, 5, 24), before, after)


def test_an_inquiry_never_handed_on_has_none():
    assert handings_on(factories.InquiryFactory()) == ()
