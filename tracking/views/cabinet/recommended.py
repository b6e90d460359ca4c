"""Writing what a report asks Cabinet to decide: the recommended decisions, in order."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tracking.actions.cabinet.recommended import (
    add_recommended_decision,
    change_recommended_decision,
    move_recommended_decision,
    remove_recommended_decision,
)
from tracking.exceptions import NotPossible, StaleState, StaleText
from tracking.forms.cabinet_writing import MoveRowsForm, RecommendedDecisionForm
from tracking.forms.drafts import show_as_typed
from tracking.forms.manage import ConfirmForm
from tracking.models import User
from tracking.models.cabinet import CabinetReport
from tracking.presenters.cabinet.managing import recommended_page
from tracking.presenters.differences import Difference
from tracking.queries.cabinet import editing as reads
from tracking.views.cabinet.pages import form_page, is_too_late, read_paper, show, too_late, written_report
from tracking.views.form_pages import FormPage, attempt, posted

_TITLE = "What Cabinet is asked to decide"


@login_required
def cabinet_recommended(request: HttpRequest, pk: int) -> HttpResponse:
    """All of them with their numbers, and what may be done about each."""
    report = written_report(request, pk)
    if is_too_late(request, report):
        return too_late(request, report)
    rows = list(reads.recommended_in(report))
    form = MoveRowsForm(posted(request), keys=[row.pk for row in rows])
    if form.is_valid():
        key, up = form.moved
        row = next(row for row in rows if row.pk == key)
        attempt(form, move_recommended_decision, row=row, up=up, by=request.user)
        if not form.errors:
            return redirect("cabinet_recommended", pk=pk)
    shown = recommended_page(report, read_paper(request, report))
    return show(request, form, form_page(report, _TITLE, ""), "cabinet/recommended.html", shown=shown, report=report)


@login_required
def cabinet_recommended_new(request: HttpRequest, pk: int) -> HttpResponse:
    report = written_report(request, pk)
    if is_too_late(request, report):
        return too_late(request, report)
    form = RecommendedDecisionForm(posted(request))
    if form.is_valid() and attempt(
        form, add_recommended_decision, report=report, text=form.cleaned_data["text"], by=request.user
    ):
        messages.success(request, "The recommended decision is added.")
        return redirect("cabinet_recommended", pk=pk)
    return show(request, form, _page(report, "Add a recommended decision", "Add"))


@login_required
def cabinet_recommended_edit(request: HttpRequest, pk: int, decision_pk: int) -> HttpResponse:
    report = written_report(request, pk)
    row = get_object_or_404(reads.recommended_in(report), pk=decision_pk)
    if is_too_late(request, report):
        return too_late(request, report)
    form = RecommendedDecisionForm(posted(request), initial={"text": row.text, "was": row.text})
    differences = []
    if form.is_valid():
        said = form.cleaned_data
        try:
            change_recommended_decision(row=row, text=said["text"], was=said["was"], by=cast("User", request.user))
        except StaleText:
            row.refresh_from_db()
            differences = [Difference("Recommended decision", row.text, said["text"])]
            form = RecommendedDecisionForm(initial={"text": row.text, "was": row.text})
            show_as_typed(form, request.POST, names=["text"])
            form.response_status = 409
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            form.response_status = 409 if isinstance(refusal, StaleState) else 200
        else:
            messages.success(request, "The recommended decision is changed.")
            return redirect("cabinet_recommended", pk=pk)
    return show(request, form, _page(report, "Change a recommended decision", "Save"), differences=differences)


@login_required
def cabinet_recommended_remove(request: HttpRequest, pk: int, decision_pk: int) -> HttpResponse:
    report = written_report(request, pk)
    row = get_object_or_404(reads.recommended_in(report), pk=decision_pk)
    if is_too_late(request, report):
        return too_late(request, report)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        attempt(form, remove_recommended_decision, row=row, by=request.user)
        if not form.errors:
            messages.success(request, "The recommended decision is taken out.")
            return redirect("cabinet_recommended", pk=pk)
    page = _page(report, "Take out this recommended decision?", "Take out", row.text)
    return show(request, form, page)


def _page(report: CabinetReport, title: str, button: str, *sentences: str) -> FormPage:
    return form_page(report, title, button, *sentences, back=(reverse("cabinet_recommended", args=[report.pk]), _TITLE))
