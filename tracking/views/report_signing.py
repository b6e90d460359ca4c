"""Checking the answers of a Progress Report, signing it, and what comes after."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.overrides import override_warnings
from tracking.actions.reports import submit_report
from tracking.enums import DraftPage, ReportState
from tracking.exceptions import ClaimContradicted, NotPossible, StaleReport, StaleText
from tracking.forms.drafts import show_as_typed, with_read
from tracking.forms.manage import ConfirmForm, ManageForm
from tracking.forms.report_decisions import SubmitOnBehalfForm
from tracking.forms.reports import OverridesForm
from tracking.models import ProgressReport, User, WrittenPage
from tracking.presenters import reports as words
from tracking.presenters.differences import Difference
from tracking.presenters.drafts import unsaved_words
from tracking.presenters.evidence import infected_lines
from tracking.presenters.report_checks import check_sections
from tracking.queries.drafts import drafts_in, last_save_told
from tracking.queries.meetings import papers_deadlines
from tracking.queries.report_access import signatories
from tracking.queries.report_content import ReportContent
from tracking.queries.reports import read_report
from tracking.tasks import send_waiting_mails, soon
from tracking.views.drafts import draft_context, keeps_what_is_typed, show_draft
from tracking.views.form_pages import posted, show_form
from tracking.views.report_pages import drafted_report, is_being_written, page_about, readable_report, too_late


@keeps_what_is_typed
@login_required
def report_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was answered, with what the claim check doubts and a box for the reason."""
    report = drafted_report(request, pk)
    if not is_being_written(report):
        return too_late(request, report, _page_of(report))
    content = read_report(report, viewer=request.user)
    form = _overrides_form(posted(request), content)
    if form.is_valid():
        return _save_reasons(request, content, form)
    show_draft(request, form, _page_of(report))
    return _check_page(request, content, form)


def _save_reasons(request: HttpRequest, content: ReportContent, form: OverridesForm) -> HttpResponse:
    """Save a valid form and say where to go, or show what stands in the way."""
    report = content.report
    try:
        override_warnings(
            report=report, reasons=form.reasons, read=form.cleaned_data["read"], by=cast("User", request.user)
        )
    except StaleText:
        content = read_report(report, viewer=request.user)
        shown = _overrides_form(None, content)
        show_as_typed(shown, request.POST, seen=True)
        return _check_page(request, content, shown, form.differences(shown))
    except StaleReport:
        return too_late(request, report, _page_of(report))
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _check_page(request, content, form)
    return _after_checking(request, report)


def _page_of(report: ProgressReport) -> WrittenPage:
    return WrittenPage(report, DraftPage.CHECK)


def _overrides_form(data: QueryDict | None, content: ReportContent) -> OverridesForm:
    leaves = [leaf for section in content.sections for leaf in section.tracked if leaf.is_writable]
    warnings = [(leaf, finding) for leaf in leaves for finding in leaf.findings if not finding.blocks]
    return OverridesForm(
        data,
        warnings=[finding for _, finding in warnings],
        saved={finding.key: leaf.reason_against(finding) for leaf, finding in warnings},
        earlier={finding.key: leaf.earlier_reason_against(finding) for leaf, finding in warnings},
    )


def _after_checking(request: HttpRequest, report: ProgressReport) -> HttpResponse:
    """Go on to sign once nothing is open; else say what is, with the reasons just saved."""
    content = read_report(report, viewer=request.user)
    if request.POST.get("go") == "save":
        messages.success(request, "Your reasons are saved.")
        return redirect("report_check", pk=report.pk)
    if not content.open_findings and not content.infected:
        return redirect("report_submit", pk=report.pk)
    form = _overrides_form(request.POST, content)
    form.data = with_read(request.POST, form.initial["read"])
    for finding in content.open_findings:
        form.ask_for_reason(finding)
    return _check_page(request, content, form)


def _check_page(
    request: HttpRequest, content: ReportContent, form: OverridesForm, differences: Sequence[Difference] = ()
) -> HttpResponse:
    context = {
        "report": content.report,
        "content": content,
        "form": form,
        "sections": check_sections(content, {key: form[name] for key, name in form.names.items()}),
        "sentence": words.check_sentence(content),
        "infected": infected_lines(content),
        "may_submit": _may_submit(request, content.report),
        "posts": words.posts_words(content.posts),
        "differences": differences,
        "unsaved": unsaved_words(drafts_in(content.report, request.user).exclude(page=DraftPage.CHECK)),
        **draft_context(
            request, _page_of(content.report), last_save=last_save_told(content.report, "overrode warnings")
        ),
    }
    return render(request, "reports/check.html", context, status=409 if differences else 200)


def _may_submit(request: HttpRequest, report: ProgressReport) -> bool:
    return (rules.can_submit_report | rules.can_submit_report_on_behalf)(request.user, report)


@login_required
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign, or submit on behalf of a holder who approved it."""
    report = drafted_report(request, pk)
    if not _may_submit(request, report):
        raise Http404
    if not is_being_written(report):
        return _signed_already(request, report)
    content = read_report(report, viewer=request.user)
    if content.open_findings or content.infected:
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
        report.refresh_from_db(fields=["state"])
        return _signed_already(request, report)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return None
    soon(send_waiting_mails)
    return redirect("report_submitted", pk=report.pk)


def _signed_already(request: HttpRequest, report: ProgressReport) -> HttpResponse:
    """Whoever handed it in a moment ago has only clicked twice; anybody else is told that they come too late."""
    mine = report.revisions.filter(is_current=True, submitted_by=cast("User", request.user))
    if report.state in ReportState.handed_in() and mine.exists():
        return redirect("report_submitted", pk=report.pk)
    return too_late(request, report)


@require_safe
@login_required
def report_submitted(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation: a reference, and what happens next."""
    report = readable_report(request, pk)
    if not _may_submit(request, report) or report.state not in ReportState.handed_in():
        raise Http404
    papers_due_on = papers_deadlines([report.meeting])[report.meeting.pk]
    context = {
        "report": report,
        "reference": words.report_reference(report),
        "revision": report.revisions.get(is_current=True),
        "steps": words.next_steps(report, papers_due_on=papers_due_on, today=dates.today()),
    }
    return render(request, "reports/submitted.html", context)
