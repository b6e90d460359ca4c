"""The page of a meeting, in words: how it stands, what to do next, its papers and what was decided."""

from dataclasses import dataclass
from datetime import date, time

from django.urls import reverse

from tracking import dates, rules
from tracking.enums import MeetingState, ReportState
from tracking.models import Assessment, CommitteePack, Inquiry, Meeting, ProgressReport, Recommendation, Viewer
from tracking.presenters.judgements import JudgementPair, Tag, judgement_pair, signed_by, view_tags
from tracking.presenters.positions import full_title
from tracking.presenters.wording import counted, days_left, written_date
from tracking.queries.meetings import LeafAtMeeting, MeetingPage, ReportAtMeeting


@dataclass(frozen=True)
class Link:
    """Where to go, the verb first; `detail` says why or until when."""

    text: str
    href: str
    detail: str = ""


@dataclass(frozen=True)
class ReportLine:
    """A report among a meeting's papers."""

    title: str
    href: str
    pdf_href: str
    by: str
    state: str
    late: str


@dataclass(frozen=True)
class DecisionLine:
    """What was decided of one leaf."""

    title: str
    href: str
    pair: JudgementPair


@dataclass(frozen=True)
class Decisions:
    """What was decided on one report."""

    title: str
    href: str
    recorded: str
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
    decisions: tuple[Decisions, ...]
    reopened: tuple[ReopenedLine, ...]


def meeting_href(name: str, meeting: Meeting, **more: str) -> str:
    """The address of a page of a meeting; reads its committee."""
    return reverse(name, kwargs={"slug": meeting.committee.slug, "date_slug": meeting.date_slug, **more})


def recommendation_href(inquiry: Inquiry, recommendation: Recommendation) -> str:
    return reverse("recommendation_detail", args=[inquiry.slug, recommendation.reference])


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
    steps = _steps(page, viewer, today)
    return MeetingFace(
        heading=f"Meeting on {meeting_words(page.meeting)}",
        state=state_sentence(page, today=today),
        facts=_facts(page),
        next_step=steps[0] if steps else None,
        other_steps=tuple(steps[1:]) + _standing_steps(page, viewer, today),
        packs=_packs(page, viewer),
        reports=tuple(_report_line(report) for report in page.reports),
        decisions=tuple(_decisions(row) for row in page.considered if len(row.waiting) < len(row.leaves)),
        reopened=tuple(_reopened_line(view) for view in page.reopened),
    )


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
    subject = f"{page.recorded} of {counted(page.total, 'recommendation or part', 'recommendations and parts')}"
    return f"The committee’s view is recorded for {subject}."


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


def _steps(page: MeetingPage, viewer: Viewer, today: date) -> list[Link]:
    """What this viewer can do about the meeting now, the most pressing first."""
    return [*_report_steps(page, viewer), *_meeting_steps(page, viewer, today)]


def _report_steps(page: MeetingPage, viewer: Viewer) -> list[Link]:
    steps: list[Link] = []
    if rules.can_return_or_accept_report(viewer, page.meeting):
        steps += [_report_step("Check", "report_detail", row) for row in _in_state(page, ReportState.SUBMITTED)]
    if rules.can_publish_report(viewer, page.meeting):
        steps += [_report_step("Publish", "report_publish", row) for row in _in_state(page, ReportState.ACCEPTED)]
    return steps


def _report_step(verb: str, name: str, report: ProgressReport) -> Link:
    return Link(f"{verb} the report on {report.inquiry}", reverse(name, args=[report.pk]))


def _meeting_steps(page: MeetingPage, viewer: Viewer, today: date) -> list[Link]:
    meeting, state = page.meeting, page.meeting.state
    steps = []
    has_papers = state == MeetingState.PLANNED and _in_state(page, ReportState.PUBLISHED)
    if has_papers and rules.can_issue_papers(viewer, meeting):
        due = f"By {written_date(page.papers_due_on)}: {days_left(page.papers_due_on, today)}."
        steps.append(Link("Issue the papers", meeting_href("meeting_issue", meeting), due))
    if page.update_round is None:
        steps += _asking_steps(page, viewer, today)
    if meeting.held_on <= today:
        steps += _recording_steps(page, viewer)
    if rules.can_manage_meetings_of(viewer, meeting):
        if state == MeetingState.PAPERS_ISSUED and meeting.held_on <= today:
            steps.append(Link("Say that the meeting was held", meeting_href("manage_meeting_hold", meeting)))
        if state == MeetingState.HELD:
            steps.append(Link("Approve the minutes", meeting_href("manage_meeting_approve_minutes", meeting)))
    return steps


