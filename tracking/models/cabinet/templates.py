"""What a report to Cabinet must deal with: templates, their versions and the headings of each."""

from django.db import models
from django.db.models import Q

from tracking.enums import HeadingHolds
from tracking.models.base import Recorded
from tracking.models.committees import Committee
from tracking.models.people import Viewer, roles_of
from tracking.models.posts import Post


class ReportTemplateQuerySet(models.QuerySet["ReportTemplate"]):
    def in_use(self) -> "ReportTemplateQuerySet":
        """Those that a report may be started from."""
        return self.filter(retired=False)

    def managed_by(self, viewer: Viewer) -> "ReportTemplateQuerySet":
        """Those of the Cabinet whose clerk the viewer is."""
        return self.filter(committee__in=roles_of(viewer).committees_clerked)


class ReportTemplate(models.Model):
    """A kind of report that goes to a Cabinet. What it asks for is in its versions; the latest counts."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="report_templates")
    name = models.CharField(max_length=200)
    retired = models.BooleanField("no longer used for new reports", default=False)

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("committee", "name"),
                name="template_name_once_in_a_cabinet",
                violation_error_message="There is a template of this name already.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="template_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class ReportTemplateVersion(Recorded):
    """What a template asked for at a time. Frozen once a report uses it: changing it then makes the next one."""

    template = models.ForeignKey(ReportTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("template", "-number")
        constraints = (
            models.UniqueConstraint(fields=("template", "number"), name="template_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="template_version_number_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.template}, version {self.number}"


class TemplateHeading(models.Model):
    """A heading of a version: in order, at a level, with a hint for who writes beneath it.

    Its number is computed from order and level. A compliance section has the post that clears it; without one anybody
    may write it and nobody clears it.
    """

    version = models.ForeignKey(ReportTemplateVersion, on_delete=models.CASCADE, related_name="headings")
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    heading = models.CharField(max_length=300)
    hint = models.TextField("hint for the writer", blank=True)
    if_required = models.BooleanField("may be left out with a reason", default=False)
    holds = models.CharField("what stands under it", max_length=10, choices=HeadingHolds, default=HeadingHolds.TEXT)
    is_compliance = models.BooleanField("compliance section", default=False)
    cleared_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("version", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(heading=""), name="heading_has_words"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="heading_level_from_1_to_3"),
            models.UniqueConstraint(fields=("version", "position"), name="heading_one_for_each_place_in_a_version"),
            models.UniqueConstraint(
                fields=("version",),
                condition=Q(holds=HeadingHolds.DECISIONS),
                name="heading_one_holds_the_decisions",
                violation_error_message="Only one heading can hold the recommended decisions.",
            ),
            models.UniqueConstraint(
                fields=("version",),
                condition=Q(holds=HeadingHolds.APPENDICES),
                name="heading_one_lists_the_appendices",
                violation_error_message="Only one heading can list the appendices.",
            ),
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True) | Q(is_compliance=True),
                name="heading_cleared_only_as_compliance",
                violation_error_message="Only a compliance section is cleared by a post.",
            ),
            models.CheckConstraint(
                condition=Q(holds=HeadingHolds.TEXT) | Q(is_compliance=False, if_required=False),
                name="heading_compliance_and_if_required_hold_text",
                violation_error_message="Only a heading with text under it can be cleared or left out.",
            ),
        )

    def __str__(self) -> str:
        return self.heading

    @property
    def is_written(self) -> bool:
        """Whether a report has a section for it."""
        return self.holds in HeadingHolds.written()

    @property
    def place(self) -> int:
        """How many headings there are down to it: where it is found in a report's addresses."""
        return self.version.headings.filter(position__lte=self.position).count()
