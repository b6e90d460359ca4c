"""Asking for packs to be made, calling that off, and answering what was found in them.

A job is working material: it is written over without Events but for being asked for, cancelled and issued. The worker
makes the packs (`actions.pack_making`).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tracking import rules
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.enums import MeetingState, PackJobState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Meeting, PackJob, User
from tracking.queries.agenda import agenda_of
from tracking.queries.pack_jobs import latest_job
from tracking.queries.pack_papers import changes_since_issue, next_number
from tracking.workflow import check_transition

KEPT_FOR: Final = timedelta(days=30)


def ask_for_packs(*, meeting: Meeting, by: User) -> PackJob:
    """Have the packs of a meeting made in the background: both editions or, once they are issued, a supplement.

    While one is being made, asking again returns that. Raises NotAllowed unless `by` is clerk of the committee;
    NotPossible when the meeting was cancelled or its minutes are approved, when nothing is on its agenda, or when
    nothing changed since the papers were issued. Writes a PackJob and one Event.
    """
    rules.can_issue_papers.check(by, meeting)
    check_something_to_print(meeting)
    with transaction.atomic():
        lock(meeting)
        check_papers_go_out(meeting)
        standing = PackJob.objects.unfinished().filter(meeting=meeting).first()
        if standing is not None:
            return standing
        job = PackJob.objects.create(meeting=meeting, number=next_number(meeting), requested_by=by)
        record_event(
            by=by,
            type="asked for packs",
            target=meeting,
            after={"job": job.pk, "number": job.number},
        )
        return job


def check_papers_go_out(meeting: Meeting) -> None:
    """Raise NotPossible when no more papers can be issued for a meeting.

    Supplements follow until the minutes are approved: what was tabled at the meeting itself is among the papers too.
    """
    if meeting.state not in MeetingState.agenda_open():
        check_transition(MeetingState(meeting.state), "issue papers")


def check_something_to_print(meeting: Meeting) -> None:
    """Raise NotPossible when the next pack of a meeting would have nothing in it."""
    if next_number(meeting) == 1:
        if not any(entry.number for entry in agenda_of(meeting)):
            raise NotPossible("Nothing is on the agenda yet. Publish a Progress Report or add a document, then go on.")
    elif not changes_since_issue(meeting):
        raise NotPossible("Nothing has changed since the papers were issued, so there is nothing for a supplement.")


@transaction.atomic
def cancel_packs(*, job: PackJob, by: User) -> None:
    """Stop packs from being made. A worker that is at it stops at its next step, at most some seconds later.

    Raises NotAllowed unless `by` is clerk of the committee; StaleState when they are finished already. Writes that it
    is to stop, or that it is cancelled when no worker has it, and one Event.
    """
    rules.can_issue_papers.check(by, job.meeting)
    unfinished = PackJob.objects.unfinished().filter(pk=job.pk)
    if not unfinished.update(cancel_requested=True):
        raise StaleState("The packs were finished before they could be stopped. Look at how they stand.")
    end_cancelled_jobs()
    record_event(by=by, type="cancelled packs", target=job.meeting, after={"job": job.pk})
    job.refresh_from_db()


def end_cancelled_jobs() -> None:
    """Mark as cancelled what is to stop and no worker holds: none has begun, or the one that had was killed."""
    now = timezone.now()
    nobody_has_it = Q(state=PackJobState.WAITING) | Q(state=PackJobState.MAKING, held_until__lte=now)
    PackJob.objects.filter(nobody_has_it, cancel_requested=True).update(
        state=PackJobState.CANCELLED, finished_at=now, held_by=None, held_until=None
    )


@transaction.atomic
def explain_findings(*, job: PackJob, reasons: Mapping[int, str], by: User) -> None:
    """Keep why what was found in the public edition is not exempt there: reasons by the number of the finding, from 0.

    Raises NotAllowed unless `by` is clerk of the committee; StaleState unless the job is the latest of its meeting and
    ready. An empty reason takes an earlier one back. Writes the job; the Event is that of issuing.
    """
    rules.can_issue_papers.check(by, job.meeting)
    lock(job)
    check_latest_and_ready(job)
    job.findings = [
        {**finding, "reason": reasons.get(number, str(finding.get("reason", ""))).strip()}
        for number, finding in enumerate(job.findings)
    ]
    job.save(update_fields=["findings"])


def check_latest_and_ready(job: PackJob) -> None:
    """Raise StaleState unless a job is ready and no other was asked for since."""
    latest = latest_job(job.meeting)
    if latest is None or latest.pk != job.pk or job.state != PackJobState.READY:
        raise StaleState("These packs are no longer the latest ones. Look again at how they stand, then go on.")


def remove_old_packs(*, now: datetime | None = None) -> int:
    """Remove jobs that finished long ago, with the files of what was never issued; return how many.

    It is the worker's act and no user's, every day. What was issued lives on and loses nothing. The
    rows go first: were this killed between the two, `check_files` would find files without a row. Writes one Event
    where files go.
    """
    before = (now or timezone.now()) - KEPT_FOR
    with transaction.atomic():
        old = PackJob.objects.exclude(state__in=PackJobState.unfinished()).filter(finished_at__lt=before)
        jobs = list(old.prefetch_related("editions").select_for_update())
        names = [str(file.name) for job in jobs for made in job.editions.all() for file in (made.file, made.web_page)]
        for job in jobs:
            job.delete()
        if names:
            record_event(by=None, type="removed packs never issued", target=None, before={"files": names})
    for name in names:
        default_storage.delete(name)
    return len(jobs)
