"""What waits at a meeting, what came to it from an earlier one, and what the public is told of both."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests.factories import CommitteeFactory, InquiryFactory, MeetingFactory, RecommendationFactory, published_report
from tests.factories import seated as seat
from tracking.actions.assessments import record_view
from tracking.actions.committee_views import CommitteeView
from tracking.actions.view_corrections import undo_view
from tracking.enums import CommitteeRole, MeetingState, Outcome
from tracking.models import Meeting, ProgressReport, Recommendation, User
from tracking.queries.views_at_meeting import last_minute, reports_at_meeting, views_waiting

pytestmark = pytest.mark.django_db

AGREED = CommitteeView(agrees=True, minute="47")
DEFERRED = CommitteeView(outcome=Outcome.DEFERRED, minute="47")


@pytest.fixture
def leaf() -> Recommendation:
    return RecommendationFactory(inquiry=InquiryFactory(tracking_committee=CommitteeFactory()), number=1)


@pytest.fixture
def report(leaf: Recommendation) -> ProgressReport:
    report = published_report([leaf])
    Meeting.objects.update(state=MeetingState.HELD)
    report.meeting.refresh_from_db()
    return report


@pytest.fixture
def next_meeting(report: ProgressReport) -> Meeting:
    return MeetingFactory(
        committee=report.meeting.committee, held_on=date(2016, 6, 14), state=MeetingState.PAPERS_ISSUED
    )


@pytest.fixture
def officer(report: ProgressReport) -> User:
    return seat(report.meeting.committee, CommitteeRole.SCRUTINY_OFFICER)


def test_a_leaf_that_came_back_is_counted_before_and_after_its_view(
    leaf: Recommendation, report: ProgressReport, next_meeting: Meeting, officer: User
) -> None:
    record_view(leaf=leaf, meeting=report.meeting, report=report, view=DEFERRED, by=officer)
    assert views_waiting([next_meeting], officer) == {next_meeting.pk: (1, 1)}
    record_view(leaf=leaf, meeting=next_meeting, report=report, view=AGREED, by=officer)
    assert views_waiting([next_meeting], officer) == {next_meeting.pk: (0, 1)}


def test_the_minute_number_goes_on_after_an_undo(leaf: Recommendation, report: ProgressReport, officer: User) -> None:
    other = RecommendationFactory(inquiry=leaf.inquiry, number=2)
    published_report([other], meeting=report.meeting)
    second = ProgressReport.objects.get(revisions__updates__self_assessments__leaf=other)
    record_view(leaf=leaf, meeting=report.meeting, report=report, view=AGREED, by=officer)
    undone = record_view(leaf=other, meeting=report.meeting, report=second, view=AGREED, by=officer)
    undo_view(assessment=undone, by=officer)
    assert last_minute(report.meeting, officer) == "47"


def test_the_public_is_not_told_by_a_gap_that_a_leaf_that_came_back_has_a_view(
    leaf: Recommendation, report: ProgressReport, next_meeting: Meeting, officer: User
) -> None:
    record_view(leaf=leaf, meeting=report.meeting, report=report, view=DEFERRED, by=officer)
    Meeting.objects.filter(pk=report.meeting_id).update(
        views_published_at=timezone.now(), views_published_by=officer, state=MeetingState.HELD
    )
    before = reports_at_meeting(next_meeting, AnonymousUser())
    record_view(leaf=leaf, meeting=next_meeting, report=report, view=AGREED, by=officer)
    after = reports_at_meeting(next_meeting, AnonymousUser())
    assert [[(row.leaf, row.view) for row in at.leaves] for at in before] == [[(leaf, None)]]
    assert after == before
