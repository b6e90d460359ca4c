"""The list of inquiries and the grid of one, as each viewer may see them."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tests.register import registered
from tracking.enums import CommitteeRole, Decision, MeetingState, Outcome, ReportState
from tracking.models import Inquiry
from tracking.queries.inquiries import (
    GridGroup,
    NextMeeting,
    inquiry_history,
    inquiry_rows,
    last_tracked_on,
    next_meetings,
)
from tracking.queries.judgements import Sitting

pytestmark = pytest.mark.django_db

PUBLIC = AnonymousUser()
TODAY = date(2016, 5, 1)
CONCLUDED = {"decision": Decision.CONCLUDE, "conclusion_reason": "implemented"}


@pytest.fixture
def inquiry():
    return factories.InquiryFactory()


@pytest.fixture
def meeting(inquiry):
    return factories.MeetingFactory(committee=inquiry.tracking_committee, state=MeetingState.HELD)


def history_of(inquiry, viewer=PUBLIC):
    read = Inquiry.objects.with_tracking_committee().get(pk=inquiry.pk)
    return inquiry_history(read, viewer, today=TODAY)


def row_of(inquiry, viewer=PUBLIC):
    registered()
    return inquiry_rows(Inquiry.objects.filter(pk=inquiry.pk).with_tracking_committee(), viewer, today=TODAY)[0]


def test_sittings_are_columns_and_leaves_are_rows(inquiry, meeting):
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    first, second = (factories.RecommendationFactory(inquiry=inquiry, number=number) for number in (1, 2))
    factories.published_report([first], meeting=meeting)
    view = factories.AssessmentFactory(leaf=second, meeting=later)

    history = history_of(inquiry)

    assert history.sittings == (Sitting.of_meeting(meeting), Sitting.of_meeting(later))
    cells = [[(row.claim, row.view) if row else None for row in group.whole.rounds] for group in history.groups]
    assert cells == [[(first.self_assessments.get(), None), None], [None, (None, view)]]


def test_parts_stand_under_their_recommendation_which_is_no_leaf(inquiry, meeting):
    whole = factories.RecommendationFactory(inquiry=inquiry)
    parts = tuple(factories.PartFactory(parent=whole, letter=letter) for letter in "ab")

    (group,) = history_of(inquiry).groups

    assert (group.whole.recommendation, group.whole.position) == (whole, None)
    assert tuple(row.recommendation for row in group.parts) == parts
    assert [leaf.leaf for leaf in group.leaves] == list(parts)


def test_what_was_judged_before_a_split_stays_in_the_row_of_the_parent(inquiry, meeting):
    whole = factories.RecommendationFactory(inquiry=inquiry)
    view = factories.AssessmentFactory(leaf=whole, meeting=meeting)
    factories.PartFactory(parent=whole)

    (group,) = history_of(inquiry).groups

    assert [row and row.view for row in group.whole.rounds] == [view]
    assert [row.rounds for row in group.parts] == [(None,)]


def test_withdrawn_recommendations_and_parts_are_left_out(inquiry):
    whole = factories.RecommendationFactory(inquiry=inquiry)
    factories.PartFactory(parent=whole, withdrawn_reason="Entered twice")
    factories.RecommendationFactory(inquiry=inquiry, withdrawn_reason="Entered twice")

    groups: tuple[GridGroup, ...] = history_of(inquiry).groups

    assert [(group.whole.recommendation, group.parts) for group in groups] == [(whole, ())]
    assert row_of(inquiry).leaf_count == 1


def test_the_public_sees_no_column_of_drafts_or_of_views_not_yet_public(inquiry, meeting):
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    planned = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10))
    factories.published_report([leaf], meeting=planned, state=ReportState.ACCEPTED)
    factories.AssessmentFactory(leaf=leaf, meeting=planned)

    assert history_of(inquiry).sittings == ()
    assert history_of(inquiry, factories.UserFactory()).sittings == (Sitting.of_meeting(planned),)


def test_reports_are_those_the_viewer_may_see_the_latest_first(inquiry, meeting):
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10))
    published = factories.published_report([leaf], meeting=meeting)
    submitted = factories.published_report([leaf], meeting=later, state=ReportState.SUBMITTED)
    officer = factories.seated(meeting.committee, CommitteeRole.SCRUTINY_OFFICER)

    assert history_of(inquiry).reports == (published,)
    assert history_of(inquiry, officer).reports == (submitted, published)


def test_a_row_counts_concluded_leaves(inquiry, meeting):
    whole = factories.RecommendationFactory(inquiry=inquiry, number=1)
    part = factories.PartFactory(parent=whole, letter="a")
    factories.PartFactory(parent=whole, letter="b")
    single = factories.RecommendationFactory(inquiry=inquiry, number=2)
    for leaf in (part, single):
        factories.AssessmentFactory(leaf=leaf, meeting=meeting, category=factories.category(1), **CONCLUDED)

    row = row_of(inquiry)

    assert (row.concluded_count, row.leaf_count, row.has_parts) == (2, 3, True)


def test_a_reopened_leaf_counts_as_tracked(inquiry, meeting):
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, category=factories.category(1), **CONCLUDED)
    factories.AssessmentFactory(leaf=leaf, meeting=later, reopens=True, reason="It stopped working.")

    assert (row_of(inquiry).concluded_count, row_of(inquiry).has_parts) == (0, False)


def test_last_tracked_is_the_latest_view_given_or_the_date_carried_over(inquiry, meeting):
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 4, 26), state=MeetingState.HELD)

    def found() -> date | None:
        return last_tracked_on([Inquiry.objects.get(pk=inquiry.pk)], PUBLIC)[inquiry.pk]

    assert found() is None
    Inquiry.objects.filter(pk=inquiry.pk).update(last_tracked_on_carried_over=date(2015, 3, 1))
    assert found() == date(2015, 3, 1)
    factories.AssessmentFactory(leaf=leaf, meeting=meeting)
    assert found() == date(2016, 4, 12)
    factories.AssessmentFactory(leaf=leaf, meeting=later, outcome=Outcome.DEFERRED, category=None, decision="")
    assert found() == date(2016, 4, 12)


def test_the_next_meeting_is_the_one_a_visible_report_is_for_else_that_of_the_committee(inquiry, meeting):
    first, second = (
        factories.MeetingFactory(committee=meeting.committee, held_on=day)
        for day in (date(2016, 6, 7), date(2016, 7, 12))
    )
    leaf = factories.RecommendationFactory(inquiry=inquiry)

    def found(viewer=PUBLIC):
        return next_meetings([inquiry], viewer, on=TODAY).get(inquiry.pk)

    assert found() == NextMeeting(first, has_report=False)
    report = factories.published_report([leaf], meeting=second, state=ReportState.DRAFT)
    assert found() == NextMeeting(first, has_report=False)
    assert found(factories.appointed(report.lead_post)) == NextMeeting(second, has_report=True)


def test_past_and_cancelled_meetings_are_never_next(inquiry, meeting):
    factories.MeetingFactory(
        committee=meeting.committee,
        held_on=date(2016, 6, 7),
        state=MeetingState.CANCELLED,
        cancelled_reason="No quorum",
    )

    assert next_meetings([inquiry], PUBLIC, on=TODAY) == {}
