"""What is done with a Progress Report that was handed in: return, accept, publish; withdraw it or move it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tracking import rules
from tracking.actions.report_decisions import accept_report, move_report, publish_report, return_report
from tracking.actions.reports import withdraw_report
from tracking.enums import ReportState
from tracking.forms.manage import ConfirmForm, ManageForm
from tracking.forms.report_decisions import MoveForm, PublishForm, ReturnForm, WithdrawForm
from tracking.models import ProgressReport, User
from tracking.presenters.wording import written_date
from tracking.queries.events import was_just_done
from tracking.rules import Rule
from tracking.tasks import send_waiting_mails, soon
from tracking.views.form_pages import FormPage, attempt, posted, show_form
from tracking.views.report_pages import page_about, readable_report, too_late
from tracking.workflow import can_transition


def _decide(
    request: HttpRequest,
    report: ProgressReport,
    form: ManageForm,
    page: FormPage,
    act: Callable[..., Any],
    *,
    transition: str,
    event_type: str,
    done: str,
) -> HttpResponse:
    """Show the form; once it is filled in, do the act and tell it on the report's page.

    A page for an act that the state no longer allows leads back to the report; one already open is told by the act.
    """
    if request.method != "POST" and not can_transition(ReportState(report.state), transition):
        messages.warning(request, f"This report is {report.get_state_display().lower()}, so this cannot be done now.")
        return redirect("report_detail", pk=report.pk)
    return _done_or_form(request, report, form, page, act, event_type=event_type, done=done)


def _done_or_form(
    request: HttpRequest,
    report: ProgressReport,
    form: ManageForm,
    page: FormPage,
    act: Callable[..., Any],
    *,
    event_type: str,
    done: str,
) -> HttpResponse:
    """Show the form; once it is filled in, do the act and tell it. Doing it twice ends where doing it once does."""
    if form.is_valid():
        attempt(form, act, report=report, by=request.user, **form.cleaned_data)
        user = cast("User", request.user)
        if not form.errors or was_just_done(report, event_type, by=user, said=form.cleaned_data):
            soon(send_waiting_mails)
            messages.success(request, done)
            readable = ProgressReport.objects.visible_to(request.user).filter(pk=report.pk).exists()
            return redirect("report_detail", pk=report.pk) if readable else redirect("report_list")
    return show_form(request, form, page)


def _report_for(request: HttpRequest, pk: int, rule: Rule) -> ProgressReport:
    report = readable_report(request, pk)
    rule.check(request.user, report)
    return report


@login_required
def report_return(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report_for(request, pk, rules.can_return_or_accept_report)
    page = page_about(
        report,
        "Return the report",
        "Return the report",
        "It goes back to those who wrote it, with your reason. What they handed in is kept as it is.",
    )
    form = ReturnForm(posted(request))
    return _decide(
        request,
        report,
        form,
        page,
        return_report,
        transition="return",
        event_type="returned report",
        done="The report is returned.",
    )


@login_required
def report_accept(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report_for(request, pk, rules.can_return_or_accept_report)
    page = page_about(
        report,
        "Accept the report",
        "Accept the report",
        f"It is then ready for the clerk to publish for the meeting on {written_date(report.meeting.held_on)}.",
        "It can no longer be changed.",
    )
    form = ConfirmForm(posted(request))
    return _decide(
        request,
        report,
        form,
        page,
        accept_report,
        transition="accept",
        event_type="accepted report",
        done="The report is accepted.",
    )


@login_required
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report_for(request, pk, rules.can_publish_report)
    page = page_about(
        report,
        "Publish the report",
        "Publish the report",
        "Everyone can then read it, with its public evidence. Exempt and confidential evidence stays withheld.",
        f"It goes to the meeting on {written_date(report.meeting.held_on)}. Publishing cannot be undone.",
    )
    form = PublishForm(posted(request), report=report)
    return _decide(
        request,
        report,
        form,
        page,
        publish_report,
        transition="publish",
        event_type="published report",
        done="The report is published.",
    )


@login_required
def report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report_for(request, pk, rules.can_withdraw_report)
    page = page_about(
        report,
        "Withdraw the report",
        "Withdraw the report",
        "Nobody can write or check it any more. Withdrawing cannot be undone.",
        warning=True,
    )
    form = WithdrawForm(posted(request))
    return _decide(
        request,
        report,
        form,
        page,
        withdraw_report,
        transition="withdraw",
        event_type="withdrew report",
        done="The report is withdrawn.",
    )


@login_required
def report_move(request: HttpRequest, pk: int) -> HttpResponse:
    report = readable_report(request, pk)
    being_written = report.state in ReportState.editable()
    rule = rules.is_of_a_post_of_the_report if being_written else rules.can_publish_report
    if not rule(request.user, report):
        raise Http404
    if report.state not in ReportState.open():
        return too_late(request, report)
    page = page_about(
        report,
        "Move the report to another meeting",
        "Move the report",
        f"It is for the meeting on {written_date(report.meeting.held_on)} now.",
    )
    form = MoveForm(posted(request), report=report)
    return _done_or_form(
        request,
        report,
        form,
        page,
        move_report,
        event_type="moved report to another meeting",
        done="The report is moved.",
    )
