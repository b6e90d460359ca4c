"""The page of a meeting, in words: how it stands, what to do next, its papers and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.urls import reverse

from tracking.enums import MeetingState, Outcome, ReportState
from tracking.models import Assessment, Meeting, ProgressReport, Viewer
from tracking.presenters.judgements import JudgementPair, Tag, judgement_pair, signed_by, view_tags
from tracking.presenters.links import Link, meeting_href, recommendation_href
from tracking.presenters.meeting_steps import next_steps, standing_steps
from tracking.presenters.pack_reading import pack_links
from tracking.presenters.positions import full_title
from tracking.presenters.slips import moved_words
from tracking.presenters.supplements import SupplementLine, supplement_lines
from tracking.presenters.wording import counted, days_left, written_date
from tracking.queries.judgements import differs
from tracking.queries.meetings import REPORTS_PER_PAGE, MeetingPage
from tracking.queries.slips import DateMove
from tracking.queries.views_at_meeting import LeafAtMeeting, ReportAtMeeting

NOT_PUBLISHED = "The committee’s views are not published yet."


@dataclass(frozen=True)
class ReportLine:
    """A report among a meeting's papers."""

    title: str
    href: str
    pdf_href: str
    by: str
    state: str
    late: str
    supplements: tuple[SupplementLine, ...] = ()


@dataclass(frozen=True)
class DecisionLine:
    """What was decided of one leaf, and how its date moved."""

    title: str
    href: str
    pair: JudgementPair
    moves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decisions:
    """What was decided on one report. `note` says that it was deferred from an earlier meeting."""

    anchor: str
    title: str
    href: str
    recorded: str
    note: str
    lines: tuple[DecisionLine, ...]


@dataclass(frozen=True)
class ReopenedLine:
    """A leaf that the meeting decided to track again."""

    title: str
    href: str
    tags: tuple[Tag, ...]
    reason: str


@dataclass(frozen=True)
class MeetingFace:
    """Everything the page of a meeting says."""

    heading: str
    state: str
    facts: tuple[tuple[str, str], ...]
    next_step: Link | None
    other_steps: tuple[Link, ...]
    packs: tuple[Link, ...]
    reports: tuple[ReportLine, ...]
    contents: tuple[Link, ...]
    decisions: tuple[Decisions, ...]
    reopened: tuple[ReopenedLine, ...]
    undecided: str
    before: Link | None
    after: Link | None


def meeting_words(meeting: Meeting) -> str:
    """ "12 April 2016", or "12 April 2016, second sitting"."""
    ordinals = {2: "second", 3: "third"}
    sitting = ordinals.get(meeting.sequence, f"{meeting.sequence}th")
    return written_date(meeting.held_on) + (f", {sitting} sitting" if meeting.sequence > 1 else "")


def written_time(moment: time) -> str:
    """ "2pm", "10:30am"."""
    return f"{moment:%-I}{moment:%p}".lower() if moment.minute == 0 else f"{moment:%-I:%M%p}".lower()


def meeting_face(page: MeetingPage, viewer: Viewer, *, today: date) -> MeetingFace:
    """Say everything about a meeting that this viewer is to read, and what they can do about it."""
    steps = next_steps(page, viewer, today)
    return MeetingFace(
        heading=f"Meeting on {meeting_words(page.meeting)}",
        state=state_sentence(page, today=today),
        facts=_facts(page),
        next_step=steps[0] if steps else None,
        other_steps=tuple(steps[1:]) + standing_steps(page, viewer, today),
        packs=pack_links(page.packs),
        reports=tuple(_report_line(report) for report in page.reports),
        contents=_contents(page),
        decisions=tuple(_decisions(row, page.moves) for row in page.shown),
        reopened=tuple(_reopened_line(view) for view in page.reopened),
        undecided=_undecided(page),
        before=_neighbour(page.before),
        after=_neighbour(page.after),
    )


def _neighbour(meeting: Meeting | None) -> Link | None:
    return Link(meeting_words(meeting), meeting_href("meeting_detail", meeting)) if meeting else None


def _contents(page: MeetingPage) -> tuple[Link, ...]:
    """What was decided, report by report, each leading to its place on its page; nothing for a single one."""
    if len(page.decided) < 2:
        return ()
    return tuple(
        Link(
            str(row.report.inquiry),
            f"?page={place // REPORTS_PER_PAGE + 1}#{_anchor(row)}",
            decided_words(row),
        )
        for place, row in enumerate(page.decided)
    )


def _anchor(row: ReportAtMeeting) -> str:
    return f"report-{row.report.pk}"


def decided_words(row: ReportAtMeeting) -> str:
    """ "9 of 14 recorded: 3 concluded, 2 differ, 1 deferred"."""
    views = [(leaf.claim, leaf.view) for leaf in row.leaves if leaf.view]
    concluded = sum(view.concludes for _, view in views)
    differing = sum(differs(claim, view) for claim, view in views)
    deferred = sum(view.outcome == Outcome.DEFERRED for _, view in views)
    counts = ((concluded, "concluded"), (differing, "differ"), (deferred, "deferred"))
    details = ", ".join(f"{number} {word}" for number, word in counts if number)
    recorded = f"{len(views)} of {len(row.leaves)} recorded"
    return f"{recorded}: {details}" if details else recorded


