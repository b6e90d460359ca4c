"""Putting what was issued elsewhere on a meeting's agenda: public ones, once, until a pack has it."""

import pytest

from tests import factories
from tracking.actions.agenda import (
    leave_out,
    move_item,
    order_agenda,
    put_back,
    put_issued_on_agenda,
    take_issued_off_agenda,
)
from tracking.enums import CommitteeRole, Edition, MeetingState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import AgendaItem, Event, IssuedDocument, Meeting, User
from tracking.queries.agenda import agenda_of, document_key, issued_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return factories.MeetingFactory()


@pytest.fixture
def clerk(meeting: Meeting) -> User:
    return factories.seated(meeting.committee, CommitteeRole.CLERK)


@pytest.fixture
def month() -> IssuedDocument:
    return factories.IssuedDocumentFactory(title="Improvement plan, September 2018")


def shown(meeting: Meeting) -> list[tuple[str, int | None]]:
    return [(entry.key, entry.number) for entry in agenda_of(meeting)]


def told(document: IssuedDocument) -> dict[str, str]:
    return {"item": issued_key(document.pk), "title": document.title, "sha256": document.sha256}


def test_it_comes_last_with_one_event(meeting: Meeting, clerk: User, month: IssuedDocument) -> None:
    minutes = document_key(factories.AgendaDocumentFactory(meeting=meeting).pk)
    put_issued_on_agenda(meeting=meeting, issued=month, by=clerk)
    assert shown(meeting) == [(minutes, 1), (issued_key(month.pk), 2)]
    later = document_key(factories.AgendaDocumentFactory(meeting=meeting).pk)
    assert [key for key, _ in shown(meeting)] == [minutes, issued_key(month.pk), later]
    event = Event.objects.get()
    assert (event.type, event.target_id, event.after) == (
        "put issued document on agenda",
        str(meeting.pk),
        told(month),
    )


def test_it_is_moved_left_out_and_put_back_like_anything_else(
    meeting: Meeting, clerk: User, month: IssuedDocument
) -> None:
    minutes = document_key(factories.AgendaDocumentFactory(meeting=meeting).pk)
    put_issued_on_agenda(meeting=meeting, issued=month, by=clerk)
    key = issued_key(month.pk)
    assert move_item(meeting=meeting, key=key, up=True, by=clerk) == 1
    assert shown(meeting) == [(key, 1), (minutes, 2)]
    order_agenda(meeting=meeting, keys=[minutes, key], by=clerk)
    leave_out(meeting=meeting, key=key, by=clerk)
    assert shown(meeting) == [(minutes, 1), (key, None)]
    put_back(meeting=meeting, key=key, by=clerk)
    assert shown(meeting) == [(minutes, 1), (key, 2)]
    assert AgendaItem.objects.count() == 2


def test_one_document_may_be_on_the_agendas_of_several_meetings_and_once_on_each(
    meeting: Meeting, clerk: User, month: IssuedDocument
) -> None:
    other = factories.MeetingFactory()
    put_issued_on_agenda(meeting=meeting, issued=month, by=clerk)
    put_issued_on_agenda(meeting=other, issued=month, by=factories.seated(other.committee, CommitteeRole.CLERK))
    assert [len(agenda_of(of)) for of in (meeting, other)] == [1, 1]
    with pytest.raises(NotPossible, match="on the agenda already"):
        put_issued_on_agenda(meeting=meeting, issued=month, by=clerk)
    assert Event.objects.count() == 2


def test_what_not_everyone_may_read_is_refused_and_would_not_be_printed(meeting: Meeting, clerk: User) -> None:
    restricted = factories.CommitteePackFactory(edition=Edition.RESTRICTED).document
    with pytest.raises(NotPossible, match="not for publication"):
        put_issued_on_agenda(meeting=meeting, issued=restricted, by=clerk)
    factories.AgendaItemFactory(meeting=meeting, issued=restricted)
    assert (shown(meeting), Event.objects.count()) == ([], 0)


def test_it_is_taken_off_with_one_event_and_stays_what_it_is(
    meeting: Meeting, clerk: User, month: IssuedDocument
) -> None:
    put_issued_on_agenda(meeting=meeting, issued=month, by=clerk)
    take_issued_off_agenda(meeting=meeting, issued=month, by=clerk)
    assert (shown(meeting), IssuedDocument.objects.get()) == ([], month)
    event = Event.objects.latest("pk")
    assert (event.type, event.target_id, event.before) == (
        "took issued document off agenda",
        str(meeting.pk),
        told(month),
    )
    with pytest.raises(StaleState, match="taken this off the agenda meanwhile"):
        take_issued_off_agenda(meeting=meeting, issued=month, by=clerk)
    assert Event.objects.count() == 2


def test_once_a_pack_with_it_is_issued_it_stays(meeting: Meeting, clerk: User, month: IssuedDocument) -> None:
    put_issued_on_agenda(meeting=meeting, issued=month, by=clerk)
    item = {"number": 1, "title": month.title, "late_news": []}
    factories.CommitteePackFactory(meeting=meeting, document__contents={"items": {issued_key(month.pk): item}})
    with pytest.raises(NotPossible, match="This was issued"):
        take_issued_off_agenda(meeting=meeting, issued=month, by=clerk)
    assert shown(meeting) == [(issued_key(month.pk), 1)]


@pytest.mark.parametrize("act", [put_issued_on_agenda, take_issued_off_agenda])
def test_only_the_clerk_of_the_committee_may(meeting: Meeting, clerk: User, month: IssuedDocument, act) -> None:
    if act is take_issued_off_agenda:
        put_issued_on_agenda(meeting=meeting, issued=month, by=clerk)
    before = Event.objects.count()
    others = [
        factories.UserFactory(),
        factories.seated(meeting.committee, CommitteeRole.SCRUTINY_OFFICER),
        factories.seated(meeting.committee, CommitteeRole.MEMBER),
        factories.seated(factories.CommitteeFactory(), CommitteeRole.CLERK),
    ]
    for user in others:
        with pytest.raises(NotAllowed):
            act(meeting=meeting, issued=month, by=user)
    assert Event.objects.count() == before


@pytest.mark.parametrize("act", [put_issued_on_agenda, take_issued_off_agenda])
@pytest.mark.parametrize("state", [MeetingState.MINUTES_APPROVED, MeetingState.CANCELLED])
def test_the_agenda_of_a_meeting_that_is_over_stays(
    meeting: Meeting, clerk: User, month: IssuedDocument, state: MeetingState, act
) -> None:
    day, reason = (meeting.held_on, "") if state == MeetingState.MINUTES_APPROVED else (None, "No room.")
    Meeting.objects.update(state=state, minutes_approved_on=day, cancelled_reason=reason)
    meeting.refresh_from_db()
    with pytest.raises(NotPossible, match="so its agenda stays as it is"):
        act(meeting=meeting, issued=month, by=clerk)
    assert Event.objects.count() == 0
