"""The page on which the clerk puts a meeting's papers together, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracking import rules
from tracking.enums import JobState, MeetingState, ScanState
from tracking.models import CommitteePack, PackJob, Viewer
from tracking.presenters.agenda import ItemLine, item_lines, not_ready_lines
from tracking.presenters.jobs import EditionLine, written_moment
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.pack_issue import deadline
from tracking.presenters.pack_jobs import edition_line
from tracking.presenters.pack_reading import pack_links
from tracking.presenters.since_issue import SinceIssueFace, since_issue_face
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.jobs import open_findings
from tracking.queries.pack_builder import BuilderFacts
from tracking.queries.paper_readiness import PackReadiness


@dataclass(frozen=True)
class MissingLine:
    """Something that is missing; `act` is what can be done about it, with its address."""

    words: str
    act: Link | None = None


@dataclass(frozen=True)
class PacksBox:
    """The packs as they were made last: words on how they stand, the editions, and what was found in them."""

    heading: str
    sentences: tuple[str, ...]
    editions: tuple[EditionLine, ...] = ()
    not_printed: tuple[str, ...] = ()
    is_out_of_date: bool = False


@dataclass(frozen=True)
class MainStep:
    """The one thing to do next: a page to go to or, with `is_post`, something to be done at once."""

    text: str
    href: str
    is_post: bool = False


@dataclass(frozen=True)
class BuilderFace:
    """Everything the page says."""

    heading: str
    state: str
    can_change: bool
    items: tuple[ItemLine, ...]
    not_ready: tuple[Link, ...]
    deadline: str
    is_late: bool
    missing: tuple[MissingLine, ...]
    packs: PacksBox
    since: SinceIssueFace | None
    issued: tuple[Link, ...]
    step: MainStep | None
    add_href: str
    add_month_href: str
    order_href: str


def builder_face(facts: BuilderFacts, viewer: Viewer, *, today: date) -> BuilderFace:
    """Say how a meeting's papers stand, and what this viewer can do about them."""
    readiness, meeting = facts.readiness, facts.readiness.meeting
    can_change = rules.can_issue_papers(viewer, meeting) and meeting.state in MeetingState.agenda_open()
    return BuilderFace(
        heading=f"Papers for {written_date(meeting.held_on)}",
        state=state_sentence(facts),
        can_change=can_change,
        items=item_lines(readiness, viewer, can_change=can_change),
        not_ready=not_ready_lines(readiness, viewer),
        deadline=deadline_sentence(readiness, today=today),
        is_late=meeting.state == MeetingState.PLANNED and readiness.is_late,
        missing=_missing(readiness, viewer),
        packs=_packs(facts),
        since=since_issue_face(facts.since) if facts.since else None,
        issued=pack_links(_with_meeting(facts)),
        step=_main_step(facts) if can_change else None,
        add_href=meeting_href("agenda_document_add", meeting) if can_change else "",
        add_month_href=meeting_href("agenda_month_add", meeting) if can_change else "",
        order_href=meeting_href("agenda_order", meeting) if can_change else "",
    )


def state_sentence(facts: BuilderFacts) -> str:
    """Say in a sentence or two what is on the agenda, and whether it is issued."""
    meeting, agenda = facts.readiness.meeting, facts.readiness.agenda
    out = sum(entry.left_out for entry in agenda)
    left_out = f" {counted(out, 'is', 'are')} left out." if out else ""
    match MeetingState(meeting.state):
        case MeetingState.CANCELLED:
            return "This meeting is cancelled. Its papers stay as they are."
        case MeetingState.MINUTES_APPROVED:
            return "The minutes of this meeting are approved. Its papers stay as they are."
        case MeetingState.PLANNED if not facts.next_count:
            return f"Nothing will go into the pack yet.{left_out}"
        case MeetingState.PLANNED:
            return f"{counted(facts.next_count, 'item')} will go into the pack.{left_out}"
        case _ if facts.next_count:
            brings = f"{counted(facts.next_count, 'item')} changed since, so supplement {facts.supplement} is due."
            return f"The pack is issued. {brings}{left_out}"
        case _:
            return f"The pack is issued, and nothing has changed since.{left_out}"


def deadline_sentence(readiness: PackReadiness, *, today: date) -> str:
    """By when the papers must be out, and how that stands today; once they are out, by when that was."""
    if readiness.meeting.state == MeetingState.PLANNED:
        return deadline(readiness, today=today)
    days = counted(readiness.clear_days_required, "clear working day")
    return f"They were due out by {readiness.due_on:%A} {written_date(readiness.due_on)}, {days} before the meeting."


# --- What is missing ---------------------------------------------------------------------------


