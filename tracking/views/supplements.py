"""Late news on a published Progress Report: handing it in, and what the clerk does with it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tracking import dates, rules
from tracking.actions.supplements import decline_supplement, hand_in_late_news, publish_supplement
from tracking.enums import SupplementState
from tracking.forms.fields import is_preview
from tracking.forms.manage import ManageForm
from tracking.forms.supplements import (
    DeclineSupplementForm,
    LateNewsForm,
    LateNewsOnBehalfForm,
    PublishSupplementForm,
)
from tracking.models import ProgressReport, ReportSupplement, User
from tracking.presenters import supplements as words
from tracking.queries.events import was_just_done
from tracking.queries.report_access import signatories
from tracking.tasks import send_waiting_mails, soon
from tracking.views.form_pages import FormPage, attempt, posted, show_form
from tracking.views.report_pages import page_about, readable_report


@login_required
def supplement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign late news, or hand it in on behalf of a holder who approved it."""
    report = readable_report(request, pk)
    rules.can_hand_in_late_news.check(request.user, report)
    refusal = words.why_no_late_news(report, today=dates.today())
    if refusal and request.method != "POST":
        return _back(request, report, refusal)
    form = _late_news_form(request, report)
    if is_preview(request.POST):
        form.errors.clear()
    elif form.is_valid() and attempt(
        form, hand_in_late_news, report=report, by=cast("User", request.user), **form.news
    ):
        soon(send_waiting_mails)
        messages.success(request, "The late news is handed in. The clerk publishes it, or tells you why not.")
        return _report_page(report)
    signs = rules.can_submit_report(request.user, report)
    page = page_about(report, "Hand in late news", *words.handing_in_words(report, signs=signs))
    return show_form(request, form, page, template="supplements/new.html")


def _late_news_form(request: HttpRequest, report: ProgressReport) -> LateNewsForm:
    if rules.can_submit_report(request.user, report):
        return LateNewsForm(posted(request), report=report)
    return LateNewsOnBehalfForm(posted(request), report=report, people=list(signatories(report)))


@login_required
def supplement_publish(request: HttpRequest, pk: int, supplement_pk: int) -> HttpResponse:
    supplement = _supplement_for_the_clerk(request, pk, supplement_pk)
    report = supplement.report
    refusal = words.why_no_late_news(report, today=dates.today())
    if refusal and request.method != "POST":
        return _back(request, report, refusal)
    form = PublishSupplementForm(posted(request), meeting=report.meeting)
    page = page_about(report, "Publish late news", "Publish the late news", *words.PUBLISHING)
    return _decide(
        request,
        supplement,
        form,
        page,
        publish_supplement,
        event_type="published supplement",
        done="The supplement is published.",
    )


@login_required
def supplement_decline(request: HttpRequest, pk: int, supplement_pk: int) -> HttpResponse:
    supplement = _supplement_for_the_clerk(request, pk, supplement_pk)
    form = DeclineSupplementForm(posted(request))
    page = page_about(supplement.report, "Decline late news", "Decline the late news", *words.DECLINING)
    return _decide(
        request,
        supplement,
        form,
        page,
        decline_supplement,
        event_type="declined late news",
        done="The late news is declined.",
    )


def _supplement_for_the_clerk(request: HttpRequest, pk: int, supplement_pk: int) -> ReportSupplement:
    """Return late news of a report that the viewer may publish or decline; raises Http404 or NotAllowed."""
    report = readable_report(request, pk)
    rules.can_publish_late_news.check(request.user, report)
    rows = ReportSupplement.objects.visible_to(request.user).select_related("recommendation", "recorded_by")
    supplement = get_object_or_404(rows, pk=supplement_pk, report=report)
    supplement.report = report
    return supplement


def _decide(
    request: HttpRequest,
    supplement: ReportSupplement,
    form: ManageForm,
    page: FormPage,
    act: Callable[..., Any],
    *,
    event_type: str,
    done: str,
) -> HttpResponse:
    """Show the form with the late news; once it is filled in, do the act. Doing it twice ends where once does."""
    report = supplement.report
    if request.method != "POST" and supplement.state != SupplementState.HANDED_IN:
        return _back(request, report, f"This late news was {supplement.get_state_display().lower()} already.")
    if form.is_valid():
        user = cast("User", request.user)
        attempt(form, act, supplement=supplement, by=user, **form.cleaned_data)
        if not form.errors or was_just_done(supplement, event_type, by=user, said=form.cleaned_data):
            soon(send_waiting_mails)
            messages.success(request, done)
            return _report_page(report)
    news = words.waiting_line(supplement)
    return show_form(request, form, page, template="supplements/decide.html", news=news)


def _back(request: HttpRequest, report: ProgressReport, why: str) -> HttpResponse:
    """Lead back to the report from a page for what cannot be done now."""
    messages.warning(request, why)
    return _report_page(report)


def _report_page(report: ProgressReport) -> HttpResponse:
    return redirect("report_detail", pk=report.pk)
