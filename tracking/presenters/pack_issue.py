"""The words of the page on which the clerk issues a meeting's papers, and of the one on what may be exempt in them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracking.models import PackJob
from tracking.presenters.links import meeting_href
from tracking.presenters.pack_jobs import EditionLine, edition_line, written_moment
from tracking.presenters.withheld import NOT_COMPARED
from tracking.presenters.wording import counted, days_left, written_date
from tracking.queries.pack_jobs import open_findings
from tracking.queries.paper_readiness import PackReadiness


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


@dataclass(frozen=True)
class FindingLine:
    """A place in the public edition where something exempt was found: the words, what they are from, and where.

    `key` is the same in packs made again where the very same was found; `number` is that of this job alone.
    `question` asks for the reason, and `required` is said where there is none.
    """

    number: int
    key: str
    words: str
    source: str
    where: str
    question: str
    required: str
    is_compared: bool = True


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
        to_explain=_to_explain(len(open_findings(job))),
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


def _to_explain(count: int) -> str:
    if not count:
        return ""
    return f"Something that may be exempt was found in {counted(count, 'place')} of the public edition."


def finding_lines(job: PackJob) -> tuple[FindingLine, ...]:
    """The places to look at, by their number in the job."""
    return tuple(_finding_line(job, number, finding) for number, finding in enumerate(job.findings))


def _finding_line(job: PackJob, number: int, finding: dict[str, Any]) -> FindingLine:
    words, source, where = finding["words"], finding["source"], finding["where"]
    is_compared = where != NOT_COMPARED
    identity = finding.get("identity", "") if is_compared else ""
    if is_compared:
        question = f"Why is “{words}” not exempt here?"
        required = f"{where}: say why this is not exempt here, or take it out and make the packs again."
    else:
        question = f"What did you check, and what did you find ({source})?"
        required = f"{source}: say what you checked by eye, and what you found."
    return FindingLine(number, identity or f"{job.pk}-{number}", words, source, where, question, required, is_compared)


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
