"""Putting an agenda in order and leaving things out: what was issued keeps its number and its place."""

from collections.abc import Callable

import pytest

from tests import factories
from tracking.actions.agenda import leave_out, move_item, order_agenda, put_back
from tracking.enums import CommitteeRole, MeetingState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import AgendaDocument, Event, Meeting, User
from tracking.queries.agenda import agenda_of, document_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return factories.MeetingFactory()


@pytest.fixture
def clerk(meeting: Meeting) -> User:
    return factories.seated(meeting.committee, CommitteeRole.CLERK)


@pytest.fixture
def keys(meeting: Meeting) -> list[str]:
    """Of three documents, in the order in which they were added."""
    return [document_key(factories.AgendaDocumentFactory(meeting=meeting).pk) for _ in range(3)]


def shown(meeting: Meeting) -> list[str]:
    return [entry.key for entry in agenda_of(meeting)]


def numbers(meeting: Meeting) -> dict[str, int | None]:
    return {entry.key: entry.number for entry in agenda_of(meeting)}


def issue(meeting: Meeting, *keys: str) -> None:
    """Say that these were issued, in this order."""
    items = {key: {"number": number, "title": key, "late_news": []} for number, key in enumerate(keys, start=1)}
    factories.CommitteePackFactory(meeting=meeting, document__contents={"items": items})
    AgendaDocument.objects.filter(pk__in=[key.rpartition("-")[2] for key in keys]).update(issued=True)


def test_the_order_given_is_the_order_kept_with_one_event(meeting: Meeting, clerk: User, keys: list[str]) -> None:
    order_agenda(meeting=meeting, keys=[keys[2], keys[0], keys[1]], by=clerk)
    assert shown(meeting) == [keys[2], keys[0], keys[1]]
    event = Event.objects.get()
    assert (event.type, event.actor, event.target_id) == (
        "put agenda in order",
        str(clerk.public_id),
        str(meeting.pk),
    )
    assert (event.before, event.after) == ({"items": keys}, {"items": [keys[2], keys[0], keys[1]]})


def test_the_same_order_again_writes_nothing(meeting: Meeting, clerk: User, keys: list[str]) -> None:
    order_agenda(meeting=meeting, keys=keys, by=clerk)
    assert Event.objects.count() == 0


def test_what_was_added_since_the_order_was_given_comes_last(meeting: Meeting, clerk: User, keys: list[str]) -> None:
    order_agenda(meeting=meeting, keys=keys[::-1], by=clerk)
    new = document_key(factories.AgendaDocumentFactory(meeting=meeting).pk)
    assert shown(meeting) == [*keys[::-1], new]


@pytest.mark.parametrize("spoil", [lambda keys: keys[:2], lambda keys: [*keys, keys[0]], lambda keys: []])
def test_an_order_of_other_things_than_are_there_is_refused(
    meeting: Meeting, clerk: User, keys: list[str], spoil: Callable[[list[str]], list[str]]
) -> None:
    with pytest.raises(StaleState, match="The agenda has changed since you opened this page"):
        order_agenda(meeting=meeting, keys=spoil(keys), by=clerk)
    assert (shown(meeting), Event.objects.count()) == (keys, 0)


def test_an_item_moves_by_one_place_and_says_where_it_is_now(meeting: Meeting, clerk: User, keys: list[str]) -> None:
    assert move_item(meeting=meeting, key=keys[0], up=False, by=clerk) == 2
    assert shown(meeting) == [keys[1], keys[0], keys[2]]
    assert move_item(meeting=meeting, key=keys[2], up=True, by=clerk) == 2
    assert shown(meeting) == [keys[1], keys[2], keys[0]]


def test_at_either_end_an_item_stays_and_nothing_is_written(meeting: Meeting, clerk: User, keys: list[str]) -> None:
    assert move_item(meeting=meeting, key=keys[0], up=True, by=clerk) == 1
    assert move_item(meeting=meeting, key=keys[2], up=False, by=clerk) == 3
    assert (shown(meeting), Event.objects.count()) == (keys, 0)


def test_what_is_left_out_has_no_number_and_keeps_its_place(meeting: Meeting, clerk: User, keys: list[str]) -> None:
    leave_out(meeting=meeting, key=keys[1], by=clerk)
    assert numbers(meeting) == {keys[0]: 1, keys[1]: None, keys[2]: 2}
    assert shown(meeting) == keys
    leave_out(meeting=meeting, key=keys[1], by=clerk)
    put_back(meeting=meeting, key=keys[1], by=clerk)
    assert numbers(meeting) == {keys[0]: 1, keys[1]: 2, keys[2]: 3}
    events = Event.objects.order_by("pk").values_list("type", "after")
    assert list(events) == [
        ("left out of agenda", {"item": keys[1]}),
        ("put back on agenda", {"item": keys[1]}),
    ]


def test_what_was_issued_keeps_number_and_place(meeting: Meeting, clerk: User, keys: list[str]) -> None:
    issue(meeting, keys[1])
    for act in (
        lambda: move_item(meeting=meeting, key=keys[1], up=False, by=clerk),
        lambda: leave_out(meeting=meeting, key=keys[1], by=clerk),
    ):
        with pytest.raises(NotPossible, match="This was issued: it keeps its number and its place"):
            act()
    with pytest.raises(StaleState):
        order_agenda(meeting=meeting, keys=keys, by=clerk)
    order_agenda(meeting=meeting, keys=[keys[2], keys[0]], by=clerk)
    assert numbers(meeting) == {keys[1]: 1, keys[2]: 2, keys[0]: 3}
    assert move_item(meeting=meeting, key=keys[0], up=True, by=clerk) == 2


def test_what_is_gone_meanwhile_is_said(meeting: Meeting, clerk: User, keys: list[str]) -> None:
    AgendaDocument.objects.filter(pk=keys[0].rpartition("-")[2]).update(removed_reason="Sent by mistake.")
    with pytest.raises(StaleState, match="Somebody has taken this off the agenda meanwhile"):
        move_item(meeting=meeting, key=keys[0], up=False, by=clerk)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (MeetingState.MINUTES_APPROVED, "The minutes of this meeting are approved"),
        (MeetingState.CANCELLED, "This meeting is cancelled"),
    ],
)
def test_the_agenda_of_a_meeting_that_is_over_stays(
    meeting: Meeting, clerk: User, keys: list[str], state: MeetingState, told: str
) -> None:
    day, reason = (meeting.held_on, "") if state == MeetingState.MINUTES_APPROVED else (None, "No room.")
    Meeting.objects.update(state=state, minutes_approved_on=day, cancelled_reason=reason)
    with pytest.raises(NotPossible, match=told):
        order_agenda(meeting=meeting, keys=keys[::-1], by=clerk)


@pytest.mark.parametrize("role", [CommitteeRole.SCRUTINY_OFFICER, CommitteeRole.MEMBER, None])
def test_only_the_committees_clerk_changes_its_agenda(
    meeting: Meeting, keys: list[str], role: CommitteeRole | None
) -> None:
    stranger = factories.seated(factories.CommitteeFactory(), CommitteeRole.CLERK)
    by = factories.seated(meeting.committee, role) if role else stranger
    for act in (
        lambda: order_agenda(meeting=meeting, keys=keys[::-1], by=by),
        lambda: move_item(meeting=meeting, key=keys[0], up=False, by=by),
        lambda: leave_out(meeting=meeting, key=keys[0], by=by),
        lambda: put_back(meeting=meeting, key=keys[0], by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (shown(meeting), Event.objects.count()) == (keys, 0)
