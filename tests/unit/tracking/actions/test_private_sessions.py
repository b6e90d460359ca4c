"""Declaring a meeting in private and opening it again: who, when, and what is written down."""

import pytest

from tests import factories
from tests.council import build_council
from tests.room_scene import Room, room
from tracking.actions.private_sessions import declare_private, end_private_session
from tracking.actions.rooms import lead_screen
from tracking.enums import ExemptParagraph, MeetingState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import Event, Meeting, PrivateSession, RoomScreen, User

pytestmark = pytest.mark.django_db

THREE = ExemptParagraph.BUSINESS_AFFAIRS


@pytest.fixture
def scene() -> Room:
    return room()


def declare(meeting: Meeting, by: User, *paragraphs: ExemptParagraph, confidential: bool = False) -> PrivateSession:
    return declare_private(meeting=meeting, paragraphs=paragraphs or [THREE], is_confidential=confidential, by=by)


def test_only_those_who_may_record_views_declare_a_meeting_private_and_end_it() -> None:
    council = build_council()
    meeting = factories.MeetingFactory(committee=council.committee, state=MeetingState.PAPERS_ISSUED)
    declaring, ending = set(), set()
    for name in set(council.viewers) - {"anonymous"}:
        user = council.user(name)
        try:
            session = declare(meeting, user)
            declaring.add(name)
        except NotAllowed:
            session = declare(meeting, council.user("clerk"))
        try:
            end_private_session(session=session, by=user)
            ending.add(name)
        except NotAllowed:
            end_private_session(session=session, by=council.user("clerk"))
    recorders = {"scrutiny officer", "scrutiny officer in an outside body", "clerk"}
    assert (declaring, ending) == (recorders, recorders)


def test_a_session_says_under_which_paragraphs_once_each_and_in_order(scene: Room) -> None:
    session = declare(scene.meeting, scene.officer, ExemptParagraph.CRIME, THREE, THREE)
    assert (session.paragraphs, session.is_confidential, session.recorded_by) == ([3, 7], False, scene.officer)


def test_the_events_say_what_was_declared_and_what_ended(scene: Room) -> None:
    session = declare(scene.meeting, scene.officer, confidential=True)
    end_private_session(session=session, by=scene.colleague)
    declared, ended = Event.objects.order_by("pk")
    assert (declared.type, declared.actor) == ("declared meeting private", str(scene.officer.public_id))
    assert declared.after == {
        "meeting": scene.meeting.pk,
        "paragraphs": [3],
        "is_confidential": True,
        "ended_at": None,
    }
    assert (ended.type, ended.actor) == ("ended private session", str(scene.colleague.public_id))
    assert (ended.before["ended_at"], ended.after["ended_at"] is None) == (None, False)
    session.refresh_from_db()
    assert session.ended_by == scene.colleague


def test_a_meeting_is_not_declared_private_without_a_reason(scene: Room) -> None:
    with pytest.raises(NotPossible, match="Choose at least one paragraph, or confidential information"):
        declare_private(meeting=scene.meeting, paragraphs=[], is_confidential=False, by=scene.officer)


def test_a_meeting_is_private_once_at_a_time(scene: Room) -> None:
    declare(scene.meeting, scene.officer)
    with pytest.raises(StaleState, match="The meeting is in private already: Sam Officer declared it at"):
        declare(scene.meeting, scene.colleague)
    assert PrivateSession.objects.count() == 1


def test_a_meeting_may_be_private_again_once_the_public_were_back(scene: Room) -> None:
    end_private_session(session=declare(scene.meeting, scene.officer), by=scene.officer)
    declare(scene.meeting, scene.officer)
    assert PrivateSession.objects.open().count() == 1


def test_the_public_come_back_once(scene: Room) -> None:
    session = declare(scene.meeting, scene.officer)
    stale = PrivateSession.objects.get()
    end_private_session(session=session, by=scene.officer)
    with pytest.raises(StaleState, match="The public are back already"):
        end_private_session(session=stale, by=scene.colleague)
    assert Event.objects.count() == 2


@pytest.mark.parametrize("state", sorted(set(MeetingState) - MeetingState.views_recorded()))
def test_a_meeting_is_private_only_while_views_are_recorded(scene: Room, state: MeetingState) -> None:
    extra = {"minutes_approved_on": "2016-11-10"} if state == MeetingState.MINUTES_APPROVED else {}
    extra |= {"cancelled_reason": "Snow."} if state == MeetingState.CANCELLED else {}
    Meeting.objects.update(state=state, **extra)
    with pytest.raises(NotPossible, match="once its papers are issued and until its minutes are approved"):
        declare(scene.meeting, scene.officer)
    assert (PrivateSession.objects.count(), Event.objects.count()) == (0, 0)


def test_the_screen_looks_again_when_the_public_leave_and_when_they_come_back(scene: Room) -> None:
    versions = [lead_screen(meeting=scene.meeting, recommendation=None, choices={}, by=scene.officer).version]
    session = declare(scene.meeting, scene.officer)
    versions.append(RoomScreen.objects.get().version)
    end_private_session(session=session, by=scene.officer)
    versions.append(RoomScreen.objects.get().version)
    assert versions == [1, 2, 3]


def test_a_screen_that_nobody_led_says_that_the_meeting_is_private(scene: Room) -> None:
    declare(scene.meeting, scene.officer)
    assert RoomScreen.objects.get().version == 1
