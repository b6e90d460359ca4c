"""What somebody can do about a meeting now, and at any time: links, the most pressing first."""

from datetime import date

from django.urls import reverse

from tracking import rules
from tracking.enums import MeetingState, ReportState
from tracking.models import ProgressReport, Viewer
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.wording import days_left, written_date
from tracking.queries.meetings import MeetingPage


def next_steps(page: MeetingPage, viewer: Viewer, today: date) -> list[Link]:
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
    if _can_issue(page, viewer):
        due = f"By {written_date(page.papers_due_on)}: {days_left(page.papers_due_on, today)}."
        steps.append(Link("Issue the papers", meeting_href("meeting_pack_builder", meeting), due))
    if page.update_round is None:
        steps += _asking_steps(page, viewer, today)
    if meeting.held_on <= today:
        steps += _recording_steps(page, viewer)
    manages = rules.can_manage_meetings_of(viewer, meeting)
    if manages and state == MeetingState.PAPERS_ISSUED and meeting.held_on <= today:
        steps.append(Link("Say that the meeting was held", meeting_href("manage_meeting_hold", meeting)))
    steps += _publishing_steps(page, viewer)
    if manages and state == MeetingState.HELD:
        steps.append(Link("Approve the minutes", meeting_href("manage_meeting_approve_minutes", meeting)))
    return steps


def _publishing_steps(page: MeetingPage, viewer: Viewer) -> list[Link]:
    """Publishing the views is the clerk's, once the meeting was held and there is something to publish."""
    meeting = page.meeting
    is_open = meeting.state in MeetingState.views_public() and meeting.views_published_at is None
    if not is_open or not (page.recorded or page.reopened) or not rules.can_publish_views(viewer, meeting):
        return []
    href = meeting_href("meeting_publish_views", meeting)
    return [Link("Publish the committee’s views", href, "Until then only those who sign in see them.")]


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
    return [
        Link("Record the committee’s views", meeting_href("meeting_views", meeting), waiting),
        Link("Open the room’s screen", meeting_href("meeting_screen", meeting), "A second window for the projector."),
    ]


def standing_steps(page: MeetingPage, viewer: Viewer, today: date) -> tuple[Link, ...]:
    """What can be done whatever comes next; views are recorded ahead of the day only by those who look for it."""
    meeting = page.meeting
    steps = _recording_steps(page, viewer) if meeting.held_on > today else []
    if page.update_round:
        steps += _asking_steps(page, viewer, today)
    steps += _paper_steps(page, viewer)
    if rules.can_record_views(viewer, meeting) and meeting.state in MeetingState.views_public():
        steps.append(Link("Recorded views and corrections", meeting_href("meeting_views", meeting)))
    if meeting.held_on <= today:
        steps += _minutes_steps(page, viewer)
    if rules.can_manage_meetings_of(viewer, meeting) and meeting.state == MeetingState.PLANNED:
        steps.append(Link("Change the date, time or place", meeting_href("manage_meeting", meeting)))
    cancellable = meeting.state in {MeetingState.PLANNED, MeetingState.PAPERS_ISSUED}
    if rules.can_manage_meetings_of(viewer, meeting) and cancellable:
        steps.append(Link("Cancel the meeting", meeting_href("manage_meeting_cancel", meeting)))
    return tuple(steps)


def _paper_steps(page: MeetingPage, viewer: Viewer) -> list[Link]:
    """The pack builder, for those who run the committee, unless issuing the papers is to be done next."""
    meeting = page.meeting
    is_next = _can_issue(page, viewer)
    if is_next or meeting.state not in MeetingState.agenda_open() or not rules.runs_its_committee(viewer, meeting):
        return []
    return [Link("Agenda and papers", meeting_href("meeting_pack_builder", meeting))]


def _can_issue(page: MeetingPage, viewer: Viewer) -> bool:
    has_papers = page.meeting.state == MeetingState.PLANNED and bool(_in_state(page, ReportState.PUBLISHED))
    return has_papers and rules.can_issue_papers(viewer, page.meeting)


def _minutes_steps(page: MeetingPage, viewer: Viewer) -> list[Link]:
    meeting = page.meeting
    took_place = meeting.state in MeetingState.views_recorded() | MeetingState.views_public()
    if not took_place or not rules.can_manage_meetings_of(viewer, meeting):
        return []
    return [
        Link("Draft minutes", meeting_href("meeting_minutes", meeting)),
        Link("Declarations of interest", meeting_href("meeting_declarations", meeting)),
        Link("Actions for each post", meeting_href("meeting_actions", meeting)),
    ]


def _in_state(page: MeetingPage, state: ReportState) -> list[ProgressReport]:
    return [report for report in page.reports if report.state == state]
