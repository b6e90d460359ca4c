"""Evidence of a section: adding it, changing what is said of it, and handing out a file to those who may have it."""

from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking.actions.evidence import add_evidence
from tracking.actions.evidence_uses import change_evidence, move_evidence_use, remove_evidence_use, use_evidence_again
from tracking.exceptions import NotPossible, StaleText
from tracking.forms.drafts import show_as_typed
from tracking.forms.evidence import AddEvidenceForm, ChangeEvidenceForm, MoveEvidenceForm, UseEvidenceAgainForm
from tracking.forms.manage import ConfirmForm
from tracking.models import Evidence, EvidenceUse, ProgressUpdate, User
from tracking.presenters.evidence import changed_elsewhere, changed_meanwhile, evidence_lines
from tracking.presenters.reports import recommendation_heading
from tracking.queries.report_access import also_used_for, evidence_to_use_again, other_sections_to_write
from tracking.queries.reports import read_report
from tracking.tasks import scan_waiting_files, soon
from tracking.views.form_pages import attempt, posted, show_form
from tracking.views.report_pages import (
    drafted_report,
    is_being_written,
    page_about_section,
    section_to_write,
    too_late,
)
from tracking.views.stored_files import hand_out


@require_safe
def evidence_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out a file as a download that no browser runs, guesses at, or keeps where it is withheld."""
    evidence = get_object_or_404(Evidence.objects.openable_by(request.user), pk=pk)
    return hand_out(evidence)


def _uses(request: HttpRequest, update: ProgressUpdate) -> QuerySet[EvidenceUse]:
    """Where the section uses evidence that the user knows of, in order."""
    seen = Evidence.objects.visible_to(request.user)
    return update.evidence_uses.filter(evidence__in=seen).select_related("evidence", "update__revision__report")


@login_required
def report_evidence_add(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """A new file or link, or one already in the inquiry's reports."""
    report = drafted_report(request, pk)
    update = section_to_write(request, report, reference)
    if not is_being_written(report):
        return too_late(request, report)
    parts = list(update.recommendation.parts.in_force())
    again = evidence_to_use_again(update, request.user)
    sent_again = request.method == "POST" and "again" in request.POST
    sent_new = request.method == "POST" and not sent_again
    form = AddEvidenceForm(
        request.POST if sent_new else None,
        request.FILES if sent_new else None,
        parts=parts,
        other_sections=other_sections_to_write(update, request.user),
    )
    again_form = UseEvidenceAgainForm(request.POST if sent_again else None, parts=parts, evidence=again)
    if _add(form, update, request) or _use_again(again_form, update, request):
        soon(scan_waiting_files)
        messages.success(request, "The evidence is added.")
        return redirect("report_recommendation", pk=pk, reference=reference)
    page = replace(
        page_about_section(update, "Add evidence", "Add this evidence"),
        caption=recommendation_heading(update.recommendation),
    )
    form.response_status = max(form.response_status, again_form.response_status)
    offered = {"again_form": again_form, "has_evidence_to_use_again": again.exists()}
    return show_form(request, form, page, template="reports/evidence_add.html", **offered)


def _add(form: AddEvidenceForm, update: ProgressUpdate, request: HttpRequest) -> EvidenceUse | None:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    return attempt(
        form,
        add_evidence,
        update=update,
        title=said["title"],
        openness=form.openness,
        file=said["upload"],
        link=said["link"],
        leaf=said.get("leaf"),
        pages=said["pages"],
        also=list(said["also"]),
        form_key=said["form_key"],
        by=cast("User", request.user),
    )


def _use_again(form: UseEvidenceAgainForm, update: ProgressUpdate, request: HttpRequest) -> EvidenceUse | None:
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
def report_evidence_change(request: HttpRequest, pk: int, reference: str, use_pk: int) -> HttpResponse:
    """What the report says of a piece of evidence: its title, part, pages, and who may see it."""
    report = drafted_report(request, pk)
    update = section_to_write(request, report, reference)
    if not is_being_written(report):
        return too_late(request, report)
    use = get_object_or_404(_uses(request, update), pk=use_pk)
    parts = list(update.recommendation.parts.in_force())
    form = ChangeEvidenceForm(posted(request), parts=parts, use=use)
    if form.is_valid():
        try:
            _change(form, use, cast("User", request.user))
        except StaleText:
            use = get_object_or_404(_uses(request, update), pk=use_pk)
            form = ChangeEvidenceForm(parts=parts, use=use)
            form.response_status = 409
            show_as_typed(form, request.POST, seen=True)
            messages.warning(request, changed_meanwhile(use))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The evidence is changed.")
            return redirect("report_recommendation", pk=pk, reference=reference)
    page = page_about_section(update, f"Change “{use.evidence.title}”", "Save", *changed_elsewhere(also_used_for(use)))
    return show_form(request, form, page, template="reports/evidence_change.html")


def _change(form: ChangeEvidenceForm, use: EvidenceUse, by: User) -> None:
    said = form.cleaned_data
    change_evidence(
        use=use,
        title=said["title"],
        openness=form.openness,
        leaf=said.get("leaf"),
        pages=said["pages"],
        read=said["read"],
        by=by,
    )


@login_required
def report_evidence_order(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """The evidence of a section in its order, with buttons that move each piece up and down."""
    report = drafted_report(request, pk)
    update = section_to_write(request, report, reference)
    if not is_being_written(report):
        return too_late(request, report)
    form = MoveEvidenceForm(posted(request), uses=list(_uses(request, update)))
    if form.is_valid():
        use, up = form.moved
        attempt(form, move_evidence_use, use=use, up=up, by=request.user)
        if not form.errors:
            messages.success(request, f"“{use.evidence.title}” is moved {'up' if up else 'down'}.")
            return redirect(f"{reverse('report_evidence_order', args=[pk, reference])}#evidence-{use.pk}")
    section = read_report(report, viewer=request.user, recommendation=update.recommendation).sections[0]
    page = page_about_section(
        update,
        f"Put the evidence for {update.recommendation.label} in order",
        f"Back to {update.recommendation.label}",
        "It is listed and printed in this order.",
    )
    context = {"evidence": evidence_lines(section.evidence, for_writers=True)}
    return show_form(request, form, page, template="reports/evidence_order.html", **context)


@login_required
def report_evidence_remove(request: HttpRequest, pk: int, reference: str, use_pk: int) -> HttpResponse:
    report = drafted_report(request, pk)
    update = section_to_write(request, report, reference)
    if not is_being_written(report):
        return too_late(request, report)
    use = get_object_or_404(_uses(request, update), pk=use_pk)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        attempt(form, remove_evidence_use, use=use, by=request.user)
        if not form.errors:
            messages.success(request, "The evidence is taken out of this recommendation.")
            return redirect("report_recommendation", pk=pk, reference=reference)
    title = f"Take “{use.evidence.title}” out of {update.recommendation.label}?"
    page = page_about_section(update, title, "Take it out", "It stays wherever else it is used.")
    return show_form(request, form, page)