def state_sentence(page: MeetingPage, *, today: date) -> str:
    """Say how the meeting stands, in a sentence or two."""
    meeting = page.meeting
    match MeetingState(meeting.state):
        case MeetingState.PLANNED if meeting.held_on < today:
            return "The date of this meeting has passed, but its papers were not issued."
        case MeetingState.PLANNED:
            due = f"{written_date(page.papers_due_on)}: {days_left(page.papers_due_on, today)}"
            return f"This meeting is planned. Its papers must be out by {due}."
        case MeetingState.PAPERS_ISSUED:
            return " ".join(["The papers are issued.", *_progress_of_the_day(page, today)])
        case MeetingState.HELD:
            return f"This meeting was held. {recorded_sentence(page)} The minutes are not yet approved."
        case MeetingState.MINUTES_APPROVED:
            approved = f"The minutes were approved on {written_date(meeting.minutes_approved_on)}."
            return f"This meeting was held. {recorded_sentence(page)} {approved}"
        case MeetingState.CANCELLED:
            return f"This meeting was cancelled: {meeting.cancelled_reason}"


def _progress_of_the_day(page: MeetingPage, today: date) -> list[str]:
    """When the meeting is and, once the viewer may know, how far it has come."""
    days = (page.meeting.held_on - today).days
    if days > 0:
        when = f"The meeting is in {counted(days, 'day')}."
    else:
        when = "The meeting is today." if days == 0 else "Nobody has said yet that the meeting was held."
    return [when, recorded_sentence(page)] if page.recorded else [when]


def recorded_sentence(page: MeetingPage) -> str:
    """ "The committee’s view is recorded for 7 of 14 recommendations and parts."."""
    if not page.total:
        return "It had no Progress Report to consider."
    if page.awaits_views:
        return NOT_PUBLISHED
    subject = f"{page.recorded} of {counted(page.total, 'recommendation or part', 'recommendations and parts')}"
    return f"The committee’s view is recorded for {subject}."


def _undecided(page: MeetingPage) -> str:
    """What stands where the views will be."""
    if page.decided or page.reopened:
        return ""
    if page.awaits_views and page.meeting.state in MeetingState.views_public():
        return NOT_PUBLISHED
    return "The committee’s views will appear here once the meeting has been held and they are recorded."


def _facts(page: MeetingPage) -> tuple[tuple[str, str], ...]:
    meeting = page.meeting
    facts = [("Date", meeting_words(meeting))]
    if meeting.starts_at:
        facts.append(("Time", written_time(meeting.starts_at)))
    if meeting.place:
        facts.append(("Place", meeting.place))
    if meeting.state == MeetingState.PLANNED:
        facts.append(("Papers out by", written_date(page.papers_due_on)))
    if meeting.late_papers_reason:
        facts.append(("Why the papers were late", meeting.late_papers_reason))
    return tuple(facts)


def _report_line(report: ProgressReport) -> ReportLine:
    return ReportLine(
        title=str(report.inquiry),
        href=reverse("report_detail", args=[report.pk]),
        pdf_href=reverse("report_pdf", args=[report.pk]),
        by=f"Report of {report.lead_post}",
        state=ReportState(report.state).label,
        late=f"Tabled late: {report.tabled_late_reason}" if report.tabled_late_reason else "",
        supplements=supplement_lines(report.supplements.all()),
    )


def _decisions(row: ReportAtMeeting, moves: Mapping[int, tuple[DateMove, ...]]) -> Decisions:
    inquiry, deferred_from = row.report.inquiry, row.deferred_from
    return Decisions(
        anchor=_anchor(row),
        title=str(inquiry),
        href=reverse("inquiry_detail", args=[inquiry.slug]),
        recorded=decided_words(row),
        note=f"Deferred from the meeting on {meeting_words(deferred_from)}." if deferred_from else "",
        lines=tuple(
            DecisionLine(
                full_title(leaf.leaf),
                recommendation_href(inquiry, leaf.leaf),
                leaf_pair(row, leaf),
                tuple(_move_words(move) for move in moves.get(leaf.leaf.pk, ())),
            )
            for leaf in row.leaves
            if leaf.view
        ),
    )


def _move_words(move: DateMove) -> str:
    """ "The date moved to 30 November 2016, 366 days later: agreed by the committee."."""
    who = "agreed by the committee" if move.view else "anticipated by the Cabinet Member"
    if move.days is None:
        return f"The date is set for the first time: {written_date(move.due_on)}, {who}."
    return f"The date moved to {written_date(move.due_on)}, {moved_words(move.days)}: {who}."


def leaf_pair(row: ReportAtMeeting, leaf: LeafAtMeeting) -> JudgementPair:
    """Both judgements of a leaf at this meeting."""
    return judgement_pair(leaf.claim, leaf.view, claimed_by=signed_by(row.revision))


def _reopened_line(view: Assessment) -> ReopenedLine:
    leaf = view.leaf
    return ReopenedLine(
        title=f"{full_title(leaf)}, {leaf.inquiry}",
        href=recommendation_href(leaf.inquiry, leaf),
        tags=view_tags(view),
        reason=view.reason,
    )
