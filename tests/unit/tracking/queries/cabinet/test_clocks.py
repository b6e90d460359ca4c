"""The clocks of a report to Cabinet warn: papers, notices and call-in, over bank holidays and summer time."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests import cabinet_factories as cabinet
from tests.factories import MeetingFactory, UserFactory
from tracking.dates import call_in_ends_on as last_day_of_call_in
from tracking.dates import clear_days_between, notice_due_on
from tracking.enums import CabinetReportState, DecisionOutcome
from tracking.models import ClosedDay
from tracking.models.cabinet import CabinetReport
from tracking.queries.cabinet.clocks import Clock, ClockFacts, call_in_ends_on, clocks_of
from tracking.queries.cabinet.papers import public_paper

pytestmark = pytest.mark.django_db

MEETING_ON = date(2019, 4, 16)


def _report(**fields: object) -> CabinetReport:
    return cabinet.CabinetReportFactory(
        meeting=MeetingFactory(committee=cabinet.a_cabinet(), held_on=MEETING_ON), **fields
    )


def _clocks(report: CabinetReport, *, today: date, withholds: bool = False) -> tuple[ClockFacts, ...]:
    paper = public_paper(report, cabinet.current_revision(report))
    return clocks_of(report, replace(paper, is_confidential=withholds), today=today)


@pytest.mark.parametrize(
    ("notice_on", "meeting_on", "expected"),
    [
        (date(2019, 3, 18), date(2019, 4, 16), 28),
        (date(2019, 3, 19), date(2019, 4, 16), 27),
        (date(2019, 4, 15), date(2019, 4, 16), 0),
        (date(2019, 4, 16), date(2019, 4, 16), 0),
        (date(2019, 4, 20), date(2019, 4, 16), 0),
        (date(2019, 12, 20), date(2020, 1, 18), 28),
    ],
    ids=["over-summer-time", "a-day-late", "the-day-before", "the-day", "after-it", "over-christmas"],
)
def test_neither_the_day_of_a_notice_nor_of_the_meeting_is_clear(
    notice_on: date, meeting_on: date, expected: int
) -> None:
    assert clear_days_between(notice_on, meeting_on) == expected


def test_a_notice_on_the_last_day_is_in_time() -> None:
    due_on = notice_due_on(MEETING_ON, 28)
    assert (due_on, clear_days_between(due_on, MEETING_ON)) == (date(2019, 3, 18), 28)


@pytest.mark.parametrize(
    ("published_on", "days", "closed", "expected"),
    [
        (date(2019, 3, 27), 5, (), date(2019, 4, 3)),
        (date(2019, 4, 17), 3, (), date(2019, 4, 24)),
        (date(2019, 3, 29), 1, (), date(2019, 4, 1)),
        (date(2019, 3, 29), 1, (date(2019, 4, 1),), date(2019, 4, 2)),
        (date(2019, 12, 24), 5, (), date(2020, 1, 3)),
        (date(2019, 3, 27), 0, (), date(2019, 3, 27)),
    ],
    ids=["a-week", "over-easter", "over-a-weekend", "a-closed-day", "over-christmas", "no-days"],
)
def test_call_in_ends_after_so_many_working_days(
    published_on: date, days: int, closed: tuple[date, ...], expected: date
) -> None:
    assert last_day_of_call_in(published_on, days, closed) == expected


def test_papers_always_count_five_clear_working_days() -> None:
    (papers,) = _clocks(_report(), today=date(2019, 4, 8))
    assert (papers.clock, papers.required, papers.clear_days, papers.due_on, papers.is_short) == (
        Clock.PAPERS,
        5,
        5,
        date(2019, 4, 8),
        False,
    )
    (late,) = _clocks(_report(), today=date(2019, 4, 9))
    assert (late.clear_days, late.is_short, late.asks_for_urgency) == (4, True, True)


def test_a_published_report_counts_from_its_publication_in_the_council_s_own_day() -> None:
    published = _report(
        state=CabinetReportState.PUBLISHED,
        # Half past eleven in the evening by Greenwich is the next day in summer time.
        published_at=datetime(2019, 4, 8, 23, 30, tzinfo=UTC),
        tabled_late_reason="The offer lapses.",
    )
    (papers,) = _clocks(published, today=date(2020, 1, 1))
    assert (papers.done_on, papers.clear_days, papers.asks_for_urgency) == (date(2019, 4, 9), 4, False)


def test_notices_are_asked_of_key_decisions_and_private_business() -> None:
    report = _report(is_key_decision=True, key_notice_on=date(2019, 3, 18))
    clocks = {row.clock: row for row in _clocks(report, withholds=True, today=date(2019, 4, 1))}
    assert list(clocks) == [Clock.PAPERS, Clock.KEY_DECISION, Clock.PRIVATE_BUSINESS]
    key, private = clocks[Clock.KEY_DECISION], clocks[Clock.PRIVATE_BUSINESS]
    assert (key.is_short, private.is_short, private.done_on, private.clear_days) == (False, True, None, 14)
    report.private_urgency = "Agreed with the chair of scrutiny."
    private = _clocks(report, withholds=True, today=date(2019, 4, 1))[2]
    assert (private.is_short, private.asks_for_urgency) == (True, False)


def test_call_in_runs_from_the_publication_of_what_was_decided() -> None:
    ClosedDay.objects.create(day=date(2019, 4, 26), reason="Founder's day", recorded_by=UserFactory())
    fields = {
        "state": CabinetReportState.DECIDED,
        "decisions_published_at": datetime(2019, 4, 18, 9, tzinfo=UTC),
    }
    report = _report(is_open_to_call_in=True, **fields)
    assert call_in_ends_on(report) is None
    cabinet.ExecutiveDecisionFactory(report=report, recorded_at=datetime(2019, 4, 16, 18, tzinfo=UTC))
    assert call_in_ends_on(report) == date(2019, 4, 30)
    closed = _report(is_open_to_call_in=False, **fields)
    cabinet.ExecutiveDecisionFactory(report=closed)
    deferred = _report(is_open_to_call_in=True, **fields)
    cabinet.ExecutiveDecisionFactory(report=deferred, outcome=DecisionOutcome.DEFERRED)
    assert [call_in_ends_on(row) for row in (closed, deferred)] == [None, None]


def test_call_in_runs_anew_from_when_something_deferred_is_decided_and_not_from_a_correction() -> None:
    report = _report(
        state=CabinetReportState.DECIDED,
        is_open_to_call_in=True,
        decisions_published_at=datetime(2019, 4, 17, 9, tzinfo=UTC),
    )
    recorded = [
        datetime(2019, 4, 16, tzinfo=UTC),
        datetime(2019, 5, 14, 9, tzinfo=UTC),
        datetime(2019, 6, 3, tzinfo=UTC),
    ]
    earlier = None
    ends = []
    for at, outcome in zip(recorded, ("deferred", "agreed", "not_agreed"), strict=True):
        earlier = cabinet.ExecutiveDecisionFactory(
            report=report,
            outcome=outcome,
            recorded_at=at,
            supersedes=earlier,
            superseding_reason="Decided at the later meeting." if earlier else "",
        )
        ends.append(call_in_ends_on(report))
    assert ends == [None, date(2019, 5, 21), date(2019, 5, 21)]
