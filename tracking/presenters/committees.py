"""The list of committees and the page of one, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from tracking.enums import CommitteeKind, CommitteeRole, MeetingState
from tracking.models import Committee, Meeting
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.meetings import meeting_words, written_time
from tracking.presenters.standing import Count, due_links, standing_counts
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.committees import (
    CommitteePage,
    CommitteeRow,
    ConsideredAt,
    Handing,
    TrackedInquiries,
    TrackedInquiry,
)

_NAMED = 3
_HANDINGS_LISTED = 20


@dataclass(frozen=True)
class CommitteeLine:
    """One committee in the list."""

    name: str
    href: str
    facts: tuple[str, ...]
    next_meeting: Link | None


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list: its date as a link, when and where, how it stands and what was before it."""

    link: Link
    state: str
    considered: str = ""


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
    is_of_scrutiny: bool
    contact: tuple[str, ...]
    people: tuple[PeopleLine, ...]
    counts: tuple[Count, ...]
    due_next: tuple[Link, ...]
    upcoming: tuple[MeetingLine, ...]
    tracked: tuple[Link, ...]
    tracked_note: str
    nothing_tracked: str
    concluded: tuple[Link, ...]
    concluded_note: str
    all_concluded: Link | None
    all_inquiries: Link
    received: tuple[Link, ...]
    handed_on: tuple[Link, ...]
    handings_note: str


def committee_line(row: CommitteeRow, *, today: date) -> CommitteeLine:
    return CommitteeLine(
        name=str(row.committee),
        href=reverse("committee_detail", args=[row.committee.slug]),
        facts=(_existence(row.committee, today) or _what_it_does(row),),
        next_meeting=_next_link(row.next_meeting, row.committee),
    )


def committee_face(page: CommitteePage, considered: Mapping[int, ConsideredAt], *, today: date) -> CommitteeFace:
    """Say everything about a committee; `considered` is what is for each of its meetings to come."""
    committee = page.committee
    is_abolished = committee.abolished_on is not None and committee.abolished_on <= today
    contact = (committee.contact_name, committee.contact_telephone, committee.contact_email)
    return CommitteeFace(
        state=state_sentence(page, today=today),
        is_abolished=is_abolished,
        is_of_scrutiny=committee.is_of_scrutiny,
        contact=tuple(word for word in contact if word),
        people=tuple(
            PeopleLine(_ROLES[role], tuple(row.person.name_and_title for row in rows))
            for role, rows in page.people.items()
        ),
        counts=standing_counts(page.standing, committee=committee.slug),
        due_next=due_links(page.due_next),
        upcoming=tuple(meeting_line(meeting, committee, considered.get(meeting.pk)) for meeting in page.upcoming),
        tracked=tuple(_tracked_link(row) for row in page.tracked.listed),
        tracked_note=_tracked_note(page.tracked),
        nothing_tracked="" if is_abolished else _nothing_tracked(page.tracked),
        concluded=tuple(_tracked_link(row) for row in page.tracked.concluded),
        concluded_note=_concluded_note(page.tracked),
        all_concluded=_all_concluded(page),
        all_inquiries=Link(
            "All inquiries this committee commissioned, tracks or has tracked", _inquiries_href(committee)
        ),
        received=tuple(_handing_link(row, "from") for row in page.received[:_HANDINGS_LISTED]),
        handed_on=tuple(_handing_link(row, "to") for row in page.handed_on[:_HANDINGS_LISTED]),
        handings_note=_handings_note(page),
    )


def _tracked_note(tracked: TrackedInquiries) -> str:
    """That not all are listed, where it is so."""
    if tracked.open_count <= len(tracked.listed):
        return ""
    return f"The {len(tracked.listed)} with the earliest dates are listed, of {tracked.open_count:,}."


def _nothing_tracked(tracked: TrackedInquiries) -> str:
    if tracked.listed:
        return ""
    if tracked.total:
        return "Everything it tracks is concluded."
    return "Inquiries will appear here once their recommendations are tracked by this committee."


def _concluded_note(tracked: TrackedInquiries) -> str:
    """That not all of the concluded ones are listed, where it is so."""
    if tracked.concluded_count <= len(tracked.concluded):
        return ""
    return f"{len(tracked.concluded)} of {tracked.concluded_count:,} are listed."


