"""Entries of the public calendars, in words."""

from dataclasses import dataclass
from datetime import date, time

from django.urls import reverse

from tracking.enums import MeetingState
from tracking.models import Meeting
from tracking.presenters.links import meeting_href, recommendation_href
from tracking.presenters.positions import full_title
from tracking.queries.calendars import CalendarEntries, Changes, DueEntry, MeetingEntry, ResponseEntry


@dataclass(frozen=True)
class CalendarLine:
    """One entry: `key` names it for ever; all day where there is no time."""

    key: str
    title: str
    words: str
    href: str
    day: date
    changes: Changes
    starts_at: time | None = None
    place: str = ""
    is_cancelled: bool = False
    is_meeting: bool = False


def calendar_lines(entries: CalendarEntries) -> list[CalendarLine]:
    """Return every entry, the earliest first."""
    lines = [
        *(_meeting(row) for row in entries.meetings),
        *(_due(row) for row in entries.due),
        *(_response(row) for row in entries.responses),
    ]
    return sorted(lines, key=lambda line: (line.day, line.starts_at or time(), line.key))


def _meeting(row: MeetingEntry) -> CalendarLine:
    meeting = row.meeting
    is_cancelled = meeting.state == MeetingState.CANCELLED
    return CalendarLine(
        key=f"meeting-{meeting.pk}",
        title=f"Cancelled: {meeting.committee}" if is_cancelled else str(meeting.committee),
        words=_cancelled(meeting) if is_cancelled else "Meeting of the committee. Its papers are on its page.",
        href=meeting_href("meeting_detail", meeting),
        day=meeting.held_on,
        changes=row.changes,
        starts_at=meeting.starts_at,
        place=meeting.place,
        is_cancelled=is_cancelled,
        is_meeting=True,
    )


def _cancelled(meeting: Meeting) -> str:
    return f"This meeting was cancelled. {meeting.cancelled_reason}".strip()


def _due(row: DueEntry) -> CalendarLine:
    leaf = row.leaf
    return CalendarLine(
        key=f"due-{leaf.pk}",
        title=f"Due: {full_title(leaf)}",
        words=f"The completion date as it is now, of a recommendation of the inquiry “{leaf.inquiry}”.",
        href=recommendation_href(leaf.inquiry, leaf),
        day=row.due_on,
        changes=row.changes,
    )


def _response(row: ResponseEntry) -> CalendarLine:
    return CalendarLine(
        key=f"response-{row.inquiry.pk}",
        title=f"Executive response due: {row.inquiry}",
        words="The last day for the executive’s response to the report of the inquiry.",
        href=reverse("inquiry_detail", args=[row.inquiry.slug]),
        day=row.due_on,
        changes=row.changes,
    )
