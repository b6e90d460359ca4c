"""Making what was asked for: what the worker does in the background. Several may try at once, and any may be killed.

A worker holds a job under a random name for as long as its lease, which each step renews. Whatever it writes, it writes
only while it still holds it. The files go into the store before their rows are written, all in one transaction with the
job's new state: a worker that is killed leaves at most files without a row, which `check_files` names. What a job makes
is said by its `Kind`: there is one for packs and one for the editions of a report to Cabinet.
"""

import hashlib
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from tracking.actions.jobs import end_cancelled
from tracking.actions.outbox import Letter, queue_mails
from tracking.enums import JobState, MailKind
from tracking.mail import Words
from tracking.models import Job, MadeByJob
from tracking.models.base import random_made_path
from tracking.models.jobs import JobQuerySet
from tracking.packs import pool
from tracking.packs.leakage import Finding
from tracking.packs.papers import FinishedEdition
from tracking.packs.pdf import PaperError
from tracking.packs.pool import Progress
from tracking.presenters.jobs import JobWords
from tracking.presenters.withheld import NOT_COMPARED
from tracking.queries.audit_chain import Head, audit_head

_log = logging.getLogger(__name__)

# Rendering reports its progress every half second, whatever a report takes (settings.RENDER_SECONDS limits that). This
# is for the steps that do not: reading, binding and comparing a pack of a thousand pages, and storing it far away.
LEASE: Final = timedelta(minutes=2)
BETWEEN_WRITES: Final = timedelta(seconds=1)
MOST_ATTEMPTS: Final = 3


@dataclass(frozen=True)
class Finished:
    """What was made: the editions, what must be known before they are issued, and the digest of what they are of.

    `trail` is what they print of the audit trail, `fields` are written into the job's own fields.
    """

    editions: Sequence[FinishedEdition]
    digest: str
    findings: Sequence[Finding]
    not_printed: Sequence[str]
    trail: Head | None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """What one kind of job has of its own.

    `make` is given the job, what its pages print of the audit trail, and whom to tell how far it is; `read_with` are
    the keys that it follows. `mail` says that a job ended in a state, and nothing that its papers hold; `key` begins
    that mail's key. `words` is how the clerk is told of a job.
    """

    jobs: type[Job]
    made: Callable[..., MadeByJob]
    read_with: tuple[str, ...]
    make: Callable[[Any, Head | None, Progress], Finished]
    words: Callable[[Any], JobWords]
    mail: Callable[[Any, JobState], Words]
    key: str

    @property
    def rows(self) -> "JobQuerySet[Any]":
        rows: JobQuerySet[Any] = self.jobs._default_manager.select_related("requested_by", *self.read_with)
        return rows


class Stopped(Exception):
    """The job is no longer this worker's to make: it is to be cancelled, or another worker has it."""


def make_waiting(kind: Kind, *, lease: timedelta = LEASE, between_writes: timedelta = BETWEEN_WRITES) -> int:
    """Make what was asked for, the longest waiting first, and return how many jobs this worker finished.

    It is the worker's act and no user's: no Event. What a killed worker held is taken up again once its lease is over,
    and given up when that happened `MOST_ATTEMPTS` times. Each job ends ready, with its editions, failed, with a
    sentence for the clerk, or cancelled; whoever asked gets a mail unless it was cancelled.
    """
    made = 0
    end_cancelled(kind.jobs)
    _give_up(kind)
    while held := _hold_next(kind, lease, between_writes):
        made += _make(held)
    return made


@dataclass
class Held:
    """A job that this worker holds."""

    kind: Kind
    job: Any
    lease: timedelta
    between_writes: timedelta
    written_at: float | None = field(default=None)

    def progress(self, step: str, done: int, total: int) -> None:
        """Write what is being done, seldom enough, and hold the job on. Raises Stopped when that is not to be."""
        now = time.monotonic()
        if self.written_at is not None and now - self.written_at < self.between_writes.total_seconds():
            return
        self.written_at = now
        self.write(step=step[:300], done=done, total=total, held_until=timezone.now() + self.lease)

    def write(self, **fields: Any) -> None:
        """Write fields of the job. Raises Stopped when it is to stop, or another worker has it."""
        still = self._own().filter(state=JobState.MAKING, cancel_requested=False)
        if not still.update(**fields):
            raise Stopped

    def finish(self, state: JobState, **fields: Any) -> None:
        self.write(state=state, finished_at=timezone.now(), held_by=None, held_until=None, **fields)

    def let_go(self) -> None:
        """Mark the job as cancelled if that is why it stopped."""
        own = self._own().filter(cancel_requested=True)
        own.update(state=JobState.CANCELLED, finished_at=timezone.now(), held_by=None, held_until=None)

    @property
    def words(self) -> JobWords:
        return self.kind.words(self.job)

    def _own(self) -> "JobQuerySet[Any]":
        own: JobQuerySet[Any] = self.kind.jobs._default_manager.filter(pk=self.job.pk, held_by=self.job.held_by)
        return own


def _free(kind: Kind, now: datetime) -> "JobQuerySet[Any]":
    return kind.rows.free(now).filter(cancel_requested=False)


