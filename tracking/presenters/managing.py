"""Words and tables of the pages that manage inquiries, recommendations and who is responsible."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from tracking import rules
from tracking.dates import DueSuggestion
from tracking.drafting_check import Doubt
from tracking.enums import InquiryState
from tracking.models import (
    Inquiry,
    Person,
    Recommendation,
    Responsibility,
    Viewer,
)
from tracking.models.base import DueDate
from tracking.presenters.drafting import doubt_lines
from tracking.presenters.managing_shapes import Line, Link, RecommendationRow, Row, Section, Table, period
from tracking.presenters.wording import counted, written_date, written_list


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
        Link("Audit trail", reverse("audit"), "Who did what, and when. Nobody can change it."),
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


def recommendation_rows(
    inquiry: Inquiry,
    rows: Iterable[Recommendation],
    *,
    judged: frozenset[int],
    doubts: Mapping[int, Collection[Doubt]],
    today: date,
) -> list[RecommendationRow]:
    """Return recommendations and parts in order, with the links that manage each.

    `judged` are those that cannot be withdrawn any more; `doubts` what is doubted while the inquiry is drafted.
    """
    is_open = inquiry.state != InquiryState.WITHDRAWN
    verb = "Edit" if inquiry.state == InquiryState.DRAFT else "Correct"
    return [
        RecommendationRow(
            reference=row.label,
            words=row.title or row.text,
            due=due_words(row),
            responsible=_responsible(row, today),
            links=_recommendation_links(inquiry, row, verb, row.pk in judged) if is_open else (),
            doubts=doubt_lines(row, doubts.get(row.pk, ())),
        )
        for row in rows
    ]


def _recommendation_links(inquiry: Inquiry, row: Recommendation, verb: str, is_judged: bool) -> tuple[Link, ...]:
    here = [inquiry.slug, row.reference]
    links = [
        Link(verb, reverse("manage_recommendation", args=here), row.label),
        Link("Responsible posts", reverse("manage_responsibilities", args=here), f"of {row.label}"),
    ]
    if row.parent_id is None and inquiry.state != InquiryState.CONCLUDED:
        links.append(Link("Add a part", reverse("manage_part_new", args=here), f"to {row.label}"))
    if not is_judged:
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


def inquiry_table(inquiries: Iterable[Any]) -> Table:
    """Read `whole_count` of each Inquiry, which `queries.managing.listed_inquiries` counts."""
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


def responsibility_table(rows: Iterable[Responsibility]) -> Table:
    return Table(
        "Responsible posts, in order",
        ("Post", "As written", "When", "Actions"),
        tuple(
            Row(str(row.post), "", (row.as_written or "–", period(row)), _responsibility_links(row, is_first=not place))
            for place, row in enumerate(rows)
        ),
        "Responsible posts will appear here once you add one. A part without its own has those of its recommendation.",
    )


def _responsibility_links(row: Responsibility, *, is_first: bool) -> tuple[Link, ...]:
    if row.ends_on:
        return ()
    here = [row.recommendation.inquiry.slug, row.recommendation.reference, row.pk]
    return (
        Link("Move", reverse("manage_responsibility_move", args=here), f"from {row.post} to another post"),
        Link("End", reverse("manage_responsibility_end", args=here), f"for {row.post}"),
        *(() if is_first else (Link("Put first", reverse("manage_responsibility_first", args=here), str(row.post)),)),
    )


def inquiry_next_step(inquiry: Inquiry, *, has_recommendations: bool) -> Link | None:
    """Return the one thing to do next with an inquiry."""
    if inquiry.state == InquiryState.DRAFT and has_recommendations:
        return Link("Publish the inquiry", reverse("manage_inquiry_publish", args=[inquiry.slug]))
    if inquiry.state in (InquiryState.DRAFT, InquiryState.PUBLISHED) and not has_recommendations:
        return Link("Add the first recommendation", reverse("manage_recommendation_new", args=[inquiry.slug]))
    return None


def inquiry_links(inquiry: Inquiry, *, has_been_tracked: bool) -> list[Link]:
    """Return what else can be done with an inquiry."""
    if inquiry.state == InquiryState.WITHDRAWN:
        return []
    here = [inquiry.slug]
    edit = "Edit what is said about it" if inquiry.state == InquiryState.DRAFT else "Correct what is said about it"
    links = [Link(edit, reverse("manage_inquiry_edit", args=here))]
    if inquiry.state != InquiryState.CONCLUDED:
        links.append(Link("Add a recommendation", reverse("manage_recommendation_new", args=here)))
    links.append(Link("Summary of recommendations, as page, PDF and Word", reverse("inquiry_summary", args=here)))
    links.append(Link("Record the dates of the executive response", reverse("manage_inquiry_response", args=here)))
    links.append(Link("Hand it on to another committee", reverse("manage_inquiry_hand_on", args=here)))
    if not has_been_tracked:
        links.append(Link("Withdraw it as entered by mistake", reverse("manage_inquiry_withdraw", args=here)))
    if inquiry.state != InquiryState.DRAFT:
        links.append(Link("See it as everyone does", reverse("inquiry_detail", args=here)))
    return links
