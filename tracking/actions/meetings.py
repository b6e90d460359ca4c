"""Meetings of a committee, and the days on which the council's offices are closed."""

from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.events import field_values, record_event
from tracking.actions.news_mails import tell_followers_of_views
from tracking.actions.state import change_state
from tracking.enums import CabinetReportState, MeetingState, ReportState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import ClosedDay, Committee, Meeting, PrivateSession, ProgressReport, User
from tracking.models.cabinet import CabinetReport, ExecutiveDecision
from tracking.presenters.wording import counted, written_date
from tracking.queries.views_at_meeting import reports_at_meeting

LAST_SITTING = 9


@transaction.atomic
def plan_meeting(
    *, by: User, committee: Committee, held_on: date, starts_at: time | None = None, place: str = ""
) -> Meeting:
    """Plan a sitting; a further one on the same day gets the next number by itself.

    Raises NotAllowed unless `by` is scrutiny officer or clerk of the committee; NotPossible when the committee is
    abolished by then, or has nine sittings on that day. Writes the Meeting and one Event.
    """
    rules.can_manage_meetings_of.check(by, committee)
    if committee.abolished_on and committee.abolished_on <= held_on:
        raise NotPossible(
            f"{committee} was abolished on {written_date(committee.abolished_on)}. Choose an earlier day."
        )
    meeting = Meeting(
        committee=committee,
        held_on=held_on,
        sequence=_next_sitting(committee, held_on),
        starts_at=starts_at,
        place=place,
    )
    store(meeting)
    after = field_values(meeting, ["committee", "held_on", "sequence", "starts_at", "place"])
    record_event(by=by, type="planned meeting", target=meeting, after=after)
    return meeting


@transaction.atomic
def edit_meeting(*, by: User, meeting: Meeting, held_on: date, starts_at: time | None, place: str) -> Meeting:
    """Change date, time or place of a meeting whose papers are not out yet.

    Raises NotAllowed unless `by` is scrutiny officer or clerk of the committee; NotPossible unless it is planned,
    and for another day or place once a report to Cabinet that names them is public, or something was decided at it.
    Writes the Meeting and one Event.
    """
    rules.can_manage_meetings_of.check(by, meeting)
    lock(meeting)
    if meeting.state != MeetingState.PLANNED:
        raise NotPossible("The papers name this date and place, so they cannot be changed. Cancel it, or plan another.")
    changes: dict[str, Any] = {"starts_at": starts_at, "place": place}
    if held_on != meeting.held_on:
        changes |= {"held_on": held_on, "sequence": _next_sitting(meeting.committee, held_on)}
    if (held_on, place) != (meeting.held_on, meeting.place):
        _check_is_not_named(meeting)
    before, after = change_fields(meeting, changes)
    record_event(by=by, type="edited meeting", target=meeting, before=before, after=after)
    return meeting


@transaction.atomic
def hold_meeting(*, by: User, meeting: Meeting) -> Meeting:
    """Record that the meeting was held.

    Raises NotAllowed unless `by` is scrutiny officer or clerk of the committee; NotPossible before its date, before
    its papers are issued or while it is in private; StaleState when somebody was faster. Writes the state and one
    Event.
    """
    rules.can_manage_meetings_of.check(by, meeting)
    if meeting.held_on > dates.today():
        raise NotPossible(f"This meeting is on {written_date(meeting.held_on)}. Say that it was held when it has been.")
    _check_is_in_public(meeting)
    _move_on(by, meeting, "hold", "held meeting")
    return meeting


@transaction.atomic
def publish_views(*, by: User, meeting: Meeting) -> Meeting:
    """Publish the views recorded at a meeting: from now on everyone may read them, and those that correct them.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible before the meeting was held; StaleState when
    they are published already. Writes who and when, and one Event; queues mails to those who follow what was viewed.
    """
    rules.can_publish_views.check(by, meeting)
    lock(meeting)
    if meeting.state not in MeetingState.views_public():
        raise NotPossible("Views are published once the meeting has been held. Record first that it was held.")
    if meeting.views_published_at is not None:
        raise StaleState(f"The views of this meeting were published by {meeting.views_published_by} already.")
    before, after = change_fields(meeting, {"views_published_at": timezone.now(), "views_published_by": by})
    tell_followers_of_views(meeting)
    record_event(by=by, type="published views", target=meeting, before=before, after=after)
    return meeting


@transaction.atomic
def approve_minutes(*, by: User, meeting: Meeting, on: date) -> Meeting:
    """Record the day on which the committee approved the minutes.

    Raises NotAllowed unless `by` is scrutiny officer or clerk of the committee; NotPossible unless the meeting was
    held, while it is in private, while a leaf of its own reports waits for a view, or when the day is before the
    meeting or lies ahead; StaleState when somebody was faster. Writes the state, the day and one Event.
    """
    rules.can_manage_meetings_of.check(by, meeting)
    if on < meeting.held_on:
        raise NotPossible(f"The minutes cannot be approved before the meeting of {written_date(meeting.held_on)}.")
    if on > dates.today():
        raise NotPossible("Enter the day on which the minutes were approved. It cannot lie ahead.")
    _check_is_in_public(meeting)
    _check_views_are_complete(meeting, by)
    _move_on(by, meeting, "approve minutes", "approved minutes", minutes_approved_on=on)
    return meeting


