"""A Progress Report in other formats than a paper: as a Word document, and its evidence as files."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tracking.enums import ReportState
from tracking.exceptions import NotPossible
from tracking.exports.evidence_zip import evidence_zip
from tracking.exports.progress_report import DOCX
from tracking.exports.progress_report import report_docx as written_report
from tracking.models import ProgressReport
from tracking.queries.papers import report_paper
from tracking.queries.report_files import files_of


@require_safe
def report_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """One Progress Report as a Word document: the same words, for the same readers, as its PDF."""
    report = _report(request, pk)
    try:
        facts = report_paper(report, seen_by=request.user)
    except NotPossible as nothing_to_read:
        raise Http404 from nothing_to_read
    name = f"{_name('progress-report', report)}.docx"
    return HttpResponse(
        written_report(facts), content_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_safe
def report_evidence_zip(request: HttpRequest, pk: int) -> FileResponse:
    """Every file of a report that the reader may open, in one download."""
    report = _report(request, pk)
    try:
        files = files_of(report, seen_by=request.user)
    except NotPossible as nothing_to_read:
        raise Http404 from nothing_to_read
    name = f"{_name('evidence', report)}.zip"
    response = FileResponse(evidence_zip(report, files), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-cache"
    return response


def _report(request: HttpRequest, pk: int) -> ProgressReport:
    reports = ProgressReport.objects.visible_to(request.user).select_related("inquiry", "meeting__committee")
    return get_object_or_404(reports, pk=pk)


def _name(kind: str, report: ProgressReport) -> str:
    draft = "" if report.state in ReportState.public() else "draft-"
    return f"{draft}{kind}-{report.inquiry.slug}-{report.meeting.date_slug}"
