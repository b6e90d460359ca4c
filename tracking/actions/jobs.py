"""What the clerk does with any job, and what becomes of old ones: packs and the editions of reports alike.

A job is working material: it is written over without Events but for being asked for, cancelled and issued. The worker
makes it (`actions.making`).
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.enums import Edition, JobState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import IssuedDocument, Job, MadeByJob, User

KEPT_FOR: Final = timedelta(days=30)


def stop(job: Job, *, refusal: str) -> None:
    """Have a job stopped. A worker that is at it stops at its next step, at most some seconds later.

    Raises StaleState with `refusal` when it is finished. Writes that it is to stop, or that it is cancelled when no
    worker has it.
    """
    jobs = type(job)._default_manager
    if not jobs.unfinished().filter(pk=job.pk).update(cancel_requested=True):
        raise StaleState(refusal)
    end_cancelled(type(job))
    job.refresh_from_db()


def end_cancelled(jobs: type[Job]) -> None:
    """Mark as cancelled what is to stop and no worker holds: none has begun, or the one that had was killed."""
    now = timezone.now()
    jobs._default_manager.free(now).filter(cancel_requested=True).update(
        state=JobState.CANCELLED, finished_at=now, held_by=None, held_until=None
    )


def explain(job: Job, reasons: Mapping[int, str], *, refusal: str) -> None:
    """Keep why what was found in the public edition is not exempt there: reasons by the number of the finding, from 0.

    An empty reason takes an earlier one back. Raises StaleState with `refusal` unless the job is the latest and ready.
    To be called in a transaction; writes the job.
    """
    lock(job)
    check_latest_and_ready(job, refusal=refusal)
    job.findings = [
        {**finding, "reason": reasons.get(number, str(finding.get("reason", ""))).strip()}
        for number, finding in enumerate(job.findings)
    ]
    job.save(update_fields=["findings"])


def check_latest_and_ready(job: Job, *, refusal: str) -> None:
    """Raise StaleState with `refusal` unless a job is ready and nothing was asked for since."""
    latest = type(job)._default_manager.for_same(job).not_cancelled().first()
    if latest is None or latest.pk != job.pk or job.state != JobState.READY:
        raise StaleState(refusal)


def check_files(job: Any, *, refusal: str) -> None:
    """Raise NotPossible with `refusal` unless the files are, byte for byte, what was made.

    Reads every file, so it is done before any lock.
    """
    for made in job.editions.all():
        for file, sha256 in ((made.file, made.sha256), (made.web_page, made.web_page_sha256)):
            if file and _sha256(str(file.name)) != sha256:
                raise NotPossible(refusal)


def _sha256(name: str) -> str:
    """The hash of a stored file; nothing where there is none."""
    digest = hashlib.sha256()
    try:
        with default_storage.open(name) as file:
            for chunk in file.chunks():
                digest.update(chunk)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


def issued_document(
    job: Job,
    made: MadeByJob,
    *,
    title: str,
    ending: str = "",
    contents: dict[str, Any],
    digest: str,
    by: User,
    at: datetime,
) -> IssuedDocument:
    """Write an edition as it goes out, inside the caller's transaction: the very files that were made."""
    return IssuedDocument.objects.create(
        title=title,
        is_public=made.edition == Edition.PUBLIC,
        file=str(made.file.name),
        sha256=made.sha256,
        page_count=made.page_count,
        web_page=str(made.web_page.name or ""),
        web_page_sha256=made.web_page_sha256,
        contents=contents,
        contents_digest=digest,
        audit_number=job.audit_number,
        audit_hash=job.audit_hash,
        issued_by=by,
        issued_at=at,
    )


def close(job: Any) -> None:
    """Mark a job as issued, inside the caller's transaction: its files belong to the issued documents now."""
    job.editions.all().delete()
    job.state = JobState.ISSUED
    job.save(update_fields=["state"])


def found_not_exempt(job: Job) -> list[dict[str, str]]:
    """What the audit trail tells of what was found: where, and why not exempt there; never the words."""
    return [{"where": finding["where"], "reason": finding["reason"]} for finding in job.findings]


def remove_old(jobs: type[Job], *, event_type: str, now: datetime | None = None) -> int:
    """Remove jobs that finished long ago, with the files of what was never issued; return how many.

    It is the worker's act and no user's, every day. What was issued lives on and loses nothing. The
    rows go first: were this killed between the two, `check_files` would find files without a row. Writes one Event
    where files go.
    """
    before = (now or timezone.now()) - KEPT_FOR
    with transaction.atomic():
        rows: QuerySet[Any] = jobs._default_manager.exclude(state__in=JobState.unfinished()).filter(
            finished_at__lt=before
        )
        old: list[Any] = list(rows.prefetch_related("editions").select_for_update())
        files = [file for job in old for made in job.editions.all() for file in (made.file, made.web_page)]
        names = [str(file.name) for file in files if file]
        for job in old:
            job.delete()
        if names:
            record_event(by=None, type=event_type, target=None, before={"files": names})
    for name in names:
        default_storage.delete(name)
    return len(old)
