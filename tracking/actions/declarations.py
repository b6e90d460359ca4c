"""Interests declared at a meeting, as whoever runs the committee enters them for the minutes."""

from django.db import transaction

from tracking import rules
from tracking.actions.changes import lock, store
from tracking.actions.events import field_values, record_event
from tracking.enums import MeetingState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Declaration, Meeting, Person, ProgressReport, User
from tracking.queries.minutes import people_at, reports_of

_FIELDS = ["meeting", "person", "report", "interest"]


@transaction.atomic
def record_declaration(
    *, meeting: Meeting, person: Person, interest: str, by: User, report: ProgressReport | None = None
) -> Declaration:
    """Enter an interest that a person declared, in one report or, without one, in general.

    Raises NotAllowed unless `by` is scrutiny officer or clerk of the committee; NotPossible once the minutes are
    approved or when the meeting was cancelled, without words, for somebody who had no part in the meeting, for a
    report that was not before it, or when the same is entered already. Writes the Declaration and one Event.
    Source: Localism Act 2011, section 31, and the council's own code: what is declared at a meeting is minuted.
    """
    rules.can_manage_meetings_of.check(by, meeting)
    _check_open(meeting)
    words = interest.strip()
    if not words:
        raise NotPossible("Enter what the interest is, and whether they left the room.")
    if not people_at(meeting).filter(pk=person.pk).exists():
        raise NotPossible(f"{person} had no part in the committee on that day. Choose somebody from the list.")
    if report is not None and not reports_of(meeting).filter(pk=report.pk).exists():
        raise NotPossible("That report was not before this meeting. Choose one from the list.")
    if meeting.declarations.filter(person=person, report=report, interest=words).exists():
        raise NotPossible(f"This declaration of {person} is entered already.")
    declaration = Declaration(meeting=meeting, person=person, report=report, interest=words, recorded_by=by)
    store(declaration)
    record_event(by=by, type="entered declaration", target=declaration, after=field_values(declaration, _FIELDS))
    return declaration


@transaction.atomic
def remove_declaration(*, declaration: Declaration, by: User) -> Declaration:
    """Take away a declaration that was entered by mistake, and return what it was; the Event keeps it.

    Raises NotAllowed unless `by` is scrutiny officer or clerk of the committee; NotPossible once the minutes are
    approved; StaleState when somebody was faster. Deletes the Declaration and writes one Event.
    """
    rules.can_manage_meetings_of.check(by, declaration.meeting)
    _check_open(declaration.meeting)
    if not Declaration.objects.filter(pk=declaration.pk).exists():
        raise StaleState("Somebody else has just removed this declaration.")
    record_event(by=by, type="removed declaration", target=declaration, before=field_values(declaration, _FIELDS))
    declaration.delete()
    return declaration


def _check_open(meeting: Meeting) -> None:
    """Whoever approves the minutes waits, or is waited for."""
    lock(meeting)
    if meeting.state == MeetingState.MINUTES_APPROVED:
        raise NotPossible("The minutes of this meeting are approved, so its declarations stand as they are.")
    if meeting.state == MeetingState.CANCELLED:
        raise NotPossible("This meeting was cancelled, so nothing was declared at it.")
