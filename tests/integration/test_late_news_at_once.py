"""Late news from several hands at the same moment: each number once, and nothing twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import MeetingFactory, RecommendationFactory, appointed, published_report, seated
from tracking import dates
from tracking.actions.supplements import decline_supplement, hand_in_late_news, publish_supplement
from tracking.enums import CommitteeRole
from tracking.exceptions import NotPossible
from tracking.models import Event, OutboxMail, ProgressReport, ReportSupplement, User

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[], object]


def _at_once(acts: list[Act]) -> list[object]:
    """Do every act in a thread and a connection of its own, all started together; return results and refusals."""
    start = Barrier(len(acts))

    def attempt(act: Act) -> object:
        start.wait(timeout=10)
        try:
            return act()
        except NotPossible as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(attempt, acts))


@pytest.fixture
def report() -> ProgressReport:
    leaf = RecommendationFactory(number=1)
    committee = leaf.inquiry.tracking_committees.get().committee
    meeting = MeetingFactory(committee=committee, held_on=dates.today() + timedelta(days=14))
    return published_report([leaf], meeting=meeting)


@pytest.fixture
def holder(report: ProgressReport) -> User:
    return appointed(report.lead_post)


@pytest.fixture
def clerk(report: ProgressReport) -> User:
    return seated(report.meeting.committee, CommitteeRole.CLERK)


def _publishing(supplement: ReportSupplement, clerk: User) -> Act:
    return lambda: publish_supplement(supplement=ReportSupplement.objects.get(pk=supplement.pk), by=clerk)


def test_supplements_published_at_once_get_a_number_each(report: ProgressReport, holder: User, clerk: User) -> None:
    texts = ("One.", "Two.", "Three.")
    rows = [hand_in_late_news(report=report, text=text, by=holder) for text in texts]
    _at_once([_publishing(row, clerk) for row in rows])
    assert sorted(ReportSupplement.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_of_publishing_and_declining_at_once_one_is_refused(report: ProgressReport, holder: User, clerk: User) -> None:
    row = hand_in_late_news(report=report, text="News.", by=holder)
    again = ReportSupplement.objects.get(pk=row.pk)
    results = _at_once([_publishing(row, clerk), lambda: decline_supplement(supplement=again, reason="No.", by=clerk)])
    refusals = [result for result in results if result is not None]
    assert len(refusals) == 1
    assert Event.objects.exclude(type="handed in late news").count() == 1


def test_a_form_sent_several_times_at_once_is_handed_in_once(report: ProgressReport, holder: User, clerk: User) -> None:
    rows = _at_once(
        [lambda: hand_in_late_news(report=ProgressReport.objects.get(pk=report.pk), text="News.", by=holder)] * 3
    )
    assert len(set(rows)) == 1
    assert (ReportSupplement.objects.count(), Event.objects.count(), OutboxMail.objects.count()) == (1, 1, 1)
