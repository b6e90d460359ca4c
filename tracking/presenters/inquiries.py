"""The list of inquiries and the page of one, in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracking.dates import response_due_on
from tracking.enums import InquiryState, MeetingState, ReportState
from tracking.models import Inquiry, Meeting, Person, Post, ProgressReport, Recommendation
from tracking.presenters.judgements import JudgementPair, judgement_pair
from tracking.presenters.next_rounds import coming_sentences
from tracking.presenters.positions import (
    PositionLine,
    conclusion_counts,
    known_state,
    parts_sum,
    position_line,
    short_title,
)
from tracking.presenters.recommendations import handing_on_sentence
from tracking.presenters.supplements import SupplementLine, supplement_lines
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.inquiries import GridGroup, GridRow, InquiryHistory, InquiryRow
from tracking.queries.judgements import LeafRound, Sitting
from tracking.queries.recommendations import Position


@dataclass(frozen=True)
class InquiryLine:
    """One inquiry in the list."""

    inquiry: Inquiry
    committee: str
    state: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A row of the inquiry information: a key, and one value or several."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class GridColumn:
    """The head of a round: its date, and what must be known of it."""

    date: str
    meeting: Meeting | None
    note: str


@dataclass(frozen=True)
class GridLine:
    """A row of the grid. Where `cells` is empty the `summary` stands across all rounds."""

    recommendation: Recommendation
    title: str
    summary: str
    cells: tuple[JudgementPair | None, ...]
    is_part: bool


@dataclass(frozen=True)
class ReportLine:
    """A Progress Report the viewer may see."""

    report: ProgressReport
    of: str
    state: str
    supplements: tuple[SupplementLine, ...]


@dataclass(frozen=True)
class RecommendationLines:
    """A whole recommendation in the list below the grid: itself where it has no parts, and its parts."""

    recommendation: Recommendation
    title: str
    summary: str
    leaf: PositionLine | None
    parts: tuple[PositionLine, ...]


@dataclass(frozen=True)
class InquiryPage:
    """Everything the template prints; `kind` is "Published inquiry"."""

    kind: str
    state: str
    facts: tuple[Fact, ...]
    columns: tuple[GridColumn, ...]
    grid: tuple[tuple[GridLine, ...], ...]
    recommendations: tuple[RecommendationLines, ...]
    reports: tuple[ReportLine, ...]


def count_sentence(total: int, found: int, *, is_filtered: bool) -> str:
    """ "12 inquiries, 3 with these filters"."""
    everything = counted(total, "inquiry", "inquiries")
    return f"{everything}, {found} with these filters" if is_filtered else everything


def inquiry_line(row: InquiryRow) -> InquiryLine:
    inquiry = row.inquiry
    state = known_state(inquiry, is_tracked=row.concluded_count < row.leaf_count)
    facts = [
        f"Approved {written_date(inquiry.approved_on)}" if inquiry.approved_on else "Not yet approved",
        _concluded_words(row),
        f"Last tracked {written_date(row.last_tracked_on)}" if row.last_tracked_on else "Never tracked",
    ]
    if row.next_meeting and row.concluded_count < row.leaf_count:
        facts.append(f"Next meeting {written_date(row.next_meeting.meeting.held_on)}")
    return InquiryLine(
        inquiry=inquiry,
        committee=_tracking_committee(inquiry),
        state="" if state == InquiryState.PUBLISHED else state.label,
        facts=tuple(facts),
    )


def _concluded_words(row: InquiryRow) -> str:
    if not row.leaf_count:
        return "No recommendations yet"
    return (
        f"{row.concluded_count} of {counted(row.leaf_count, 'part' if row.has_parts else 'recommendation')} concluded"
    )


def _tracking_committee(inquiry: Inquiry) -> str:
    return str(inquiry.tracking_committee or "No committee tracks it")


def inquiry_page(history: InquiryHistory, *, today: date) -> InquiryPage:
    return InquiryPage(
        kind=f"{known_state(history.inquiry, is_tracked=history.is_tracked).label} inquiry",
        state=state_sentence(history, today=today),
        facts=_facts(history, today),
        columns=_columns(history.sittings),
        grid=tuple(_grid_lines(group) for group in history.groups),
        recommendations=tuple(_recommendation_lines(group, today) for group in history.groups),
        reports=tuple(_report_line(report) for report in history.reports),
    )


def state_sentence(history: InquiryHistory, *, today: date) -> str:
    """The sentences that say the state of things."""
    inquiry = history.inquiry
    if inquiry.state == InquiryState.WITHDRAWN:
        return f"This inquiry was withdrawn: {inquiry.withdrawn_reason}"
    is_draft = inquiry.state == InquiryState.DRAFT
    sentences = ["This is a draft: only the committee’s officers can see it."] if is_draft else []
    leaves = history.leaves
    if not leaves:
        return " ".join([*sentences, "No recommendations have been entered yet."])
    has_parts = any(group.parts for group in history.groups)
    whole = counted(len(history.groups), "recommendation")
    sentences.append(f"{whole} in {counted(len(leaves), 'part')}." if has_parts else f"{whole}.")
    if is_draft:
        return " ".join(sentences)
    unit = "part" if has_parts else "recommendation"
    if inquiry.concluded_on and not history.is_tracked:
        return " ".join([*sentences, _conclusion_sentence(inquiry.concluded_on, leaves, unit)])
    sentences.append(_concluded_sentence(leaves, unit))
    if history.is_tracked:
        sentences += coming_sentences(history.next_meeting, history.next_round_on, today=today)
    return " ".join(sentences)


def _conclusion_sentence(concluded_on: date, leaves: Collection[Position], unit: str) -> str:
    """ "The inquiry was concluded on 12 April 2016: all 14 parts are concluded (13 achieved on time, 1 late)."."""
    which = f"all {counted(len(leaves), unit)} are" if len(leaves) > 1 else f"its one {unit} is"
    endings = conclusion_counts(leaves)
    return f"The inquiry was concluded on {written_date(concluded_on)}: {which} concluded ({endings})."


def _concluded_sentence(leaves: Collection[Position], unit: str) -> str:
    concluded = sum(leaf.is_concluded for leaf in leaves)
    tracked = len(leaves) - concluded
    if not concluded:
        return "None is concluded yet." if tracked > 1 else "It is not concluded yet."
    if not tracked:
        which = "All of them are" if concluded > 1 else "It is"
        return f"{which} concluded: {conclusion_counts(leaves)}."
    words = f"{counted(concluded, unit)} {'is' if concluded == 1 else 'are'} concluded ({conclusion_counts(leaves)})"
    return f"{words}; {tracked} {'is' if tracked == 1 else 'are'} still tracked."


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


def _facts(history: InquiryHistory, today: date) -> tuple[Fact, ...]:
    inquiry = history.inquiry
    approved = written_date(inquiry.approved_on) or "Not yet approved"
    facts = [
        Fact(f"Date approved at {inquiry.approving_body}", (approved,)),
        Fact("Commissioned by", tuple(str(committee) for committee in inquiry.commissioned_by.all())),
        Fact("Member who led the review", _person(inquiry.lead_member)),
        Fact("Lead officer for the review", _person(inquiry.lead_officer)),
        Fact("Tracked by", (_tracking_committee(inquiry), *_handed_on(history))),
        Fact("Executive response", response_sentences(inquiry, today=today, is_owed=_executive_owes(history, today))),
        Fact("Date last tracked", (written_date(history.last_tracked_on) or "Never",)),
    ]
    return tuple(fact for fact in facts if fact.values)


def _person(person: Person | None) -> tuple[str, ...]:
    return (person.name_and_title,) if person else ()


def _handed_on(history: InquiryHistory) -> tuple[str, ...]:
    return tuple(f"{written_date(row.on)}: {handing_on_sentence(row)}".lstrip(": ") for row in history.handings_on)


def _executive_owes(history: InquiryHistory, today: date) -> bool:
    posts = [post for leaf in history.leaves for post in _posts(leaf.leaf, today)]
    return not posts or any(not post.is_outside_body for post in posts)


def _posts(leaf: Recommendation, today: date) -> list[Post]:
    return [row.post for row in leaf.responsibilities_on(today)]


def _columns(sittings: tuple[Sitting, ...]) -> tuple[GridColumn, ...]:
    committees = {sitting.meeting.committee_id for sitting in sittings if sitting.meeting}
    return tuple(
        GridColumn(
            date=written_date(sitting.considered_on),
            meeting=sitting.meeting,
            note=_column_note(sitting, several_committees=len(committees) > 1),
        )
        for sitting in sittings
    )


def _column_note(sitting: Sitting, *, several_committees: bool) -> str:
    if sitting.meeting is None:
        return "Carried over"
    notes = [str(sitting.meeting.committee)] if several_committees else []
    if sitting.meeting.state == MeetingState.CANCELLED:
        notes.append("Cancelled")
    return ", ".join(notes)


def _grid_lines(group: GridGroup) -> tuple[GridLine, ...]:
    summary = parts_sum(group.leaves) if group.parts else ""
    whole = _grid_line(group.whole, summary=summary)
    return (whole, *(_grid_line(part) for part in group.parts))


def _grid_line(row: GridRow, summary: str = "") -> GridLine:
    is_judged = row.position is not None or any(row.rounds)
    return GridLine(
        recommendation=row.recommendation,
        title=short_title(row.recommendation, length=60),
        summary=summary,
        cells=tuple(_cell(found) for found in row.rounds) if is_judged else (),
        is_part=bool(row.recommendation.letter),
    )


def _cell(found: LeafRound | None) -> JudgementPair | None:
    return judgement_pair(found.claim, found.view) if found and (found.claim or found.view) else None


def _recommendation_lines(group: GridGroup, today: date) -> RecommendationLines:
    whole = group.whole
    return RecommendationLines(
        recommendation=whole.recommendation,
        title=short_title(whole.recommendation),
        summary=parts_sum(group.leaves) if group.parts else "",
        leaf=_leaf_line(whole.position, today) if whole.position else None,
        parts=tuple(_leaf_line(row.position, today) for row in group.parts if row.position),
    )


def _leaf_line(leaf: Position, today: date) -> PositionLine:
    posts = written_list(post.name for post in _posts(leaf.leaf, today))
    return position_line(leaf, today=today, notes=(posts,) if posts else ())


def _report_line(report: ProgressReport) -> ReportLine:
    posts = written_list(post.name for post in report.posts.all()) or str(report.lead_post)
    supplements = supplement_lines(report.supplements.all())
    return ReportLine(report=report, of=posts, state=ReportState(report.state).label, supplements=supplements)
