"""What waits for whom in reports to Cabinet."""

from datetime import date

import pytest

from tests import cabinet_factories as cabinet
from tests.factories import UserFactory, appointed, seated
from tracking.enums import CabinetReportState, CommitteeRole
from tracking.models import User
from tracking.models.cabinet import CabinetReport
from tracking.queries.cabinet.lists import published_reports, reports_under_way, withdrawn_reports
from tracking.queries.cabinet.tasks import cabinet_tasks_for

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2019, 3, 1), date(2019, 3, 27)
STATES = CabinetReportState


def _told(user: User, today: date = BEFORE) -> list[tuple[str, bool]]:
    return [(task.kind.value, task.is_needed) for task in cabinet_tasks_for(user, today=today)]


@pytest.mark.parametrize(
    ("state", "writer", "clerk", "clearing"),
    [
        (STATES.DRAFT, [("draft", True)], [], [("clear", True)]),
        (STATES.SUBMITTED, [("await check", False)], [("check", True)], [("clear", True)]),
        (STATES.RETURNED, [("revise", True)], [("await revision", False)], [("clear", True)]),
        (STATES.ACCEPTED, [("await publication", False)], [("publish", True)], []),
        (STATES.PUBLISHED, [("await decision", False)], [], []),
        (STATES.DECIDED, [], [], []),
        (STATES.WITHDRAWN, [], [], []),
    ],
)
def test_each_is_told_what_is_theirs(
    state: CabinetReportState,
    writer: list[tuple[str, bool]],
    clerk: list[tuple[str, bool]],
    clearing: list[tuple[str, bool]],
) -> None:
    report = cabinet.a_report(state=state)
    assert _told(appointed(report.post)) == writer
    assert _told(seated(report.meeting.committee, CommitteeRole.CLERK)) == clerk
    assert _told(appointed(cabinet.clearing_post(report))) == clearing
    assert _told(UserFactory()) == []


def test_the_clerk_records_what_was_decided_once_the_meeting_was_held() -> None:
    report = cabinet.a_report(state=STATES.PUBLISHED)
    clerk = seated(report.meeting.committee, CommitteeRole.CLERK)
    assert _told(clerk, AFTER) == [("record", True)]


def test_what_is_cleared_waits_for_nobody() -> None:
    report = cabinet.a_report()
    cabinet.SectionClearanceFactory(section=cabinet.section_of(report, "Legal Implications"))
    assert _told(appointed(cabinet.clearing_post(report))) == []


def test_lists_hold_what_a_viewer_may_read() -> None:
    reports = {state: cabinet.CabinetReportFactory(state=state) for state in STATES}
    holder = appointed(reports[STATES.DRAFT].post)
    assert set(published_reports()) == {reports[STATES.PUBLISHED], reports[STATES.DECIDED]}
    assert list(published_reports(meeting=reports[STATES.DECIDED].meeting)) == [reports[STATES.DECIDED]]
    assert list(published_reports(cabinet=reports[STATES.DECIDED].meeting.committee)) == [reports[STATES.DECIDED]]
    assert list(reports_under_way(holder)) == [reports[STATES.DRAFT]]
    assert list(withdrawn_reports(appointed(reports[STATES.WITHDRAWN].post))) == [reports[STATES.WITHDRAWN]]
    assert not CabinetReport.objects.visible_to(UserFactory()).exclude(state__in=STATES.public()).exists()


def test_tasks_take_the_same_queries_for_three_reports_as_for_thirty(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    version = cabinet.a_template()
    post = cabinet.a_report(template_version=version).post
    user = appointed(post)
    _ = user.roles
    for count in (3, 30):
        for _ in range(CabinetReport.objects.count(), count):
            cabinet.a_report(template_version=version, post=post, meeting=CabinetReport.objects.all()[0].meeting)
        with django_assert_num_queries(2 + 1):
            assert len(cabinet_tasks_for(user, today=BEFORE)) == count
