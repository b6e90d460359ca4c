"""What is known of an inquiry itself, in words: who and when, the executive's response, everyone involved."""

from dataclasses import dataclass
from datetime import date

from tracking.dates import response_due_on
from tracking.models import Appointment, Inquiry, Person, TrackingCommittee
from tracking.presenters.posts import period_words
from tracking.presenters.timelines import handing_on_sentence
from tracking.presenters.wording import counted, days_left, written_date
from tracking.queries.inquiries import InquiryHistory
from tracking.queries.inquiry_people import PostInvolved


@dataclass(frozen=True)
class Fact:
    """A row of the inquiry information: a key, and one value or several."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class ResponseFace:
    """The executive's response and its clock: `state` in two or three words, with the `tone` of their tag."""

    state: str
    tone: str
    sentences: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Involved:
    """Somebody, or some body, that an inquiry has had to do with: in what part, when, and who stood for it then."""

    part: str
    name: str
    period: str
    is_current: bool
    post_slug: str = ""
    committee_slug: str = ""
    holders: tuple[str, ...] = ()


def inquiry_facts(history: InquiryHistory) -> tuple[Fact, ...]:
    """The inquiry information, in the words of the council's Progress Reports."""
    inquiry = history.inquiry
    approved = written_date(inquiry.approved_on) or "Not yet approved"
    facts = [
        Fact(f"Date approved at {inquiry.approving_body}", (approved,)),
        Fact("Commissioned by", tuple(str(committee) for committee in inquiry.commissioned_by.all())),
        Fact("Member who led the review", _person(inquiry.lead_member)),
        Fact("Lead officer for the review", _person(inquiry.lead_officer)),
        Fact("Tracked by", (tracking_committee_words(inquiry), *_handed_on(history))),
        Fact("Date last tracked", (written_date(history.last_tracked_on) or "Never",)),
    ]
    return tuple(fact for fact in facts if fact.values)


def tracking_committee_words(inquiry: Inquiry) -> str:
    return str(inquiry.tracking_committee or "No committee tracks it")


def _person(person: Person | None) -> tuple[str, ...]:
    return (person.name_and_title,) if person else ()


def _handed_on(history: InquiryHistory) -> tuple[str, ...]:
    return tuple(f"{written_date(row.on)}: {handing_on_sentence(row)}".lstrip(": ") for row in history.handings_on)


def response_face(history: InquiryHistory, *, today: date) -> ResponseFace:
    """The executive's response, with the days its clock is reckoned from.

    Source: Local Government Act 2000, section 9FE (two months from the report or, if later, the notice).
    """
    inquiry, is_owed = history.inquiry, executive_owes(history, today)
    state, tone = _response_state(inquiry, today, is_owed=is_owed)
    due_on = response_due_on(inquiry.received_on, inquiry.notice_on) if is_owed or inquiry.responded_on else None
    dates = (
        ("Report received by the executive", inquiry.received_on),
        ("Notice asking for a response", inquiry.notice_on),
        ("Response due", due_on),
        ("Response given", inquiry.responded_on),
    )
    facts = tuple(Fact(key, (written_date(day),)) for key, day in dates if day)
    return ResponseFace(state, tone, response_sentences(inquiry, today=today, is_owed=is_owed), facts)


def _response_state(inquiry: Inquiry, today: date, *, is_owed: bool) -> tuple[str, str]:
    due_on, given_on = response_due_on(inquiry.received_on, inquiry.notice_on), inquiry.responded_on
    if given_on:
        return ("Given late", "yellow") if due_on and given_on > due_on else ("Given", "green")
    if not is_owed:
        return "Not owed", "grey"
    if due_on is None:
        return "Not known", "grey"
    if due_on < today:
        return "Overdue", "red"
    return (f"Due in {counted((due_on - today).days, 'day')}" if due_on > today else "Due today"), "blue"


def response_sentences(inquiry: Inquiry, *, today: date, is_owed: bool = True) -> tuple[str, ...]:
    """The executive's response and its clock in words.

    `is_owed` is false when every recommendation is addressed to an outside body: no clock runs against those.
    """
    due_on = response_due_on(inquiry.received_on, inquiry.notice_on)
    due = written_date(due_on)
    given_on = inquiry.responded_on
    if given_on:
        given = f"The executive’s response was given on {written_date(given_on)}."
        if due_on is None:
            return (given, "It is not known when it was due.")
        late = f" and came {counted((given_on - due_on).days, 'day')} late" if given_on > due_on else ""
        return (given, f"It was due on {due}{late}.")
    if not is_owed:
        return ("No response is owed by the executive: every recommendation is addressed to an outside body.",)
    if due_on is None:
        return ("It is not known when the executive’s response was due.",)
    if due_on < today:
        return (f"The executive’s response was due on {due}.", f"It is {days_left(due_on, today)}.")
    return (f"The executive’s response is due on {due}: {days_left(due_on, today)}.",)


def executive_owes(history: InquiryHistory, today: date) -> bool:
    """Whether a cabinet post answers for anything: no clock runs against outside bodies."""
    posts = [row.post for leaf in history.leaves for row in leaf.leaf.responsibilities_on(today)]
    return not posts or any(not post.is_outside_body for post in posts)


def everyone_involved(history: InquiryHistory, *, today: date) -> tuple[Involved, ...]:
    """The committees that tracked it and the posts that answered, those of today first, with who held them when."""
    tracking = sorted(history.inquiry.tracking_committees.all(), key=lambda row: row.ends_on is not None)
    return (
        *(_tracking(row, today) for row in tracking),
        *(_post(row, today) for row in history.posts),
    )


def _tracking(row: TrackingCommittee, today: date) -> Involved:
    return Involved(
        part="Tracks it" if row.in_force(today) else "Tracked it",
        name=str(row.committee),
        period=period_words(row.starts_on, row.ends_on),
        is_current=row.in_force(today),
        committee_slug=row.committee.slug,
    )


def _post(row: PostInvolved, today: date) -> Involved:
    is_current = row.answers_on(today)
    return Involved(
        part="Answers for recommendations" if is_current else "Answered for recommendations",
        name=row.post.name,
        period=period_words(row.starts_on, row.ends_on),
        is_current=is_current,
        post_slug=row.post.slug,
        holders=("outside body",) if row.post.is_outside_body else tuple(_holder(held) for held in row.holders),
    )


def _holder(held: Appointment) -> str:
    period = period_words(held.starts_on, held.ends_on)
    return f"{held.person.name}, {period}" if period else held.person.name