def _hold_next(kind: Kind, lease: timedelta, between_writes: timedelta) -> Held | None:
    """Take the next job; None when there is none. Of several workers that try, one gets it."""
    now = timezone.now()
    waiting = _free(kind, now).filter(attempts__lt=MOST_ATTEMPTS)
    while job := waiting.order_by("requested_at", "pk").first():
        holder = uuid.uuid4()
        taken = (
            _free(kind, now)
            .filter(pk=job.pk, held_by=job.held_by)
            .update(
                state=JobState.MAKING,
                held_by=holder,
                held_until=timezone.now() + lease,
                attempts=F("attempts") + 1,
                started_at=Coalesce(F("started_at"), timezone.now()),
            )
        )
        if taken:
            job.held_by = holder
            return Held(kind, job, lease, between_writes)
    return None


def _give_up(kind: Kind) -> None:
    """Fail what several workers in turn did not survive."""
    for job in _free(kind, timezone.now()).filter(attempts__gte=MOST_ATTEMPTS):
        with transaction.atomic():
            held = kind.jobs._default_manager.filter(pk=job.pk, held_by=job.held_by, state=JobState.MAKING)
            given_up = held.update(
                state=JobState.FAILED,
                failure=kind.words(job).stopped_too_often,
                finished_at=timezone.now(),
                held_by=None,
                held_until=None,
            )
            if given_up:
                _tell(kind, job, JobState.FAILED)


def _make(held: Held) -> bool:
    """Make what is held; answer whether this worker finished it, well or not."""
    try:
        held.progress(held.words.reading, 0, 0)
        pool.get_ready()
        head = audit_head()
        trail = head if head.number else None
        finished = held.kind.make(held.job, trail, held.progress)
        held.write(step=held.words.keeping, held_until=timezone.now() + held.lease)
        _keep(held, finished)
    except Stopped:
        held.let_go()
        return False
    except PaperError as error:
        # Not what it says, nor where it came from: papers may not be quoted in a log.
        _log.error("%s %s: a page could not be made (%s).", held.words.name, held.job.pk, type(error).__name__)
        return _fail(held, str(error))
    except Exception:  # noqa: BLE001 - whatever it was, the clerk must not wait for ever, and the log says it
        _log.exception("%s %s failed.", held.words.name, held.job.pk)
        return _fail(held, held.words.fault)
    return True


def _fail(held: Held, words: str) -> bool:
    try:
        with transaction.atomic():
            held.finish(JobState.FAILED, failure=words)
            _tell(held.kind, held.job, JobState.FAILED)
    except Stopped:
        held.let_go()
        return False
    return True


def _keep(held: Held, finished: Finished) -> None:
    """Store the editions, then write their rows with the job's. Raises Stopped, and leaves no file, when too late."""
    stored: list[str] = []
    try:
        editions = [_stored(held, edition, stored.append) for edition in finished.editions]
    except Exception:
        _delete(stored)
        raise
    try:
        _write(held, finished, editions)
    except Stopped:
        # After any other end of the transaction the rows may be there, and the files stay.
        _delete(stored)
        raise


def _stored(held: Held, edition: FinishedEdition, note: Callable[[str], None]) -> MadeByJob:
    made = held.kind.made(job=held.job, edition=edition.edition, page_count=edition.page_count)
    for name, content in (("file", edition.content), ("web_page", edition.web_page.encode())):
        if not content:
            continue
        ending = "pdf" if name == "file" else "html"
        kept_as = default_storage.save(random_made_path(made, f"pack.{ending}"), ContentFile(content))
        note(kept_as)
        setattr(made, name, kept_as)
        setattr(made, "sha256" if name == "file" else "web_page_sha256", hashlib.sha256(content).hexdigest())
    return made


@transaction.atomic
def _write(held: Held, finished: Finished, editions: Iterable[MadeByJob]) -> None:
    held.finish(
        JobState.READY,
        step="",
        contents_digest=finished.digest,
        findings=_with_earlier_reasons(held.job, [asdict(finding) for finding in finished.findings]),
        not_printed=list(finished.not_printed),
        audit_number=finished.trail.number if finished.trail else None,
        audit_hash=finished.trail.hash if finished.trail else "",
        **finished.fields,
    )
    for made in editions:
        made.save(force_insert=True)
    _tell(held.kind, held.job, JobState.READY)


def _with_earlier_reasons(job: Job, findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was found, with the reasons that the clerk gave when the very same was found in what was made before.

    The same are the same whole words of the same in the same places, not only what is shown of them.
    """
    ready = type(job)._default_manager.for_same(job).filter(state=JobState.READY).exclude(pk=job.pk)
    before = ready.values_list("findings", flat=True).first() or []
    known = {finding["identity"]: finding.get("reason", "") for finding in before if _is_the_same_again(finding)}
    return [
        {**finding, "reason": known.get(finding["identity"], "") if _is_the_same_again(finding) else ""}
        for finding in findings
    ]


def _is_the_same_again(finding: dict[str, Any]) -> bool:
    """Whether a reason for it holds wherever the same is found. What was not compared may say something else now."""
    return bool(finding.get("identity")) and finding.get("where") != NOT_COMPARED


def _tell(kind: Kind, job: Job, state: JobState) -> None:
    """Queue a mail to whoever asked. It says nothing of what the papers hold, or of why they could not be made."""
    key = f"{kind.key}/{job.pk}/{state}"
    queue_mails([Letter(MailKind.PACK, key, job.requested_by, kind.mail(job, state), ())])


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
