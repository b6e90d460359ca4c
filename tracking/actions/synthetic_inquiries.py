"""A made-up council's inquiries: what each recommended, to whom, by when, and who has tracked it since."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db import models

from tracking.actions.synthetic_council import Line, SyntheticCouncil, write_all
from tracking.dates import add_months, last_day_of_month
from tracking.enums import InquiryState
from tracking.models import (
    Assessment,
    Committee,
    ContactOfficer,
    Evidence,
    EvidenceUse,
    Inquiry,
    Post,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportPost,
    ReportRevision,
    Responsibility,
    SelfAssessment,
    TrackingCommittee,
)

INQUIRIES_A_YEAR: Final = 25
RECOMMENDATIONS_A_YEAR: Final = 320
_FEWEST: Final = 5
_ORDER: Final = (
    Inquiry, Inquiry.commissioned_by.through, TrackingCommittee, Recommendation, Responsibility, ProgressReport,
    ReportPost, ReportRevision, ContactOfficer, ProgressUpdate, SelfAssessment, Evidence, EvidenceUse, Assessment,
)  # fmt: skip


@dataclass
class Rows:
    """Rows of many models that are written together, each model after those its rows speak of."""

    made: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    parts: list[Recommendation] = field(default_factory=list)
    corrections: list[Assessment] = field(default_factory=list)

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.made[type(row)].append(row)

    def write(self) -> None:
        for model in _ORDER:
            write_all(self.made[model])
            if model is Recommendation:
                write_all(self.parts)
        write_all(self.corrections)


@dataclass
class Leaf:
    """A leaf while its history is made up."""

    row: Recommendation
    due_on: date | None
    achieved_on: date | None = None
    is_concluded: bool = False

    @property
    def has_no_end(self) -> bool:
        return self.due_on is None


@dataclass
class Whole:
    """A recommendation with its leaves and the lines of posts that answer for it."""

    row: Recommendation
    leaves: list[Leaf]
    lines: list[Line[Post]]
    body: Post | None

    @property
    def is_tracked(self) -> bool:
        return not all(leaf.is_concluded for leaf in self.leaves)


@dataclass
class MadeInquiry:
    """An inquiry while its history is made up."""

    row: Inquiry
    approved_on: date
    service: str
    line: Line[Committee]
    wholes: list[Whole] = field(default_factory=list)


def inquiries_of_year(council: SyntheticCouncil, begins_on: date, rows: Rows) -> list[MadeInquiry]:
    """Make the inquiries approved in the year from a day on, with their recommendations; nothing is written yet."""
    sizes = [_FEWEST] * INQUIRIES_A_YEAR
    for _ in range(RECOMMENDATIONS_A_YEAR - sum(sizes)):
        sizes[council.random.randrange(INQUIRIES_A_YEAR)] += 1
    days = sorted(council.random.randrange(365) for _ in sizes)
    approved = [min(begins_on + timedelta(days=day), council.today) for day in days]
    return [_inquiry(council, day, size, rows) for day, size in zip(approved, sizes, strict=True)]


def draft_inquiries(council: SyntheticCouncil, rows: Rows) -> None:
    """Make some inquiries that their committees have not published yet."""
    for line in council.committees[:5]:
        made = _new_inquiry(council, council.today, line, rows)
        made.row.state, made.row.approved_on, made.row.received_on = InquiryState.DRAFT, None, None
        made.row.responded_on = None
        for number in range(1, 7):
            _recommendation(council, made, number, rows)


def close(council: SyntheticCouncil, made: MadeInquiry, last: date, rows: Rows) -> None:
    """Make who tracked an inquiry and who answered in it, until the day it was last tracked or until today."""
    for spell in made.line.between(made.approved_on, last):
        goes_on = spell.ends_on is None or spell.ends_on > last
        rows.add(
            TrackingCommittee(
                inquiry=made.row,
                committee=spell.row,
                starts_on=max(spell.starts_on, made.approved_on),
                ends_on=None if goes_on else spell.ends_on,
            )
        )
    for whole in made.wholes:
        _responsibilities(made, whole, last, rows)


def _responsibilities(made: MadeInquiry, whole: Whole, last: date, rows: Rows) -> None:
    for position, line in enumerate(whole.lines, start=1):
        for spell in line.between(made.approved_on, last):
            goes_on = spell.ends_on is None or spell.ends_on > last
            rows.add(
                Responsibility(
                    recommendation=whole.row,
                    post=spell.row,
                    position=position,
                    as_written=spell.row.name if spell.is_on(made.approved_on) else "",
                    starts_on=max(spell.starts_on, made.approved_on),
                    ends_on=None if goes_on else spell.ends_on,
                )
            )
    if whole.body:
        place = len(whole.lines) + 1
        rows.add(Responsibility(recommendation=whole.row, post=whole.body, position=place, starts_on=made.approved_on))


def _inquiry(council: SyntheticCouncil, approved_on: date, size: int, rows: Rows) -> MadeInquiry:
    made = _new_inquiry(council, approved_on, council.random.choice(council.committees), rows)
    for number in range(1, size + 1):
        _recommendation(council, made, number, rows)
    return made


def _new_inquiry(council: SyntheticCouncil, approved_on: date, line: Line[Committee], rows: Rows) -> MadeInquiry:
    service = council.words.service()
    title = council.words.inquiry_title(service)
    answered_on = approved_on + timedelta(days=council.random.randint(30, 75))
    inquiry = Inquiry(
        title=title,
        slug=council.free_slug(title),
        summary=council.words.sentences(3, service),
        state=InquiryState.PUBLISHED,
        scheme=council.scheme,
        approved_on=approved_on,
        received_on=approved_on,
        responded_on=answered_on if answered_on <= council.today else None,
    )
    committee = line.on(approved_on).row
    rows.add(inquiry, Inquiry.commissioned_by.through(inquiry=inquiry, committee=committee))
    return MadeInquiry(inquiry, approved_on, service, line)


def _recommendation(council: SyntheticCouncil, made: MadeInquiry, number: int, rows: Rows) -> None:
    random, words = council.random, council.words
    is_ongoing = random.random() < 0.05
    due_on = None if is_ongoing else _month_end(made.approved_on, random.choice((3, 6, 6, 9, 12, 12, 18, 24)))
    lines = random.sample(council.posts, 2 if random.random() < 0.15 else 1)
    body = random.choice(council.bodies) if random.random() < 0.06 else None
    has_parts = random.random() < 0.1
    asked = words.asked(made.service)
    row = Recommendation(
        inquiry=made.row,
        number=number,
        title=words.service().capitalize() if random.random() < 0.7 else "",
        text="That the Executive does the following:" if has_parts else f"That the Executive {asked}.",
        due_on=due_on,
        due_text=f"{due_on:%B %Y}" if due_on else "Ongoing",
        ongoing=is_ongoing,
    )
    rows.add(row)
    leaves = [Leaf(row, due_on)]
    if has_parts:
        leaves = [_part(council, made, row, letter, due_on, rows) for letter in "abc"[: random.randint(2, 3)]]
    made.wholes.append(Whole(row, leaves, lines, body))


def _part(
    council: SyntheticCouncil, made: MadeInquiry, parent: Recommendation, letter: str, due_on: date | None, rows: Rows
) -> Leaf:
    """A part mostly shares its parent's date."""
    asked = council.words.asked(made.service)
    part = Recommendation(
        inquiry=made.row, parent=parent, number=parent.number, letter=letter, text=f"{asked[0].upper()}{asked[1:]}."
    )
    if due_on and council.random.random() < 0.3:
        due_on = part.due_on = _month_end(due_on, 3)
        part.due_text = f"{due_on:%B %Y}"
    rows.parts.append(part)
    return Leaf(part, due_on)


def _month_end(day: date, months: int) -> date:
    later = add_months(day, months)
    return last_day_of_month(later.year, later.month)
