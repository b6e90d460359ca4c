"""What the pack builder shows: the agenda, how ready it is, and the packs made of it."""

from dataclasses import dataclass
from datetime import date

from tracking.enums import JobState, MeetingState
from tracking.models import CommitteePack, Meeting, PackJob, Viewer
from tracking.queries.agenda import issued_items
from tracking.queries.pack_contents import contents_digest
from tracking.queries.pack_jobs import latest_job
from tracking.queries.pack_papers import all_papers, next_number, next_of
from tracking.queries.paper_readiness import PackReadiness, pack_readiness
from tracking.queries.since_issue import SinceIssue, since_issue


@dataclass(frozen=True)
class BuilderFacts:
    """`job` is the latest that was not cancelled; `since` what differs from what was issued, None before that.

    `next_count` items go into the pack that would be made next; `supplement` is its number among the supplements, 0 for
    the pack itself. `issued` are the packs that went out.
    """

    readiness: PackReadiness
    job: PackJob | None
    is_up_to_date: bool
    since: SinceIssue | None
    next_count: int
    supplement: int
    issued: tuple[CommitteePack, ...]


def builder_facts(meeting: Meeting, *, seen_by: Viewer, today: date) -> BuilderFacts:
    """Read the pack builder's page. Where packs are ready or issued that takes reading all the papers, once."""
    readiness = pack_readiness(meeting, seen_by=seen_by, today=today)
    job = latest_job(meeting)
    is_ready = job is not None and job.state == JobState.READY
    number = next_number(meeting)
    issued = issued_items(meeting)
    papers = all_papers(meeting) if is_ready or issued else None
    since = since_issue(papers, issued) if papers and meeting.state in MeetingState.agenda_open() else None
    return BuilderFacts(
        readiness=readiness,
        job=job,
        is_up_to_date=job is not None
        and papers is not None
        and contents_digest(next_of(papers, issued)) == job.contents_digest,
        since=since,
        next_count=_next_count(readiness, since, number),
        supplement=number - 1,
        issued=tuple(CommitteePack.objects.visible_to(seen_by).filter(meeting=meeting)),
    )


def _next_count(readiness: PackReadiness, since: SinceIssue | None, number: int) -> int:
    """How many items the next pack holds: all that are not left out or, of a supplement, those that changed."""
    if since is not None:
        return len(since.added) + len(since.changed) + len(since.late_news)
    return sum(entry.number is not None for entry in readiness.agenda) if number == 1 else 0
