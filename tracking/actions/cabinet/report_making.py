"""Making the editions of reports to Cabinet in the background: the worker's part is that of every job."""

from datetime import timedelta
from typing import Final

from tracking.actions.making import BETWEEN_WRITES, LEASE, Finished, Kind, make_waiting
from tracking.cabinet_mail import cabinet_editions_words
from tracking.enums import JobState
from tracking.mail import Words
from tracking.models.cabinet import CabinetReportJob, MadeCabinetEdition
from tracking.packs.cabinet.editions import make_editions
from tracking.packs.pool import Progress
from tracking.presenters.cabinet.report_jobs import REPORT_JOB
from tracking.presenters.jobs import JobWords
from tracking.queries.audit_chain import Head
from tracking.queries.cabinet.withheld import editions_of
from tracking.queries.paper_digest import digest


def make_waiting_editions(*, lease: timedelta = LEASE, between_writes: timedelta = BETWEEN_WRITES) -> int:
    """Make the editions that were asked for; what is written and returned says `actions.making.make_waiting`."""
    return make_waiting(_EDITIONS, lease=lease, between_writes=between_writes)


def _made(job: CabinetReportJob, trail: Head | None, progress: Progress) -> Finished:
    papers = editions_of(job.report)
    made = make_editions(papers, trail=trail, progress=progress)
    return Finished(made.editions, digest(papers), made.findings, made.not_printed, trail)


def _words(job: CabinetReportJob) -> JobWords:
    return REPORT_JOB


def _mail(job: CabinetReportJob, state: JobState) -> Words:
    return cabinet_editions_words(job.report, is_ready=state == JobState.READY)


_EDITIONS: Final = Kind(
    jobs=CabinetReportJob,
    made=MadeCabinetEdition,
    read_with=("report__meeting__committee", "report__post", "report__template_version"),
    make=_made,
    words=_words,
    mail=_mail,
    key="cabinet-editions",
)
