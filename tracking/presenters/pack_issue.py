"""The words of the page on which the clerk issues a meeting's papers."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tracking.models import PackJob
from tracking.presenters.findings import FindingsWords, to_explain
from tracking.presenters.jobs import EditionLine, written_moment
from tracking.presenters.links import meeting_href
from tracking.presenters.pack_jobs import edition_line
from tracking.presenters.wording import counted, days_left, written_date
from tracking.queries.paper_readiness import PackReadiness

PACK_FINDINGS: Final = FindingsWords(
    ways=(
        "take it out of the text or the file it is in, then make the packs again",
        "if it need not be withheld at all, make it public, then make the packs again",
        "say below why it is not exempt in this place",
    ),
    kept="The reasons are kept in the audit trail when the papers are issued, without the words found.",
    instead="take it out and make the packs again",
)


@dataclass(frozen=True)
class IssueFace:
    """What goes out: the editions, what is in them, files that are not printed, and how the deadline stands."""

    title: str
    button: str
    done: str
    deadline: str
    made: str
    editions: tuple[EditionLine, ...]
    items: tuple[str, ...]
    not_printed: tuple[str, ...]
    to_explain: str
    findings_href: str


def issue_face(job: PackJob, readiness: PackReadiness, *, today: date) -> IssueFace:
    """Say what issuing a ready job sends out. The titles of its items are known to everybody."""
    editions = tuple(edition_line(made, job) for made in job.editions.all())
    what = _what(job.number, len(editions))
    return IssueFace(
        title=f"Issue {what} for {written_date(job.meeting.held_on)}",
        button=f"Issue {what}",
        done=_done(job.number),
        deadline=deadline(readiness, today=today),
        made=f"Made at {written_moment(job.finished_at)}.",
        editions=editions,
        items=tuple(f"{item['number']}. {item['title']}" for item in job.contents.get("items", {}).values()),
        not_printed=tuple(job.not_printed),
        to_explain=to_explain(job),
        findings_href=meeting_href("meeting_pack_findings", job.meeting),
    )


def _what(number: int, editions: int) -> str:
    if number > 1:
        return f"supplement {number - 1}"
    return "the public and restricted packs" if editions > 1 else "the pack"


def _done(number: int) -> str:
    if number > 1:
        return f"Supplement {number - 1} is issued. Everyone can now read its public edition."
    return "The papers are issued. Everyone can now read the public edition."


def deadline(readiness: PackReadiness, *, today: date) -> str:
    """When the papers must be out, and how that stands today."""
    due_on = readiness.due_on
    days = counted(readiness.clear_days_required, "clear working day")
    if readiness.is_late:
        return (
            f"The papers were due out by {due_on:%A} {written_date(due_on)}, {days} before the meeting. They are late."
        )
    left = days_left(due_on, today) if due_on >= today else "still in time"
    return f"The papers must be out by {due_on:%A} {written_date(due_on)}, {days} before the meeting: {left}."
