"""Which revision of a report to Cabinet somebody reads, and who may sign it."""

from django.db.models import QuerySet

from tracking import dates
from tracking.enums import Capacity, Edition
from tracking.models import Appointment, Person, Viewer
from tracking.models.cabinet import CabinetReport, CabinetReportEdition, CabinetReportRevision
from tracking.queries.cabinet.facts import CabinetPaper
from tracking.rules.base import keeping_posts


def shown_revision(report: CabinetReport, viewer: Viewer) -> CabinetReportRevision | None:
    """Return the revision this viewer reads: the latest that they may; None where there is nothing for them yet."""
    revisions = report.revisions.select_related("signed_by", "submitted_by__person", "returned_by__person")
    return revisions.read_by(viewer).order_by("-number").first()


def signatories(report: CabinetReport) -> list[Person]:
    """Return who may sign a report today: the holders of the post it is of, the longest in office first.

    Those of its successors once it has ended.
    """
    return [row.person for row in _held(report).select_related("person")]


def signing_title(report: CabinetReport, person: Person) -> str:
    """Return the name of the post for which somebody signs a report today."""
    held = _held(report).filter(person=person).select_related("post").first()
    return held.post.name if held else report.post.name


def _held(report: CabinetReport) -> QuerySet[Appointment]:
    held = Appointment.objects.filter(post__in=keeping_posts(report.post), capacity=Capacity.HOLDER)
    rows: QuerySet[Appointment] = held.in_force(dates.today()).order_by("starts_on", "pk")
    return rows


def last_return(report: CabinetReport) -> CabinetReportRevision | None:
    """Return the latest revision that was returned, with who returned it and why."""
    returned = report.revisions.filter(returned_at__isnull=False)
    return returned.select_related("returned_by__person").order_by("-number").first()


def editions_for(report: CabinetReport, paper: CabinetPaper, viewer: Viewer) -> tuple[Edition, ...]:
    """Return the editions that a viewer may open: those that were issued or, before that, those that would be.

    `paper` is the report as this viewer reads it.
    """
    if report.is_public:
        rows = CabinetReportEdition.objects.visible_to(viewer).filter(report=report)
        return tuple(Edition(edition) for edition in rows.order_by("edition").values_list("edition", flat=True))
    if not paper.withholds:
        return (Edition.PUBLIC,)
    readable = [*(row.is_readable for row in paper.sections), *(row.is_readable for row in paper.appendices)]
    return (Edition.PUBLIC, Edition.RESTRICTED) if all(readable) else (Edition.PUBLIC,)
