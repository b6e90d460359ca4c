"""Reports to Cabinet published as the clerk and the worker do it, for the tests of what follows."""

from tests import cabinet_factories as cabinet
from tracking.actions.cabinet.publishing import publish_report
from tracking.actions.cabinet.report_jobs import ask_for_editions
from tracking.actions.cabinet.report_making import make_waiting_editions
from tracking.enums import Edition, JobState
from tracking.models import User
from tracking.models.cabinet import CabinetReport, CabinetReportEdition, CabinetReportJob
from tracking.queries.cabinet.withheld import editions_of
from tracking.queries.paper_digest import digest


def made(report: CabinetReport, by: User) -> CabinetReportJob:
    """The finished job of editions asked for now."""
    job = ask_for_editions(report=report, by=by)
    make_waiting_editions()
    job.refresh_from_db()
    return job


def ready(report: CabinetReport, **fields: object) -> CabinetReportJob:
    """A job as it is once its editions are made, of what the report says now; their files say next to nothing."""
    papers = editions_of(report)
    job = cabinet.CabinetReportJobFactory(report=report, state=JobState.READY, contents_digest=digest(papers), **fields)
    cabinet.MadeCabinetEditionFactory(job=job)
    if papers.restricted:
        cabinet.MadeCabinetEditionFactory(job=job, edition=Edition.RESTRICTED)
    return job


def published(report: CabinetReport, by: User, *, late: str = "") -> tuple[CabinetReportEdition, ...]:
    """The editions of a report, made and published."""
    return publish_report(report=report, job=made(report, by), by=by, tabled_late_reason=late)
