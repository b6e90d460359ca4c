"""The editions of a report to Cabinet being made, and those that were made and wait to be published."""

from typing import Any

from tracking.models.cabinet import CabinetReport, CabinetReportJob, MadeCabinetEdition
from tracking.models.jobs import JobQuerySet
from tracking.queries.cabinet.facts import CabinetPapers
from tracking.queries.jobs import edition_of
from tracking.queries.paper_digest import digest


def latest_report_job(report: CabinetReport) -> CabinetReportJob | None:
    """Return what the clerk asked for last, with its editions, unless they cancelled it: then the one before."""
    job: CabinetReportJob | None = _jobs(report).not_cancelled().first()
    return job


def last_report_job(report: CabinetReport) -> CabinetReportJob | None:
    """Return what the clerk asked for last, cancelled or not, with its editions."""
    job: CabinetReportJob | None = _jobs(report).first()
    return job


def made_cabinet_edition(report: CabinetReport, edition: str) -> MadeCabinetEdition | None:
    """Return an edition that is ready and not issued yet; None where the latest job has none of that kind."""
    made: MadeCabinetEdition | None = edition_of(latest_report_job(report), edition)
    return made


def is_made_of(job: CabinetReportJob, papers: CabinetPapers) -> bool:
    """Whether the editions of a finished job are still those that would be made of these papers."""
    return bool(job.contents_digest) and digest(papers) == job.contents_digest


def _jobs(report: CabinetReport) -> "JobQuerySet[Any]":
    jobs: JobQuerySet[Any] = CabinetReportJob.objects.filter(report=report).prefetch_related("editions")
    return jobs
