"""Putting a meeting's agenda in order, issued documents on it, and leaving out what is not to go into its pack.

What stands in an issued pack keeps its number and its place: only what comes after it can be moved.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.enums import MeetingState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import AgendaItem, IssuedDocument, Meeting, User
from tracking.queries.agenda import AgendaEntry, agenda_of, issued_key


@transaction.atomic
def order_agenda(*, meeting: Meeting, keys: Sequence[str], by: User) -> None:
    """Put everything that was not issued yet in this order; `keys` are those of `queries.agenda`.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible once the minutes are approved or the meeting is
    cancelled; StaleState unless each key of what can be moved is there exactly once. Writes a place for each and one
    Event; nothing where the order is that already.
    """
    movable = [entry for entry in _locked_agenda(meeting, by) if not entry.is_issued]
    if sorted(keys) != sorted(entry.key for entry in movable):
        raise StaleState(
            "The agenda has changed since you opened this page, so nothing was moved. "
            "It is shown below as it is now: put it in order again."
        )
    _write_order(meeting, movable, keys, by)


@transaction.atomic
def move_item(*, meeting: Meeting, key: str, up: bool, by: User) -> int:
    """Move an item one place up or down among what was not issued yet; at either end it stays.

    Returns its place in the whole agenda, counted from 1. Raises NotAllowed unless `by` is clerk of the committee;
    NotPossible once the minutes are approved or the meeting is cancelled, and for what was issued; StaleState for what
    is no longer on the agenda. Writes places and one Event; nothing where it stays.
    """
    agenda = _locked_agenda(meeting, by)
    _not_issued(agenda, key)
    movable = [entry for entry in agenda if not entry.is_issued]
    keys = [entry.key for entry in movable]
    place = keys.index(key)
    other = min(max(place + (-1 if up else 1), 0), len(keys) - 1)
    keys[place], keys[other] = keys[other], keys[place]
    _write_order(meeting, movable, keys, by)
    return len(agenda) - len(movable) + other + 1


def leave_out(*, meeting: Meeting, key: str, by: User) -> None:
    """Keep an item out of the pack that is made next, without taking it off the agenda.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible once the minutes are approved or the meeting is
    cancelled, and for what was issued; StaleState for what is no longer on the agenda. Writes its place and one Event;
    nothing where it is left out already.
    """
    _set_left_out(meeting, key, by, left_out=True)


def put_back(*, meeting: Meeting, key: str, by: User) -> None:
    """Have an item go into the next pack after all. Raises and writes as `leave_out`."""
    _set_left_out(meeting, key, by, left_out=False)


@transaction.atomic
def put_issued_on_agenda(*, meeting: Meeting, issued: IssuedDocument, by: User) -> None:
    """Put what was issued elsewhere, an issued month for one, last on a meeting's agenda: its pack prints the pages.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible for what not everyone may read, because the
    public edition prints it, for what is on this agenda already, and once the minutes are approved or the meeting is
    cancelled. Writes places and one Event.
    """
    agenda = _locked_agenda(meeting, by)
    if not issued.is_public:
        raise NotPossible("This is not for publication, so it cannot be printed in a pack that everyone reads.")
    key = issued_key(issued.pk)
    if any(entry.key == key for entry in agenda):
        raise NotPossible("This is on the agenda already.")
    # A place for this one alone would put it before everything that has none yet.
    movable = [entry for entry in agenda if not entry.is_issued]
    _write_places(meeting, movable, by)
    AgendaItem.objects.create(meeting=meeting, issued=issued, position=len(movable) + 1, recorded_by=by)
    record_event(by=by, type="put issued document on agenda", target=meeting, after=_issued_as_data(issued))


@transaction.atomic
def take_issued_off_agenda(*, meeting: Meeting, issued: IssuedDocument, by: User) -> None:
    """Take an issued document off a meeting's agenda again. The document stays what and where it is.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible once a pack with it was issued, once the
    minutes are approved or the meeting is cancelled; StaleState when it was taken off already. Removes its place and
    writes one Event.
    """
    _not_issued(_locked_agenda(meeting, by), issued_key(issued.pk))
    AgendaItem.objects.filter(meeting=meeting, issued=issued).delete()
    record_event(by=by, type="took issued document off agenda", target=meeting, before=_issued_as_data(issued))


def _issued_as_data(issued: IssuedDocument) -> dict[str, str]:
    return {"item": issued_key(issued.pk), "title": issued.title, "sha256": issued.sha256}


def check_agenda_open(meeting: Meeting) -> None:
    """Raise NotPossible for a meeting whose agenda can no longer change."""
    if meeting.state == MeetingState.CANCELLED:
        raise NotPossible("This meeting is cancelled, so its agenda stays as it is.")
    if meeting.state not in MeetingState.agenda_open():
        raise NotPossible("The minutes of this meeting are approved, so its agenda stays as it is.")


def _locked_agenda(meeting: Meeting, by: User) -> tuple[AgendaEntry, ...]:
    """The agenda as it is now; the meeting is locked, so that two clerks change it in turn."""
    rules.can_issue_papers.check(by, meeting)
    lock(meeting)
    check_agenda_open(meeting)
    return agenda_of(meeting)


def _not_issued(agenda: Iterable[AgendaEntry], key: str) -> AgendaEntry:
    entry = next((entry for entry in agenda if entry.key == key), None)
    if entry is None:
        raise StaleState("Somebody has taken this off the agenda meanwhile, so there is nothing to change.")
    if entry.is_issued:
        raise NotPossible("This was issued: it keeps its number and its place, and cannot be left out.")
    return entry


@transaction.atomic
def _set_left_out(meeting: Meeting, key: str, by: User, *, left_out: bool) -> None:
    agenda = _locked_agenda(meeting, by)
    entry = _not_issued(agenda, key)
    if entry.left_out == left_out:
        return
    # A place for this one alone would put it before everything that has none yet.
    _write_places(meeting, [entry for entry in agenda if not entry.is_issued], by)
    row = AgendaItem.objects.filter(meeting=meeting, report=entry.report, document=entry.document, issued=entry.issued)
    row.update(left_out=left_out, recorded_by=by, recorded_at=timezone.now())
    event = "left out of agenda" if left_out else "put back on agenda"
    record_event(by=by, type=event, target=meeting, after={"item": key})


def _write_order(meeting: Meeting, movable: Sequence[AgendaEntry], keys: Sequence[str], by: User) -> None:
    before = [entry.key for entry in movable]
    if list(keys) == before:
        return
    by_key = {entry.key: entry for entry in movable}
    _write_places(meeting, [by_key[key] for key in keys], by)
    record_event(
        by=by, type="put agenda in order", target=meeting, before={"items": before}, after={"items": list(keys)}
    )


def _write_places(meeting: Meeting, entries: Iterable[AgendaEntry], by: User) -> None:
    """Give each entry its place, in this order; rows whose place is right already stay as they are."""
    rows = {(row.report_id, row.document_id, row.issued_id): row for row in AgendaItem.objects.filter(meeting=meeting)}
    for position, entry in enumerate(entries, start=1):
        new = AgendaItem(meeting=meeting, report=entry.report, document=entry.document, issued=entry.issued)
        row = rows.get((new.report_id, new.document_id, new.issued_id), new)
        if row.position != position:
            row.position, row.recorded_by, row.recorded_at = position, by, timezone.now()
            row.save()
