"""Evidence files and links, and where each is used."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tracking.enums import (
    Exemption,
    InquiryState,
    PlanRoundState,
    PlanState,
    PlanUpdateState,
    ReportState,
    ScanState,
)
from tracking.models.base import Exemptible, StoredFile, StoredFileQuerySet, exactly_one, the_one_set
from tracking.models.inquiries import TrackingCommittee
from tracking.models.people import User, Viewer, roles_of
from tracking.models.posts import Post
from tracking.models.recommendations import Recommendation
from tracking.models.reports import ProgressUpdate, handed_in
from tracking.models.roles import Roles


def random_evidence_path(instance: "Evidence", filename: str) -> str:
    """A random name: what a stranger called the file never reaches the disk."""
    name = uuid.uuid4().hex
    return f"evidence/{name[:2]}/{name}"


class EvidenceQuerySet(StoredFileQuerySet):
    def visible_to(self, viewer: Viewer) -> "EvidenceQuerySet":
        """What the viewer may open (docs/domain-rules.md, "Who may do what").

        Public evidence goes with the sections the viewer may read of a report's current revision; what is put into a
        returned report anew is, until it is handed in again, for those who write it. Withheld evidence is for the
        report's own posts and those that answer for the recommendation, the officers of the committee, its members
        once the report is published, and whoever uploaded it; a user of an outside body sees only what they uploaded
        themselves. Evidence of an update on a plan goes with the update in the same way (`_on_a_plan`).
        """
        roles = roles_of(viewer)
        being_rewritten = Q(update__revision__is_current=True, update__revision__report__state=ReportState.RETURNED)
        readable = ProgressUpdate.objects.read_by(viewer)
        current = _uses(update__revision__is_current=True)
        allowed = Q(exemption=Exemption.PUBLIC) & Q(Exists(current.filter(update__in=readable.values("pk"))))
        if isinstance(viewer, User):
            allowed |= Q(recorded_by=viewer)
        if roles.committees_sat_on:
            published = Q(
                update__revision__report__state__in=ReportState.public(),
                update__revision__report__inquiry__state__in=InquiryState.public(),
                update__revision__report__meeting__committee__in=roles.committees_sat_on,
            )
            allowed |= Q(Exists(current.filter(published)))
        if roles.committees_run:
            own = Q(update__revision__report__meeting__committee__in=roles.committees_run) | Q(
                Exists(TrackingCommittee.today(roles.committees_run, inquiry="update__revision__report__inquiry"))
            )
            allowed |= Q(Exists(_uses().filter(own & handed_in("update__revision__report__") & ~being_rewritten)))
        if roles.council_posts:
            mine = Q(update__revision__report__report_posts__post__in=roles.council_posts) | Q(
                update__in=ProgressUpdate.objects.answered_by(roles.council_posts)
            )
            allowed |= Q(Exists(_uses().filter(mine)))
        return self.filter(allowed | _on_a_plan(roles))

    def openable_by(self, viewer: Viewer) -> "EvidenceQuerySet":
        """Of what the viewer may see, what they may open: nothing that the virus scanner holds back from them."""
        return self.visible_to(viewer).filter(not_held_back_from(viewer))

    def public(self) -> "EvidenceQuerySet":
        """Never anything withheld: what a public edition may be built from."""
        return self.filter(exemption=Exemption.PUBLIC)


def _on_a_plan(roles: Roles) -> Q:
    """Evidence of updates on plans: public of issued months for everyone.

    The posts an update is by may open all of it, and those of the owning post what was handed in; of what is withheld,
    an outside body's people only what they uploaded.
    """
    of_plan = _uses(plan_revision__isnull=False)
    update = "plan_revision__update__"
    issued = {
        "plan_revision__is_current": True,
        f"{update}state": PlanUpdateState.ACCEPTED,
        f"{update}round__state": PlanRoundState.ISSUED,
        f"{update}round__plan__state__in": PlanState.public(),
    }
    public = Q(Exists(of_plan.filter(**issued)))
    if not roles.posts:
        return Q(exemption=Exemption.PUBLIC) & public
    by_post, today = f"{update}update_posts__post__in", timezone.localdate()
    own, of_the_council = (
        Post.objects.kept_by(posts, today).values("pk") for posts in (roles.posts, roles.council_posts)
    )
    public |= Q(Exists(of_plan.filter(**{by_post: own})))
    kept = {
        f"{update}round__plan__owning_post__in": of_the_council,
        "plan_revision__submitted_at__isnull": False,
    }
    mine = Q(Exists(of_plan.filter(**{by_post: of_the_council})))
    return (Q(exemption=Exemption.PUBLIC) & public) | mine | Q(Exists(of_plan.filter(**kept)))


def not_held_back_from(viewer: Viewer) -> Q:
    """Files without a virus; of what waits to be scanned, only what the viewer uploaded."""
    free = ~Q(scan_state__in=ScanState.held_back())
    if isinstance(viewer, User):
        free |= Q(scan_state=ScanState.WAITING, recorded_by=viewer)
    return free


def _uses(**conditions) -> models.QuerySet["EvidenceUse"]:
    return EvidenceUse.objects.filter(evidence=OuterRef("pk"), **conditions)


class Evidence(Exemptible, StoredFile):
    """A file or a link that shows progress. Stored under a random name, reached only through a permission check."""

    title = models.CharField(max_length=200)
    file = models.FileField(upload_to=random_evidence_path, max_length=200, blank=True)
    link = models.URLField(blank=True)
    supplied_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_a_title"),
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(file="") & ~Q(sha256="") & ~Q(original_name=""))
                | (~Q(link="") & Q(file="")),
                name="evidence_a_file_with_its_hash_or_a_link",
            ),
            Exemptible.says_why_withheld("evidence_says_why_withheld"),
        )

    def __str__(self) -> str:
        return self.title


class EvidenceUse(models.Model):
    """Where a piece of evidence is used: an update, perhaps one leaf of it, in order, with pages.

    `update` is a section of a Progress Report, `plan_revision` what was handed in on a plan: one of the two.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.CASCADE, related_name="evidence_uses", null=True, blank=True
    )
    plan_revision = models.ForeignKey(
        "PlanUpdateRevision", on_delete=models.CASCADE, related_name="evidence_uses", null=True, blank=True
    )
    leaf = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    pages = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("update", "plan_revision_id", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=exactly_one("update", "plan_revision"), name="evidence_use_in_a_report_or_on_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(leaf__isnull=True) | Q(update__isnull=False), name="evidence_use_names_a_leaf_of_a_report"
            ),
            models.UniqueConstraint(fields=("evidence", "plan_revision"), name="evidence_once_in_an_update_on_a_plan"),
            models.UniqueConstraint(
                fields=("evidence", "update"),
                condition=Q(leaf__isnull=True),
                name="evidence_once_in_an_update",
            ),
            models.UniqueConstraint(
                fields=("evidence", "update", "leaf"),
                condition=Q(leaf__isnull=False),
                name="evidence_once_for_a_leaf_in_an_update",
            ),
        )

    def __str__(self) -> str:
        return f"{self.evidence} in {self.update or self.plan_revision}"

    @property
    def section(self) -> ProgressUpdate:
        """The section of a Progress Report it is used in; asked only of what is used in one."""
        return the_one_set(self.update)
