"""What stays of a report to Cabinet once it is published: its header, and the editions that were made, as documents."""

from datetime import datetime

from tracking.actions.jobs import close, issued_document
from tracking.enums import Edition
from tracking.models import User
from tracking.models.cabinet import CabinetReport, CabinetReportEdition, CabinetReportJob, MadeCabinetEdition
from tracking.models.documents import fitting_title
from tracking.presenters.cabinet.paper import cabinet_title
from tracking.queries.cabinet.facts import CabinetPapers
from tracking.queries.cabinet.frozen import contents_of, frozen_header
from tracking.queries.cabinet.headers import header_at_publication
from tracking.queries.paper_digest import digest


def issue_editions(
    job: CabinetReportJob, papers: CabinetPapers, *, by: User, at: datetime
) -> tuple[CabinetReportEdition, ...]:
    """Issue the very files that a job made of these papers, the public edition first, in the caller's transaction."""
    issued = tuple(_issued(job, made, papers, by, at) for made in job.editions.order_by("edition"))
    close(job)
    return issued


def _issued(
    job: CabinetReportJob, made: MadeCabinetEdition, papers: CabinetPapers, by: User, at: datetime
) -> CabinetReportEdition:
    edition = Edition(made.edition)
    paper = papers.of(edition)
    document = issued_document(
        job,
        made,
        title=fitting_title(cabinet_title(paper), f" ({edition.label.lower()} edition)"),
        contents=contents_of(paper),
        digest=digest(paper),
        by=by,
        at=at,
    )
    return CabinetReportEdition.objects.create(report=job.report, edition=edition, document=document)


def freeze_header(report: CabinetReport) -> None:
    """Write with what header a report is published today: from then on, that stays."""
    revision = report.revisions.get(is_current=True)
    revision.frozen = frozen_header(header_at_publication(report, revision))
    revision.save(update_fields=["frozen"])
