"""Looking a report to Cabinet over, signing it, and withdrawing it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.cabinet.reports import submit_report, withdraw_report
from tracking.exceptions import NotPossible, StaleState
from tracking.forms.cabinet_decisions import SignOnBehalfForm
from tracking.forms.manage import ConfirmForm, ManageForm
from tracking.forms.report_decisions import WithdrawForm
from tracking.models import User
from tracking.models.cabinet import CabinetReport
from tracking.presenters.cabinet.clocks import clock_warnings
from tracking.presenters.cabinet.managing import signing_words
from tracking.presenters.cabinet.report_page import report_page
from tracking.presenters.cabinet.writing import clearing_lines, missing_lines
from tracking.presenters.drafts import unsaved_words
from tracking.queries.cabinet.access import signatories
from tracking.queries.cabinet.clocks import clocks_of
from tracking.queries.cabinet.readiness import clearing_of, missing_of
from tracking.queries.drafts import drafts_in
from tracking.queries.events import was_just_done
from tracking.tasks import send_waiting_mails, soon
from tracking.views.cabinet.pages import (
    current_revision,
    form_page,
    is_too_late,
    read_paper,
    show,
    too_late,
    written_report,
)
from tracking.views.form_pages import attempt, posted


@require_safe
@login_required
def cabinet_report_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report as its readers will have it, with what is missing and what the clocks warn of."""
    report = written_report(request, pk)
    if is_too_late(request, report):
        return too_late(request, report)
    paper, revision, today = read_paper(request, report), current_revision(report), dates.today()
    context = {
        "report": report,
        "unsaved": unsaved_words(drafts_in(report, request.user)),
        "missing": missing_lines(report, paper, missing_of(report, revision)),
        "warnings": clock_warnings(clocks_of(report, paper, today=today), today=today, may_write=True),
        "not_cleared": clearing_lines(clearing_of(revision)),
        "paper": report_page(paper),
    }
    return render(request, "cabinet/check.html", context)


@login_required
def cabinet_report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign, or hand in on behalf of a holder of the post who approved it."""
    report = written_report(request, pk)
    if is_too_late(request, report):
        return too_late(request, report)
    if request.method != "POST" and missing_of(report, current_revision(report)):
        messages.warning(request, "Something is still missing before the report can be signed.")
        return redirect("cabinet_report_check", pk=pk)
    holders, signs = signatories(report), rules.can_submit_cabinet_report(request.user, report)
    form: ManageForm = ConfirmForm(posted(request)) if signs else SignOnBehalfForm(posted(request), people=holders)
    if form.is_valid() and _signed(request, report, form):
        soon(send_waiting_mails)
        messages.success(request, "The report is handed in. The clerk checks it next.")
        return redirect("cabinet_report", pk=pk)
    page = form_page(report, *signing_words(report, signs=signs, holders=holders))
    return show(request, form, page)


def _signed(request: HttpRequest, report: CabinetReport, form: ManageForm) -> bool:
    """Hand the report in; whoever did so a moment ago has only pressed twice."""
    by = cast("User", request.user)
    try:
        submit_report(report=report, by=by, **form.cleaned_data)
    except StaleState as refusal:
        if was_just_done(report, "submitted report to Cabinet", by=by, said={}):
            return True
        form.add_error(None, str(refusal))
        form.response_status = 409
        return False
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@login_required
def cabinet_report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    report = written_report(request, pk)
    if report.is_public or report.withdrawn_reason:
        return too_late(request, report) if request.method != "POST" else _withdraw(request, report)
    return _withdraw(request, report)


def _withdraw(request: HttpRequest, report: CabinetReport) -> HttpResponse:
    form = WithdrawForm(posted(request))
    if form.is_valid():
        said, by = form.cleaned_data, cast("User", request.user)
        attempt(form, withdraw_report, report=report, by=by, **said)
        if not form.errors or was_just_done(report, "withdrew report to Cabinet", by=by, said=said):
            messages.success(request, "The report is withdrawn.")
            return redirect("cabinet_report", pk=report.pk)
    page = form_page(
        report,
        "Withdraw the report",
        "Withdraw the report",
        "Nobody can write or check it any more. Withdrawing cannot be undone.",
        warning=True,
    )
    return show(request, form, page)
