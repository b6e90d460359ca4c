"""The words of a committee pack: its cover, agenda and contents."""

from dataclasses import dataclass
from datetime import time

from tracking.enums import Edition
from tracking.models import Meeting
from tracking.presenters.paper_rows import Fact
from tracking.presenters.papers import KIND as REPORT_KIND
from tracking.presenters.withheld import NOT_FOR_PUBLICATION, only_restricted
from tracking.presenters.wording import written_date, written_list
from tracking.queries.audit_chain import Head
from tracking.queries.pack_facts import IssuedFacts, ItemFacts, LateNewsFacts, PackPaper
from tracking.queries.paper_facts import ContactFacts, ReportPaper

KIND = "Committee pack"
REPORT = "report"
SHEET = "sheet"
EXEMPT = "exempt"
PREVIEW_MARK = "Preview: not issued"
# Source: the Openness of Local Government Bodies Regulations 2014 (S.I. 2014/2095), part 2.
RECORDING_NOTICE = (
    "This meeting is open to the public. Anyone may film, photograph or record it and report on it as it happens.",
    "This does not apply while the public is excluded from the room.",
    "If you would rather not be filmed, or need help to take part, please tell the contact above before the meeting.",
)


@dataclass(frozen=True)
class Running:
    """What runs along the head and the foot of our own pages."""

    subject: str
    committee: str
    date: str
    mark: str = ""


@dataclass(frozen=True)
class AgendaLine:
    """A numbered item; `target` is the place in the pack where it begins."""

    number: int
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
class TrailMark:
    """What papers print of the audit trail, so that nobody can rewrite it unnoticed after they are out."""

    words: str
    hash: str


@dataclass(frozen=True)
class PackFront:
    """The pages before the papers."""

    kind: str
    title: str
    committee: str
    date: str
    particulars: tuple[Fact, ...]
    recording_notice: tuple[str, ...]
    agenda: tuple[AgendaLine, ...]
    contents: tuple[ContentsEntry, ...]
    trail: TrailMark | None = None


@dataclass(frozen=True)
class LateNews:
    """Late news on a report, ready to print."""

    number: int
    heading: str
    facts: tuple[Fact, ...]
    text: str


def pack_kind(number: int) -> str:
    """ "Committee pack", or "Supplement 1 to the committee pack"."""
    return KIND if number == 1 else f"Supplement {number - 1} to the {KIND.lower()}"


def pack_title(paper: PackPaper) -> str:
    return f"{pack_kind(paper.number)}: {paper.meeting.committee}, {written_date(paper.meeting.held_on)}"


def issued_pack_title(meeting: Meeting, number: int, edition: Edition) -> str:
    """What a pack is called among all that was issued, and on an agenda that carries it."""
    restricted = "" if edition == Edition.PUBLIC else " (restricted edition)"
    return f"{pack_kind(number)}: {meeting.committee}, {written_date(meeting.held_on)}{restricted}"


def running_of_pack(paper: PackPaper) -> Running:
    return Running(pack_title(paper), paper.meeting.committee, written_date(paper.meeting.held_on))


def edition_words(edition: Edition) -> str:
    """What the cover says of the edition."""
    return "Public" if edition == Edition.PUBLIC else f"Restricted: {NOT_FOR_PUBLICATION.lower()}"


def pack_front(
    paper: PackPaper, edition: Edition, contents: tuple[ContentsEntry, ...], trail: Head | None = None
) -> PackFront:
    """Cover, agenda and contents: alike in both editions but for the line that names the edition.

    `trail` is the last entry of the audit trail when the pack was made.
    """
    meeting = paper.meeting
    return PackFront(
        kind=pack_kind(paper.number),
        title=pack_title(paper),
        committee=meeting.committee,
        date=written_date(meeting.held_on),
        particulars=(
            Fact("Committee", meeting.committee),
            Fact("Date", f"{meeting.held_on:%A} {written_date(meeting.held_on)}"),
            Fact("Time", written_time(meeting.starts_at) or "To be confirmed"),
            Fact("Place", meeting.place or "To be confirmed"),
            Fact("Contact", _contact(meeting.contact)),
            Fact("Edition", edition_words(edition)),
        ),
        recording_notice=RECORDING_NOTICE,
        agenda=tuple(agenda_line(item) for item in paper.items),
        contents=contents,
        trail=_trail_mark(trail) if trail else None,
    )


def _trail_mark(head: Head) -> TrailMark:
    return TrailMark(f"Audit trail when this pack was made: entry {head.number:,}", head.hash)


def agenda_line(item: ItemFacts) -> AgendaLine:
    return AgendaLine(item.number, item_title(item), _item_detail(item), first_place(item))


def item_title(item: ItemFacts) -> str:
    """What agenda, contents and web edition call an item."""
    return f"{REPORT_KIND}: {item.title}" if item.report is not None else item.title


def first_place(item: ItemFacts) -> str:
    """The place in the pack where an item begins."""
    if item.report is None:
        return f"{item.key}-{SHEET}"
    return f"{item.key}-{REPORT if item.is_whole else late_news_place(item.late_news[0].number)}"


def late_news_place(number: int) -> str:
    return f"late-news-{number}"


def _item_detail(item: ItemFacts) -> str:
    if item.report is not None:
        brings = "" if item.is_whole else "Late news. "
        return f"{brings}Report of {written_list(item.report.report_of)}"
    document = item.document
    if document is not None and document.is_withheld:
        return only_restricted(document.exempt_paragraph)
    if isinstance(document, IssuedFacts):
        return issued_words(document)
    return f"Supplied by {document.supplied_by}" if document and document.supplied_by else ""


def issued_words(document: IssuedFacts) -> str:
    return f"Issued on {written_date(document.issued_on)}"


def late_news(news: LateNewsFacts, report: ReportPaper) -> LateNews:
    signed = ", ".join(part for part in (news.signed_name, news.signed_title) if part)
    facts = (
        Fact("Progress Report", report.inquiry_title),
        Fact("About", news.label),
        Fact("Signed by", signed),
        Fact("Handed in", written_date(news.handed_in_on)),
        Fact("Why it is tabled late", news.tabled_late_reason),
    )
    about = f" on {news.label}" if news.label else ""
    heading = f"Supplement {news.number} to the report: late news{about}"
    return LateNews(news.number, heading, tuple(fact for fact in facts if fact.value), news.text)


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