def _asking_steps(page: MeetingPage, viewer: Viewer, today: date) -> list[Link]:
    """Asking for updates while there is time for them, and then seeing who has handed in."""
    meeting, asked = page.meeting, page.update_round
    if not rules.can_ask_for_updates(viewer, meeting):
        return []
    href = meeting_href("meeting_ask", meeting)
    if asked:
        due = f"Due on {written_date(asked.due_on)}: {days_left(asked.due_on, today)}."
        return [Link("Updates asked for", href, due if meeting.held_on >= today else "")]
    is_to_come = meeting.state == MeetingState.PLANNED and meeting.held_on >= today
    return [Link("Ask for updates", href, "Nobody has been asked yet.")] if is_to_come else []


def _recording_steps(page: MeetingPage, viewer: Viewer) -> list[Link]:
    meeting = page.meeting
    may_record = meeting.state in MeetingState.views_recorded() and rules.can_record_views(viewer, meeting)
    if not page.waiting or not may_record:
        return []
    waiting = f"{page.waiting} of {page.total} still to record."
    return [Link("Record the committee’s views", meeting_href("meeting_views", meeting), waiting)]


def _standing_steps(page: MeetingPage, viewer: Viewer, today: date) -> tuple[Link, ...]:
    """What can be done whatever comes next; views are recorded ahead of the day only by those who look for it."""
    meeting = page.meeting
    steps = _recording_steps(page, viewer) if meeting.held_on > today else []
    if page.update_round:
        steps += _asking_steps(page, viewer, today)
    if rules.can_record_views(viewer, meeting) and meeting.state in MeetingState.views_public():
        steps.append(Link("Recorded views and corrections", meeting_href("meeting_views", meeting)))
    if rules.can_manage_meetings_of(viewer, meeting) and meeting.state == MeetingState.PLANNED:
        steps.append(Link("Change the date, time or place", meeting_href("manage_meeting", meeting)))
    cancellable = meeting.state in {MeetingState.PLANNED, MeetingState.PAPERS_ISSUED}
    if rules.can_manage_meetings_of(viewer, meeting) and cancellable:
        steps.append(Link("Cancel the meeting", meeting_href("manage_meeting_cancel", meeting)))
    return tuple(steps)


def _in_state(page: MeetingPage, state: ReportState) -> list[ProgressReport]:
    return [report for report in page.reports if report.state == state]


def _packs(page: MeetingPage, viewer: Viewer) -> tuple[Link, ...]:
    """The pack as it was issued; before that a preview for those who run the committee."""
    if page.packs:
        return tuple(_pack(pack, page.meeting) for pack in page.packs[:1])
    if page.meeting.state == MeetingState.PLANNED and rules.runs_its_committee(viewer, page.meeting):
        href = meeting_href("meeting_pack", page.meeting)
        return (
            Link("Preview the committee pack (PDF)", href, "Not issued yet: only officers of the committee see it."),
        )
    return ()


def _pack(pack: CommitteePack, meeting: Meeting) -> Link:
    issued = written_date(dates.today(pack.issued_at))
    return Link(
        "Committee pack (PDF)",
        meeting_href("meeting_pack", meeting),
        f"{counted(pack.page_count, 'page')}, issued on {issued}.",
    )


def _report_line(report: ProgressReport) -> ReportLine:
    return ReportLine(
        title=str(report.inquiry),
        href=reverse("report_detail", args=[report.pk]),
        pdf_href=reverse("report_pdf", args=[report.pk]),
        by=f"Report of {report.lead_post}",
        state=ReportState(report.state).label,
        late=f"Tabled late: {report.tabled_late_reason}" if report.tabled_late_reason else "",
    )


def _decisions(row: ReportAtMeeting) -> Decisions:
    recorded = f"{len(row.leaves) - len(row.waiting)} of {len(row.leaves)} recorded"
    inquiry = row.report.inquiry
    return Decisions(
        title=str(inquiry),
        href=reverse("inquiry_detail", args=[inquiry.slug]),
        recorded=recorded,
        lines=tuple(
            DecisionLine(full_title(leaf.leaf), recommendation_href(inquiry, leaf.leaf), leaf_pair(row, leaf))
            for leaf in row.leaves
            if leaf.view
        ),
    )


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
