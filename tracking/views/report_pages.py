"""What the pages of a Progress Report share: getting it, and telling somebody who comes too late."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tracking import rules
from tracking.enums import ReportState
from tracking.models import ProgressReport
from tracking.queries.report_access import readable_reports
from tracking.views.form_pages import FormPage

_TYPED = (
    "overview",
    "evidence_text",
    "overall_statement",
    "explanation",
    "obstacle",
    "anticipated_text",
    "pointer_text",
)


def readable_report(request: HttpRequest, pk: int) -> ProgressReport:
    """Return the report if the viewer may see it; raises Http404."""
    return get_object_or_404(readable_reports(request.user), pk=pk)


def drafted_report(request: HttpRequest, pk: int) -> ProgressReport:
    """Return the report if the viewer may draft for it, whatever its state; raises Http404."""
    report = readable_report(request, pk)
    if not rules.can_draft_report(request.user, report):
        raise Http404
    return report


def is_being_written(report: ProgressReport) -> bool:
    return report.state in ReportState.editable()


def too_late(request: HttpRequest, report: ProgressReport) -> HttpResponse:
    """Tell that the report is no longer a draft, with every text that was typed, so that none is lost."""
    if request.method != "POST":
        messages.warning(request, "This report is no longer a draft, so it cannot be changed.")
        return redirect("report_detail", pk=report.pk)
    typed = [
        text for name, text in request.POST.dict().items() if text.strip() and any(field in name for field in _TYPED)
    ]
    return render(request, "reports/too_late.html", {"report": report, "typed": typed}, status=409)


def with_version(data: QueryDict, version: int) -> QueryDict:
    """Return what was sent, to be saved over what somebody else has saved meanwhile."""
    again = data.copy()
    again["version"] = str(version)
    return again


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
