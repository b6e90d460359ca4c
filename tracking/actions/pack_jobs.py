"""Asking for packs to be made, calling that off, and answering what was found in them.

The worker makes them (`actions.pack_making`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from tracking import rules
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.actions.jobs import explain, remove_old, stop
from tracking.enums import MeetingState
from tracking.exceptions import NotPossible
from tracking.models import Meeting, PackJob, User
from tracking.queries.agenda import agenda_of
from tracking.queries.pack_papers import changes_since_issue, next_number
from tracking.workflow import check_transition

NO_LONGER_THE_LATEST: Final = "These packs are no longer the latest ones. Look again at how they stand, then go on."


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
    stop(job, refusal="The packs were finished before they could be stopped. Look at how they stand.")
    record_event(by=by, type="cancelled packs", target=job.meeting, after={"job": job.pk})


@transaction.atomic
def explain_findings(*, job: PackJob, reasons: Mapping[int, str], by: User) -> None:
    """Keep why what was found in the public edition is not exempt there: reasons by the number of the finding, from 0.

    Raises NotAllowed unless `by` is clerk of the committee; StaleState unless the job is the latest of its meeting and
    ready. An empty reason takes an earlier one back. Writes the job; the Event is that of issuing.
    """
    rules.can_issue_papers.check(by, job.meeting)
    explain(job, reasons, refusal=NO_LONGER_THE_LATEST)


def remove_old_packs(*, now: datetime | None = None) -> int:
    """Remove pack jobs that finished long ago: what goes, and what is written, says `actions.jobs.remove_old`."""
    return remove_old(PackJob, event_type="removed packs never issued", now=now)
