"""The list of committees and the page of one, in words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking.enums import CommitteeRole, MeetingState
from tracking.models import Committee, Meeting
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.meetings import meeting_words, written_time
from tracking.presenters.wording import counted, written_date
from tracking.queries.meetings import CommitteePage, CommitteeRow, HandedOn, TrackedInquiry


@dataclass(frozen=True)
class CommitteeLine:
    """One committee in the list."""

    name: str
    href: str
    facts: tuple[str, ...]
    next_meeting: Link | None


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list: its date as a link, when and where, and how it stands."""

    link: Link
    state: str


@dataclass(frozen=True)
class PeopleLine:
    """Those who have one role in a committee today."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class CommitteeFace:
    """Everything the page of a committee says."""

    state: str
    is_abolished: bool
    contact: tuple[str, ...]
    people: tuple[PeopleLine, ...]
    upcoming: tuple[MeetingLine, ...]
    tracked: tuple[Link, ...]
    handed_on: tuple[Link, ...]


def committee_line(row: CommitteeRow, *, today: date) -> CommitteeLine:
    return CommitteeLine(
        name=str(row.committee),
        href=reverse("committee_detail", args=[row.committee.slug]),
        facts=(_existence(row.committee, today) or _tracks(row.inquiry_count),),
        next_meeting=_next_link(row.next_meeting, row.committee),
    )


def committee_face(page: CommitteePage, *, today: date) -> CommitteeFace:
    """Say everything about a committee."""
    committee = page.committee
    contact = (committee.contact_name, committee.contact_telephone, committee.contact_email)
    return CommitteeFace(
        state=state_sentence(page, today=today),
        is_abolished=committee.abolished_on is not None and committee.abolished_on <= today,
        contact=tuple(word for word in contact if word),
        people=tuple(
            PeopleLine(_ROLES[role], tuple(row.person.name_and_title for row in rows))
            for role, rows in page.people.items()
        ),
        upcoming=tuple(meeting_line(meeting, committee) for meeting in page.upcoming),
        tracked=tuple(_tracked_link(row) for row in page.tracked),
        handed_on=tuple(_handed_on_link(row) for row in page.handed_on),
    )


_ROLES = {
    CommitteeRole.MEMBER: "Members",
    CommitteeRole.SUBSTITUTE: "Substitute members",
    CommitteeRole.SCRUTINY_OFFICER: "Scrutiny officers",
    CommitteeRole.CLERK: "Clerks",
}


def state_sentence(page: CommitteePage, *, today: date) -> str:
    """ "This committee tracks 5 inquiries and meets next on 12 April 2016."."""
    if existence := _existence(page.committee, today):
        return existence
    meets = f"meets next on {written_date(page.upcoming[0].held_on)}" if page.upcoming else "has no meeting planned"
    return f"This committee {_tracks(len(page.tracked)).lower()} and {meets}."


def meeting_line(meeting: Meeting, committee: Committee) -> MeetingLine:
    """`committee` is the meeting's own: it need not be read again."""
    meeting.committee = committee
    when = written_time(meeting.starts_at) if meeting.starts_at else ""
    detail = ", ".join(word for word in (when, meeting.place) if word)
    return MeetingLine(
        link=Link(meeting_words(meeting), meeting_href("meeting_detail", meeting), detail),
        state=MeetingState(meeting.state).label,
    )


def _existence(committee: Committee, today: date) -> str:
    """What is to be known first of a committee that is, or will be, no more."""
    if committee.abolished_on is None:
        return ""
    was = "was" if committee.abolished_on <= today else "will be"
    return f"This committee {was} abolished on {written_date(committee.abolished_on)}."


def _tracks(number: int) -> str:
    return f"Tracks {counted(number, 'inquiry', 'inquiries')}" if number else "Tracks no inquiry"


def _next_link(meeting: Meeting | None, committee: Committee) -> Link | None:
    return meeting_line(meeting, committee).link if meeting else None


def _tracked_link(row: TrackedInquiry) -> Link:
    leaves = counted(row.leaf_count, "recommendation or part", "recommendations and parts")
    return Link(
        str(row.inquiry),
        reverse("inquiry_detail", args=[row.inquiry.slug]),
        f"{row.concluded_count} of {leaves} concluded" if row.leaf_count else "No recommendations yet",
    )


def _handed_on_link(row: HandedOn) -> Link:
    to = f" to {row.tracked_now_by}" if row.tracked_now_by else ""
    return Link(
        str(row.inquiry),
        reverse("inquiry_detail", args=[row.inquiry.slug]),
        f"Handed on{to} on {written_date(row.ended_on)}",
    )
