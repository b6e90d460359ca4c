"""Writing what stands before the recommendations in a Progress Report: its overview and its contact officers."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tracking import rules
from tracking.actions.updates import contacts_as_saved, save_contact_officers, save_overview
from tracking.enums import DraftPage
from tracking.exceptions import StaleReport, StaleText
from tracking.forms.drafts import kept_fields, show_as_typed
from tracking.forms.fields import is_preview
from tracking.forms.reports import (
    CONTACT_PREFIX,
    ContactOfficerFormSet,
    OverviewForm,
    VersionForm,
    contact_lines,
    contact_officer_rows,
)
from tracking.models import ProgressReport, User, WrittenPage
from tracking.presenters.differences import Difference
from tracking.queries.drafts import last_save_told, own_draft
from tracking.views.drafts import draft_context, keeps_what_is_typed, show_draft
from tracking.views.form_pages import posted
from tracking.views.report_pages import drafted_report, is_being_written, page_about, too_late


@keeps_what_is_typed
@login_required
def report_overview(request: HttpRequest, pk: int) -> HttpResponse:
    report = drafted_report(request, pk)
    of = WrittenPage(report, DraftPage.OVERVIEW)
    rules.is_of_a_post_of_the_report.check(request.user, report)
    if not is_being_written(report):
        return too_late(request, report, of)
    revision = report.revisions.get(is_current=True)
    form = OverviewForm(posted(request), revision=revision)
    differences: list[Difference] = []
    if not is_preview(request.POST) and form.is_valid():
        try:
            save_overview(report=report, by=cast("User", request.user), **form.cleaned_data)
        except StaleText:
            revision.refresh_from_db()
            differences = [Difference("Overview", revision.overview, form.cleaned_data["overview"])]
            form = OverviewForm(revision=revision)
            show_as_typed(form, request.POST, seen=True)
        except StaleReport:
            return too_late(request, report, of)
        else:
            messages.success(request, "The overview is saved.")
            return redirect("report_detail", pk=pk)
    context = _context(request, report, of, "Overview", "saved overview")
    show_draft(request, form, of)
    return _page(request, "reports/overview.html", context | {"form": form, "differences": differences})


@keeps_what_is_typed
@login_required
def report_contact_officers(request: HttpRequest, pk: int) -> HttpResponse:
    report = drafted_report(request, pk)
    of = WrittenPage(report, DraftPage.CONTACT_OFFICERS)
    rules.is_of_a_post_of_the_report.check(request.user, report)
    if not is_being_written(report):
        return too_late(request, report, of)
    revision = report.revisions.get(is_current=True)
    saved = contacts_as_saved(revision)
    form = VersionForm(posted(request), revision=revision)
    formset = ContactOfficerFormSet(posted(request), initial=saved, prefix=CONTACT_PREFIX)
    differences: list[Difference] = []
    if form.is_valid() and formset.is_valid():
        try:
            save_contact_officers(
                report=report, contact_officers=formset.contacts, by=cast("User", request.user), **form.cleaned_data
            )
        except StaleText:
            revision.refresh_from_db()
            typed = contact_officer_rows(request.POST)
            both = contact_lines(contacts_as_saved(revision)), contact_lines(typed)
            differences = [Difference("Contact officers", *both)]
            form = VersionForm(revision=revision)
            formset = ContactOfficerFormSet(initial=typed, prefix=CONTACT_PREFIX)
        except StaleReport:
            return too_late(request, report, of)
        else:
            messages.success(request, "The contact officers are saved.")
            return redirect("report_detail", pk=pk)
    context = _context(request, report, of, "Contact officers", "saved contact officers")
    if request.method != "POST" and (draft := own_draft(of, request.user)):
        show_as_typed(form, kept_fields(draft))
        formset = ContactOfficerFormSet(initial=contact_officer_rows(kept_fields(draft)), prefix=CONTACT_PREFIX)
    context |= {"form": form, "formset": formset, "differences": differences}
    return _page(request, "reports/contact_officers.html", context)


def _context(
    request: HttpRequest, report: ProgressReport, of: WrittenPage, title: str, event_type: str
) -> dict[str, Any]:
    return {
        "report": report,
        "page": page_about(report, title, "Save and go to the task list"),
        **draft_context(request, of, last_save=last_save_told(report, event_type)),
    }


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=409 if context["differences"] else 200)
