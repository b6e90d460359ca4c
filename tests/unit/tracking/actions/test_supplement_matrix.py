"""Late news: every role, in every state of the report and of its meeting."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests import factories
from tests.council import Council, build_council, rolled_back
from tracking import dates
from tracking.actions.supplements import decline_supplement, hand_in_late_news, publish_supplement
from tracking.enums import MeetingState, ReportState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import ProgressReport, ReportSupplement, User

pytestmark = pytest.mark.django_db

APPROVAL = {"approved_how": "By e-mail to me", "approved_on": dates.today()}
ROLES = (
    "cabinet member",
    "contributor",
    "responsible cabinet member",
    "responsible contributor",
    "outside body",
    "cabinet member elsewhere",
    "former cabinet member",
    "scrutiny officer",
    "clerk",
    "clerk elsewhere",
    "member",
    "administrator",
    "user without a role",
)
MAY = {
    "hand in": {"cabinet member", "contributor"},
    "publish": {"clerk"},
    "decline": {"clerk"},
}
TO_COME = {MeetingState.PLANNED, MeetingState.PAPERS_ISSUED}


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Council]:
    with django_db_blocker.unblock(), rolled_back():
        yield build_council()


def _due(act: str, role: str, report: ReportState, meeting: MeetingState) -> str:
    """What should come of an act, by the rules alone."""
    if role not in MAY[act]:
        return "NotAllowed"
    in_time = report == ReportState.PUBLISHED and meeting in TO_COME
    return "done" if in_time or act == "decline" else "NotPossible"


def _report_in(council: Council, report: ReportState, meeting: MeetingState) -> ProgressReport:
    today = timezone.localdate()
    row = factories.MeetingFactory(
        committee=council.committee,
        held_on=today + timedelta(days=7) if meeting in TO_COME else today - timedelta(days=7),
        state=meeting,
        minutes_approved_on=today if meeting == MeetingState.MINUTES_APPROVED else None,
        cancelled_reason="Snow." if meeting == MeetingState.CANCELLED else "",
    )
    fields: dict[str, object] = {"state": report, "withdrawn_reason": "Not needed."}
    if report in ReportState.public():
        fields |= {"published_by": council.user("clerk"), "published_at": timezone.now(), "considered_on": row.held_on}
    return council.cover(council.open_report(meeting=row, **fields))


def _waiting(report: ProgressReport, by: User) -> ReportSupplement:
    return ReportSupplement.objects.create(
        report=report,
        text="The survey was finished.",
        signed_by=by.person,
        signed_name="Councillor Example",
        recorded_by=by,
    )


def _try(act: str, report: ProgressReport, supplement: ReportSupplement, by: User) -> None:
    match act:
        case "hand in":
            approval = APPROVAL if by.roles.posts_contributed_to else {}
            hand_in_late_news(report=report, text="Something else is new.", by=by, **approval)
        case "publish":
            publish_supplement(supplement=supplement, tabled_late_reason="It came in today.", by=by)
        case "decline":
            decline_supplement(supplement=supplement, reason="It is in the report.", by=by)


@pytest.mark.parametrize("meeting_state", list(MeetingState))
@pytest.mark.parametrize("report_state", list(ReportState))
def test_each_act_is_done_by_those_who_may_while_the_report_waits_for_its_meeting(
    council: Council, report_state: ReportState, meeting_state: MeetingState
) -> None:
    report = _report_in(council, report_state, meeting_state)
    supplement = _waiting(report, council.user("cabinet member"))
    found, due = {}, {}
    for act in MAY:
        for role in ROLES:
            due[act, role] = _due(act, role, report_state, meeting_state)
            found[act, role] = _outcome(act, report, supplement, council.user(role))
    assert found == due


def _outcome(act: str, report: ProgressReport, supplement: ReportSupplement, by: User) -> str:
    """What comes of an act, which is then undone."""
    fresh = ReportSupplement.objects.select_related("report__meeting").get(pk=supplement.pk)
    try:
        with transaction.atomic():
            _try(act, ProgressReport.objects.get(pk=report.pk), fresh, by)
            transaction.set_rollback(True)
    except (NotAllowed, NotPossible) as refusal:
        return type(refusal).__name__
    return "done"
