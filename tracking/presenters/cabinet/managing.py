"""The lists and words around the forms of a report to Cabinet: parties, recommended decisions, appendices, signing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from tracking.enums import HeadingHolds, PartyRole
from tracking.models import Person
from tracking.models.cabinet import CabinetParty, CabinetReport
from tracking.presenters.cabinet.report_page import AppendixLine, appendix_line
from tracking.presenters.differences import Difference
from tracking.presenters.managing_shapes import Link
from tracking.presenters.prose import rendered_markdown
from tracking.presenters.wording import written_date, written_list
from tracking.queries.cabinet.facts import CabinetPaper

_HEADER_LABELS = {
    "title": "Subject",
    "wards": "Wards specially affected",
    "is_key_decision": "Key decision",
    "forward_plan_reference": "Forward Plan reference",
    "key_notice_on": "Notice of the key decision published on",
    "key_urgency": "Urgency route of the key decision",
    "is_open_to_call_in": "Eligible for call-in",
    "no_call_in_reason": "Why it is not eligible for call-in",
    "private_notice_on": "Notice of private business published on",
    "private_urgency": "Urgency route of the private business",
}


@dataclass(frozen=True)
class MovableRow:
    """A row of an ordered list: `key` names it in the form that moves it."""

    key: int
    number: str
    name: str
    html: SafeString | None
    notes: tuple[str, ...]
    links: tuple[Link, ...]
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class PartyGroup:
    """Those of one role in the header, and where to add another."""

    title: str
    rows: tuple[MovableRow, ...]
    empty: str
    add: Link


@dataclass(frozen=True)
class RecommendedPage:
    """What Cabinet is asked to decide, and the section it stands in."""

    heading: str
    section_href: str
    section_note: str
    rows: tuple[MovableRow, ...]


def header_differences(report: CabinetReport, typed: Mapping[str, Any]) -> list[Difference]:
    """Where what somebody typed into the header is not what is saved now."""
    return [
        Difference(label, _said(getattr(report, name)), _said(typed[name]))
        for name, label in _HEADER_LABELS.items()
        if name in typed and getattr(report, name) != typed[name]
    ]


def _said(value: Any) -> str:
    match value:
        case bool():
            return "Yes" if value else "No"
        case date():
            return written_date(value)
        case None:
            return ""
    return str(value)


def party_name(party: CabinetParty) -> str:
    """Read the post and the committee."""
    if party.post is not None:
        return party.post.name
    of = party.committee.name if party.committee is not None else party.title
    return f"{party.name}, {of}" if of else party.name


def party_groups(report: CabinetReport, parties: Iterable[CabinetParty]) -> tuple[PartyGroup, ...]:
    """A group for each role beside the post that the report is of, in the order of the header."""
    rows = list(parties)
    roles = [role for role in PartyRole if role != PartyRole.REPORT_OF]
    return tuple(_party_group(report, role, [row for row in rows if row.role == role]) for role in roles)


def _party_group(report: CabinetReport, role: PartyRole, rows: Sequence[CabinetParty]) -> PartyGroup:
    empty = {
        PartyRole.CABINET_MEMBER: "Relevant Cabinet Members will appear here once you add their posts.",
        PartyRole.SCRUTINY_CHAIR: "Chairs of Overview and Scrutiny committees will appear here once you add them.",
        PartyRole.AUTHOR: "Authors will appear here once you add them.",
    }
    title = {
        PartyRole.CABINET_MEMBER: "Relevant Cabinet Members",
        PartyRole.SCRUTINY_CHAIR: "Relevant O&S Chairs",
        PartyRole.AUTHOR: "Report authors",
    }[role]
    verb = {
        PartyRole.CABINET_MEMBER: "Add a Cabinet Member’s post",
        PartyRole.SCRUTINY_CHAIR: "Add a chair",
        PartyRole.AUTHOR: "Add an author",
    }[role]
    address = reverse("cabinet_party_new", args=[report.pk, role.value.replace("_", "-")])
    lines = tuple(
        MovableRow(
            key=row.pk,
            number="",
            name=party_name(row),
            html=None,
            notes=tuple(filter(None, (row.telephone and f"Tel. {row.telephone}", row.email))),
            links=(
                Link("Change", reverse("cabinet_party_edit", args=[report.pk, row.pk]), party_name(row)),
                Link("Take out", reverse("cabinet_party_remove", args=[report.pk, row.pk]), party_name(row)),
            ),
            is_first=place == 0,
            is_last=place == len(rows) - 1,
        )
        for place, row in enumerate(rows)
    )
    return PartyGroup(title, lines, empty[role], Link(verb, address))


def recommended_page(report: CabinetReport, paper: CabinetPaper) -> RecommendedPage:
    """`paper` is as those who write it read it; its template has one heading that holds the recommended decisions."""
    place, section = next(
        (place, row) for place, row in enumerate(paper.sections, start=1) if row.holds == HeadingHolds.DECISIONS
    )
    rows = section.recommended
    return RecommendedPage(
        heading=f"{section.number} {section.heading}",
        section_href=reverse("cabinet_section", args=[report.pk, place]),
        section_note=(
            "They are withheld from the public, with what is written before them."
            if section.mark
            else "Everyone will read them once the report is published."
        ),
        rows=tuple(
            MovableRow(
                key=row.pk,
                number=row.number,
                name=f"Recommended decision {row.order}",
                html=rendered_markdown(row.text),
                notes=(),
                links=(
                    Link("Change", reverse("cabinet_recommended_edit", args=[report.pk, row.pk]), row.number),
                    Link("Take out", reverse("cabinet_recommended_remove", args=[report.pk, row.pk]), row.number),
                ),
                is_first=row.order == 1,
                is_last=row.order == len(rows),
            )
            for row in rows
        ),
    )


def appendix_rows(report: CabinetReport, paper: CabinetPaper) -> tuple[tuple[AppendixLine, MovableRow], ...]:
    """Each appendix as its readers have it, with what those who write may do."""
    rows = paper.appendices
    return tuple(
        (
            appendix_line(paper, row),
            MovableRow(
                key=row.pk,
                number=str(row.number),
                name=row.title,
                html=None,
                notes=(),
                links=(
                    Link(
                        "Change", reverse("cabinet_appendix_change", args=[report.pk, row.pk]), f"appendix {row.number}"
                    ),
                    Link(
                        "Remove", reverse("cabinet_appendix_remove", args=[report.pk, row.pk]), f"appendix {row.number}"
                    ),
                ),
                is_first=row.number == 1,
                is_last=row.number == len(rows),
            ),
        )
        for row in rows
    )


def signing_words(report: CabinetReport, *, signs: bool, holders: Sequence[Person]) -> tuple[str, ...]:
    """Title, button and sentences of the page on which a report is signed."""
    meeting = f"{report.meeting.committee} on {written_date(report.meeting.held_on)}"
    if signs:
        return (
            "Sign the report",
            "Sign and hand in",
            f"You sign it as {report.post}. It goes to the clerk of {meeting}.",
            "It cannot be changed unless the clerk returns it.",
        )
    if not holders:
        return (
            "Hand in the report",
            "Hand in",
            f"Nobody holds the post {report.post} today, so nobody can have approved the report.",
        )
    names = written_list(person.name for person in holders)
    return (
        "Hand in the report",
        "Hand in",
        f"It is handed in on behalf of {names}, {report.post}. It goes to the clerk of {meeting}.",
        "It cannot be changed unless the clerk returns it.",
    )
