"""Publishing a report to Cabinet: its header is frozen, and the editions that were made and looked at are issued."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.cabinet.editions import freeze_header, issue_editions
from tracking.actions.cabinet.guards import required
from tracking.actions.cabinet.report_jobs import NO_LONGER_THE_LATEST, check_can_go_out
from tracking.actions.cabinet.reports import check_is_to_come
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.actions.jobs import check_files, check_latest_and_ready, found_not_exempt
from tracking.actions.state import change_state
from tracking.enums import MeetingState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Meeting, User
from tracking.models.cabinet import CabinetReport, CabinetReportEdition, CabinetReportJob
from tracking.queries.cabinet.facts import CabinetPapers
from tracking.queries.cabinet.jobs import is_made_of
from tracking.queries.cabinet.withheld import editions_of
from tracking.queries.jobs import open_findings
from tracking.queries.paper_readiness import closed_days, is_late

_AGAIN: Final = "Make the editions again, then publish the report."


def publish_report(
    *, report: CabinetReport, job: CabinetReportJob, by: User, tabled_late_reason: str = ""
) -> tuple[CabinetReportEdition, ...]:
    """Publish an accepted report for its meeting, and issue its editions: from now on everyone may read what is public.

    They are the very files that `job` made; there is a restricted one only where something is withheld. Names and
    titles in the header stay as they are today. Raises NotAllowed unless `by` is clerk of the Cabinet; NotPossible from
    another state, when the meeting is over or cancelled, when it is late and no reason is given, when a virus was found
    in an appendix or may yet be, when a file is gone from the store, when an appendix could not be printed, or when
    something withheld was found in the public edition and nobody said why it is not exempt there; StaleState when the
    job is not the latest or not ready, or when something changed since it was made. Writes the frozen header, the
    documents, their editions, the job as issued and one Event: of what was found it tells where and why not exempt,
    never the words. Source: Local Government Act 1972, section 100B, and S.I. 2012/2089, regulation 7: a report is open
    to inspection five clear days before, later only with the reason.
    """
    rules.can_publish_cabinet_report.check(by, report)
    check_can_go_out(report)
    late = _late_reason(report.meeting, tabled_late_reason)
    check_files(job, refusal=f"A file of these editions is gone or damaged. {_AGAIN}")
    return _write(report, job, by, late)


def _late_reason(meeting: Meeting, given: str) -> str:
    if meeting.state == MeetingState.PLANNED and not is_late(meeting, dates.today(), closed_days()):
        return ""
    return required(given, "This report is late. Say why, and why the matter is urgent, before you publish it.")


@transaction.atomic
def _write(report: CabinetReport, job: CabinetReportJob, by: User, late: str) -> tuple[CabinetReportEdition, ...]:
    lock(report)
    lock(job)
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=report.meeting_id)
    check_is_to_come(meeting)
    papers = editions_of(report)
    _check_job(report, job, papers)
    before, moment = report.state, timezone.now()
    freeze_header(report)
    change_state(report, "publish", published_by=by, published_at=moment, tabled_late_reason=late)
    editions = issue_editions(job, papers, by=by, at=moment)
    record_event(
        by=by,
        type="published report to Cabinet",
        target=report,
        before={"state": before},
        after={
            "state": report.state,
            "tabled_late_reason": late,
            "why_not_exempt": found_not_exempt(job),
            "editions": {row.edition: row.document.sha256 for row in editions},
        },
    )
    return editions


def _check_job(report: CabinetReport, job: CabinetReportJob, papers: CabinetPapers) -> None:
    """Raise StaleState or NotPossible unless what the clerk looked at is what goes out, and may."""
    if job.report_id != report.pk:
        raise NotPossible(f"These editions are of another report. {_AGAIN}")
    check_latest_and_ready(job, refusal=NO_LONGER_THE_LATEST)
    if not is_made_of(job, papers):
        raise StaleState(f"Something in this report changed since its editions were made. {_AGAIN}")
    if job.not_printed:
        raise NotPossible(
            f"An appendix could not be printed. {job.not_printed[0]} "
            "Make the editions again. If that does not help, have the report withdrawn and written again."
        )
    if open_findings(job):
        raise NotPossible(
            "Something that may be exempt was found in the public edition. Say for each place why it is not exempt "
            "there, or have the report withdrawn and written again without it."
        )
