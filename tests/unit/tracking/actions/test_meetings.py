"""Planning, holding and cancelling meetings; the days on which the offices are closed."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from tests import cabinet_factories as cabinet
from tests.factories import (
    AssessmentFactory,
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PostFactory,
    ProgressReportFactory,
    RecommendationFactory,
    administrator,
    appointed,
    seated,
)
from tracking.actions.meetings import (
    add_closed_day,
    approve_minutes,
    cancel_meeting,
    edit_meeting,
    hold_meeting,
    plan_meeting,
    remove_closed_day,
)
from tracking.actions.view_corrections import undo_view
from tracking.dates import today
from tracking.enums import CabinetReportState, CommitteeRole, MeetingState, ReportState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import ClosedDay, Committee, Event, Meeting, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory()


@pytest.fixture(params=[CommitteeRole.SCRUTINY_OFFICER, CommitteeRole.CLERK])
def manager(committee: Committee, request: pytest.FixtureRequest) -> User:
    return seated(committee, request.param)


@pytest.fixture
def clerk(committee: Committee) -> User:
    return seated(committee, CommitteeRole.CLERK)


def test_officer_and_clerk_plan_a_meeting(committee: Committee, manager: User) -> None:
    meeting = plan_meeting(
        by=manager, committee=committee, held_on=date(2016, 4, 12), starts_at=time(14), place="Committee Room 6"
    )

    assert (meeting.state, meeting.date_slug) == ("planned", "2016-04-12")
    event = Event.objects.get()
    assert (event.type, event.actor) == ("planned meeting", str(manager.public_id))
    assert event.after == {
        "committee": committee.pk,
        "held_on": "2016-04-12",
        "sequence": 1,
        "starts_at": "14:00:00",
        "place": "Committee Room 6",
    }


def test_a_second_sitting_on_a_day_gets_its_number_by_itself(committee: Committee, clerk: User) -> None:
    sittings = [plan_meeting(by=clerk, committee=committee, held_on=date(2016, 4, 12)) for _ in range(2)]

    assert [meeting.date_slug for meeting in sittings] == ["2016-04-12", "2016-04-12-2"]


def test_a_tenth_sitting_on_a_day_is_refused(committee: Committee, clerk: User) -> None:
    MeetingFactory(committee=committee, held_on=date(2016, 4, 12), sequence=9)
    with pytest.raises(NotPossible, match="Choose another day"):
        plan_meeting(by=clerk, committee=committee, held_on=date(2016, 4, 12))


def test_an_abolished_committee_does_not_meet(committee: Committee, clerk: User) -> None:
    committee.abolished_on = date(2016, 4, 1)
    with pytest.raises(NotPossible, match="abolished on 1 April 2016"):
        plan_meeting(by=clerk, committee=committee, held_on=date(2016, 4, 12))


def test_a_planned_meeting_moves_to_another_day(committee: Committee, manager: User) -> None:
    MeetingFactory(committee=committee, held_on=date(2016, 4, 19))
    meeting = MeetingFactory(committee=committee, held_on=date(2016, 4, 12))

    edit_meeting(by=manager, meeting=meeting, held_on=date(2016, 4, 19), starts_at=time(14), place="Committee Room 6")

    meeting.refresh_from_db()
    assert meeting.date_slug == "2016-04-19-2"
    event = Event.objects.get()
    assert event.before == {"held_on": "2016-04-12", "sequence": 1}
    assert event.after == {"held_on": "2016-04-19", "sequence": 2}


def test_a_meeting_whose_papers_are_out_is_not_changed(committee: Committee, clerk: User) -> None:
    meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
    with pytest.raises(NotPossible, match="The papers name this date"):
        edit_meeting(by=clerk, meeting=meeting, held_on=date(2016, 5, 1), starts_at=None, place="")


def test_a_meeting_is_held_and_its_minutes_are_approved(committee: Committee, manager: User) -> None:
    meeting = MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.PAPERS_ISSUED)

    hold_meeting(by=manager, meeting=meeting)
    approve_minutes(by=manager, meeting=meeting, on=date(2016, 5, 10))

    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes_approved_on) == ("minutes_approved", date(2016, 5, 10))
    assert list(Event.objects.order_by("pk").values_list("type", "before", "after")) == [
        ("held meeting", {"state": "papers_issued"}, {"state": "held"}),
        (
            "approved minutes",
            {"state": "held"},
            {"state": "minutes_approved", "minutes_approved_on": "2016-05-10"},
        ),
    ]


def test_a_meeting_is_not_held_before_its_day_or_its_papers(committee: Committee, clerk: User) -> None:
    ahead = MeetingFactory(committee=committee, held_on=today() + timedelta(days=1), state=MeetingState.PAPERS_ISSUED)
    with pytest.raises(NotPossible, match="Say that it was held when it has been"):
        hold_meeting(by=clerk, meeting=ahead)
    with pytest.raises(NotPossible, match="is planned"):
        hold_meeting(by=clerk, meeting=MeetingFactory(committee=committee))


@pytest.mark.parametrize(
    ("on", "message"),
    [(date(2016, 4, 11), "before the meeting of 12 April 2016"), (today() + timedelta(days=1), "cannot lie ahead")],
)
def test_minutes_are_approved_after_the_meeting_and_not_ahead(
    committee: Committee, clerk: User, on: date, message: str
) -> None:
    meeting = MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)
    with pytest.raises(NotPossible, match=message):
        approve_minutes(by=clerk, meeting=meeting, on=on)


def test_a_meeting_is_cancelled_with_a_reason(committee: Committee, manager: User) -> None:
    meeting = MeetingFactory(committee=committee)
    with pytest.raises(NotPossible, match="Give the reason"):
        cancel_meeting(by=manager, meeting=meeting, reason="")
    cancel_meeting(by=manager, meeting=meeting, reason="No business")

    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_reason) == ("cancelled", "No business")
    event = Event.objects.get()
    assert event.after == {"state": "cancelled", "cancelled_reason": "No business"}


def test_a_meeting_that_a_report_waits_for_is_not_cancelled(committee: Committee, clerk: User) -> None:
    meeting = MeetingFactory(committee=committee)
    report = ProgressReportFactory(meeting=meeting, inquiry=InquiryFactory(tracking_committee=committee))
    with pytest.raises(NotPossible, match="1 Progress Report waits for this meeting"):
        cancel_meeting(by=clerk, meeting=meeting, reason="No business")
    type(report).objects.filter(pk=report.pk).update(state=ReportState.WITHDRAWN, withdrawn_reason="Too early")

    cancel_meeting(by=clerk, meeting=meeting, reason="No business")

    assert meeting.state == MeetingState.CANCELLED


@pytest.mark.parametrize("state", ["draft", "accepted", "published"])
def test_a_meeting_that_a_report_to_cabinet_waits_for_is_not_cancelled(state: CabinetReportState) -> None:
    meeting = MeetingFactory(committee=cabinet.a_cabinet())
    version = cabinet.a_template(template__committee=meeting.committee)
    cabinet.a_report(template_version=version, meeting=meeting, state=state)
    with pytest.raises(NotPossible, match="1 report to Cabinet waits for this meeting"):
        cancel_meeting(by=seated(meeting.committee, CommitteeRole.CLERK), meeting=meeting, reason="Snow")


def test_a_meeting_that_decided_is_neither_cancelled_nor_put_on_another_day() -> None:
    meeting = MeetingFactory(committee=cabinet.a_cabinet(), held_on=date(2019, 3, 26), place="Room 1")
    clerk = seated(meeting.committee, CommitteeRole.CLERK)
    report = cabinet.a_report(
        template_version=cabinet.a_template(template__committee=meeting.committee),
        meeting=meeting,
        state=CabinetReportState.DECIDED,
    )
    cabinet.ExecutiveDecisionFactory(report=report)
    with pytest.raises(NotPossible, match="it took place"):
        cancel_meeting(by=clerk, meeting=meeting, reason="Snow")
    with pytest.raises(NotPossible, match="names this date and place"):
        edit_meeting(by=clerk, meeting=meeting, held_on=date(2019, 3, 27), starts_at=None, place="Room 1")
    with pytest.raises(NotPossible, match="names this date and place"):
        edit_meeting(by=clerk, meeting=meeting, held_on=date(2019, 3, 26), starts_at=None, place="Room 2")
    edit_meeting(by=clerk, meeting=meeting, held_on=date(2019, 3, 26), starts_at=time(14), place="Room 1")
    assert meeting.starts_at == time(14)


def test_whoever_is_slower_is_told(committee: Committee, clerk: User) -> None:
    seen_by_one = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
    seen_by_other = Meeting.objects.get()
    hold_meeting(by=clerk, meeting=seen_by_one)
    with pytest.raises(StaleState, match="Somebody else has just changed this meeting"):
        cancel_meeting(by=clerk, meeting=seen_by_other, reason="No business")


def test_a_closed_day_is_added_once_and_removed(clerk: User) -> None:
    closed_day = add_closed_day(by=clerk, day=date(2016, 12, 28), reason="Offices closed")
    with pytest.raises(NotPossible, match="in the list already"):
        add_closed_day(by=clerk, day=date(2016, 12, 28), reason="Again")
    remove_closed_day(by=clerk, closed_day=closed_day)

    assert ClosedDay.objects.count() == 0
    values = {"day": "2016-12-28", "reason": "Offices closed"}
    assert list(Event.objects.order_by("pk").values_list("type", "before", "after")) == [
        ("added closed day", {}, values),
        ("removed closed day", values, {}),
    ]


def test_closed_days_are_the_clerks(committee: Committee) -> None:
    row = ClosedDay.objects.create(day=date(2016, 12, 28), reason="x", recorded_by=administrator())
    for user in (seated(committee, CommitteeRole.SCRUTINY_OFFICER), seated(committee), administrator()):
        with pytest.raises(NotAllowed):
            add_closed_day(by=user, day=date(2016, 12, 29), reason="Mine")
        with pytest.raises(NotAllowed):
            remove_closed_day(by=user, closed_day=row)


ACTS: list[Callable[[User, Meeting], object]] = [
    lambda by, meeting: plan_meeting(by=by, committee=meeting.committee, held_on=date(2016, 6, 1)),
    lambda by, meeting: edit_meeting(by=by, meeting=meeting, held_on=date(2016, 6, 1), starts_at=None, place=""),
    lambda by, meeting: hold_meeting(by=by, meeting=meeting),
    lambda by, meeting: approve_minutes(by=by, meeting=meeting, on=date(2016, 6, 1)),
    lambda by, meeting: cancel_meeting(by=by, meeting=meeting, reason="Mine"),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_those_who_run_the_committee_manage_its_meetings(
    committee: Committee, act: Callable[[User, Meeting], object]
) -> None:
    meeting = MeetingFactory(committee=committee)
    for user in (
        seated(committee),
        seated(CommitteeFactory(), CommitteeRole.CLERK),
        appointed(PostFactory()),
        administrator(),
    ):
        with pytest.raises(NotAllowed):
            act(user, meeting)

    assert Event.objects.count() == 0


def test_a_meeting_at_which_a_view_was_recorded_is_not_cancelled(committee: Committee, clerk: User) -> None:
    inquiry = InquiryFactory(tracking_committee=committee)
    meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
    AssessmentFactory(leaf=RecommendationFactory(inquiry=inquiry), meeting=meeting)

    with pytest.raises(NotPossible, match="The committee’s view is recorded for 1 recommendation at this meeting"):
        cancel_meeting(by=clerk, meeting=meeting, reason="No business")

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PAPERS_ISSUED


def test_a_meeting_at_which_every_view_was_undone_can_be_cancelled(committee: Committee, clerk: User) -> None:
    meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
    leaf = RecommendationFactory(inquiry=InquiryFactory(tracking_committee=committee))
    undo_view(assessment=AssessmentFactory(leaf=leaf, meeting=meeting), by=clerk)
    cancel_meeting(by=clerk, meeting=meeting, reason="The room was flooded.")
    assert meeting.state == MeetingState.CANCELLED
