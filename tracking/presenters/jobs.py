"""The words of what the worker makes, packs and the editions of reports alike: how far it is, and what can be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from tracking.enums import Edition, JobState
from tracking.models import Job, MadeByJob
from tracking.presenters.links import Link
from tracking.presenters.wording import counted

LONG_WAIT: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class JobWords:
    """How what a job makes is called: `what` it is, "the packs" or "supplement 1", which `is_one`.

    `again` is what is made again whatever it is, `source` what is read for it, `whole` what may be too long for the
    worker; `name` is how the log calls the job.
    """

    what: str
    again: str
    source: str
    whole: str
    name: str
    is_one: bool = False

    @property
    def reading(self) -> str:
        return f"Reading {self.source}"

    @property
    def keeping(self) -> str:
        return f"Keeping the finished {self.again.removeprefix('the ')}"

    @property
    def fault(self) -> str:
        return (
            f"This service made a mistake, which its log describes. Make {self.again} again. "
            "If it happens again, tell whoever runs this service."
        )

    @property
    def stopped_too_often(self) -> str:
        return (
            f"The worker stopped three times while it made {self.again}. Make them again. If it happens again, tell "
            f"whoever runs this service: {self.whole} may need more time or memory than there is."
        )


@dataclass(frozen=True)
class JobPlaces:
    """Where a job is watched, cancelled and asked for again, and where the clerk goes on once it is ready."""

    back: str
    back_text: str
    watch: str
    cancel: str
    make: str
    findings: str
    on: Link


@dataclass(frozen=True)
class JobFace:
    """How a job stands. `done` of `total` is what a progress bar shows: none while `total` is 0.

    `is_watched`: it is still going on, and worth looking at again. `goes_to` is where to go on to by itself. `make` is
    what the button says that has it made again.
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
    places: JobPlaces
    make: str
    goes_to: str = ""

    @property
    def has_bar(self) -> bool:
        return self.is_watched and self.total > 0


@dataclass(frozen=True)
class EditionLine:
    """A made edition: its name and how long it is, with the addresses of its previews: none without a web page."""

    name: str
    pages: str
    pdf_href: str
    web_href: str = ""


def written_moment(moment: datetime | None) -> str:
    """Return "2:05pm on 9 June 2015" by the council's clock; nothing for no moment."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local:%-I:%M}{local:%p}".replace("AM", "am").replace("PM", "pm") + f" on {local:%-d %B %Y}"


def edition_line(made: MadeByJob, *, pdf: str, web: str = "") -> EditionLine:
    """The line of an edition that is not issued yet; `pdf` and `web` are where its previews are."""
    name = f"{Edition(made.edition).label} edition"
    return EditionLine(name=name, pages=counted(made.page_count, "page"), pdf_href=pdf, web_href=web)


def job_face(job: Job, words: JobWords, places: JobPlaces, *, is_clerk: bool, now: datetime) -> JobFace:
    """Say how a job stands and what can be done about it."""
    state = JobState(job.state)
    unfinished = state in JobState.unfinished()
    return JobFace(
        heading=_heading(job, words, state),
        sentences=_sentences(job, state, now),
        step=_step(job, state),
        done=job.done,
        total=job.total,
        is_watched=unfinished,
        can_be_cancelled=unfinished and is_clerk and not job.cancel_requested,
        can_be_made=is_clerk and state in {JobState.FAILED, JobState.CANCELLED},
        links=_links(job, places, state, is_clerk=is_clerk),
        places=places,
        make=f"Make {words.again} again",
        goes_to=places.on.href if state == JobState.READY else "",
    )


def _heading(job: Job, words: JobWords, state: JobState) -> str:
    what, are = words.what, "is" if words.is_one else "are"
    match state:
        case JobState.WAITING:
            return f"Making {what}: waiting to begin"
        case JobState.MAKING if job.cancel_requested:
            return f"Stopping to make {what}"
        case JobState.MAKING:
            return f"Making {what}: {job.done} of {job.total}" if job.total else f"Making {what}"
        case JobState.READY:
            return _begun(f"{what} {are} ready")
        case JobState.FAILED:
            return _begun(f"{what} could not be made")
        case JobState.CANCELLED:
            return _begun(f"{what} {'was' if words.is_one else 'were'} cancelled")
        case JobState.ISSUED:
            return _begun(f"{what} {are} issued")


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sentences(job: Job, state: JobState, now: datetime) -> tuple[str, ...]:
    match state:
        case JobState.WAITING:
            return _LONG_WAIT if now - job.requested_at > LONG_WAIT else _SOON
        case JobState.MAKING:
            return _while_making(job)
        case JobState.READY:
            return (f"Made at {written_moment(job.finished_at)}.",)
        case JobState.FAILED:
            return (job.failure,)
        case JobState.CANCELLED:
            return ("Nothing was made.",)
        case JobState.ISSUED:
            return ()


def _while_making(job: Job) -> tuple[str, ...]:
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


def _step(job: Job, state: JobState) -> str:
    if state != JobState.MAKING or not job.step:
        return ""
    return job.step if job.step.endswith((".", "…")) else f"{job.step} …"


def _links(job: Job, places: JobPlaces, state: JobState, *, is_clerk: bool) -> tuple[Link, ...]:
    if state not in {JobState.READY, JobState.ISSUED}:
        return ()
    links = [places.on]
    if state == JobState.READY and is_clerk and job.findings:
        told = f"{counted(len(job.findings), 'place')} to look at."
        links.insert(0, Link("Look at what may be exempt", places.findings, told))
    return tuple(links)