def _missing(readiness: PackReadiness, viewer: Viewer) -> tuple[MissingLine, ...]:
    meeting = readiness.meeting
    if meeting.state not in MeetingState.agenda_open():
        return ()
    before_issue = _missing_before_issue(readiness, viewer) if meeting.state == MeetingState.PLANNED else []
    held_back = [MissingLine(_held_back(row)) for row in readiness.held_back]
    reports = [
        MissingLine(f"{counted(len(rows), 'report')} {words}", Link("See which", "#not-ready"))
        for rows, words in (
            (readiness.handed_in, f"handed in but not published {_is(readiness.handed_in)} left out."),
            (readiness.awaited, f"asked for {_is(readiness.awaited)} not handed in."),
        )
        if rows
    ]
    return (*before_issue, *held_back, *reports)


def _is(rows: tuple[Any, ...]) -> str:
    return "is" if len(rows) == 1 else "are"


def _missing_before_issue(readiness: PackReadiness, viewer: Viewer) -> list[MissingLine]:
    """Whether anything is there to issue, and what the cover will not say."""
    meeting, lines = readiness.meeting, []
    if all(entry.number is None for entry in readiness.agenda):
        lines.append(MissingLine("Nothing is on the agenda that can go into the pack."))
    asked = [words for words, value in (("time", meeting.starts_at), ("place", meeting.place)) if not value]
    if asked:
        manages = rules.can_manage_meetings_of(viewer, meeting)
        words = written_list(asked)
        act = Link(f"Add the {words}", meeting_href("manage_meeting", meeting)) if manages else None
        lines.append(MissingLine(f"The cover will not say the {words} of the meeting.", act))
    committee = meeting.committee
    if not (committee.contact_name or committee.contact_telephone or committee.contact_email):
        lines.append(MissingLine("The cover will not say whom to contact. An administrator can add that."))
    return lines


def _held_back(row: Any) -> str:
    if row.scan_state == ScanState.WAITING:
        return f"“{row.title}” is still being checked for viruses. Wait until it is done, or it is left out."
    return f"A virus was found in “{row.title}”. It is left out."


# --- The packs and the next step ----------------------------------------------------------------


def _packs(facts: BuilderFacts) -> PacksBox:
    job = facts.job
    heading = f"Supplement {facts.supplement}" if facts.supplement else "The packs"
    if job is None or job.state == JobState.ISSUED:
        return PacksBox(heading, ("Not made yet.",) if facts.next_count else ())
    match JobState(job.state):
        case JobState.READY:
            return _ready_packs(facts, job, heading)
        case JobState.FAILED:
            return PacksBox(heading, (job.failure,))
        case _:
            return PacksBox(heading, ("Being made now.",))


def _ready_packs(facts: BuilderFacts, job: PackJob, heading: str) -> PacksBox:
    sentences = [f"Made at {written_moment(job.finished_at)}."]
    editions = tuple(edition_line(made, job) for made in job.editions.all())
    if not facts.is_up_to_date:
        sentences.append("Something has changed since. Make them again before you issue.")
    else:
        sentences.append(_leakage(job))
        if len(editions) == 1:
            sentences.append("Nothing is withheld, so there is no restricted edition.")
    return PacksBox(heading, tuple(sentences), editions, tuple(job.not_printed), not facts.is_up_to_date)


def _leakage(job: PackJob) -> str:
    """What the search for exempt words in the public edition came to."""
    still_open, found = len(open_findings(job)), len(job.findings)
    if still_open:
        return f"{counted(still_open, 'place')} in the public edition may be exempt. Look at each before you issue."
    if found:
        return f"{counted(found, 'place')} in the public edition may be exempt, each with your reason why not."
    return "Nothing exempt was found in the public edition."


def _with_meeting(facts: BuilderFacts) -> tuple[CommitteePack, ...]:
    """The packs issued, each told of its meeting, which need not be read again."""
    for pack in facts.issued:
        pack.meeting = facts.readiness.meeting
    return facts.issued


def _main_step(facts: BuilderFacts) -> MainStep | None:
    job, meeting = facts.job, facts.readiness.meeting
    if job is not None and job.state in JobState.unfinished():
        return MainStep("See how far they are", meeting_href("meeting_pack_progress", meeting))
    if not facts.next_count:
        return None
    if job is not None and job.state == JobState.READY and facts.is_up_to_date:
        if open_findings(job):
            return MainStep("Look at what may be exempt", meeting_href("meeting_pack_findings", meeting))
        return MainStep(_issue_words(facts, job), meeting_href("meeting_pack_issue", meeting))
    return MainStep(_make_words(facts), meeting_href("meeting_pack_make", meeting), is_post=True)


def _issue_words(facts: BuilderFacts, job: PackJob) -> str:
    """ "Issue the public and restricted packs", "Issue supplement 1"."""
    if facts.supplement:
        return f"Issue supplement {facts.supplement}"
    return "Issue the public and restricted packs" if len(job.editions.all()) > 1 else "Issue the pack"


def _make_words(facts: BuilderFacts) -> str:
    again = facts.job is not None and facts.job.state in {JobState.READY, JobState.FAILED}
    what = f"supplement {facts.supplement}" if facts.supplement else "the packs"
    return f"Make {what} again" if again else f"Make {what}"
