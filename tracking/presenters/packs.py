"""The words of a committee pack: its cover, agenda and contents."""

from dataclasses import dataclass
from datetime import time

from tracking.presenters.paper_rows import Fact
from tracking.presenters.wording import written_date, written_list
from tracking.queries.paper_facts import ContactFacts, MeetingFacts, PackPaper, ReportPaper

KIND = "Committee pack"
PREVIEW_MARK = "Preview: not issued"
# Source: the Openness of Local Government Bodies Regulations 2014 (S.I. 2014/2095), part 2.
RECORDING_NOTICE = (
    "This meeting is open to the public. Anyone may film, photograph or record it and report on it as it happens.",
    "This does not apply while the public is excluded from the room.",
    "If you would rather not be filmed, or need help to take part, please tell the contact above before the meeting.",
)


@dataclass(frozen=True)
class AgendaItem:
    """A numbered item; `target` is the place in the pack where it begins."""

    title: str
    detail: str
    target: str


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents; those within an item are set in."""

    title: str
    target: str
    page: str
    is_within_an_item: bool


@dataclass(frozen=True)
class PackFront:
    """The pages before the papers."""

    kind: str
    title: str
    committee: str
    date: str
    particulars: tuple[Fact, ...]
    recording_notice: tuple[str, ...]
    agenda: tuple[AgendaItem, ...]
    contents: tuple[ContentsEntry, ...]


def pack_title(meeting: MeetingFacts) -> str:
    return f"{KIND}: {meeting.committee}, {written_date(meeting.held_on)}"


def pack_front(paper: PackPaper, agenda: tuple[AgendaItem, ...], contents: tuple[ContentsEntry, ...]) -> PackFront:
    meeting = paper.meeting
    return PackFront(
        kind=KIND,
        title=pack_title(meeting),
        committee=meeting.committee,
        date=written_date(meeting.held_on),
        particulars=(
            Fact("Committee", meeting.committee),
            Fact("Date", f"{meeting.held_on:%A} {written_date(meeting.held_on)}"),
            Fact("Time", written_time(meeting.starts_at) or "To be confirmed"),
            Fact("Place", meeting.place or "To be confirmed"),
            Fact("Contact", _contact(meeting.contact)),
        ),
        recording_notice=RECORDING_NOTICE,
        agenda=agenda,
        contents=contents,
    )


def agenda_item(report: ReportPaper, *, target: str) -> AgendaItem:
    return AgendaItem(
        f"Progress Report on Implementation: {report.inquiry_title}",
        f"Report of {written_list(report.report_of)}",
        target,
    )


def written_time(at: time | None) -> str:
    """Return "2pm" or "2:30pm"; nothing for no time."""
    if at is None:
        return ""
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def _contact(contact: ContactFacts | None) -> str:
    if contact is None:
        return "The council’s scrutiny office"
    return ", ".join(part for part in (contact.name, contact.telephone, contact.email) if part)
