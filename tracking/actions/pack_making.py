"""Making packs: what the worker does in the background. Several may try at once, and any may be killed.

A worker holds a job under a random name for as long as its lease, which each step renews. Whatever it writes, it writes
only while it still holds it. The files go into the store before their rows are written, all in one transaction with the
job's new state: a worker that is killed leaves at most files without a row, which `check_files` names.
"""

import hashlib
import logging
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from tracking.actions.outbox import Letter, queue_mails
from tracking.actions.pack_jobs import end_cancelled_jobs
from tracking.enums import MailKind, PackJobState
from tracking.mail import packs_words
from tracking.models import MadeEdition, PackJob
from tracking.models.packs import random_pack_path
from tracking.packs import pool
from tracking.packs.papers import FinishedEdition, FinishedPacks, make_packs
from tracking.packs.pdf import PaperError
from tracking.presenters.pack_jobs import FAULT, KEEPING, READING, STOPPED_TOO_OFTEN
from tracking.presenters.withheld import NOT_COMPARED
from tracking.queries.audit_chain import audit_head
from tracking.queries.pack_papers import pack_papers

_log = logging.getLogger(__name__)

# Rendering reports its progress every half second, whatever a report takes (settings.RENDER_SECONDS limits that). This
# is for the steps that do not: reading, binding and comparing a pack of a thousand pages, and storing it far away.
LEASE: Final = timedelta(minutes=2)
BETWEEN_WRITES: Final = timedelta(seconds=1)
MOST_ATTEMPTS: Final = 3


class Stopped(Exception):
    """The job is no longer this worker's to make: it is to be cancelled, or another worker has it."""


def make_waiting_packs(*, lease: timedelta = LEASE, between_writes: timedelta = BETWEEN_WRITES) -> int:
    """Make what was asked for, the longest waiting first, and return how many jobs this worker finished.

    It is the worker's act and no user's: no Event. What a killed worker held is taken up again once its lease is over,
    and given up when that happened `MOST_ATTEMPTS` times. Each job ends ready, with its editions, failed, with a
    sentence for the clerk, or cancelled; whoever asked gets a mail unless it was cancelled.
    """
    made = 0
    end_cancelled_jobs()
    _give_up()
    while held := _hold_next(lease, between_writes):
        made += _make(held)
    return made


@dataclass
class _Held:
    """A job that this worker holds."""

    job: PackJob
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
        still = PackJob.objects.filter(pk=self.job.pk, held_by=self.job.held_by, cancel_requested=False)
        if not still.filter(state=PackJobState.MAKING).update(**fields):
            raise Stopped

    def finish(self, state: PackJobState, **fields: Any) -> None:
        self.write(state=state, finished_at=timezone.now(), held_by=None, held_until=None, **fields)

    def let_go(self) -> None:
        """Mark the job as cancelled if that is why it stopped."""
        own = PackJob.objects.filter(pk=self.job.pk, held_by=self.job.held_by, cancel_requested=True)
        own.update(state=PackJobState.CANCELLED, finished_at=timezone.now(), held_by=None, held_until=None)


def _free(now: datetime) -> QuerySet[PackJob]:
    """Jobs that wait, and those whose worker has not been heard of for longer than its lease."""
    free = Q(state=PackJobState.WAITING) | Q(state=PackJobState.MAKING, held_until__lte=now)
    return PackJob.objects.filter(free, cancel_requested=False)


def _hold_next(lease: timedelta, between_writes: timedelta) -> _Held | None:
    """Take the next job; None when there is none. Of several workers that try, one gets it."""
    now = timezone.now()
    waiting = _free(now).filter(attempts__lt=MOST_ATTEMPTS).select_related("meeting__committee", "requested_by")
    while job := waiting.order_by("requested_at", "pk").first():
        holder = uuid.uuid4()
        taken = (
            _free(now)
            .filter(pk=job.pk, held_by=job.held_by)
            .update(
                state=PackJobState.MAKING,
                held_by=holder,
                held_until=timezone.now() + lease,
                attempts=F("attempts") + 1,
                started_at=Coalesce(F("started_at"), timezone.now()),
            )
        )
        if taken:
            job.held_by = holder
            return _Held(job, lease, between_writes)
    return None


