"""Exempt passages of a section: adding one, changing it, taking it out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tracking.actions.exempt_passages import add_exempt_passage, change_exempt_passage, remove_exempt_passage
from tracking.exceptions import NotPossible, StaleText
from tracking.forms.drafts import show_as_typed
from tracking.forms.exempt_passages import PassageForm
from tracking.forms.manage import ConfirmForm
from tracking.models import ExemptPassage, ProgressUpdate
from tracking.presenters.exempt_passages import saved_passage
from tracking.views.form_pages import attempt, posted, show_form
from tracking.views.report_pages import (
    drafted_report,
    is_being_written,
    page_about_section,
    section_to_write,
    too_late,
)

_TEMPLATE = "reports/exempt_passage.html"
_WHAT_IT_IS_FOR = (
    "Put here only what the public may not read. Everything else belongs in the evidence of progress.",
    "It is printed in the restricted edition of the papers alone.",
)


@login_required
def exempt_passage_add(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    report = drafted_report(request, pk)
    update = section_to_write(request, report, reference)
    if not is_being_written(report):
        return too_late(request, report)
    form = PassageForm(posted(request), parts=list(update.recommendation.parts.in_force()))
    if form.is_to_be_saved:
        attempt(form, add_exempt_passage, update=update, by=request.user, **form.said)
        if not form.errors:
            messages.success(request, "The exempt passage is added.")
            return redirect("report_recommendation", pk=pk, reference=reference)
    title = f"Add an exempt passage to {update.recommendation.label}"
    page = page_about_section(update, title, "Add this passage", *_WHAT_IT_IS_FOR)
    return show_form(request, form, page, template=_TEMPLATE)


@login_required
def exempt_passage_change(request: HttpRequest, pk: int, reference: str, passage_pk: int) -> HttpResponse:
    """The text of a passage, what it is about, and why it is withheld."""
    report = drafted_report(request, pk)
    update = section_to_write(request, report, reference)
    if not is_being_written(report):
        return too_late(request, report)
    passage = get_object_or_404(_passages(request, update), pk=passage_pk)
    parts = list(update.recommendation.parts.in_force())
    form = PassageForm(posted(request), parts=parts, passage=passage)
    saved = None
    if form.is_to_be_saved:
        said = form.said | {"read": form.cleaned_data["read"], "by": request.user}
        try:
            change_exempt_passage(passage=passage, **said)
        except StaleText:
            passage = get_object_or_404(_passages(request, update), pk=passage_pk)
            form, saved = PassageForm(parts=parts, passage=passage), saved_passage(passage)
            form.response_status = 409
            show_as_typed(form, request.POST, seen=True)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The exempt passage is changed.")
            return redirect("report_recommendation", pk=pk, reference=reference)
    page = page_about_section(
        update, f"Change an exempt passage of {update.recommendation.label}", "Save", *_WHAT_IT_IS_FOR
    )
    return show_form(request, form, page, template=_TEMPLATE, saved=saved)


@login_required
def exempt_passage_remove(request: HttpRequest, pk: int, reference: str, passage_pk: int) -> HttpResponse:
    report = drafted_report(request, pk)
    update = section_to_write(request, report, reference)
    if not is_being_written(report):
        return too_late(request, report)
    passage = get_object_or_404(_passages(request, update), pk=passage_pk)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        attempt(form, remove_exempt_passage, passage=passage, by=request.user)
        if not form.errors:
            messages.success(request, "The exempt passage is taken out.")
            return redirect("report_recommendation", pk=pk, reference=reference)
    title = f"Take this exempt passage out of {update.recommendation.label}?"
    page = page_about_section(update, title, "Take it out", "Its text is not kept anywhere else in this draft.")
    return show_form(request, form, page, template="reports/exempt_passage_remove.html", passage=saved_passage(passage))


def _passages(request: HttpRequest, update: ProgressUpdate) -> QuerySet[ExemptPassage]:
    """The exempt passages of a section that the user may read."""
    return (
        ExemptPassage.objects.visible_to(request.user)
        .filter(update=update)
        .select_related("leaf", "update__recommendation", "update__revision__report")
    )
