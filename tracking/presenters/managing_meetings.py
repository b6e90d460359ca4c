"""Words and tables of the pages that manage meetings and closed days."""

from collections.abc import Iterable

from django.urls import reverse

from tracking.enums import MeetingState
from tracking.models import (
    ClosedDay,
    Meeting,
)
from tracking.presenters.managing_shapes import Link, Row, Table
from tracking.presenters.wording import counted, written_date


def meeting_table(meetings: Iterable[Meeting]) -> Table:
    return Table(
        "Meetings",
        ("Meeting", "Committee", "State"),
        tuple(
            Row(
                meeting_name(row),
                reverse("manage_meeting", args=[row.committee.slug, row.date_slug]),
                (str(row.committee), row.get_state_display()),
            )
            for row in meetings
        ),
        "The meetings of your committees will appear here once you plan one.",
    )


def meeting_name(meeting: Meeting) -> str:
    sitting = f" (sitting {meeting.sequence})" if meeting.sequence > 1 else ""
    return f"{written_date(meeting.held_on)}{sitting}"


def meeting_sentence(meeting: Meeting) -> str:
    """Say where a meeting stands for those who manage it."""
    match meeting.state:
        case MeetingState.PLANNED:
            return "This meeting is planned. Its papers are not issued yet, so date, time and place can still change."
        case MeetingState.PAPERS_ISSUED:
            return "The papers for this meeting are issued. Say that it was held once it has been."
        case MeetingState.HELD:
            return "This meeting was held. Its minutes are not approved yet."
        case MeetingState.MINUTES_APPROVED:
            return f"The minutes of this meeting were approved on {written_date(meeting.minutes_approved_on)}."
    return f"This meeting was cancelled: {meeting.cancelled_reason}"


def holding_sentences(*, waiting: int, total: int) -> tuple[str, ...]:
    """Say what follows from saying that a meeting was held, and what is still to be done for it."""
    what_next = "The clerk can then publish the views recorded at it."
    if not waiting:
        return (what_next,)
    views = f"{waiting} of {counted(total, 'view')} {'is' if waiting == 1 else 'are'} not recorded yet."
    return (what_next, f"{views} What is missing can still be recorded until the minutes are approved.")


def meeting_links(meeting: Meeting) -> list[Link]:
    """Return what can be done with a meeting besides changing it."""
    here = [meeting.committee.slug, meeting.date_slug]
    links = []
    if meeting.state == MeetingState.PAPERS_ISSUED:
        links.append(Link("Say that it was held", reverse("manage_meeting_hold", args=here)))
    if meeting.state == MeetingState.HELD:
        links.append(
            Link("Record that the minutes were approved", reverse("manage_meeting_approve_minutes", args=here))
        )
    if meeting.state in (MeetingState.PLANNED, MeetingState.PAPERS_ISSUED):
        links.append(Link("Cancel it", reverse("manage_meeting_cancel", args=here)))
    links.append(Link("See it as everyone does", reverse("meeting_detail", args=here)))
    return links


def closed_day_table(days: Iterable[ClosedDay]) -> Table:
    return Table(
        "Closed days",
        ("Day", "Reason", "Actions"),
        tuple(
            Row(
                written_date(row.day),
                "",
                (row.reason,),
                (Link("Remove", reverse("manage_closed_day_remove", args=[row.pk]), written_date(row.day)),),
            )
            for row in days
        ),
        "Closed days will appear here once you add one.",
    )
