"""The editions of a report to Cabinet: being made, and as they were issued when it was published."""

from django.db import models

from tracking.enums import CabinetReportState, Edition
from tracking.models.cabinet.reports import CabinetReport, of_posts
from tracking.models.documents import IssuedDocument
from tracking.models.jobs import Job, MadeByJob
from tracking.models.people import Viewer, roles_of


class CabinetReportEditionQuerySet(models.QuerySet["CabinetReportEdition"]):
    def visible_to(self, viewer: Viewer) -> "CabinetReportEditionQuerySet":
        """Public editions for everyone; restricted ones for the report's posts, Cabinet's members and its clerk."""
        roles = roles_of(viewer)
        allowed = models.Q(edition=Edition.PUBLIC)
        own = roles.committees_sat_on | roles.committees_clerked
        if own:
            allowed |= models.Q(report__meeting__committee__in=own)
        if roles.council_posts:
            allowed |= of_posts(roles.council_posts, "report__")
        return self.filter(allowed, report__state__in=CabinetReportState.public())


class CabinetReportEdition(models.Model):
    """One edition of a published report to Cabinet, byte for byte. One without anything withheld has no restricted."""

    report = models.ForeignKey(CabinetReport, on_delete=models.PROTECT, related_name="editions")
    edition = models.CharField(max_length=12, choices=Edition)
    document = models.OneToOneField(IssuedDocument, on_delete=models.PROTECT, related_name="cabinet_edition")

    objects = CabinetReportEditionQuerySet.as_manager()

    class Meta:
        ordering = ("report", "edition")
        constraints = (models.UniqueConstraint(fields=("report", "edition"), name="cabinet_edition_once_in_a_report"),)

    def __str__(self) -> str:
        return f"{self.get_edition_display()} edition of {self.report}"


class CabinetReportJob(Job):
    """The editions of an accepted report to Cabinet being made in the background, for its clerk to look at."""

    WHOLE = "report"

    report = models.ForeignKey(CabinetReport, on_delete=models.PROTECT, related_name="jobs")

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints = Job.constraints_of("report", prefix="cabinet_job")

    def __str__(self) -> str:
        return f"Editions of {self.report}, asked for on {self.requested_at:%-d %B %Y}"


class MadeCabinetEdition(MadeByJob):
    """One edition of a report to Cabinet that a job has made, not issued yet."""

    job = models.ForeignKey(CabinetReportJob, on_delete=models.CASCADE, related_name="editions")

    class Meta:
        ordering = ("job", "edition")
        constraints = (models.UniqueConstraint(fields=("job", "edition"), name="made_cabinet_edition_once_in_a_job"),)