@transaction.atomic
def cancel_meeting(*, by: User, meeting: Meeting, reason: str) -> Meeting:
    """Cancel a meeting that was not held.

    Raises NotAllowed unless `by` is scrutiny officer or clerk of the committee; NotPossible without a reason, while
    reports are waiting for it, once it was held, or where a view was recorded at it and not undone, or an executive
    decision; StaleState when somebody was faster. Writes the state, the reason and one Event.
    """
    rules.can_manage_meetings_of.check(by, meeting)
    if not reason.strip():
        raise NotPossible("Give the reason for the cancellation. It is shown on the meeting’s page.")
    _check_is_in_public(meeting)
    viewed = meeting.assessments.live().values("leaf").distinct().count()
    if viewed:
        raise NotPossible(
            f"The committee’s view is recorded for {counted(viewed, 'recommendation')} at this meeting, "
            "so it took place. Record that it was held."
        )
    waiting = ProgressReport.objects.filter(meeting=meeting, state__in=ReportState.open()).count()
    if waiting:
        raise NotPossible(
            f"{counted(waiting, 'Progress Report waits', 'Progress Reports wait')} for this meeting. "
            "Move to another meeting, or withdraw, each of them first."
        )
    _check_cabinet_reports_are_elsewhere(meeting)
    _move_on(by, meeting, "cancel", "cancelled meeting", cancelled_reason=reason)
    return meeting


@transaction.atomic
def add_closed_day(*, by: User, day: date, reason: str) -> ClosedDay:
    """Add a day on which the offices are closed: it is no clear working day.

    Raises NotAllowed unless `by` is clerk of a committee; NotPossible for a day entered already or without a reason.
    Writes the ClosedDay and one Event.
    """
    rules.is_clerk.check(by)
    if ClosedDay.objects.filter(day=day).exists():
        raise NotPossible(f"{written_date(day)} is in the list already.")
    closed_day = ClosedDay(day=day, reason=reason, recorded_by=by)
    store(closed_day)
    record_event(by=by, type="added closed day", target=closed_day, after={"day": day, "reason": reason})
    return closed_day


@transaction.atomic
def remove_closed_day(*, by: User, closed_day: ClosedDay) -> ClosedDay:
    """Remove a closed day and return what it was; the Event keeps it.

    Raises NotAllowed unless `by` is clerk of a committee. Deletes the ClosedDay and writes one Event.
    """
    rules.is_clerk.check(by)
    before = field_values(closed_day, ["day", "reason"])
    record_event(by=by, type="removed closed day", target=closed_day, before=before)
    closed_day.delete()
    return closed_day


def _check_is_in_public(meeting: Meeting) -> None:
    """Whoever records a view or declares the meeting private locks its row, so neither happens meanwhile."""
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if PrivateSession.objects.open().filter(meeting=meeting).exists():
        raise NotPossible("This meeting is still in private. Say first that the public are back.")


def _check_is_not_named(meeting: Meeting) -> None:
    """What is published of a report to Cabinet, and of what was decided on it, names the day and the place."""
    public = CabinetReport.objects.public().filter(meeting=meeting)
    if public.exists() or ExecutiveDecision.objects.filter(meeting=meeting).exists():
        raise NotPossible(
            "A published report to Cabinet names this date and place, so they cannot be changed. "
            "Plan another meeting, and move the report to it."
        )


def _check_cabinet_reports_are_elsewhere(meeting: Meeting) -> None:
    if ExecutiveDecision.objects.filter(meeting=meeting).exists():
        raise NotPossible("What Cabinet decided at this meeting is recorded, so it took place.")
    waiting = CabinetReport.objects.filter(meeting=meeting, state__in=CabinetReportState.open()).count()
    if waiting:
        raise NotPossible(
            f"{counted(waiting, 'report to Cabinet waits', 'reports to Cabinet wait')} for this meeting. "
            "Move to another meeting, or withdraw, each of them first."
        )


def _check_views_are_complete(meeting: Meeting, by: User) -> None:
    """A leaf without a view would wait for ever: none is recorded after the approval. What was deferred goes on."""
    own = [row for row in reports_at_meeting(meeting, by) if row.deferred_from is None]
    waiting = sum(len(row.waiting) for row in own)
    if waiting and meeting.state == MeetingState.HELD:
        verb = "is" if waiting == 1 else "are"
        raise NotPossible(
            f"{counted(waiting, 'view')} {verb} not recorded. Record what is missing first: a view, that it is "
            "deferred, or that no view was given."
        )


def _move_on(by: User, meeting: Meeting, transition: str, kind: str, **fields: Any) -> None:
    before = {"state": meeting.state}
    change_state(meeting, transition, **fields)
    record_event(by=by, type=kind, target=meeting, before=before, after={"state": meeting.state, **fields})


def _next_sitting(committee: Committee, on: date) -> int:
    last = Meeting.objects.filter(committee=committee, held_on=on).aggregate(last=Max("sequence"))["last"] or 0
    if last >= LAST_SITTING:
        raise NotPossible(f"{committee} has {LAST_SITTING} sittings on {written_date(on)}. Choose another day.")
    return int(last) + 1
