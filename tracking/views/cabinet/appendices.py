"""The appendices of a report to Cabinet: opening one; adding, changing, moving and removing them."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking.actions.cabinet.appendices import (
    append_document,
    append_file,
    change_appendix,
    move_appendix,
    remove_appendix,
)
from tracking.exceptions import NotPossible, StaleState, StaleText
from tracking.forms.cabinet_writing import AddFileForm, AddIssuedForm, ChangeAppendixForm, MoveRowsForm
from tracking.forms.drafts import show_as_typed
from tracking.forms.manage import ConfirmForm
from tracking.models import User
from tracking.models.cabinet import CabinetFile, CabinetReport
from tracking.presenters.cabinet.managing import appendix_rows
from tracking.presenters.differences import Difference
from tracking.queries.cabinet import editing as reads
from tracking.queries.cabinet.appending import documents_to_append
from tracking.tasks import scan_waiting_files, soon
from tracking.views.cabinet.pages import (
    form_page,
    is_too_late,
    read_paper,
    readable_report,
    show,
    too_late,
    written_report,
)
from tracking.views.form_pages import FormPage, attempt, posted
from tracking.views.stored_files import opened

_TITLE = "Appendices"
_FILE_FORM = "manage/file_form.html"


@require_safe
def cabinet_appendix(request: HttpRequest, pk: int, appendix_pk: int) -> HttpResponseBase:
    """Hand out an appendix that the viewer reads; what the virus scanner holds back is not there."""
    report = readable_report(request, pk)
    row = get_object_or_404(reads.readable_appendices(report, request.user), pk=appendix_pk)
    if row.file is not None:
        file = get_object_or_404(CabinetFile.objects.openable_by(request.user), pk=row.file_id)
        response = FileResponse(
            opened(file.file), as_attachment=True, filename=file.original_name, content_type=file.content_type
        )
    elif row.issued_document is not None:
        response = FileResponse(
            opened(row.issued_document.file),
            as_attachment=True,
            filename=f"appendix-{report.pk}-{row.pk}.pdf",
            content_type="application/pdf",
        )
    else:  # pragma: no cover - the database keeps one of the two
        raise Http404
    response["Cache-Control"] = "private, no-store" if row.is_withheld else "private, no-cache"
    return response


@login_required
def cabinet_appendices(request: HttpRequest, pk: int) -> HttpResponse:
    """All of them with their numbers, and what may be done about each."""
    report = written_report(request, pk)
    if is_too_late(request, report):
        return too_late(request, report)
    rows = list(reads.appendices_in(report))
    form = MoveRowsForm(posted(request), keys=[row.pk for row in rows])
    if form.is_valid():
        key, up = form.moved
        row = next(row for row in rows if row.pk == key)
        attempt(form, move_appendix, appendix=row, up=up, by=request.user)
        if not form.errors:
            return redirect("cabinet_appendices", pk=pk)
    shown = appendix_rows(report, read_paper(request, report))
    page = form_page(report, _TITLE, "", "They are numbered in this order. Their titles are public.")
    return show(request, form, page, "cabinet/appendices.html", rows=shown, report=report)


@login_required
def cabinet_appendix_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Append a PDF."""
    report = written_report(request, pk)
    if is_too_late(request, report):
        return too_late(request, report)
    sent = request.method == "POST"
    form = AddFileForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        said = form.cleaned_data
        appendix = attempt(
            form,
            append_file,
            report=report,
            title=said["title"],
            file=said["upload"],
            openness=form.openness,
            form_key=said["form_key"],
            by=request.user,
        )
        if appendix is not None:
            soon(scan_waiting_files)
            messages.success(request, f"“{appendix.title}” is an appendix now.")
            return redirect("cabinet_appendices", pk=pk)
    return show(request, form, _page(report, "Add a file", "Add this appendix"), _FILE_FORM)


@login_required
def cabinet_appendix_issued(request: HttpRequest, pk: int) -> HttpResponse:
    """Append a document that was issued for everyone before."""
    report = written_report(request, pk)
    if is_too_late(request, report):
        return too_late(request, report)
    form = AddIssuedForm(posted(request), documents=documents_to_append())
    if form.is_valid():
        said = form.cleaned_data
        appendix = attempt(
            form,
            append_document,
            report=report,
            title=said["title"],
            document=said["issued_document"],
            openness=form.openness,
            by=request.user,
        )
        if appendix is not None:
            messages.success(request, f"“{appendix.title}” is an appendix now.")
            return redirect("cabinet_appendices", pk=pk)
    sentence = "It is appended as it was issued, byte for byte."
    return show(request, form, _page(report, "Add a document that was issued", "Add this appendix", sentence))


@login_required
def cabinet_appendix_change(request: HttpRequest, pk: int, appendix_pk: int) -> HttpResponse:
    """What an appendix is called and who may see it."""
    report = written_report(request, pk)
    row = get_object_or_404(reads.appendices_in(report), pk=appendix_pk)
    if is_too_late(request, report):
        return too_late(request, report)
    form = ChangeAppendixForm(posted(request), appendix=row)
    differences = []
    if form.is_valid():
        said = form.cleaned_data
        try:
            change_appendix(
                appendix=row,
                title=said["title"],
                openness=form.openness,
                read=said["read"],
                by=cast("User", request.user),
            )
        except StaleText:
            row.refresh_from_db()
            differences = [
                Difference("Title", row.title, said["title"]),
                Difference("Who may see it", row.get_exemption_display(), _shown(form, "exemption")),
            ]
            form = ChangeAppendixForm(appendix=row)
            show_as_typed(form, request.POST, seen=True)
            form.response_status = 409
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            form.response_status = 409 if isinstance(refusal, StaleState) else 200
        else:
            messages.success(request, "The appendix is changed.")
            return redirect("cabinet_appendices", pk=pk)
    page = _page(
        report, f"Change “{row.title}”", "Save", "To put another file in its place, remove it and add the other."
    )
    return show(request, form, page, differences=differences)


def _shown(form: ChangeAppendixForm, name: str) -> str:
    """The words of the choice that was made in a valid form."""
    choices = dict(form.fields[name].choices)  # type: ignore[attr-defined]
    return str(choices.get(form.cleaned_data[name], ""))


@login_required
def cabinet_appendix_remove(request: HttpRequest, pk: int, appendix_pk: int) -> HttpResponse:
    report = written_report(request, pk)
    row = get_object_or_404(reads.appendices_in(report), pk=appendix_pk)
    if is_too_late(request, report):
        return too_late(request, report)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        attempt(form, remove_appendix, appendix=row, by=request.user)
        if not form.errors:
            messages.success(request, "The appendix is removed. Those after it are numbered anew.")
            return redirect("cabinet_appendices", pk=pk)
    page = _page(report, f"Remove “{row.title}”?", "Remove", "What was handed in before keeps it.")
    return show(request, form, page)


def _page(report: CabinetReport, title: str, button: str, *sentences: str) -> FormPage:
    return form_page(report, title, button, *sentences, back=(reverse("cabinet_appendices", args=[report.pk]), _TITLE))