def _give_up() -> None:
    """Fail what several workers in turn did not survive."""
    for job in _free(timezone.now()).filter(attempts__gte=MOST_ATTEMPTS).select_related("meeting__committee"):
        with transaction.atomic():
            given_up = PackJob.objects.filter(pk=job.pk, held_by=job.held_by, state=PackJobState.MAKING).update(
                state=PackJobState.FAILED,
                failure=STOPPED_TOO_OFTEN,
                finished_at=timezone.now(),
                held_by=None,
                held_until=None,
            )
            if given_up:
                _tell(job, PackJobState.FAILED)


def _make(held: _Held) -> bool:
    """Make what is held; answer whether this worker finished it, well or not."""
    try:
        held.progress(READING, 0, 0)
        pool.get_ready()
        head = audit_head()
        trail = head if head.number else None
        finished = make_packs(pack_papers(held.job.meeting), trail=trail, progress=held.progress)
        held.write(step=KEEPING, held_until=timezone.now() + held.lease)
        _keep(held, finished)
    except Stopped:
        held.let_go()
        return False
    except PaperError as error:
        # Not what it says, nor where it came from: papers may not be quoted in a log.
        _log.error("Pack job %s: a page could not be made (%s).", held.job.pk, type(error).__name__)
        return _fail(held, str(error))
    except Exception:  # noqa: BLE001 - whatever it was, the clerk must not wait for ever, and the log says it
        _log.exception("Pack job %s failed.", held.job.pk)
        return _fail(held, FAULT)
    return True


def _fail(held: _Held, words: str) -> bool:
    try:
        with transaction.atomic():
            held.finish(PackJobState.FAILED, failure=words)
            _tell(held.job, PackJobState.FAILED)
    except Stopped:
        held.let_go()
        return False
    return True


def _keep(held: _Held, finished: FinishedPacks) -> None:
    """Store the editions, then write their rows with the job's. Raises Stopped, and leaves no file, when too late."""
    stored: list[str] = []
    try:
        editions = [_stored(held.job, edition, stored.append) for edition in finished.editions]
    except Exception:
        _delete(stored)
        raise
    try:
        _write(held, finished, editions)
    except Stopped:
        # After any other end of the transaction the rows may be there, and the files stay.
        _delete(stored)
        raise


def _stored(job: PackJob, edition: FinishedEdition, note: Callable[[str], None]) -> MadeEdition:
    web_page = edition.web_page.encode()
    made = MadeEdition(
        job=job,
        edition=edition.edition,
        page_count=edition.page_count,
        sha256=hashlib.sha256(edition.content).hexdigest(),
        web_page_sha256=hashlib.sha256(web_page).hexdigest(),
    )
    for name, content in (("pack.pdf", edition.content), ("pack.html", web_page)):
        kept_as = default_storage.save(random_pack_path(made, name), ContentFile(content))
        note(kept_as)
        setattr(made, "file" if name == "pack.pdf" else "web_page", kept_as)
    return made


@transaction.atomic
def _write(held: _Held, finished: FinishedPacks, editions: Iterable[MadeEdition]) -> None:
    held.finish(
        PackJobState.READY,
        step="",
        contents=finished.contents,
        contents_digest=finished.contents_digest,
        findings=_with_earlier_reasons(held.job, [asdict(finding) for finding in finished.findings]),
        not_printed=list(finished.not_printed),
        audit_number=finished.trail.number if finished.trail else None,
        audit_hash=finished.trail.hash if finished.trail else "",
    )
    for made in editions:
        made.save(force_insert=True)
    _tell(held.job, PackJobState.READY)


def _with_earlier_reasons(job: PackJob, findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was found, with the reasons that the clerk gave when the very same was found in the packs before.

    The same are the same whole words of the same in the same places, not only what is shown of them.
    """
    ready = PackJob.objects.filter(meeting=job.meeting, state=PackJobState.READY).exclude(pk=job.pk)
    before = ready.values_list("findings", flat=True).first() or []
    known = {finding["identity"]: finding.get("reason", "") for finding in before if _is_the_same_again(finding)}
    return [
        {**finding, "reason": known.get(finding["identity"], "") if _is_the_same_again(finding) else ""}
        for finding in findings
    ]


def _is_the_same_again(finding: dict[str, Any]) -> bool:
    """Whether a reason for it holds wherever the same is found. What was not compared may say something else now."""
    return bool(finding.get("identity")) and finding.get("where") != NOT_COMPARED


def _tell(job: PackJob, state: PackJobState) -> None:
    """Queue a mail to whoever asked. It says nothing of what the packs hold, or of why they could not be made."""
    words = packs_words(job.meeting, number=job.number, state=state)
    queue_mails([Letter(MailKind.PACK, f"pack/{job.pk}/{state}", job.requested_by, words, ())])


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
