"""Having the editions of a report to Cabinet made, calling that off, and answering what was found in them.

The worker makes them (`actions.cabinet.report_making`); `actions.cabinet.publishing` issues what was made.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from tracking import rules
from tracking.actions.cabinet.reports import check_is_to_come
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.actions.jobs import explain, remove_old, stop
from tracking.enums import CabinetReportState, ScanState
from tracking.exceptions import NotPossible
from tracking.models import User
from tracking.models.cabinet import CabinetAppendix, CabinetReport, CabinetReportJob

NO_LONGER_THE_LATEST: Final = (
    "These editions are no longer the latest ones. Look at those that were made since, then go on."
)


def ask_for_editions(*, report: CabinetReport, by: User) -> CabinetReportJob:
    """Have the editions of an accepted report made in the background, for the clerk to look at before it is published.

    While they are being made, asking again returns that job. Raises NotAllowed unless `by` is clerk of the Cabinet;
    NotPossible from another state, when the meeting is over or cancelled, or when a virus was found in an appendix or
    may yet be. Writes a CabinetReportJob and one Event.
    """
    rules.can_publish_cabinet_report.check(by, report)
    with transaction.atomic():
        lock(report)
        check_can_go_out(report)
        standing: CabinetReportJob | None = CabinetReportJob.objects.unfinished().filter(report=report).first()
        if standing is not None:
            return standing
        job = CabinetReportJob.objects.create(report=report, requested_by=by)
        record_event(by=by, type="asked for editions of report to Cabinet", target=report, after={"job": job.pk})
        return job


def check_can_go_out(report: CabinetReport) -> None:
    """Raise NotPossible unless a report is accepted, its meeting is to come and the virus scanner lets its files by."""
    if report.state != CabinetReportState.ACCEPTED:
        raise NotPossible(
            f"This report to Cabinet is {report.get_state_display().lower()}, and only an accepted one is published."
        )
    check_is_to_come(report.meeting)
    held_back = CabinetAppendix.objects.filter(
        revision__report=report, revision__is_current=True, file__scan_state__in=ScanState.held_back()
    ).first()
    if held_back is not None:
        raise NotPossible(
            f"The file of “{held_back.title}” waits to be scanned for viruses, or one was found in it. "
            "Wait until it is clean, or have the report written again without it."
        )


@transaction.atomic
def cancel_editions(*, job: CabinetReportJob, by: User) -> None:
    """Stop editions from being made. A worker that is at it stops at its next step, at most some seconds later.

    Raises NotAllowed unless `by` is clerk of the Cabinet; StaleState when they are finished already. Writes that the
    job is to stop, or that it is cancelled when no worker has it, and one Event.
    """
    rules.can_publish_cabinet_report.check(by, job.report)
    stop(job, refusal="The editions were finished before they could be stopped. Look at how they stand.")
    record_event(by=by, type="cancelled editions of report to Cabinet", target=job.report, after={"job": job.pk})


@transaction.atomic
def explain_findings(*, job: CabinetReportJob, reasons: Mapping[int, str], by: User) -> None:
    """Keep why what was found in the public edition is not exempt there: reasons by the number of the finding, from 0.

    Raises NotAllowed unless `by` is clerk of the Cabinet; StaleState unless the job is the latest of its report and
    ready. An empty reason takes an earlier one back. Writes the job; the Event is that of publication.
    """
    rules.can_publish_cabinet_report.check(by, job.report)
    explain(job, reasons, refusal=NO_LONGER_THE_LATEST)


def remove_old_editions(*, now: datetime | None = None) -> int:
    """Remove jobs that finished long ago: what goes, and what is written, says `actions.jobs.remove_old`."""
    return remove_old(CabinetReportJob, event_type="removed editions never published", now=now)
