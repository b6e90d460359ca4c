"""Two officers at the same moment: nothing is overwritten, and the last view is seen to be the last."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import InquiryFactory, RecommendationFactory, published_report, seated
from tracking.actions.assessments import agree_with_the_rest, record_view
from tracking.actions.committee_views import CommitteeView
from tracking.enums import CommitteeRole, MeetingState, ReportState
from tracking.exceptions import StaleState
from tracking.models import Assessment, Event, Meeting, ProgressReport, Recommendation, SelfAssessment, User

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Do every act in a thread and a connection of its own, all started together; return results and refusals."""
    start = Barrier(len(acts))

    def attempt(act: Callable[[], object]) -> object:
        start.wait(timeout=10)
        try:
            return act()
        except StaleState as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(attempt, acts))


def _recording(leaf: Recommendation, report: ProgressReport, officer: User) -> Callable[[], object]:
    def act() -> object:
        return record_view(
            leaf=leaf,
            meeting=Meeting.objects.get(pk=report.meeting_id),
            report=ProgressReport.objects.get(pk=report.pk),
            view=CommitteeView(agrees=True),
            by=officer,
        )

    return act


def _report(leaves: list[Recommendation]) -> tuple[ProgressReport, User]:
    report = published_report(leaves)
    Meeting.objects.update(state=MeetingState.HELD)
    return report, seated(report.meeting.committee, CommitteeRole.SCRUTINY_OFFICER)


def test_of_two_views_on_one_leaf_the_second_is_refused() -> None:
    leaf = RecommendationFactory(number=1)
    report, officer = _report([leaf])
    results = _at_once([_recording(leaf, report, officer)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Assessment", "StaleState"]
    assert (Assessment.objects.count(), Event.objects.count()) == (1, 1)


def test_of_two_last_views_one_completes_the_report() -> None:
    first = RecommendationFactory(number=1)
    leaves = [first, RecommendationFactory(inquiry=first.inquiry, number=2)]
    report, officer = _report(leaves)
    _at_once([_recording(leaf, report, officer) for leaf in leaves])
    report.refresh_from_db()
    assert (Assessment.objects.count(), report.state) == (2, ReportState.CONSIDERED)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time, so there is no order.")
def test_agreeing_with_the_rest_locks_every_inquiry_before_the_meeting() -> None:
    """Whoever records one view has its inquiry and waits for the meeting: the other way round they wait for ever."""
    first = RecommendationFactory(number=1)
    report, officer = _report([first])
    second = RecommendationFactory(inquiry=InquiryFactory(tracking_committee=report.meeting.committee), number=1)
    published_report([second], meeting=report.meeting)
    claims = list(SelfAssessment.objects.select_related("leaf__parent", "leaf__inquiry", "update__revision__report"))
    with CaptureQueriesContext(connection) as captured:
        agree_with_the_rest(meeting=Meeting.objects.get(), claims=claims, by=officer)
    locking = [query["sql"] for query in captured if "FOR NO KEY UPDATE" in query["sql"]]
    locked = [sql.split('FROM "')[1].split('"')[0] for sql in locking]
    assert locked[:2] == ["tracking_inquiry", "tracking_inquiry"]
    assert next(table for table in locked if table != "tracking_inquiry") == "tracking_meeting"
