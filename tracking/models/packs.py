"""Committee packs: being made, and as issued, byte for byte."""

from django.db import models
from django.db.models import Q

from tracking.enums import Edition
from tracking.models.base import random_made_path
from tracking.models.committees import Meeting
from tracking.models.documents import IssuedDocument
from tracking.models.jobs import Job, MadeByJob
from tracking.models.people import Viewer, roles_of

# The name that earlier migrations know it by.
random_pack_path = random_made_path


class CommitteePackQuerySet(models.QuerySet["CommitteePack"]):
    def visible_to(self, viewer: Viewer) -> "CommitteePackQuerySet":
        """Public editions for everyone; restricted ones for the members and officers of the committee.

        Nobody of a post reads them for that post: they hold what other posts have withheld too. The document that was
        issued comes with each.
        """
        roles = roles_of(viewer)
        own = roles.committees_sat_on | roles.committees_run
        public = Q(edition=Edition.PUBLIC)
        return self.filter(public | Q(meeting__committee__in=own)).select_related("document")


class CommitteePack(models.Model):
    """The papers for a meeting as they were issued. Number 1 is the pack; later ones are supplements.

    What went out is `document`, public where the edition is; its `contents` are those of `queries.pack_contents`.
    `late_reason` says why it went out late and why the matter is urgent.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    edition = models.CharField(max_length=12, choices=Edition, default=Edition.PUBLIC)
    number = models.PositiveSmallIntegerField(default=1)
    document = models.OneToOneField(IssuedDocument, on_delete=models.PROTECT, related_name="pack")
    late_reason = models.TextField("why it was late", blank=True)

    objects = CommitteePackQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "edition", "number")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "edition", "number"), name="pack_number_once_in_an_edition"),
        )

    def __str__(self) -> str:
        return f"{self.get_edition_display()} pack {self.number} for {self.meeting}"


class PackJob(Job):
    """A pack being made in the background. `number` is the number that it will be issued under."""

    WHOLE = "meeting"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="pack_jobs")
    number = models.PositiveSmallIntegerField(default=1)
    contents = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints = Job.constraints_of("meeting", prefix="pack_job")

    def __str__(self) -> str:
        return f"Pack {self.number} for {self.meeting}, asked for on {self.requested_at:%-d %B %Y}"


class MadeEdition(MadeByJob):
    """One edition of a pack that a job has made, not issued yet."""

    job = models.ForeignKey(PackJob, on_delete=models.CASCADE, related_name="editions")

    class Meta:
        ordering = ("job", "edition")
        constraints = (models.UniqueConstraint(fields=("job", "edition"), name="made_edition_once_in_a_job"),)
