"""Checking the answers of a Progress Report, signing it, and what comes after."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tracking import rules
from tracking.actions.reports import submit_report
from tracking.actions.updates import override_warnings
from tracking.exceptions import ClaimContradicted, NotPossible, StaleReport
from tracking.forms.manage import ConfirmForm, ManageForm
from tracking.forms.report_decisions import SubmitOnBehalfForm
from tracking.forms.reports import OverridesForm
from tracking.models import ProgressReport, User
from tracking.presenters import reports as words
from tracking.presenters.report_checks import check_sections
from tracking.queries.report_access import signatories
from tracking.queries.reports import ReportContent, read_report
from tracking.views.form_pages import posted, show_form
from tracking.views.report_pages import drafted_report, is_being_written, page_about, readable_report, too_late


@login_required
def report_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was answered, with what the claim check doubts and a box for the reason."""
    report = drafted_report(request, pk)
    if not is_being_written(report):
        return too_late(request, report)
    content = read_report(report, viewer=request.user)
    form = _overrides_form(request, content)
    if form.is_valid():
        try:
            override_warnings(report=report, reasons=form.reasons, by=cast("User", request.user))
        except StaleReport:
            return too_late(request, report)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_checking(request, report, form)
    return _check_page(request, content, form)


def _overrides_form(request: HttpRequest, content: ReportContent) -> OverridesForm:
    leaves = [leaf for section in content.sections for leaf in section.tracked if leaf.is_writable]
    return OverridesForm(
        posted(request),
        warnings=[finding for leaf in leaves for finding in leaf.findings if not finding.blocks],
        saved={(leaf.leaf.pk, code): row.reason for leaf in leaves for code, row in leaf.overrides.items()},
    )


def _after_checking(request: HttpRequest, report: ProgressReport, form: OverridesForm) -> HttpResponse:
    """Go on to sign once nothing is open; else say what is, with the reasons just saved."""
    content = read_report(report, viewer=request.user)
    if request.POST.get("go") == "save":
        messages.success(request, "Your reasons are saved.")
        return redirect("report_check", pk=report.pk)
    if not content.open_findings:
        return redirect("report_submit", pk=report.pk)
    for finding in content.open_findings:
        form.ask_for_reason(finding)
    return _check_page(request, content, form)


def _check_page(request: HttpRequest, content: ReportContent, form: OverridesForm) -> HttpResponse:
    context = {
        "report": content.report,
        "content": content,
        "form": form,
        "sections": check_sections(content, {key: form[name] for key, name in form.names.items()}),
        "sentence": words.check_sentence(content),
        "may_submit": _may_submit(request, content.report),
        "posts": words.posts_words(content.posts),
    }
    return render(request, "reports/check.html", context)


def _may_submit(request: HttpRequest, report: ProgressReport) -> bool:
    return (rules.can_submit_report | rules.can_submit_report_on_behalf)(request.user, report)


@login_required
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign, or submit on behalf of a holder who approved it."""
    report = drafted_report(request, pk)
    if not _may_submit(request, report):
        raise Http404
    if not is_being_written(report):
        return too_late(request, report)
    if read_report(report, viewer=request.user).open_findings:
        messages.warning(request, "Some answers must be settled before the report can be signed.")
        return redirect("report_check", pk=pk)
    holders = signatories(report)
    signs = rules.can_submit_report(request.user, report)
    form: ManageForm = (
        ConfirmForm(posted(request)) if signs else SubmitOnBehalfForm(posted(request), people=list(holders))
    )
    signed = _sign(request, report, form) if form.is_valid() else None
    page = page_about(report, *words.signing_words(report, signs=signs, holders=holders))
    return signed or show_form(request, form, page)


def _sign(request: HttpRequest, report: ProgressReport, form: ManageForm) -> HttpResponse | None:
    """Hand the report in and say where to go; None when it is refused, and the form says why."""
    try:
        submit_report(report=report, by=cast("User", request.user), **form.cleaned_data)
    except ClaimContradicted:
        return redirect("report_check", pk=report.pk)
    except StaleReport:
        return too_late(request, report)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect("report_submitted", pk=report.pk)


@login_required
def report_submitted(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation: a reference, and what happens next."""
    report = readable_report(request, pk)
    if not _may_submit(request, report) or is_being_written(report):
        raise Http404
    context = {
        "report": report,
        "reference": words.report_reference(report),
        "revision": report.revisions.get(is_current=True),
    }
    return render(request, "reports/submitted.html", context)
