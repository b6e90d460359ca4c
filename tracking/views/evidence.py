"""Evidence of a section: adding it, taking it out of a draft, and handing out a file to those who may have it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from tracking import rules
from tracking.actions.evidence import add_evidence, remove_evidence_use, use_evidence_again
from tracking.forms.evidence import AddEvidenceForm, UseEvidenceAgainForm
from tracking.forms.manage import ConfirmForm
from tracking.models import Evidence, ProgressReport, ProgressUpdate, User
from tracking.presenters.reports import recommendation_heading
from tracking.queries.report_access import evidence_to_use_again, section_at
from tracking.views.form_pages import FormPage, attempt, posted, show_form
from tracking.views.report_pages import drafted_report, is_being_written, page_about, too_late


def evidence_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out a file as a download that no browser runs, guesses at, or keeps where it is withheld."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    if not evidence.file or not evidence.file.storage.exists(str(evidence.file.name)):
        raise Http404
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.original_name,
        content_type=evidence.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store" if evidence.is_withheld else "private, no-cache"
    return response


def _update(request: HttpRequest, report: ProgressReport, reference: str) -> ProgressUpdate:
    """Return the section of the current revision, for those who write it."""
    update = section_at(report, reference)
    if update is None or not rules.can_draft_update(request.user, report, update.recommendation):
        raise Http404
    return update


@login_required
def report_evidence_add(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """A new file or link, or one already in the inquiry's reports."""
    report = drafted_report(request, pk)
    update = _update(request, report, reference)
    if not is_being_written(report):
        return too_late(request, report)
    parts = list(update.recommendation.parts.in_force())
    again = evidence_to_use_again(update, request.user)
    sent_again = request.method == "POST" and "again" in request.POST
    sent_new = request.method == "POST" and not sent_again
    form = AddEvidenceForm(request.POST if sent_new else None, request.FILES if sent_new else None, parts=parts)
    again_form = UseEvidenceAgainForm(request.POST if sent_again else None, parts=parts, evidence=again)
    if _add(form, update, request) or _use_again(again_form, update, request):
        messages.success(request, "The evidence is added.")
        return redirect("report_recommendation", pk=pk, reference=reference)
    context = {
        "report": report,
        "update": update,
        "heading": recommendation_heading(update.recommendation),
        "form": form,
        "again_form": again_form,
        "has_evidence_to_use_again": again.exists(),
    }
    return render(request, "reports/evidence_add.html", context)


def _add(form: AddEvidenceForm, update: ProgressUpdate, request: HttpRequest) -> Any:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    return attempt(
        form,
        add_evidence,
        update=update,
        title=said["title"],
        openness=form.openness,
        upload=said["upload"],
        link=said["link"],
        leaf=said.get("leaf"),
        pages=said["pages"],
        by=cast("User", request.user),
    )


def _use_again(form: UseEvidenceAgainForm, update: ProgressUpdate, request: HttpRequest) -> Any:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    return attempt(
        form,
        use_evidence_again,
        update=update,
        evidence=said["evidence"],
        leaf=said.get("leaf"),
        pages=said["pages"],
        by=cast("User", request.user),
    )


@login_required
def report_evidence_remove(request: HttpRequest, pk: int, reference: str, use_pk: int) -> HttpResponse:
    report = drafted_report(request, pk)
    update = _update(request, report, reference)
    if not is_being_written(report):
        return too_late(request, report)
    seen = Evidence.objects.visible_to(request.user)
    use = get_object_or_404(update.evidence_uses.filter(evidence__in=seen).select_related("evidence"), pk=use_pk)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        attempt(form, remove_evidence_use, use=use, by=request.user)
        if not form.errors:
            messages.success(request, "The evidence is taken out of this recommendation.")
            return redirect("report_recommendation", pk=pk, reference=reference)
    page: FormPage = page_about(
        report,
        f"Take “{use.evidence.title}” out of {update.recommendation.label}?",
        "Take it out",
        "It stays wherever else it is used.",
    )
    return show_form(request, form, page)
