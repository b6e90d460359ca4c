"""What a report to Cabinet says under each heading, and who cleared it."""

from django.db import models
from django.db.models import F, Q

from tracking.enums import CabinetReportState, Exemption
from tracking.models.base import Exemptible, Recorded
from tracking.models.cabinet.reports import CabinetReport, CabinetReportRevision, kept_posts, of_posts, with_clerk
from tracking.models.cabinet.templates import TemplateHeading
from tracking.models.people import Viewer, roles_of
from tracking.models.posts import Post

REPORT = "revision__report__"
_BEING_WRITTEN = Q(revision__is_current=True, revision__report__state__in=CabinetReportState.editable())


def read_in_full(viewer: Viewer) -> Q:
    """Whether a viewer reads a row of a revision, withheld or not: asked of sections and appendices alike.

    Those of the report's posts always do; Cabinet's clerk what was handed in, and Cabinet's members what is published.
    """
    roles = roles_of(viewer)
    allowed = Q(pk__in=())
    if roles.council_posts:
        allowed |= of_posts(roles.council_posts, REPORT)
    if roles.committees_clerked:
        own = Q(revision__report__meeting__committee__in=roles.committees_clerked)
        allowed |= own & with_clerk(REPORT) & ~_BEING_WRITTEN
    if roles.committees_sat_on:
        allowed |= Q(
            revision__is_current=True,
            revision__report__state__in=CabinetReportState.public(),
            revision__report__meeting__committee__in=roles.committees_sat_on,
        )
    return allowed


def read_by_anyone(viewer: Viewer) -> Q:
    """Whether a row that is not withheld is read by a viewer: all of a report they may read, published as it stands.

    What a draft or a returned report says anew is for those who write and clear it.
    """
    published = Q(revision__is_current=True, revision__report__state__in=CabinetReportState.public())
    roles = roles_of(viewer)
    allowed = published
    if roles.council_posts:
        clearing = TemplateHeading.objects.filter(cleared_by__in=kept_posts(roles.council_posts)).values("version")
        allowed |= Q(revision__report__template_version__in=clearing)
    return Q(exemption=Exemption.PUBLIC) & allowed


class CabinetSectionQuerySet(models.QuerySet["CabinetSection"]):
    def read_by(self, viewer: Viewer) -> "CabinetSectionQuerySet":
        """What the viewer may read; a section that is withheld also by whoever clears it."""
        clears = Q(heading__cleared_by__in=kept_posts(roles_of(viewer).council_posts))
        return self.filter(read_in_full(viewer) | read_by_anyone(viewer) | clears)

    def public(self) -> "CabinetSectionQuerySet":
        """Never anything withheld: what a public edition may be built from."""
        return self.filter(exemption=Exemption.PUBLIC)


class CabinetSection(Exemptible, Recorded):
    """A revision's text under one heading, in Markdown; or why it is not required, where the template lets it be.

    A whole section is withheld or none of it. The recommended decisions go with the section that holds them.
    """

    revision = models.ForeignKey(CabinetReportRevision, on_delete=models.CASCADE, related_name="sections")
    heading = models.ForeignKey(TemplateHeading, on_delete=models.PROTECT, related_name="sections")
    text = models.TextField(blank=True)
    not_required_reason = models.TextField("why it is not required", blank=True)
    version = models.PositiveIntegerField("how often it was saved", default=0)

    objects = CabinetSectionQuerySet.as_manager()

    class Meta:
        ordering = ("revision", "heading__position")
        constraints = (
            models.UniqueConstraint(fields=("revision", "heading"), name="section_one_for_a_heading_in_a_revision"),
            models.CheckConstraint(
                condition=Q(text="") | Q(not_required_reason=""),
                name="section_written_or_not_required",
                violation_error_message="Say why it is not required or write it, not both.",
            ),
            Exemptible.says_why_withheld("section_says_why_withheld"),
        )

    def __str__(self) -> str:
        return f"{self.heading} in {self.revision}"

    @property
    def report(self) -> CabinetReport:
        return self.revision.report


class SectionClearanceQuerySet(models.QuerySet["SectionClearance"]):
    def standing(self) -> "SectionClearanceQuerySet":
        """Those of what the section says now: a change after it was cleared asks for it again."""
        return self.filter(section_version=F("section__version"))


class SectionClearance(Recorded):
    """That a post cleared a compliance section as it was saved; or, on acceptance, why it went without."""

    section = models.ForeignKey(CabinetSection, on_delete=models.CASCADE, related_name="clearances")
    section_version = models.PositiveIntegerField("the saving of the section that was cleared")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    not_cleared_reason = models.TextField("why it was accepted without being cleared", blank=True)

    objects = SectionClearanceQuerySet.as_manager()

    class Meta:
        ordering = ("section", "recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(post__isnull=False, not_cleared_reason="")
                | (Q(post__isnull=True) & ~Q(not_cleared_reason="")),
                name="clearance_by_a_post_or_why_not",
            ),
            models.UniqueConstraint(fields=("section", "section_version"), name="clearance_once_of_what_was_saved"),
        )

    def __str__(self) -> str:
        return f"Clearance of {self.section}"
