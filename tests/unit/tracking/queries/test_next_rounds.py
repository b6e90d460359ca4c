"""When the next report is due, who may know it, and when the officers are told to see to it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracking.enums import MeetingState, ReportState
from tracking.models import Committee, Inquiry, Meeting, ProgressReport
from tracking.queries.next_rounds import RoundDue, WhatFollows, known_next_rounds, rounds_due, what_follows

pytestmark = pytest.mark.django_db

TODAY = date(2016, 9, 1)
DUE = date(2016, 10, 12)
PUBLIC = AnonymousUser()


@pytest.fixture
def committee() -> Committee:
    return factories.CommitteeFactory()


@pytest.fixture
def inquiry(committee: Committee) -> Inquiry:
    return factories.InquiryFactory(tracking_committee=committee, next_round_on=DUE)


@pytest.fixture
def planned(committee: Committee) -> Meeting:
    return factories.MeetingFactory(committee=committee, held_on=date(2016, 10, 4))


def considered(inquiry: Inquiry, *, on: date = date(2016, 4, 12), published: bool = True) -> ProgressReport:
    """A report considered at a meeting, whose view is published or not."""
    committee = inquiry.tracking_committees.get().committee
    who = {} if published else {"views_published_by": None}
    meeting = factories.MeetingFactory(committee=committee, held_on=on, state=MeetingState.HELD, **who)
    leaf = factories.RecommendationFactory(inquiry=inquiry)
    report = factories.published_report([leaf], meeting=meeting, state=ReportState.CONSIDERED, considered_on=on)
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, report=report)
    return report


def report_for(inquiry: Inquiry, meeting: Meeting, state: ReportState = ReportState.DRAFT) -> ProgressReport:
    fields = {"withdrawn_reason": "Not needed."} if state == ReportState.WITHDRAWN else {}
    return factories.ProgressReportFactory(inquiry=inquiry, meeting=meeting, state=state, **fields)


@pytest.mark.parametrize(("due_on", "is_told"), [(0, True), (60, True), (-400, True), (61, False)])
def test_a_round_is_due_from_sixty_days_before_its_day(inquiry: Inquiry, due_on: int, is_told: bool) -> None:
    inquiry.next_round_on = TODAY + timedelta(days=due_on)
    assert [row.inquiry for row in rounds_due([inquiry], today=TODAY)] == [inquiry] * is_told


def test_an_inquiry_of_which_no_round_was_scheduled_is_not_told(inquiry: Inquiry) -> None:
    inquiry.next_round_on = None
    assert rounds_due([inquiry], today=TODAY) == []


def test_it_names_the_next_planned_meeting_of_the_committee_that_tracks_it(
    inquiry: Inquiry, committee: Committee, planned: Meeting
) -> None:
    factories.MeetingFactory(held_on=date(2016, 9, 2))
    factories.MeetingFactory(committee=committee, held_on=date(2016, 9, 3), state=MeetingState.PAPERS_ISSUED)
    factories.MeetingFactory(committee=committee, held_on=date(2016, 11, 8))
    assert rounds_due([inquiry], today=TODAY) == [RoundDue(inquiry, committee, planned)]


def test_without_a_planned_meeting_it_names_none(inquiry: Inquiry, committee: Committee) -> None:
    assert rounds_due([inquiry], today=TODAY) == [RoundDue(inquiry, committee, None)]


@pytest.mark.parametrize("state", sorted(ReportState.open()))
def test_it_is_not_due_while_a_report_for_a_later_meeting_is_under_way(
    inquiry: Inquiry, planned: Meeting, state: ReportState
) -> None:
    considered(inquiry)
    if state == ReportState.PUBLISHED:
        factories.published_report([factories.RecommendationFactory(inquiry=inquiry)], meeting=planned)
    else:
        report_for(inquiry, planned, state)
    assert rounds_due([inquiry], today=TODAY) == []


def test_a_withdrawn_report_does_not_count(inquiry: Inquiry, committee: Committee, planned: Meeting) -> None:
    report_for(inquiry, planned, ReportState.WITHDRAWN)
    assert rounds_due([inquiry], today=TODAY) == [RoundDue(inquiry, committee, planned)]


def test_what_was_deferred_at_the_round_before_does_not_count(inquiry: Inquiry, committee: Committee) -> None:
    first = considered(inquiry)
    factories.published_report([factories.RecommendationFactory(inquiry=inquiry)], meeting=first.meeting)
    assert rounds_due([inquiry], today=TODAY) == [RoundDue(inquiry, committee, None)]


def test_everyone_knows_the_day_that_follows_from_published_views(inquiry: Inquiry) -> None:
    considered(inquiry)
    viewers = (PUBLIC, factories.UserFactory())
    assert [known_next_rounds([inquiry], viewer) for viewer in viewers] == [{inquiry.pk: DUE}] * 2


def test_what_follows_from_views_not_yet_published_is_for_users(inquiry: Inquiry) -> None:
    report = considered(inquiry, published=False)
    user = factories.UserFactory()
    assert (known_next_rounds([inquiry], PUBLIC), known_next_rounds([inquiry], user)) == (
        {inquiry.pk: None},
        {inquiry.pk: DUE},
    )
    assert (what_follows(report, PUBLIC), what_follows(report, user)) == (WhatFollows(), WhatFollows(DUE))


def test_only_the_report_considered_last_is_followed_by_the_next_round(inquiry: Inquiry) -> None:
    first, last = considered(inquiry, on=date(2015, 11, 10)), considered(inquiry)
    assert (what_follows(first, PUBLIC), what_follows(last, PUBLIC)) == (WhatFollows(), WhatFollows(DUE))


def test_nothing_follows_yet_from_a_report_that_waits(inquiry: Inquiry, planned: Meeting) -> None:
    assert what_follows(report_for(inquiry, planned), factories.UserFactory()) == WhatFollows()


def test_a_conclusion_follows_with_its_day(committee: Committee) -> None:
    on = date(2016, 4, 12)
    inquiry = factories.InquiryFactory(tracking_committee=committee, state="concluded", concluded_on=on)
    assert what_follows(considered(inquiry), PUBLIC) == WhatFollows(concluded_on=on)
