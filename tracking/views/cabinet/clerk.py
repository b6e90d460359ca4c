"""What Cabinet's clerk does with a report that was handed in: returns, accepts, moves it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tracking import dates, rules
from tracking.actions.cabinet.checking import accept_report, return_report
from tracking.actions.cabinet.moving import move_report
from tracking.enums import CabinetReportState
from tracking.forms.cabinet_decisions import AcceptReportForm, MoveReportForm
from tracking.forms.drafts import fields_to_keep, typed_words
from tracking.forms.manage import ManageForm
from tracking.forms.report_decisions import ReturnForm
from tracking.models import User
from tracking.models.cabinet import CabinetReport
from tracking.presenters.differences import Difference
from tracking.presenters.wording import written_date
from tracking.queries.cabinet.choices import meetings_to_report_to
from tracking.queries.cabinet.decided import why_it_stays
from tracking.queries.cabinet.readiness import clearing_of
from tracking.queries.events import was_just_done
from tracking.tasks import send_waiting_mails, soon
from tracking.views.cabinet.pages import (
    clerks_report,
    current_revision,
    form_page,
    readable_report,
    show,
    too_late,
    typed_for_what_is_over,
)
from tracking.views.form_pages import FormPage, attempt, posted
from tracking.workflow import can_transition


def decide(
    request: HttpRequest,
    report: CabinetReport,
    form: ManageForm,
    page: FormPage,
    act: Callable[..., Any],
    *,
    event_type: str,
    done: str,
    said: dict[str, Any] | None = None,
    template: str = "cabinet/form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; once it is filled in, do the act and tell it. Doing it twice ends where doing it once does."""
    if form.is_valid():
        told = form.cleaned_data if said is None else said
        attempt(form, act, report=report, by=request.user, **told)
        if not form.errors or was_just_done(report, event_type, by=cast("User", request.user), said=told):
            soon(send_waiting_mails)
            messages.success(request, done)
            return redirect("cabinet_report", pk=report.pk)
    return show(request, form, page, template, **context)


def comes_late(request: HttpRequest, report: CabinetReport, transition: str) -> bool:
    """Whether a page for an act is opened that the state no longer allows; what is sent is told by the act."""
    return request.method != "POST" and not can_transition(CabinetReportState(report.state), transition)


def _checked_report(request: HttpRequest, pk: int) -> CabinetReport:
    """Return the report if the viewer may return and accept it; raises Http404."""
    report = clerks_report(request, pk)
    if not rules.can_check_cabinet_report(request.user, report):
        raise Http404
    return report


@login_required
def cabinet_report_return(request: HttpRequest, pk: int) -> HttpResponse:
    report = _checked_report(request, pk)
    if comes_late(request, report, "return"):
        return too_late(request, report)
    page = form_page(
        report,
        "Return the report",
        "Return the report",
        "It goes back to those who wrote it, with your reason. What they handed in is kept as it is.",
    )
    return decide(
        request,
        report,
        ReturnForm(posted(request)),
        page,
        return_report,
        event_type="returned report to Cabinet",
        done="The report is returned.",
    )


@login_required
def cabinet_report_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepting; for a section that its post has not cleared, why it goes without."""
    report = _checked_report(request, pk)
    if comes_late(request, report, "accept"):
        return too_late(request, report)
    is_dealt_with = not can_transition(CabinetReportState(report.state), "accept")
    open_clearings = [row for row in clearing_of(current_revision(report)) if row.at is None]
    form = AcceptReportForm(posted(request), not_cleared=open_clearings)
    page = form_page(
        report,
        "Accept the report",
        "Accept the report",
        f"It is then ready to be published for the meeting on {written_date(report.meeting.held_on)}.",
        "It can no longer be changed.",
    )
    answer = decide(
        request,
        report,
        form,
        page,
        accept_report,
        event_type="accepted report to Cabinet",
        done="The report is accepted.",
        said={"why_not_cleared": form.reasons if form.is_valid() else {}},
    )
    typed = typed_words(fields_to_keep(request.POST))
    return _told_what_another_did(request, pk) if is_dealt_with and form.errors and typed else answer


def _told_what_another_did(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the reasons that were typed for a report which somebody else has accepted or returned, beside theirs."""
    report = clerks_report(request, pk)
    differences = [
        Difference(f"Why “{row.section.heading}” goes without being cleared", row.why_not, typed)
        for row in clearing_of(current_revision(report))
        if row.why_not and (typed := request.POST.get(f"why-{row.section.pk}", "").strip()) not in ("", row.why_not)
    ]
    return typed_for_what_is_over(request, report, differences)


@login_required
def cabinet_report_move(request: HttpRequest, pk: int) -> HttpResponse:
    """To another meeting of the same Cabinet: by those who write it or, once it is handed in, by the clerk."""
    report = readable_report(request, pk)
    rule = rules.writes_cabinet_report if report.is_editable else rules.can_publish_cabinet_report
    if not rule(request.user, report):
        raise Http404
    if request.method != "POST" and (reason := why_it_stays(report)):
        return too_late(request, report, reason)
    meetings = meetings_to_report_to(dates.today(), report.meeting.committee).exclude(pk=report.meeting_id)
    page = form_page(
        report,
        "Move the report to another meeting",
        "Move the report",
        f"It is for the meeting on {written_date(report.meeting.held_on)} now.",
    )
    return decide(
        request,
        report,
        MoveReportForm(posted(request), meetings=meetings, is_public=report.is_public),
        page,
        move_report,
        event_type="moved report to Cabinet",
        done="The report is moved.",
    )
