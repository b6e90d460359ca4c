"""What the pages of a Progress Report share: getting it, and telling somebody who comes too late."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tracking import rules
from tracking.enums import DraftPage, ReportState
from tracking.forms.drafts import fields_to_keep, typed_words
from tracking.models import ProgressReport, ProgressUpdate, Recommendation
from tracking.queries.drafts import own_draft
from tracking.queries.report_access import readable_reports, section_at
from tracking.views.form_pages import FormPage


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


def too_late(
    request: HttpRequest,
    report: ProgressReport,
    page: DraftPage | None = None,
    recommendation: Recommendation | None = None,
) -> HttpResponse:
    """Tell that the report is no longer a draft, with every text that was typed, so that none is lost.

    `page` is the one it was typed into, where that keeps drafts: what was sent is kept by now.
    """
    draft = own_draft(report, page, recommendation, request.user) if page else None
    if request.method != "POST" and draft is None:
        messages.warning(request, "This report is no longer a draft, so it cannot be changed.")
        return redirect("report_detail", pk=report.pk)
    fields = fields_to_keep(request.POST) if request.method == "POST" else draft.fields if draft else {}
    context = {"report": report, "typed": typed_words(fields), "is_kept": draft is not None}
    return render(request, "reports/too_late.html", context, status=409 if request.method == "POST" else 200)


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
