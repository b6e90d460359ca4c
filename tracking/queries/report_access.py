"""What a page about a Progress Report starts from: report, revision, who may sign, evidence at hand."""

from django.db.models import QuerySet

from tracking import dates, rules
from tracking.enums import Capacity, ReportState
from tracking.models import (
    Appointment,
    Evidence,
    EvidenceUse,
    Person,
    Post,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportRevision,
    Viewer,
)
from tracking.models.recommendations import RecommendationQuerySet
from tracking.queries.reports import read_report


def readable_reports(viewer: Viewer) -> QuerySet[ProgressReport]:
    """Reports the viewer may see, joined with what every page about one shows."""
    return ProgressReport.objects.visible_to(viewer).select_related(
        "inquiry__scheme", "meeting__committee", "lead_post", "accepted_by__person", "published_by__person"
    )


def shown_revision(report: ProgressReport, viewer: Viewer) -> ReportRevision | None:
    """Return the revision this viewer reads; None where there is nothing for them yet.

    Those who write the report read what is being written. Everyone else reads what was last handed in: after a return
    that is the returned revision, and of a draft there is none.
    """
    revisions = report.revisions.select_related("signed_by", "submitted_by__person", "returned_by__person")
    if report.state not in ReportState.editable() or rules.can_draft_report(viewer, report):
        return revisions.filter(is_current=True).first()
    return revisions.filter(submitted_at__isnull=False).order_by("-number").first()


def signatories(report: ProgressReport) -> dict[Person, Post]:
    """Return who may sign a report today and the post each signs for, the lead post's holders first."""
    holders: dict[Person, Post] = {}
    for row in report.report_posts.select_related("post"):
        held = Appointment.objects.filter(post=row.post, capacity=Capacity.HOLDER).in_force(dates.today())
        for appointment in held.select_related("person").order_by("starts_on", "pk"):
            holders.setdefault(appointment.person, row.post)
    return holders


def recommendations_in(report: ProgressReport) -> RecommendationQuerySet:
    """The whole recommendations that a report's current revision has a section for, in order."""
    sections = ProgressUpdate.objects.filter(revision__report=report, revision__is_current=True)
    return Recommendation.objects.filter(pk__in=sections.values("recommendation")).order_by("number")


def section_at(report: ProgressReport, reference: str) -> ProgressUpdate | None:
    """Return the section of a report's current revision for the recommendation at an address (R01)."""
    sections = ProgressUpdate.objects.filter(revision__report=report, revision__is_current=True)
    sections = sections.select_related("recommendation", "revision__report__inquiry")
    return next((section for section in sections if section.recommendation.reference == reference), None)


def evidence_to_use_again(update: ProgressUpdate, viewer: Viewer) -> QuerySet[Evidence]:
    """Evidence in the inquiry's reports that the viewer may open and the section does not use yet."""
    inquiry = update.revision.report.inquiry_id
    used_in_inquiry = EvidenceUse.objects.filter(update__revision__report__inquiry=inquiry).values("evidence")
    used_here = EvidenceUse.objects.filter(update=update).values("evidence")
    return Evidence.objects.openable_by(viewer).filter(pk__in=used_in_inquiry).exclude(pk__in=used_here)


def also_used_for(use: EvidenceUse) -> list[Recommendation]:
    """The other recommendations for which the same report uses a piece of evidence, in order."""
    others = EvidenceUse.objects.filter(evidence=use.evidence_id, update__revision=use.section.revision_id)
    elsewhere = others.exclude(update=use.update_id).values("update__recommendation")
    return list(Recommendation.objects.filter(pk__in=elsewhere).order_by("number"))


def other_sections_to_write(update: ProgressUpdate, viewer: Viewer) -> list[ProgressUpdate]:
    """The other sections of a report being written that the viewer may write, in order."""
    sections = read_report(update.revision.report, viewer=viewer, revision=update.revision).sections
    return [section.update for section in sections if section.is_writable and section.update.pk != update.pk]


def last_return(report: ProgressReport) -> ReportRevision | None:
    """The latest revision that was returned, with who returned it and why."""
    returned = report.revisions.filter(returned_at__isnull=False)
    return returned.select_related("returned_by__person").order_by("-number").first()
