"""Committee packs: being made, and as issued, byte for byte."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracking.enums import Edition, PackJobState
from tracking.models.base import Made, random_made_path
from tracking.models.committees import Meeting
from tracking.models.documents import IssuedDocument
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


class PackJobQuerySet(models.QuerySet["PackJob"]):
    def unfinished(self) -> "PackJobQuerySet":
        return self.filter(state__in=PackJobState.unfinished())


class PackJob(models.Model):
    """A pack being made in the background, and what came of it: what the clerk watches.

    `number` is the number that the pack will be issued under. The worker that makes it holds it, under the random name
    `held_by`, until `held_until`; what a killed worker held is taken up again then. `findings` are the places in the
    public edition where something exempt was found (`packs.leakage`), each with the clerk's reason once given;
    `not_printed` names files whose pages are missing. These rows are working material, written over without Events but
    for being asked for, cancelled and issued.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="pack_jobs")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=PackJobState, default=PackJobState.WAITING)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    step = models.CharField("what is being done", max_length=300, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    held_by = models.UUIDField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField("why it failed", blank=True)
    contents = models.JSONField(default=dict, blank=True)
    contents_digest = models.CharField(max_length=64, blank=True)
    findings = models.JSONField(default=list, blank=True)
    not_printed = models.JSONField(default=list, blank=True)
    audit_number = models.PositiveBigIntegerField(
        "last entry of the audit trail when it was made", null=True, blank=True
    )
    audit_hash = models.CharField("hash of that entry", max_length=64, blank=True)

    objects = PackJobQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting",),
                condition=Q(state__in=PackJobState.unfinished()),
                name="pack_job_one_unfinished_for_a_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(state=PackJobState.FAILED) | ~Q(failure=""), name="pack_job_failed_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(PackJobState.READY, PackJobState.ISSUED))
                | (Q(finished_at__isnull=False) & ~Q(contents_digest="")),
                name="pack_job_ready_with_when_and_of_what",
            ),
        )

    def __str__(self) -> str:
        return f"Pack {self.number} for {self.meeting}, asked for on {self.requested_at:%-d %B %Y}"


class MadeEdition(Made):
    """One edition that a job has made, not issued yet."""

    job = models.ForeignKey(PackJob, on_delete=models.CASCADE, related_name="editions")
    edition = models.CharField(max_length=12, choices=Edition)

    class Meta:
        ordering = ("job", "edition")
        constraints = (models.UniqueConstraint(fields=("job", "edition"), name="made_edition_once_in_a_job"),)

    def __str__(self) -> str:
        return f"{self.get_edition_display()} edition of {self.job}"
