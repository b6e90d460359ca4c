"""The words of packs being made: how far they are, what was found in them, and whether they can be issued."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from tracking.enums import Edition, PackJobState
from tracking.models import MadeEdition, PackJob
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.wording import counted

READING: Final = "Reading the papers"
KEEPING: Final = "Keeping the finished packs"
FAULT: Final = (
    "This service made a mistake, which its log describes. Make the packs again. "
    "If it happens again, tell whoever runs this service."
)
STOPPED_TOO_OFTEN: Final = (
    "The worker stopped three times while it made the packs. Make them again. "
    "If it happens again, tell whoever runs this service: the pack may need more time or memory than there is."
)
LONG_WAIT: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class JobFace:
    """How a job stands. `done` of `total` is what a progress bar shows: none while `total` is 0.

    `is_watched`: it is still going on, and worth looking at again. `goes_to` is where to go on to by itself.
    """

    heading: str
    sentences: tuple[str, ...]
    step: str
    done: int
    total: int
    is_watched: bool
    can_be_cancelled: bool
    can_be_made: bool
    links: tuple[Link, ...]
    goes_to: str = ""

    @property
    def has_bar(self) -> bool:
        return self.is_watched and self.total > 0


@dataclass(frozen=True)
class EditionLine:
    """A made edition: its name and how long it is, with the addresses of its previews."""

    name: str
    pages: str
    pdf_href: str
    web_href: str


def written_moment(moment: datetime | None) -> str:
    """Return "2:05pm on 9 June 2015" by the council's clock; nothing for no moment."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local:%-I:%M}{local:%p}".replace("AM", "am").replace("PM", "pm") + f" on {local:%-d %B %Y}"


def packs_word(number: int) -> str:
    """What is being made: "the packs" or "supplement 1", which is number 2."""
    return "the packs" if number == 1 else f"supplement {number - 1}"


def job_face(job: PackJob, *, is_clerk: bool, now: datetime) -> JobFace:
    """Say how a job stands and what can be done about it."""
    state = PackJobState(job.state)
    unfinished = state in PackJobState.unfinished()
    builder = meeting_href("meeting_pack_builder", job.meeting)
    return JobFace(
        heading=_heading(job, state),
        sentences=_sentences(job, state, now),
        step=_step(job, state),
        done=job.done,
        total=job.total,
        is_watched=unfinished,
        can_be_cancelled=unfinished and is_clerk and not job.cancel_requested,
        can_be_made=is_clerk and state in {PackJobState.FAILED, PackJobState.CANCELLED},
        links=_links(job, state, is_clerk=is_clerk),
        goes_to=builder if state == PackJobState.READY else "",
    )


def _heading(job: PackJob, state: PackJobState) -> str:
    what = packs_word(job.number)
    are = "are" if job.number == 1 else "is"
    match state:
        case PackJobState.WAITING:
            return f"Making {what}: waiting to begin"
        case PackJobState.MAKING if job.cancel_requested:
            return f"Stopping to make {what}"
        case PackJobState.MAKING:
            return f"Making {what}: {job.done} of {job.total}" if job.total else f"Making {what}"
        case PackJobState.READY:
            return _begun(f"{what} {are} ready")
        case PackJobState.FAILED:
            return _begun(f"{what} could not be made")
        case PackJobState.CANCELLED:
            return _begun(f"{what} {'were' if job.number == 1 else 'was'} cancelled")
        case PackJobState.ISSUED:
            return _begun(f"{what} {are} issued")


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sentences(job: PackJob, state: PackJobState, now: datetime) -> tuple[str, ...]:
    match state:
        case PackJobState.WAITING:
            return _LONG_WAIT if now - job.requested_at > LONG_WAIT else _SOON
        case PackJobState.MAKING:
            return _while_making(job)
        case PackJobState.READY:
            return (f"Made at {written_moment(job.finished_at)}.",)
        case PackJobState.FAILED:
            return (job.failure,)
        case PackJobState.CANCELLED:
            return ("Nothing was made.",)
        case PackJobState.ISSUED:
            return ()


def _while_making(job: PackJob) -> tuple[str, ...]:
    if job.cancel_requested:
        return ("The worker stops at its next step.",)
    again = ("The worker stopped on the way, so another has begun again.",) if job.attempts > 1 else ()
    return (*again, _MAY_LEAVE)


_MAY_LEAVE: Final = "You can leave this page. A mail tells you when it is done."
_SOON: Final = ("The worker begins within a minute.", _MAY_LEAVE)
_LONG_WAIT: Final = (
    "The worker has not begun for over a minute. It may be busy with other work.",
    "If this goes on, tell whoever runs this service that the worker may have stopped.",
)


def _step(job: PackJob, state: PackJobState) -> str:
    if state != PackJobState.MAKING or not job.step:
        return ""
    return job.step if job.step.endswith((".", "…")) else f"{job.step} …"


def _links(job: PackJob, state: PackJobState, *, is_clerk: bool) -> tuple[Link, ...]:
    if state not in {PackJobState.READY, PackJobState.ISSUED}:
        return ()
    links = [Link("Go on to the pack", meeting_href("meeting_pack_builder", job.meeting))]
    if state == PackJobState.READY and is_clerk and job.findings:
        href = meeting_href("meeting_pack_findings", job.meeting)
        links.insert(0, Link("Look at what may be exempt", href, f"{counted(len(job.findings), 'place')} to look at."))
    return tuple(links)


def edition_line(made: MadeEdition, job: PackJob) -> EditionLine:
    """The line of an edition that is not issued yet."""
    query = f"?edition={made.edition}"
    return EditionLine(
        name=f"{Edition(made.edition).label} edition",
        pages=counted(made.page_count, "page"),
        pdf_href=meeting_href("meeting_pack_preview", job.meeting) + query,
        web_href=meeting_href("meeting_pack_preview_page", job.meeting) + query,
    )