def _all_concluded(page: CommitteePage) -> Link | None:
    """The list of inquiries with all of the concluded ones, where the page leaves some out."""
    if not _concluded_note(page.tracked):
        return None
    href = _inquiries_href(page.committee, tracking="concluded")
    return Link("All concluded inquiries this committee commissioned, tracks or has tracked", href)


def _inquiries_href(committee: Committee, **filters: str) -> str:
    return f"{reverse('inquiry_list')}?{urlencode({'committee': committee.slug} | filters)}"


def _handings_note(page: CommitteePage) -> str:
    if max(len(page.received), len(page.handed_on)) <= _HANDINGS_LISTED:
        return ""
    return f"The latest {_HANDINGS_LISTED} are listed."


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
    who = "This committee" if page.committee.is_of_scrutiny else str(page.committee)
    meets = f"meets next on {written_date(page.upcoming[0].held_on)}" if page.upcoming else "has no meeting planned"
    tracks = f"{_tracks(page.tracked.total).lower()} and " if page.committee.is_of_scrutiny else ""
    return f"{who} {tracks}{meets}."


def meeting_line(meeting: Meeting, committee: Committee, considered: ConsideredAt | None = None) -> MeetingLine:
    """`committee` is the meeting's own: it need not be read again."""
    meeting.committee = committee
    when = written_time(meeting.starts_at) if meeting.starts_at else ""
    detail = ", ".join(word for word in (when, meeting.place) if word)
    return MeetingLine(
        link=Link(meeting_words(meeting), meeting_href("meeting_detail", meeting), detail),
        state=MeetingState(meeting.state).label,
        considered=considered_words(considered) if considered else "",
    )


def considered_words(row: ConsideredAt) -> str:
    """ "Left Offline, Damp homes and 2 more inquiries: 12 views, 3 concluded"; nothing where there was nothing."""
    if not row.inquiries and not row.views:
        return ""
    names = [str(inquiry) for inquiry in row.inquiries[:_NAMED]]
    more = len(row.inquiries) - len(names)
    if more:
        names.append(counted(more, "more inquiry", "more inquiries"))
    views = f"{counted(row.views, 'view')}, {row.concluded} concluded" if row.views else ""
    return ": ".join(word for word in (written_list(names), views) if word)


def _existence(committee: Committee, today: date) -> str:
    """What is to be known first of a committee that is, or will be, no more."""
    if committee.abolished_on is None:
        return ""
    was = "was" if committee.abolished_on <= today else "will be"
    who = "This committee" if committee.is_of_scrutiny else str(committee)
    return f"{who} {was} abolished on {written_date(committee.abolished_on)}."


_DOES = {
    CommitteeKind.CABINET: "Takes the decisions of the executive",
    CommitteeKind.COUNCIL: "All councillors together",
}


def _what_it_does(row: CommitteeRow) -> str:
    kind = CommitteeKind(row.committee.kind)
    return _DOES.get(kind) or _tracks(row.inquiry_count)


def _tracks(number: int) -> str:
    return f"Tracks {counted(number, 'inquiry', 'inquiries')}" if number else "Tracks no inquiry"


def _next_link(meeting: Meeting | None, committee: Committee) -> Link | None:
    return meeting_line(meeting, committee).link if meeting else None


def _tracked_link(row: TrackedInquiry) -> Link:
    leaves = counted(row.leaf_count, "recommendation or part", "recommendations and parts")
    late = f", {row.late_count} late" if row.late_count else ""
    return Link(
        str(row.inquiry),
        reverse("inquiry_detail", args=[row.inquiry.slug]),
        f"{row.concluded_count} of {leaves} concluded{late}" if row.leaf_count else "No recommendations yet",
    )


def _handing_link(row: Handing, way: str) -> Link:
    passed = "Handed on" if way == "to" else "Taken over"
    on = f" on {written_date(row.on)}" if row.on else ""
    return Link(str(row.inquiry), reverse("inquiry_detail", args=[row.inquiry.slug]), f"{passed} {way} {row.other}{on}")
