"""Words and tables of the managing pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from tracking import rules
from tracking.dates import DueSuggestion
from tracking.enums import InquiryState, MeetingState
from tracking.models import (
    Appointment,
    ClosedDay,
    Committee,
    CommitteeMembership,
    Inquiry,
    Meeting,
    Person,
    Post,
    Recommendation,
    Responsibility,
    User,
    Viewer,
)
from tracking.models.base import Dated, DueDate
from tracking.presenters.wording import counted, written_date, written_list


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    hint: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Row:
    """A line of a table: what it is, where it leads, and its further cells."""

    name: str
    href: str
    cells: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str


@dataclass(frozen=True)
class Line:
    """A line of a summary list: a question, its answer, and the link that changes it."""

    name: str
    words: str
    link: Link | None = None


@dataclass(frozen=True)
class RecommendationRow:
    """A recommendation or part on the page of its inquiry."""

    reference: str
    words: str
    due: str
    responsible: str
    links: tuple[Link, ...] = field(default=())


def period(row: Dated) -> str:
    """Return "9 June 2015 to 24 May 2016", "since 9 June 2015", "until 24 May 2016" or "always"."""
    starts, ends = written_date(row.starts_on), written_date(row.ends_on)
    if starts and ends:
        return f"{starts} to {ends}"
    if ends:
        return f"until {ends}"
    return f"since {starts}" if starts else "from the beginning"


def due_words(row: DueDate) -> str:
    """Return the date as written and what it was taken to mean: "Annual review (every 12 months)"."""
    meanings = [
        written_date(row.due_on) if written_date(row.due_on) != row.due_text else "",
        "ongoing" if row.ongoing and row.due_text.lower() != "ongoing" else "",
        f"every {counted(row.recurs_every_months, 'month')}" if row.recurs_every_months else "",
    ]
    meaning = ", ".join(filter(None, meanings))
    if row.due_text and meaning:
        return f"{row.due_text} ({meaning})"
    return row.due_text or meaning or "No date of its own"


def suggestion_sentence(words: str, suggestion: DueSuggestion) -> str:
    """Say what the words of a completion date seem to mean, for the officer to confirm."""
    if not words.strip():
        return "Type the completion date as the report has it, then ask for the suggestion again."
    found = [
        written_date(suggestion.due_on),
        "ongoing" if suggestion.ongoing else "",
        f"every {counted(suggestion.recurs_every_months, 'month')}" if suggestion.recurs_every_months else "",
    ]
    meaning = written_list(filter(None, found))
    if not meaning:
        return f"No day can be read from “{words}”. Enter the date yourself, or leave it empty."
    return f"“{words}” seems to mean: {meaning}. Check it below, then save."


def home_sections(viewer: Viewer, schemes: Iterable[tuple[str, str]]) -> list[Section]:
    """Return what the viewer may manage; `schemes` are the (name, slug) of assessment schemes."""
    sections = []
    if rules.is_scrutiny_officer(viewer):
        links = (
            Link("Your committees’ inquiries", reverse("manage_inquiries"), "Edit, publish, correct or hand them on."),
            Link("Enter a new inquiry", reverse("manage_inquiry_new"), "It stays a draft until you publish it."),
        )
        sections.append(Section("Inquiries and recommendations", links))
    if rules.is_scrutiny_officer(viewer) or rules.is_clerk(viewer):
        meetings = [Link("Your committees’ meetings", reverse("manage_meetings"), "Plan, change, hold or cancel them.")]
        if rules.is_clerk(viewer):
            hint = "Days on which the offices are closed, beside bank holidays."
            meetings.append(Link("Closed days", reverse("manage_closed_days"), hint))
        sections.append(Section("Meetings", tuple(meetings)))
    if rules.can_administer(viewer):
        sections.append(Section("People", _links_to_people()))
        sections.append(Section("The council", _links_to_structure(schemes)))
    return sections


def _links_to_people() -> tuple[Link, ...]:
    return (
        Link("People and users", reverse("manage_people"), "Names, sign-in, appointments and memberships."),
        Link("Audit trail", reverse("admin:tracking_event_changelist"), "Who did what, and when. Nobody can change it."),
    )


def _links_to_structure(schemes: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    return (
        Link("Posts", reverse("manage_posts"), "Cabinet posts and outside bodies that are responsible."),
        Link("Committees", reverse("manage_committees"), "Names, contacts, months between rounds of tracking."),
        *(
            Link(name, reverse("manage_scheme", args=[slug]), "The wording of the categories and standing questions.")
            for name, slug in schemes
        ),
    )


def inquiry_sentence(inquiry: Inquiry, whole: int) -> str:
    """Say where an inquiry stands for those who manage it."""
    recommendations = counted(whole, "recommendation") if whole else "no recommendations yet"
    match inquiry.state:
        case InquiryState.DRAFT:
            return f"This is a draft with {recommendations}. Only your committee’s officers can see it."
        case InquiryState.WITHDRAWN:
            return f"This inquiry was withdrawn: {inquiry.withdrawn_reason}"
        case InquiryState.CONCLUDED:
            return f"This inquiry has {recommendations}, all concluded on {written_date(inquiry.concluded_on)}."
    return f"This inquiry is published with {recommendations}. Every change is a correction, with its reason."


def inquiry_lines(inquiry: Inquiry) -> list[Line]:
    """Return what is said about an inquiry."""
    committee = inquiry.tracking_committee
    return [
        Line("Title", inquiry.title),
        Line("Summary", inquiry.summary or "None"),
        Line("Commissioned by", written_list(str(row) for row in inquiry.commissioned_by.all()) or "Not recorded"),
        Line("Tracked by", str(committee) if committee else "No committee"),
        Line("Member who led it", _person(inquiry.lead_member)),
        Line("Lead officer", _person(inquiry.lead_officer)),
        Line("Approved", _approved(inquiry)),
        Line("Last tracked, before this system", written_date(inquiry.last_tracked_on_carried_over) or "Never"),
        Line("Report received by the executive", written_date(inquiry.received_on) or "Not known"),
        Line("Notice requiring a response", written_date(inquiry.notice_on) or "Not known"),
        Line("Executive response given", written_date(inquiry.responded_on) or "Not recorded"),
    ]


def recommendation_rows(inquiry: Inquiry, rows: Iterable[Recommendation], today: date) -> list[RecommendationRow]:
    """Return recommendations and parts in order, with the links that manage each."""
    is_open = inquiry.state != InquiryState.WITHDRAWN
    verb = "Edit" if inquiry.state == InquiryState.DRAFT else "Correct"
    return [
        RecommendationRow(
            reference=row.label,
            words=row.title or row.text,
            due=due_words(row),
            responsible=_responsible(row, today),
            links=_recommendation_links(inquiry, row, verb) if is_open else (),
        )
        for row in rows
    ]


def _recommendation_links(inquiry: Inquiry, row: Recommendation, verb: str) -> tuple[Link, ...]:
    here = [inquiry.slug, row.reference]
    links = [
        Link(verb, reverse("manage_recommendation", args=here), row.label),
        Link("Responsible posts", reverse("manage_responsibilities", args=here), f"of {row.label}"),
    ]
    if row.parent_id is None and inquiry.state != InquiryState.CONCLUDED:
        links.append(Link("Add a part", reverse("manage_part_new", args=here), f"to {row.label}"))
    links.append(Link("Withdraw", reverse("manage_recommendation_withdraw", args=here), row.label))
    return tuple(links)


def _responsible(row: Recommendation, today: date) -> str:
    names = written_list(str(responsibility.post) for responsibility in row.responsibilities_on(today))
    return names or "Nobody yet"


def _person(person: Person | None) -> str:
    return person.name_and_title if person else "Not recorded"


def _approved(inquiry: Inquiry) -> str:
    if not inquiry.approved_on:
        return f"Not recorded ({inquiry.approving_body})"
    return f"{written_date(inquiry.approved_on)}, {inquiry.approving_body}"


def inquiry_table(inquiries: Iterable[Inquiry]) -> Table:
    return Table(
        "Inquiries",
        ("Inquiry", "State", "Approved", "Recommendations"),
        tuple(
            Row(
                row.title,
                reverse("manage_inquiry", args=[row.slug]),
                (row.get_state_display(), written_date(row.approved_on) or "Not recorded", str(row.whole_count)),
            )
            for row in inquiries
        ),
        "The inquiries of your committees will appear here once you enter one or one is handed on to you.",
    )


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


def people_table(people: Iterable[Person], words: str) -> Table:
    return Table(
        "People",
        ("Name", "Title", "Signs in as"),
        tuple(
            Row(person.name, reverse("manage_person", args=[person.pk]), (person.title, sign_in_words(person)))
            for person in people
        ),
        f"Nobody is found for “{words}”. Try fewer words, or add the person."
        if words
        else "People will appear here once you add the first one.",
    )


def sign_in_words(person: Person) -> str:
    user: User | None = getattr(person, "user", None)
    if user is None:
        return "Does not sign in"
    return user.email if user.is_active else f"{user.email} (may not sign in)"


def post_table(posts: Iterable[Post], today: date) -> Table:
    return Table(
        "Posts",
        ("Post", "Kind", "Held by", "State"),
        tuple(
            Row(
                post.name,
                reverse("manage_post", args=[post.slug]),
                (
                    post.get_kind_display(),
                    written_list(person.name for person in post.holders_on(today)) or "Nobody",
                    post_state(post),
                ),
            )
            for post in posts
        ),
        "Posts will appear here once you add the first one.",
    )


def post_state(post: Post) -> str:
    """Return "Exists", or when the post ended and what followed it."""
    if not post.ended_on:
        return "Exists"
    successors = written_list(str(successor) for successor in post.successors.all())
    followed = f", followed by {successors}" if successors else ""
    return f"Ended {written_date(post.ended_on)}{followed}"


def committee_table(committees: Iterable[Committee]) -> Table:
    return Table(
        "Committees",
        ("Committee", "Contact", "State"),
        tuple(
            Row(
                committee.name,
                reverse("manage_committee", args=[committee.slug]),
                (
                    committee.contact_name or "None",
                    f"Abolished {written_date(committee.abolished_on)}" if committee.abolished_on else "Exists",
                ),
            )
            for committee in committees
        ),
        "Committees will appear here once you add the first one.",
    )


def responsibility_table(rows: Iterable[Responsibility]) -> Table:
    return Table(
        "Responsible posts, in order",
        ("Post", "As written", "When", "Actions"),
        tuple(
            Row(str(row.post), "", (row.as_written or "–", period(row)), _responsibility_links(row)) for row in rows
        ),
        "Responsible posts will appear here once you add one. A part without its own has those of its recommendation.",
    )


def _responsibility_links(row: Responsibility) -> tuple[Link, ...]:
    if row.ends_on:
        return ()
    here = [row.recommendation.inquiry.slug, row.recommendation.reference, row.pk]
    return (
        Link("Move", reverse("manage_responsibility_move", args=here), f"from {row.post} to another post"),
        Link("End", reverse("manage_responsibility_end", args=here), f"for {row.post}"),
        Link("Put first", reverse("manage_responsibility_first", args=here), str(row.post)),
    )


def appointment_table(person: Person, rows: Iterable[Appointment]) -> Table:
    return Table(
        "Appointments",
        ("Post", "As", "When", "Actions"),
        tuple(
            Row(
                str(row.post),
                "",
                (row.get_capacity_display(), period(row)),
                ()
                if row.ends_on
                else (
                    Link("End", reverse("manage_appointment_end", args=[person.pk, row.pk]), f"as {row.post}"),
                ),
            )
            for row in rows
        ),
        "No appointments yet. Somebody in a post writes and signs its reports.",
    )


def membership_table(person: Person, rows: Iterable[CommitteeMembership]) -> Table:
    return Table(
        "Committee memberships",
        ("Committee", "As", "When", "Actions"),
        tuple(
            Row(
                str(row.committee),
                "",
                (row.get_role_display(), period(row)),
                ()
                if row.ends_on
                else (
                    Link("End", reverse("manage_membership_end", args=[person.pk, row.pk]), f"in {row.committee}"),
                ),
            )
            for row in rows
        ),
        "No memberships yet. Scrutiny officers and clerks run their committee’s business; members read its papers.",
    )


def inquiry_next_step(inquiry: Inquiry, *, has_recommendations: bool) -> Link | None:
    """Return the one thing to do next with an inquiry."""
    if inquiry.state == InquiryState.DRAFT and has_recommendations:
        return Link("Publish the inquiry", reverse("manage_inquiry_publish", args=[inquiry.slug]))
    if inquiry.state in (InquiryState.DRAFT, InquiryState.PUBLISHED) and not has_recommendations:
        return Link("Add the first recommendation", reverse("manage_recommendation_new", args=[inquiry.slug]))
    return None


def inquiry_links(inquiry: Inquiry) -> list[Link]:
    """Return what else can be done with an inquiry."""
    if inquiry.state == InquiryState.WITHDRAWN:
        return []
    here = [inquiry.slug]
    edit = "Edit what is said about it" if inquiry.state == InquiryState.DRAFT else "Correct what is said about it"
    links = [Link(edit, reverse("manage_inquiry_edit", args=here))]
    if inquiry.state != InquiryState.CONCLUDED:
        links.append(Link("Add a recommendation", reverse("manage_recommendation_new", args=here)))
    links.append(Link("Record the dates of the executive response", reverse("manage_inquiry_response", args=here)))
    links.append(Link("Hand it on to another committee", reverse("manage_inquiry_hand_on", args=here)))
    if inquiry.state != InquiryState.CONCLUDED:
        links.append(Link("Withdraw it as entered by mistake", reverse("manage_inquiry_withdraw", args=here)))
    if inquiry.state != InquiryState.DRAFT:
        links.append(Link("See it as everyone does", reverse("inquiry_detail", args=here)))
    return links


def meeting_links(meeting: Meeting) -> list[Link]:
    """Return what can be done with a meeting besides changing it."""
    here = [meeting.committee.slug, meeting.date_slug]
    links = []
    if meeting.state == MeetingState.PAPERS_ISSUED:
        links.append(Link("Say that it was held", reverse("manage_meeting_hold", args=here)))
    if meeting.state == MeetingState.HELD:
        links.append(Link("Record that the minutes were approved", reverse("manage_meeting_approve_minutes", args=here)))
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
