"""Templates of reports to Cabinet, and whether a version is frozen."""

from django.db.models import Count, QuerySet

from tracking.models import Committee, Viewer
from tracking.models.cabinet import CabinetReport, ReportTemplate, ReportTemplateVersion


def latest_version(template: ReportTemplate) -> ReportTemplateVersion | None:
    """Return what a template asks for now; None while it has no headings."""
    versions = ReportTemplateVersion.objects.filter(template=template, headings__isnull=False)
    return versions.order_by("-number").first()


def is_frozen(version: ReportTemplateVersion) -> bool:
    """Whether a report uses a version, so that it can no longer be changed."""
    return CabinetReport.objects.filter(template_version=version).exists()


def templates_of(cabinet: Committee) -> QuerySet[ReportTemplate]:
    """Return the templates of a Cabinet, those in use first, each with its number of reports (`report_count`)."""
    counted = ReportTemplate.objects.filter(committee=cabinet).annotate(
        report_count=Count("versions__reports", distinct=True)
    )
    return counted.order_by("retired", "name")


def managed_templates(viewer: Viewer) -> QuerySet[ReportTemplate]:
    """Return the templates that a viewer manages, those in use first, each with how many reports followed it."""
    counted = ReportTemplate.objects.managed_by(viewer).annotate(report_count=Count("versions__reports", distinct=True))
    return counted.select_related("committee").order_by("retired", "name", "pk")
