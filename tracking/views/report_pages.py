"""What the pages of a Progress Report share: getting it, and telling somebody who comes too late."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from tracking import rules
from tracking.enums import ReportState
from tracking.models import ProgressReport, ProgressUpdate, WrittenPage
from tracking.queries.report_access import readable_reports, section_at
from tracking.views.form_pages import FormPage
from tracking.views.too_late import TooLate, told_too_late


def readable_report(request: HttpRequest, pk: int) -> ProgressReport:
    """Return the report if the viewer may see it; raises Http404."""
    return get_object_or_404(readable_reports(request.user), pk=pk)


def drafted_report(request: HttpRequest, pk: int) -> ProgressReport:
    """Return the report if the viewer may draft for it, whatever its state; raises Http404."""
    report = readable_report(request, pk)
    if not rules.can_draft_report(request.user, report):
        raise Http404
    return report


def section_to_write(request: HttpRequest, report: ProgressReport, reference: str) -> ProgressUpdate:
    """Return the section of the current revision, for those who write it; raises Http404."""
    update = section_at(report, reference)
    if update is None or not rules.can_draft_update(request.user, report, update.recommendation):
        raise Http404
    return update


def is_being_written(report: ProgressReport) -> bool:
    return report.state in ReportState.editable()


def too_late(request: HttpRequest, report: ProgressReport, of: WrittenPage | None = None) -> HttpResponse:
    """Tell that the report is no longer a draft; `of` is the page, where it keeps drafts (`views.too_late`)."""
    words = TooLate(
        thing="report",
        ended="Somebody submitted or withdrew it",
        again="if the report is returned",
        href=reverse("report_detail", args=[report.pk]),
        refusal="This report is no longer a draft, so it cannot be changed.",
    )
    return told_too_late(request, words, of)


def page_about(report: ProgressReport, title: str, button: str, *sentences: str, warning: bool = False) -> FormPage:
    """Return the words around a form that does something with a report."""
    return FormPage(
        title=title,
        button=button,
        caption=report.inquiry.title,
        back=reverse("report_detail", args=[report.pk]),
        back_text="The report",
        sentences=sentences,
        warning=warning,
    )


def page_about_section(update: ProgressUpdate, title: str, button: str, *sentences: str) -> FormPage:
    """Return the words around a form about something in a section, from which one goes back to the section."""
    report, recommendation = update.revision.report, update.recommendation
    return replace(
        page_about(report, title, button, *sentences),
        back=reverse("report_recommendation", args=[report.pk, recommendation.reference]),
        back_text=recommendation.label,
    )
